"""What time does: deliver the outbox, chain the ledger, tidy up."""
