"""How WeCom's API refuses."""

from typing import Any


class Refused(Exception):
    """A refusal with WeCom's error code; it travels with HTTP 200."""

    def __init__(self, code: int, message: str) -> None:
        super().__init__(message)
        self.code = code
        self.message = message

    def as_json(self) -> dict[str, Any]:
        """The body of the answer."""
        return {"errcode": self.code, "errmsg": self.message}


def invalid(what: str) -> Refused:
    """40058: a parameter that is missing, of the wrong kind or too long."""
    return Refused(40058, f"{what} invalid parameter")
