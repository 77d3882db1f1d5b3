"""How a PDF is read: characters, lines, ruled tables, stamps and signatures of each page."""
