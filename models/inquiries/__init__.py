"""Inquiries: tables and states, rights, deadlines, rates."""
