"""What an operator brings in by workbook. openpyxl is loaded here and nowhere else: the service stays free of it."""
