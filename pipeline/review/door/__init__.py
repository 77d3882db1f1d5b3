"""Who may come in, from where, and what is refused."""
