"""Fuma is killed again and again while the story of the demo is played; what stands afterwards must be the same."""
