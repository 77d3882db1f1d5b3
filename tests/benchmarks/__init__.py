"""What is measured: every module prints its own report."""
