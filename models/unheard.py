"""Messages that never reached their people: those that stand aside after every attempt, those that a platform couldn't
take, and those that somebody out of reach has missed.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from sqlalchemy import Text, func, literal_column, select
from sqlalchemy.orm import Session

from models.outbox import Ending, outbox

LOOKED_BACK = timedelta(days=7)  # what stood aside before that, somebody has seen or nobody will

# As the partial index has it, word for word, or that isn't used.
_UNHEARD = literal_column("state", Text).in_([literal_column(f"'{state}'") for state in ("aside", "missed", "refused")])


@dataclass(frozen=True)
class Aside:
    """What stood aside lately on one channel: how many messages ended so, and when the first and the last did."""

    channel: str
    ending: Ending
    number: int
    since: datetime
    last: datetime


def stand_aside(session: Session, wall: float) -> list[Aside]:
    """What was given up or refused in the last week, by channel; `wall` is the wall clock in seconds."""
    kind = (outbox.c.channel, outbox.c.state)
    moments = (func.min(outbox.c.next_at), func.max(outbox.c.next_at))
    ended = (_UNHEARD, outbox.c.state != Ending.MISSED.value, outbox.c.next_at > wall - LOOKED_BACK.total_seconds())
    rows = session.execute(select(*kind, func.count(), *moments).where(*ended).group_by(*kind).order_by(*kind))
    return [
        Aside(channel, Ending(state), number, _moment(first), _moment(last))
        for channel, state, number, first, last in rows
    ]


def number_aside(session: Session) -> int:
    """How many messages were given up after every attempt."""
    return _number(session, Ending.ASIDE)


def number_refused(session: Session) -> int:
    """How many messages a platform couldn't take as we made them."""
    return _number(session, Ending.REFUSED)


def _number(session: Session, ending: Ending) -> int:
    ended = (_UNHEARD, outbox.c.state == ending.value)
    return session.scalar(select(func.count()).select_from(outbox).where(*ended)) or 0


def _moment(seconds: float) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)
