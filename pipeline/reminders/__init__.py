"""Reminders: one letter for each agency from what was decided "Đúng - đôn đốc"; nothing is sent."""
