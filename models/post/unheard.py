"""Messages that never reached their people: those that stand aside after every attempt, those that a platform couldn't
take, and those that somebody out of reach has missed.
"""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta

from sqlalchemy import Text, func, insert, literal_column, select, update
from sqlalchemy.orm import Session

from models.ground.messages import Fields, Json
from models.post.outbox_table import Row, RowEnding, outbox

LOOKED_BACK = timedelta(days=7)  # what stood aside before that, somebody has seen or nobody will

# As the partial index has it, word for word, or that isn't used.
_UNHEARD = literal_column("state", Text).in_([literal_column(f"'{state}'") for state in ("aside", "missed", "refused")])


@dataclass(frozen=True)
class Aside:
    """What stood aside lately on one channel: how many messages ended so, and when the
    first and the last of them were put down.
    """

    channel: str
    ending: RowEnding
    number: int
    since: datetime
    last: datetime


def stand_aside(session: Session, now: datetime) -> list[Aside]:
    """What was given up or refused of what was put down in the week before `now`, by channel."""
    kind = (outbox.c.channel, outbox.c.state)
    moments = (func.min(outbox.c.created_at), func.max(outbox.c.created_at))
    ended = (_UNHEARD, outbox.c.state != RowEnding.MISSED.value, outbox.c.created_at > now - LOOKED_BACK)
    rows = session.execute(select(*kind, func.count(), *moments).where(*ended).group_by(*kind).order_by(*kind))
    return [Aside(channel, RowEnding(state), number, since, last) for channel, state, number, since, last in rows]


def number_aside(session: Session) -> int:
    """How many messages were given up after every attempt."""
    return _number(session, RowEnding.ASIDE)


def number_refused(session: Session) -> int:
    """How many messages a platform couldn't take as we made them."""
    return _number(session, RowEnding.REFUSED)


def _number(session: Session, ending: RowEnding) -> int:
    ended = (_UNHEARD, outbox.c.state == ending.value)
    return session.scalar(select(func.count()).select_from(outbox).where(*ended)) or 0


@dataclass(frozen=True)
class Missed:
    """A message that didn't reach somebody: what it said, when it was put down, and what he was then."""

    id: int
    key: str
    fields: Fields
    about: str | None
    at: datetime
    offices: Json


def miss(session: Session, row: Row, now: datetime) -> None:
    """Puts a message down for somebody whom no platform reaches at the moment: nothing is sent."""
    values = {**asdict(row), "class": row.urgency, "state": RowEnding.MISSED.value, "created_at": now}
    session.execute(insert(outbox).values({name: values[name] for name in values if name in outbox.c and name != "id"}))


def missed_by(session: Session, person_id: int) -> list[Missed]:
    """What a person wasn't reached with, oldest first."""
    wanted = (_UNHEARD, outbox.c.person_id == person_id, outbox.c.of.is_(None))
    columns = (outbox.c.id, outbox.c.body, outbox.c.about, outbox.c.created_at)
    found = session.execute(select(*columns).where(*wanted).order_by(outbox.c.id))
    return [
        Missed(number, body["message"]["key"], body["message"]["fields"], about, at, body.get("offices"))
        for number, body, about, at in found
    ]


def told(session: Session, rows: Sequence[int]) -> None:
    """The person knows that he missed these; they are over."""
    session.execute(update(outbox).where(outbox.c.id.in_(rows)).values(state=RowEnding.GONE.value, why="told"))
