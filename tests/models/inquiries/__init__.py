"""Tests of the wing inquiries."""
