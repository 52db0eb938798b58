"""The demo: fictional people and enterprises, a business clock that can be moved, and a pretend outside world."""
