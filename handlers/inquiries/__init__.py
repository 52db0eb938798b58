"""Inquiries: their door, what they say to whom, talks, actions and clocks."""
