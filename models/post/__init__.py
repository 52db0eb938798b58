"""What comes in and what goes out: the inbox, the outbox, and the talks that are under way."""
