"""Visits: tables and states, rights, deadlines, the verdict at the gate."""
