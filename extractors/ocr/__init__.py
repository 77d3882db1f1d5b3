"""How pictures of pages are read: made ready, recognised, and their numbers read twice."""
