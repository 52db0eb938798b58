"""The digest of each morning."""
