"""The outbox: what is meant to be said, put down in the transaction that decided it; and what stands in the chats.

A row holds the meaning (`body`) and, once composed, the exact requests (`calls`) of which `done` have been taken.
Order holds per receiver and class.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import takewhile
from typing import Any

from sqlalchemy import (
    JSON,
    Float,
    Integer,
    bindparam,
    case,
    exists,
    func,
    insert,
    literal_column,
    or_,
    select,
    update,
)
from sqlalchemy.orm import Session

from models.ground import marks
from models.ground.base import BIG, Moment
from models.ground.statements import Statement
from models.ground.tenures import SENDER, tenures
from models.post.outbox_table import IS_OPEN, Row, RowEnding, outbox

__all__ = ["Row", "RowEnding", "outbox"]

WINDOW = 1_000  # open rows of a class that a look for work passes; the next one goes on behind them
RECENT = 20_000  # rows in which what was sent lately is looked for: two minutes of the fastest channel


@dataclass(frozen=True, kw_only=True)
class Claimed:
    """One receiver's rows of one class, oldest first; `all` where no open row of his stays behind in the table."""

    rows: list[Row]
    all: bool


_MINE = bindparam("mine", type_=BIG)
_IS_FREE = or_(outbox.c.tenure.is_(None), outbox.c.tenure < _MINE)  # never what a later sender has
_IS_HIS = (outbox.c.id == bindparam("row"), IS_OPEN, outbox.c.tenure == _MINE)  # who was replaced changes nothing
_IS_SENDER = exists().where(tenures.c.role == bindparam("role"), tenures.c.number == _MINE)
_COLUMNS = (
    outbox.c.id,
    outbox.c.person_id,
    outbox.c.channel,
    outbox.c.account,
    outbox.c["class"],
    outbox.c.effect,
    outbox.c.about,
    outbox.c.of,
    outbox.c.body,
    outbox.c.calls,
    outbox.c.done,
    outbox.c.attempts,
)
_older = select(outbox.c.id).where(
    IS_OPEN,
    outbox.c.channel == bindparam("receiver_channel"),
    outbox.c.account == bindparam("receiver"),
    outbox.c["class"] == bindparam("urgency"),
    outbox.c.tenure.is_distinct_from(_MINE),
)
_put = Statement(
    insert(outbox)
    .values(
        {
            "person_id": bindparam("person_id", type_=Integer),
            "channel": bindparam("receiver_channel"),
            "account": bindparam("receiver"),
            "class": bindparam("urgency"),
            "effect": bindparam("effect"),
            "about": bindparam("about"),
            "of": bindparam("of", type_=BIG),
            "body": bindparam("body", type_=JSON),
            "calls": bindparam("calls", type_=JSON(none_as_null=True)),
            "tenure": case((~_older.exists(), _MINE)),
            "created_at": bindparam("created_at", type_=Moment),
        }
    )
    .returning(outbox.c.id, outbox.c.tenure)
)
_compose = Statement(
    update(outbox).where(outbox.c.id == bindparam("row")).values(calls=bindparam("composed", type_=JSON))
)
_OF_CLASS = (IS_OPEN, outbox.c.channel == bindparam("channel"), outbox.c["class"] == bindparam("urgency"))
_FROM = (*_OF_CLASS, outbox.c.id >= bindparam("start", type_=BIG))
# However many rows of one receiver wait behind his first, a look passes only so many of them.
_window = (
    select(*_COLUMNS, outbox.c.tenure, outbox.c.next_at).where(*_FROM).order_by(outbox.c.id).limit(WINDOW).subquery()
)
_beyond = Statement(select(outbox.c.id).where(*_FROM).order_by(outbox.c.id).limit(1).offset(WINDOW))
_before = outbox.alias("before")
_older_of_receiver = (
    select(_before.c.id)
    .where(
        _before.c.state == literal_column("'open'"),
        _before.c.channel == _window.c.channel,
        _before.c.account == _window.c.account,
        _before.c["class"] == _window.c["class"],
        _before.c.id < _window.c.id,
        _before.c.id >= bindparam("low", type_=BIG),
    )
    .exists()
)
_claimable = Statement(
    select(*(_window.c[column.name] for column in _COLUMNS))
    .where(
        _window.c.next_at <= bindparam("now", type_=Float),
        or_(_window.c.tenure.is_(None), _window.c.tenure < _MINE),
        _IS_SENDER,
        ~_older_of_receiver,
    )
    .order_by(_window.c.id)
    .limit(bindparam("limit", type_=Integer))
)
_newest_number = Statement(select(func.coalesce(func.max(outbox.c.id), 0)))
_oldest_open = Statement(select(func.min(outbox.c.id)).where(*_OF_CLASS, outbox.c.id >= bindparam("low", type_=BIG)))
_followers = Statement(
    select(*_COLUMNS, outbox.c.tenure)
    .where(
        IS_OPEN,
        outbox.c.channel == bindparam("channel"),
        outbox.c.account == bindparam("account"),
        outbox.c["class"] == bindparam("urgency"),
        outbox.c.id > bindparam("after", type_=BIG),
    )
    .order_by(outbox.c.id)
    .limit(bindparam("limit", type_=Integer))
)
_take = Statement(update(outbox).where(outbox.c.id == bindparam("row"), IS_OPEN, _IS_FREE).values(tenure=_MINE))
_end = Statement(
    update(outbox)
    .where(*_IS_HIS)
    .values(
        state=bindparam("to"),
        done=bindparam("taken", type_=Integer),
        attempts=bindparam("tries", type_=Integer),
        next_at=bindparam("at", type_=Float),
        why=bindparam("because"),
        tenure=None,
    )
)
_again = Statement(
    update(outbox)
    .where(*_IS_HIS)
    .values(
        done=bindparam("taken", type_=Integer),
        attempts=bindparam("tries", type_=Integer),
        next_at=bindparam("at", type_=Float),
        why=bindparam("because"),
        tenure=None,
    )
)
_leased = Statement(
    select(outbox.c.id).where(IS_OPEN, outbox.c.channel == bindparam("channel"), outbox.c.tenure == _MINE)
)
_release = Statement(update(outbox).where(*_IS_HIS).values(tenure=None))
_newest = select(func.coalesce(func.max(outbox.c.id), 0)).scalar_subquery()
_sent_since = Statement(
    select(outbox.c.account, outbox.c.next_at, outbox.c.done)
    .where(
        outbox.c.id > _newest - RECENT,
        outbox.c.channel == bindparam("channel"),
        outbox.c.done > 0,
        outbox.c.state != literal_column("'open'"),
        outbox.c.next_at > bindparam("since", type_=Float),
    )
    .order_by(outbox.c.next_at)
)
_count = Statement(select(func.count()).select_from(outbox).where(IS_OPEN))
_longest = Statement(select(func.min(outbox.c.created_at)).where(IS_OPEN))


