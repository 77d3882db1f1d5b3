"""The screen of findings: facets, search, the list, and decisions."""
