"""Conversations: how a talk asks, what people type, buttons, and what is offered to whom."""
