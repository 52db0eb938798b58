"""Messages that never reached their people: those that stand aside after every attempt, and those that somebody out of
reach has missed.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from sqlalchemy import Text, func, literal_column, select
from sqlalchemy.orm import Session

from models.outbox import Ending, outbox

LOOKED_BACK = timedelta(days=7)  # what stood aside before that, somebody has seen or nobody will

# As the partial index has it, word for word, or that isn't used.
_UNHEARD = literal_column("state", Text).in_([literal_column("'aside'"), literal_column("'missed'")])
_ASIDE = (_UNHEARD, outbox.c.state == Ending.ASIDE.value, outbox.c.effect == "send")


@dataclass(frozen=True)
class Aside:
    """What stood aside lately on one channel: how many messages, and when the first and the last were given up."""

    channel: str
    number: int
    since: datetime
    last: datetime


def stand_aside(session: Session, wall: float) -> list[Aside]:
    """What stood aside in the last week, by channel; `wall` is the wall clock in seconds."""
    since = wall - LOOKED_BACK.total_seconds()
    moments = (func.min(outbox.c.next_at), func.max(outbox.c.next_at))
    query = select(outbox.c.channel, func.count(), *moments).where(*_ASIDE, outbox.c.next_at > since)
    rows = session.execute(query.group_by(outbox.c.channel).order_by(outbox.c.channel))
    return [Aside(channel, number, _moment(first), _moment(last)) for channel, number, first, last in rows]


def number_aside(session: Session) -> int:
    """How many messages stand aside at all."""
    return session.scalar(select(func.count()).select_from(outbox).where(*_ASIDE)) or 0


def _moment(seconds: float) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)
