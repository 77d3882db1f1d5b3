"""Vietnamese official language: words, dates, numbers, headers."""
