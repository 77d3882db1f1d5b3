"""The other screens: overview, matrix, papers, runs, log, figures, import."""
