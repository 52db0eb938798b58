"""What a person can say and do, on any channel: talks (conversations) and actions (verbs)."""
