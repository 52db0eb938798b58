"""The command that the talk comes to."""

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Borrow:
    """Borrow an instrument."""

    what: str
