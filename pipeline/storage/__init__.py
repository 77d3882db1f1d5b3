"""The database: its tables, its file, and our values as rows."""
