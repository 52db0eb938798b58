"""Loads what the wings do: talks, actions, clocks, lists. Importing this fills the tables they register in."""

from models.wings import load_layer

load_layer("handlers")
