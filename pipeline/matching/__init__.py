"""Which task a statement or a document speaks of."""
