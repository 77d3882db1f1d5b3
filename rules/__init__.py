"""What is known: language, reference data, plans and checks."""
