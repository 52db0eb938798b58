"""A whole small wing, kept as an example of what one is: an official borrows an instrument of his department, gives it
back, and is reminded. No file of the product knows it; a real one would stand in `models/loans/`, `handlers/loans/`
and each language's `loans/`, one file for each one here.
"""

from pathlib import Path

HOME = Path(__file__).parent
