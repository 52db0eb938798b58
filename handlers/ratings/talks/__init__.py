"""Conversations about ratings: each asks and returns one command; it keeps, sends and decides nothing."""
