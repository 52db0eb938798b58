"""Tests of the wing digest."""
