"""Tests of the wing visits."""
