"""How many messages the Bot API takes: overall and in one chat."""

import math
from collections.abc import Callable

from sandbox.telegram.refusals import too_many

OVERALL_A_SECOND = 30.0
BURST = 30.0
CHAT_A_SECOND = 1.0


class Bucket:
    """A token bucket that refills evenly."""

    def __init__(self, size: float, a_second: float, now: float) -> None:
        self._size, self._a_second = size, a_second
        self._level, self._at = size, now

    def wait(self, now: float) -> float:
        """Seconds until there is a token, 0 if there is one now."""
        self._level = min(self._size, self._level + max(0.0, now - self._at) * self._a_second)
        self._at = now
        return 0.0 if self._level >= 1 else (1 - self._level) / self._a_second

    def take(self) -> None:
        """Uses up a token."""
        self._level -= 1


class Pace:
    """30 messages a second overall; a chat takes a burst of 30 and then one a second."""

    def __init__(self, wall: Callable[[], float]) -> None:
        self._wall = wall
        self._overall = Bucket(BURST, OVERALL_A_SECOND, wall())
        self._chats: dict[int, Bucket] = {}

    def spend(self, chat_id: int) -> None:
        """Counts one message to a chat; raises the 429 if it is one too many."""
        now = self._wall()
        chat = self._chats.setdefault(chat_id, Bucket(BURST, CHAT_A_SECOND, now))
        wait = max(self._overall.wait(now), chat.wait(now))
        if wait > 0:
            raise too_many(max(1, math.ceil(wait)))
        self._overall.take()
        chat.take()