def put(session: Session, row: Row, now: datetime, tenure: int | None = None) -> tuple[Row, bool]:
    """Puts a message down to be sent, with its exact requests where they are known already: the row with its number.

    Whether the `tenure` of its sender has it comes along: not where an open row of this receiver and class isn't held
    by that tenure, and so has to go first.
    """
    ((number, held),) = _put(
        session,
        person_id=row.person_id,
        receiver_channel=row.channel,
        receiver=row.account,
        urgency=row.urgency,
        effect=row.effect,
        about=row.about,
        of=row.of,
        body=row.body,
        calls=row.calls,
        mine=tenure,
        created_at=now,
    )
    return replace(row, id=number, tenure=held), held is not None


def composed(session: Session, row: int, calls: Sequence[dict[str, Any]]) -> None:
    """Keeps the exact requests of a row: every retry sends these bytes."""
    _compose(session, row=row, composed=list(calls))


def claim(
    session: Session, channel: str, urgency: str, tenure: int, now: float, limit: int, start: int = 0
) -> list[Claimed]:
    """Takes each receiver's oldest open row of a class that is due and the rows behind it, some `limit` in all, for the
    tenure of the channel's sender.

    `now` is the wall clock in seconds; of the open rows `WINDOW` are looked at, from `start` on. What an earlier tenure
    held is free: a channel has one sender at a time. A tenure that has ended takes nothing.
    """
    found: list[Claimed] = []
    taken = 0
    low = _low_water(session, channel, urgency)
    claimable = _claimable(
        session,
        channel=channel,
        urgency=urgency,
        low=low,
        start=max(low, start),
        now=now,
        mine=tenure,
        role=SENDER + channel,
        limit=limit,
    )
    for first in map(_row, claimable):
        behind = _followers(
            session, channel=channel, account=first.account, urgency=first.urgency, after=first.id, limit=limit + 1
        )
        free = list(takewhile(lambda values: values[-1] != tenure, behind[:limit]))
        rows = [first, *(_row(values[:-1]) for values in free)]
        mine = list(takewhile(lambda row: _take.count(session, row=row.id, mine=tenure) == 1, rows))
        if mine:
            held = [replace(row, tenure=tenure) for row in mine]
            found.append(Claimed(rows=held, all=len(mine) == len(behind) + 1))
        taken += len(mine)
        if taken >= limit:
            break
    return found


