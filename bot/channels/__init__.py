"""The platforms people chat on: each turns what comes in into an `Incoming`, and an `Outgoing` into calls."""
