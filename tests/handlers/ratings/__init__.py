"""Tests of the wing ratings."""