def beyond(session: Session, channel: str, urgency: str, start: int) -> int:
    """Where the look goes on that found nothing from `start` on; 0, the beginning, where it has come to the end."""
    rows = _beyond(session, channel=channel, urgency=urgency, start=max(start, _low_water(session, channel, urgency)))
    return rows[0][0] if rows else 0


def _low_water(session: Session, channel: str, urgency: str) -> int:
    """Where a class' open rows begin."""
    name, kept = f"outbox.{channel}.{urgency}", marks.of(session)
    if kept is None:
        return 0
    kept.move(
        session,
        name,
        newest=lambda: _newest_number(session)[0][0],
        oldest=lambda low: _oldest_open(session, channel=channel, urgency=urgency, low=low)[0][0],
    )
    return kept.low(name)


def leased(session: Session, channel: str, tenure: int) -> list[int]:
    """The open rows of a channel that a tenure holds."""
    return [number for (number,) in _leased(session, channel=channel, mine=tenure)]


def ended(session: Session, row: Row, ending: RowEnding, at: float, why: str = "") -> bool:
    """Records how a row ended, and when by the wall clock; False where it isn't its sender's any more."""
    return _end.count(session, **_his(row), to=ending.value, tries=row.attempts + 1, at=at, because=why or None) == 1


def sent_since(session: Session, channel: str, since: float) -> list[tuple[str, float, int]]:
    """Which accounts were sent something after a moment of the wall clock: when, and how many requests it took."""
    return [(account, at, requests) for account, at, requests in _sent_since(session, channel=channel, since=since)]


def again(session: Session, row: Row, at: float, why: str, *, counted: bool = True) -> None:
    """Records that a row has to be tried again at a moment of the wall clock; what the whole channel suffers isn't
    counted.
    """
    _again(session, **_his(row), tries=row.attempts + counted, at=at, because=why or None)


def release(session: Session, rows: Iterable[int], tenure: int) -> None:
    """Gives rows back that were held and not tried."""
    for row in rows:
        _release(session, row=row, mine=tenure)


def unsent(session: Session) -> int:
    """How many rows are still to be sent."""
    return int(_count(session)[0][0])


def oldest_unsent(session: Session) -> datetime | None:
    """When the row was put down that has waited longest."""
    found: datetime | None = _longest(session)[0][0]
    return found


def _his(row: Row) -> dict[str, Any]:
    """What says of a row that it is still its sender's, and how far he came."""
    return {"row": row.id, "mine": row.tenure, "taken": row.done}


def _row(values: Any) -> Row:
    number, person, channel, account, urgency, effect, subject, of, body, calls, done, attempts = values
    return Row(
        id=number,
        person_id=person,
        channel=channel,
        account=account,
        urgency=urgency,
        effect=effect,
        about=subject,
        of=of,
        body=body,
        calls=calls,
        done=done,
        attempts=attempts,
    )
