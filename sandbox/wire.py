"""The newest calls that came in over both platforms' APIs, for those who count messages."""

import itertools
from collections import deque
from typing import Any

from sandbox.clock import Clock
from sandbox.people import Channel

KEPT = 2000


class Wire:
    """A list of the last 2,000 calls."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._numbers = itertools.count(1)
        self._calls: deque[dict[str, Any]] = deque(maxlen=KEPT)

    def record(self, platform: Channel, method: str, to: str | None, error: str | None) -> dict[str, Any]:
        """Notes a call; `error` is None for one that was served."""
        entry = {
            "n": next(self._numbers),
            "at": self._clock.now().isoformat(timespec="milliseconds"),
            "platform": platform,
            "method": method,
            "to": to,
            "ok": error is None,
            "error": error,
            "dropped": [],
        }
        self._calls.append(entry)
        return entry

    def after(self, number: int) -> list[dict[str, Any]]:
        """The calls kept with a higher number."""
        return [call for call in self._calls if call["n"] > number]
