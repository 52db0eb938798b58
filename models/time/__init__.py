"""Moments, durations, working days, and the clocks that run."""
