"""Tests of the wing register."""
