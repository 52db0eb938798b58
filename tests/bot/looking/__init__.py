"""Tests of what looks at files."""
