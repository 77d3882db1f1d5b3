"""Taking back the workbook in which clerks decided: read apart, merged three ways, previewed."""
