"""How it runs: stages, store, command line and outputs."""
