"""How the Bot API refuses."""

from typing import Any


class Refused(Exception):
    """A refusal with Telegram's code and words."""

    def __init__(self, code: int, description: str, parameters: dict[str, Any] | None = None) -> None:
        super().__init__(description)
        self.code = code
        self.description = description
        self.parameters = parameters

    def as_json(self) -> dict[str, Any]:
        """The body of the answer."""
        told = {"ok": False, "error_code": self.code, "description": self.description}
        return told | ({"parameters": self.parameters} if self.parameters else {})


def bad(reason: str) -> Refused:
    """A 400 for that reason."""
    return Refused(400, f"Bad Request: {reason}")


def conflict(reason: str) -> Refused:
    """A 409 for that reason."""
    return Refused(409, f"Conflict: {reason}")


def too_many(seconds: int) -> Refused:
    """A 429 that asks to wait that long."""
    return Refused(429, f"Too Many Requests: retry after {seconds}", {"retry_after": seconds})
