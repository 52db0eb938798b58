"""Tests of the wing talking."""
