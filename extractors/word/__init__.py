"""How a Word file (.docx) is read: its stories, runs, styles and numbering."""
