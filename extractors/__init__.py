"""How files are read: a file becomes a Document."""
