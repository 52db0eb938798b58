"""An update that can't be read."""


class UnreadableUpdate(ValueError):
    """An update that isn't shaped as the Bot API says; the message names the part."""
