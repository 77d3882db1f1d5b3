"""What people decide on findings: an append-only log, what stands, and what later runs obey."""
