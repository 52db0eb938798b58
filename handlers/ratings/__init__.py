"""Ratings and what follows a bad one: their door, talks, actions and clocks."""
