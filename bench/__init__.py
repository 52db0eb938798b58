"""Measurements, never timed tests: ours, peers and a floor in one run."""
