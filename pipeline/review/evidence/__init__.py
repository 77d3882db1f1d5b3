"""What stands beside a finding: the requirement, the page, the passage."""
