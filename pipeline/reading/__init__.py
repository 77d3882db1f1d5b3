"""From the inbox to what was read: every file accounted for, each read in its own process."""
