"""From what was read to papers: header, sender, role, annexes, what they say and what they cite."""
