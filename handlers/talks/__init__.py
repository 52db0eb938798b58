"""Conversations: one file each. A talk asks and returns one command; it keeps, sends and decides nothing."""
