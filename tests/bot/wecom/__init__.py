"""The WeCom channel, against a real HTTP server on the loopback."""
