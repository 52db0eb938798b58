"""Access tokens and OAuth codes."""

import secrets
from collections.abc import Callable

from sandbox.people import Person
from sandbox.wecom.refusals import Refused

TOKEN_SECONDS = 7200
CODE_SECONDS = 300


class Tokens:
    """Tokens last 7,200 s of wall time, each beside the others."""

    def __init__(self, wall: Callable[[], float]) -> None:
        self._wall = wall
        self._issued: dict[str, float] = {}

    def issue(self) -> str:
        """A new token."""
        token = secrets.token_urlsafe(48)
        self._issued[token] = self._wall()
        return token

    def check(self, token: str) -> None:
        """Raises 41001, 40014 or 42001 unless the token is good."""
        if not token:
            raise Refused(41001, "access_token missing")
        if token not in self._issued:
            raise Refused(40014, "invalid access_token")
        if self._wall() - self._issued[token] >= TOKEN_SECONDS:
            raise Refused(42001, "access_token expired")

    def expire(self) -> None:
        """Ends all tokens before their time, as WeCom may."""
        self._issued = dict.fromkeys(self._issued, self._wall() - TOKEN_SECONDS)


class OAuthCodes:
    """Codes from the sign-in page: five minutes, one use."""

    def __init__(self, wall: Callable[[], float]) -> None:
        self._wall = wall
        self._issued: dict[str, tuple[Person, float]] = {}

    def issue(self, person: Person) -> str:
        """A new code for a person."""
        code = secrets.token_urlsafe(32)
        self._issued[code] = (person, self._wall())
        return code

    def use(self, code: str) -> Person:
        """Whose code that is; raises 40029 if it is unknown, used or too old."""
        person, at = self._issued.pop(code, (None, 0.0))
        if person is None or self._wall() - at > CODE_SECONDS:
            raise Refused(40029, "invalid code")
        return person
