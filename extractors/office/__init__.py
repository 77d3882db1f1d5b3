"""How other office files are read: old Word, OpenDocument, Rich Text, and what packages share."""
