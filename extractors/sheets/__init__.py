"""How workbooks are read: each sheet a table, with what its cells show."""
