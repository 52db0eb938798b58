"""Tests of the wing operation."""
