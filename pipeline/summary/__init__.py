"""The chairman's summary: two pages of Word and an annex, every figure from the database."""
