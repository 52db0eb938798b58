"""Tests of what the chats do."""
