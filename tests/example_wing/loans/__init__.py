"""Loans: an official borrows an instrument of his department, gives it back, and is reminded. No file of the product
knows them; a real wing would stand in `models/loans/`, `handlers/loans/` and each language's `loans/`.
"""
