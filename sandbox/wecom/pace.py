"""How many messages one member gets from one app: the excess vanishes without a word."""

from collections import deque
from collections.abc import Callable

A_MINUTE, AN_HOUR = 30, 1000


class Pace:
    """30 a minute and 1,000 an hour for each member, counted over the time just past."""

    def __init__(self, wall: Callable[[], float]) -> None:
        self._wall = wall
        self._sent: dict[str, deque[float]] = {}

    def takes(self, person_id: str) -> bool:
        """Counts a message to a member; False if it is one too many."""
        now = self._wall()
        sent = self._sent.setdefault(person_id, deque(maxlen=AN_HOUR))
        while sent and sent[0] <= now - 3600:
            sent.popleft()
        lately = sum(1 for at in sent if at > now - 60)
        if lately >= A_MINUTE or len(sent) >= AN_HOUR:
            return False
        sent.append(now)
        return True
