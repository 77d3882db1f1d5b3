"""What became of each obligation: whose papers count, which period, which status."""
