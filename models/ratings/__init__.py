"""Ratings of visits, and what follows a bad one."""
