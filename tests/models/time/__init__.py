"""Tests of the wing time."""
