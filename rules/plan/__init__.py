"""How a plan is read: columns, deadlines, outputs, obligations."""
