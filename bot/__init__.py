"""The edge and the wiring: command line, settings, HTTP, turns, rendering, pictures, channels."""
