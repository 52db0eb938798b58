"""Running clocks: what has to happen by when, of everything that waits for somebody; one table, a row a clock.

Due and reminder moments are fixed at the start, and changed only by a recorded act. The sweep looks at `next_at`, the
first of them still to come; each step is a compare-and-set, so that a clock passes once whoever is running.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    Float,
    Index,
    Integer,
    String,
    Table,
    Text,
    bindparam,
    false,
    func,
    insert,
    literal_column,
    select,
    text,
    true,
    update,
)
from sqlalchemy.orm import Session

from models.base import BIG, Moment, metadata
from models.statements import Statement


class ClockKind(StrEnum):
    """What a clock measures."""

    LEAD_TIME = "lead_time"
    """a request can still be put to the enterprise in time"""
    APPROVAL = "approval"
    REPLY = "reply"
    LISTENER = "listener"
    """somebody of the enterprise may still be reached"""
    ANSWER = "answer"
    """to the day on the table, of the side whose turn it is"""
    OBJECTION = "objection"
    WINDOW = "window"
    """somebody may still come"""
    TEAM = "team"
    """the other officer may still arrive"""
    MIDNIGHT = "midnight"
    """whoever is inside may still check out"""
    RATING = "rating"
    PROMISE = "promise"
    CONTACT = "contact"
    """a bad rating: the supervisor contacts the rater"""
    REMEDY = "remedy"
    """the department puts right what was rated badly"""
    APPEAL = "appeal"
    """the supervisor decides the department's appeal against a rating"""


class ClockState(StrEnum):
    """A clock runs until it passes or is stopped."""

    OPEN = "open"
    PASSED = "passed"
    STOPPED = "stopped"


clocks = Table(
    "clocks",
    metadata,
    Column("id", BIG, primary_key=True),
    Column("kind", String(24), nullable=False),
    Column("subject", Text, nullable=False),  # as in the ledger: "visit:12"
    Column("started_at", Moment, nullable=False),
    Column("due_at", Moment, nullable=False),
    Column("reminders", JSON, nullable=False),  # the moments still to come, oldest first, in ISO form
    Column("next_at", Moment, nullable=False),
    Column("state", String(24), nullable=False, server_default="open"),
    Column("extended", Boolean, nullable=False, server_default=false()),  # once, for an outage of ours
    Column("failures", Integer, nullable=False, server_default="0"),
    Column("not_before", Float, nullable=False, server_default="0"),  # wall clock, seconds since 1970: it stepped aside
    Index(
        "ix_clocks_due",
        "next_at",
        "id",
        sqlite_where=text("state = 'open'"),
        postgresql_where=text("state = 'open'"),
    ),
    Index(
        "uq_clocks_running",
        "subject",
        "kind",
        unique=True,
        sqlite_where=text("state = 'open'"),
        postgresql_where=text("state = 'open'"),
    ),
    sqlite_autoincrement=True,
)


@dataclass(frozen=True, kw_only=True)
class Clock:
    """A running clock. `next_at` is its next reminder, or `due_at` where none is left."""

    id: int
    kind: ClockKind
    subject: str
    started_at: datetime
    due_at: datetime
    reminders: tuple[datetime, ...]
    next_at: datetime
    failures: int
    extended: bool

    @property
    def number(self) -> int:
        """The subject's own number."""
        return int(self.subject.partition(":")[2])


