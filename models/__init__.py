"""What is true and what is allowed: tables, transitions, rules; no chat, no network, no clock of its own."""
