"""Tests of what time does."""
