"""The plan as clerks give it: read, revised, corrected, compared, with its settings and dates."""
