"""The Telegram channel, against a real HTTP server on the loopback."""
