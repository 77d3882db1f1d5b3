"""What a clerk receives: workbook, page, letters and tables."""