_COLUMNS = (
    clocks.c.id,
    clocks.c.kind,
    clocks.c.subject,
    clocks.c.started_at,
    clocks.c.due_at,
    clocks.c.reminders,
    clocks.c.next_at,
    clocks.c.failures,
    clocks.c.extended,
)
_IS_OPEN = clocks.c.state == literal_column("'open'")  # a literal, as in the partial indexes, or they aren't used
_start = Statement(
    insert(clocks).values(
        kind=bindparam("of_kind"),
        subject=bindparam("of"),
        started_at=bindparam("started", type_=Moment),
        due_at=bindparam("due", type_=Moment),
        reminders=bindparam("moments", type_=JSON),
        next_at=bindparam("first", type_=Moment),
    )
)
_running = Statement(select(*_COLUMNS).where(_IS_OPEN, clocks.c.subject == bindparam("of")).order_by(clocks.c.id))
_due = Statement(
    select(*_COLUMNS)
    .where(
        _IS_OPEN,
        clocks.c.next_at <= bindparam("now", type_=Moment),
        clocks.c.not_before <= bindparam("wall", type_=Float),
    )
    .order_by(clocks.c.next_at, clocks.c.id)
    .limit(bindparam("limit", type_=Integer))
)
_next = Statement(select(func.min(clocks.c.next_at)).where(_IS_OPEN))
_end = Statement(
    update(clocks)
    .where(clocks.c.id == bindparam("clock"), _IS_OPEN, clocks.c.next_at == bindparam("seen", type_=Moment))
    .values(state=bindparam("to"))
)
_remind = Statement(
    update(clocks)
    .where(clocks.c.id == bindparam("clock"), _IS_OPEN, clocks.c.next_at == bindparam("seen", type_=Moment))
    .values(reminders=bindparam("left", type_=JSON), next_at=bindparam("then", type_=Moment), failures=0)
)
_extend = Statement(
    update(clocks)
    .where(clocks.c.id == bindparam("clock"), _IS_OPEN, clocks.c.next_at == bindparam("seen", type_=Moment))
    .values(due_at=bindparam("due", type_=Moment), next_at=bindparam("due", type_=Moment), extended=true())
)
_step_aside = Statement(
    update(clocks)
    .where(clocks.c.id == bindparam("clock"), _IS_OPEN)
    .values(not_before=bindparam("until", type_=Float), failures=bindparam("times", type_=Integer))
)
_failing = Statement(select(func.count()).select_from(clocks).where(_IS_OPEN, clocks.c.failures > 0))


def start(
    session: Session, kind: ClockKind, subject: str, now: datetime, due: datetime, reminders: Sequence[datetime] = ()
) -> None:
    """Starts a clock; one of this kind that runs for this subject stops."""
    stop(session, subject, kind)
    _start(
        session,
        of_kind=kind.value,
        of=subject,
        started=now,
        due=due,
        moments=[moment.isoformat() for moment in reminders],
        first=min([*reminders, due]),
    )


def running(session: Session, subject: str) -> list[Clock]:
    """The clocks that run for a subject."""
    return [_clock(row) for row in _running(session, of=subject)]


def stop(session: Session, subject: str, *kinds: ClockKind) -> None:
    """Stops a subject's clocks of these kinds: what they waited for has happened, or doesn't matter any more."""
    for clock in running(session, subject):
        if clock.kind in kinds:
            _end(session, clock=clock.id, seen=clock.next_at, to=ClockState.STOPPED.value)


def due(session: Session, now: datetime, wall: float, limit: int) -> list[Clock]:
    """The clocks with something to do by `now`, in the order of time; not those that stepped aside until after
    `wall` (seconds since 1970).
    """
    return [_clock(row) for row in _due(session, now=now, wall=wall, limit=limit)]


def next_moment(session: Session) -> datetime | None:
    """When any clock has something to do next."""
    found: datetime | None = _next(session)[0][0]
    return found


def passed(session: Session, clock: Clock) -> bool:
    """The clock passes; False where somebody was quicker, or it was stopped."""
    return _end.count(session, clock=clock.id, seen=clock.next_at, to=ClockState.PASSED.value) == 1


def reminded(session: Session, clock: Clock, now: datetime) -> bool:
    """The reminders up to `now` have been dealt with; False where somebody was quicker, or the clock was stopped."""
    left = [moment for moment in clock.reminders if moment > now]
    moments = [moment.isoformat() for moment in left]
    then = min([*left, clock.due_at])
    return _remind.count(session, clock=clock.id, seen=clock.next_at, left=moments, then=then) == 1


def extend(session: Session, clock: Clock, due: datetime) -> bool:
    """The clock is due later, this once; False where somebody was quicker, or it was stopped."""
    return _extend.count(session, clock=clock.id, seen=clock.next_at, due=due) == 1


def step_aside(session: Session, clock: Clock, until: float, *, failed: bool) -> None:
    """Lets the others go first until a moment of the wall clock; a failure is counted."""
    _step_aside(session, clock=clock.id, until=until, times=clock.failures + failed)


def failing(session: Session) -> int:
    """How many clocks couldn't act the last time."""
    return int(_failing(session)[0][0])


def _clock(row: Any) -> Clock:
    number, kind, subject, started_at, due_at, reminders, next_at, failures, extended = row
    return Clock(
        id=number,
        kind=ClockKind(kind),
        subject=subject,
        started_at=started_at,
        due_at=due_at,
        reminders=tuple(datetime.fromisoformat(moment) for moment in reminders),
        next_at=next_at,
        failures=failures,
        extended=bool(extended),
    )
