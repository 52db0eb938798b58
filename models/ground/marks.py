"""Low-water marks: the oldest row that is still open, below which no look has to search.

While a long transaction reads (a `pg_dump`, say), PostgreSQL keeps what every ended row left in the indexes, and a look
from the beginning passes all of it, again each time. So a process keeps in memory where the open rows begin. What it
knows is proved: a row with a lower number may be committed later than one with a higher, and so a mark moves only
over numbers whose transactions are over. SQLite keeps nothing, and needs none.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime

from sqlalchemy import text
from sqlalchemy.orm import Session

KEPT = "marks"  # in a Session's info: those of its process
EVERY = 1.0  # seconds between two looks whether a mark can move
BEGINNING = datetime(1970, 1, 1, tzinfo=UTC)

_SNAPSHOT = text("SELECT txid_snapshot_xmin(seen), txid_snapshot_xmax(seen) FROM txid_current_snapshot() AS seen")


@dataclass
class Settled:
    """Up to which number every row of a table is committed, or never will be."""

    number: int = 0
    _seen: int | None = None  # the newest number at the last look: by the next one its transaction is surely counted
    _waits: tuple[int, int] | None = None  # up to which number all will be settled, once which transactions are over

    def look(self, newest: int, oldest_running: int, next_transaction: int) -> None:
        """What a look has found: the table's newest number, and which transactions are under way."""
        if self._waits is not None and oldest_running >= self._waits[1]:
            self.number, self._waits = self._waits[0], None
        if self._waits is None and self._seen is not None:
            self._waits, self._seen = (self._seen, next_transaction), None
        if self._seen is None:
            self._seen = newest


@dataclass
class Moments:
    """Where what is ordered by its due moment begins: the oldest open one, and never later than the last look.

    Whoever sets a moment before that in this process lowers it at once. What others do is seen when it is proved anew:
    each sweep begins with that, and looks many times then.
    """

    _low: datetime | None = None
    _last: datetime | None = None
    _looked: float = 0.0

    def prove(self) -> None:
        """The next look is one from the beginning."""
        self._low = None

    def low(self, now: datetime, seconds: float, oldest: Callable[[datetime], datetime | None]) -> datetime:
        """From where to look at `now`; `seconds` are those of a steady clock, `oldest` gives the oldest open moment
        from one on.
        """
        start = self._low
        if start is None or self._last is None or now < self._last:
            start = BEGINNING
        elif seconds - self._looked < EVERY:
            return start
        self._last, self._looked = now, seconds
        found = oldest(start)
        self._low = min(found, now) if found is not None else now
        return self._low

    @property
    def known(self) -> datetime:
        """Where the last look left off."""
        return self._low or BEGINNING

    def lower(self, moment: datetime) -> None:
        """Something is due at a moment."""
        if self._low is not None and moment < self._low:
            self._low = moment


@dataclass
class LowWaterMarks:
    """The marks of one process."""

    clock: Callable[[], float] = time.monotonic
    moments: Moments = field(default_factory=Moments)
    _low: dict[str, int] = field(default_factory=dict)
    _settled: dict[str, Settled] = field(default_factory=dict)
    _looked: dict[str, float] = field(default_factory=dict)

    def low(self, name: str) -> int:
        """Where the open rows begin."""
        return self._low.get(name, 0)

    def move(self, session: Session, name: str, newest: Callable[[], int], oldest: Callable[[int], int | None]) -> None:
        """Moves a mark as far as it is proved; `newest` is the table's newest number, `oldest` the oldest open one
        from a number on.
        """
        now = self.clock()
        if now - self._looked.get(name, -EVERY) < EVERY:
            return
        self._looked[name] = now
        settled = self._settled.setdefault(name, Settled())
        number = newest()  # before the snapshot: what is newer than that says nothing about older ones
        running, following = session.execute(_SNAPSHOT).one()
        settled.look(number, running, following)
        first = oldest(self.low(name))
        self._low[name] = min(settled.number + 1, first if first is not None else settled.number + 1)


def of(session: Session) -> LowWaterMarks | None:
    """The marks of the process whose turn this is; None where it keeps none."""
    found: LowWaterMarks | None = session.info.get(KEPT)
    return found
