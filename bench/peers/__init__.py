"""The same conversation as others would write it."""
