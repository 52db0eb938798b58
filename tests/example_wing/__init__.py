"""A whole small wing, kept as an example of what one is, and what plays it."""

from pathlib import Path

HOME = Path(__file__).parent / "loans"
