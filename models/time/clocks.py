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
    Integer,
    String,
    Table,
    Text,
    bindparam,
    delete,
    false,
    func,
    insert,
    literal_column,
    null,
    or_,
    select,
    true,
    update,
)
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from models.ground import marks
from models.ground.base import BIG, Moment, metadata, partial_index
from models.ground.statements import Statement


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
    ACCEPT = "accept"
    """a department may still accept an inquiry, or pass it on"""
    DESIGNATION = "designation"
    TRANSFER = "transfer"
    EXTENSION = "extension"
    FIRST_REPLY = "first_reply"
    RESOLVE = "resolve"
    INPUT = "input"
    """the enterprise may still answer a department's question"""
    MARKING = "marking"
    """the enterprise may still say whether an answer solved it"""
    HELP = "help"
    RATING = "rating"
    PROMISE = "promise"
    CONTACT = "contact"
    """a bad rating: the supervisor contacts the rater"""
    NAMING = "naming"
    """the department is told of it, as the rater agreed, with the morning's digest"""
    REMEDY = "remedy"
    """the department puts right what was rated badly"""
    APPEAL = "appeal"
    """the supervisor decides the department's appeal against a rating"""
    DIGEST = "digest"
    """a day, in whose morning everybody is told what is due"""
    DIGEST_ROUND = "digest_round"
    """who is to get a digest is gone through, some at a time"""
    DIGEST_OF = "digest_of"
    """one person, or one department's group, gets his digest"""


class ClockState(StrEnum):
    """A clock runs until it passes or is stopped; while it is paused nobody's time runs."""

    OPEN = "open"
    PAUSED = "paused"
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
    Column("paused_at", Moment),
    Column("provisional", Integer),  # the first year it was counted over whose notice is still to come
    Column("digest_at", Moment),  # the morning whose digest says it in place of a reminder before noon
    partial_index("ix_clocks_due", "next_at", "id", where="state = 'open'"),
    partial_index("uq_clocks_running", "subject", "kind", where="state = 'open' OR state = 'paused'", unique=True),
    partial_index("ix_clocks_provisional", "provisional", "id", where="state = 'open' AND provisional IS NOT NULL"),
    partial_index("ix_clocks_failing", "id", where="state = 'open' AND failures > 0"),
    sqlite_autoincrement=True,
)


@dataclass(frozen=True, kw_only=True)
class Clock:
    """A clock that runs, or is paused since `paused_at`. `next_at` is its next reminder, or `due_at` where none is
    left; `provisional` the first year it was counted over whose notice was still to come; `digest_at` the morning whose
    digest takes the place of a reminder.
    """

    id: int
    kind: ClockKind
    subject: str
    started_at: datetime
    due_at: datetime
    reminders: tuple[datetime, ...]
    next_at: datetime
    failures: int
    extended: bool
    paused_at: datetime | None = None
    provisional: int | None = None
    digest_at: datetime | None = None

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
    clocks.c.paused_at,
    clocks.c.provisional,
    clocks.c.digest_at,
)
_IS_OPEN = clocks.c.state == literal_column("'open'")  # a literal, as in the partial indexes, or they aren't used
_IS_PAUSED = clocks.c.state == literal_column("'paused'")
_HAS_FAILED = clocks.c.failures > literal_column("0")
_BEGINNING = {
    "kind": bindparam("of_kind"),
    "subject": bindparam("of"),
    "started_at": bindparam("started", type_=Moment),
    "due_at": bindparam("due", type_=Moment),
    "reminders": bindparam("moments", type_=JSON),
    "next_at": bindparam("first", type_=Moment),
    "provisional": bindparam("awaited", type_=Integer),
    "digest_at": bindparam("digest", type_=Moment),
}
_start = Statement(insert(clocks).values(_BEGINNING))
_begin = {
    dialect: Statement(insert(clocks).values(_BEGINNING).on_conflict_do_nothing())
    for dialect, insert in (("sqlite", sqlite.insert), ("postgresql", postgresql.insert))
}
_running = Statement(select(*_COLUMNS).where(_IS_OPEN, clocks.c.subject == bindparam("of")).order_by(clocks.c.id))
_paused = Statement(select(*_COLUMNS).where(_IS_PAUSED, clocks.c.subject == bindparam("of")).order_by(clocks.c.id))
_due = Statement(
    select(*_COLUMNS)
    .where(
        _IS_OPEN,
        clocks.c.next_at >= bindparam("low", type_=Moment),
        clocks.c.next_at <= bindparam("now", type_=Moment),
        clocks.c.not_before <= bindparam("wall", type_=Float),
    )
    .order_by(clocks.c.next_at, clocks.c.id)
    .limit(bindparam("limit", type_=Integer))
)
_next = Statement(
    select(func.min(clocks.c.next_at)).where(_IS_OPEN, clocks.c.next_at >= bindparam("low", type_=Moment))
)
_AS_SEEN = (
    clocks.c.id == bindparam("clock"),
    _IS_OPEN,
    clocks.c.next_at == bindparam("seen", type_=Moment),
    clocks.c.due_at == bindparam("seen_due", type_=Moment),  # postponed, it may be reminded of when it was due before
)
_AHEAD = {
    "due_at": bindparam("due", type_=Moment),
    "reminders": bindparam("moments", type_=JSON),
    "next_at": bindparam("first", type_=Moment),
    "provisional": bindparam("awaited", type_=Integer),
    "digest_at": bindparam("digest", type_=Moment),
    "failures": 0,
    "not_before": 0.0,
}
_OF_KIND = (clocks.c.subject == bindparam("of"), clocks.c.kind == bindparam("of_kind"))
_stop = Statement(update(clocks).where(or_(_IS_OPEN, _IS_PAUSED), *_OF_KIND).values(state=ClockState.STOPPED.value))
_pause = Statement(
    update(clocks)
    .where(_IS_OPEN, *_OF_KIND)
    .values(state=ClockState.PAUSED.value, paused_at=bindparam("moment", type_=Moment))
)
_resume = Statement(
    update(clocks).where(_IS_PAUSED, *_OF_KIND).values(state=ClockState.OPEN.value, paused_at=null(), **_AHEAD)
)
_pass = Statement(update(clocks).where(*_AS_SEEN).values(state=ClockState.PASSED.value))
_remind = Statement(
    update(clocks)
    .where(*_AS_SEEN)
    .values(reminders=bindparam("left", type_=JSON), next_at=bindparam("then", type_=Moment), failures=0)
)
_extend = Statement(
    update(clocks)
    .where(*_AS_SEEN)
    .values(
        due_at=bindparam("due", type_=Moment),
        next_at=bindparam("due", type_=Moment),
        extended=true(),
        provisional=null(),  # it was due already, and is given hours
    )
)
_postpone = Statement(update(clocks).where(*_AS_SEEN).values(**_AHEAD))
_recount = Statement(
    update(clocks)
    .where(*_AS_SEEN, clocks.c.provisional == bindparam("year", type_=Integer))  # its moments may stay as they are
    .values(**_AHEAD)
)
_forget = Statement(delete(clocks).where(clocks.c.id == bindparam("clock")))
_step_aside = Statement(
    update(clocks)
    .where(*_AS_SEEN)
    .values(not_before=bindparam("until", type_=Float), failures=bindparam("times", type_=Integer))
)
_IS_AWAITING = _IS_OPEN & clocks.c.provisional.is_not(None) & (clocks.c.provisional == bindparam("year", type_=Integer))
_awaiting = Statement(
    select(*_COLUMNS)
    .where(_IS_AWAITING, clocks.c.not_before <= bindparam("wall", type_=Float))
    .order_by(clocks.c.id)
    .limit(bindparam("limit", type_=Integer))
)
_after = Statement(
    select(*_COLUMNS)
    .where(_IS_OPEN, clocks.c.id > bindparam("after", type_=Integer))
    .order_by(clocks.c.id)
    .limit(bindparam("limit", type_=Integer))
)
_awaiting_count = Statement(select(func.count()).select_from(clocks).where(_IS_AWAITING))
_failing = Statement(select(func.count()).select_from(clocks).where(_IS_OPEN, _HAS_FAILED))
_failures = Statement(
    select(clocks.c.kind, func.count(), func.max(clocks.c.failures), func.min(clocks.c.next_at))
    .where(_IS_OPEN, _HAS_FAILED)
    .group_by(clocks.c.kind)
    .order_by(clocks.c.kind)
)


@dataclass(frozen=True)
class Failing:
    """Clocks of a kind that can't act: how many, the most a single one was tried, and since when one is due."""

    kind: ClockKind
    number: int
    tries: int
    since: datetime


def start(
    session: Session,
    kind: ClockKind,
    subject: str,
    now: datetime,
    due: datetime,
    reminders: Sequence[datetime] = (),
    *,
    provisional: int | None = None,
    digest: datetime | None = None,
) -> None:
    """Starts a clock; one of this kind that runs, or is paused, for this subject stops. `provisional` is the first
    year it was counted over whose notice is still to come, `digest` the morning whose digest takes the place of a
    reminder.
    """
    stop(session, subject, kind)
    ahead = _ahead(session, due, reminders, provisional, digest)
    _start(session, of_kind=kind.value, of=subject, started=now, due=due, **ahead)


def begin(
    session: Session, kind: ClockKind, subject: str, now: datetime, due: datetime, reminders: Sequence[datetime]
) -> None:
    """Starts a clock unless one of this kind runs for this subject, whoever else begins it at the same time."""
    begin_one = _begin[session.get_bind().dialect.name]
    begin_one(session, of_kind=kind.value, of=subject, started=now, due=due, **_ahead(session, due, reminders))


def running(session: Session, subject: str) -> list[Clock]:
    """The clocks that run for a subject."""
    return [_clock(row) for row in _running(session, of=subject)]


def some(session: Session, after: int, limit: int) -> list[Clock]:
    """Some of all clocks that run, those after one by its id."""
    return [_clock(row) for row in _after(session, after=after, limit=limit)]


def paused(session: Session, subject: str) -> list[Clock]:
    """The clocks that are paused for a subject."""
    return [_clock(row) for row in _paused(session, of=subject)]


def stop(session: Session, subject: str, *kinds: ClockKind) -> None:
    """Stops a subject's clocks of these kinds, paused ones too: what they waited for has happened, or doesn't matter
    any more.
    """
    for clock in (*running(session, subject), *paused(session, subject)):
        if clock.kind in kinds:
            _stop(session, of=subject, of_kind=clock.kind.value)


def pause(session: Session, subject: str, kind: ClockKind, now: datetime) -> None:
    """Pauses the clock of this kind, where it runs: it neither reminds nor passes until it is resumed."""
    _pause(session, of=subject, of_kind=kind.value, moment=now)


def resume(
    session: Session,
    subject: str,
    kind: ClockKind,
    now: datetime,
    due: datetime,
    reminders: Sequence[datetime],
    *,
    provisional: int | None = None,
    digest: datetime | None = None,
) -> None:
    """Lets a paused clock of this kind run again, due later; of the reminders those after `now` come."""
    moments = [moment for moment in reminders if moment > now]
    _resume(session, of=subject, of_kind=kind.value, due=due, **_ahead(session, due, moments, provisional, digest))


def due(session: Session, now: datetime, wall: float, limit: int) -> list[Clock]:
    """The clocks with something to do by `now`, in the order of time; not those that stepped aside until after
    `wall` (seconds since 1970).
    """
    low = _low_water(session, now)
    return [_clock(row) for row in _due(session, low=low, now=now, wall=wall, limit=limit)]


def prove(session: Session) -> None:
    """A sweep begins: what others have set since the last is found, however early it is due."""
    kept = marks.of(session)
    if kept is not None:
        kept.moments.prove()


def _low_water(session: Session, now: datetime) -> datetime:
    """Where the moments of open clocks begin."""
    kept = marks.of(session)
    if kept is None:
        return marks.BEGINNING
    return kept.moments.low(now, kept.clock(), lambda low: _next(session, low=low)[0][0])


def next_moment(session: Session) -> datetime | None:
    """When any clock has something to do next."""
    found: datetime | None = _next(session, low=marks.BEGINNING)[0][0]
    return found


def passed(session: Session, clock: Clock) -> bool:
    """The clock passes; False where somebody was quicker, or it was stopped."""
    return _pass.count(session, **_seen(clock)) == 1


def reminded(session: Session, clock: Clock, now: datetime) -> bool:
    """The reminders up to `now` have been dealt with; False where somebody was quicker, or the clock was stopped."""
    left = [moment for moment in clock.reminders if moment > now]
    moments = [moment.isoformat() for moment in left]
    then = min([*left, clock.due_at])
    return _remind.count(session, **_seen(clock), left=moments, then=then) == 1


def extend(session: Session, clock: Clock, due: datetime) -> bool:
    """The clock is due later, this once, for an outage of ours; False where somebody was quicker, or it was stopped."""
    return _extend.count(session, **_seen(clock), due=due) == 1


def postpone(
    session: Session,
    clock: Clock,
    due: datetime,
    reminders: Sequence[datetime],
    *,
    provisional: int | None = None,
    digest: datetime | None = None,
) -> bool:
    """The clock is due at another moment by an act that is on record; False where somebody was quicker, or it doesn't
    run.
    """
    return (
        _postpone.count(session, **_seen(clock), due=due, **_ahead(session, due, reminders, provisional, digest)) == 1
    )


def forget(session: Session, clock: Clock) -> None:
    """Removes a clock that has passed and of which nothing is to be known any more."""
    _forget(session, clock=clock.id)


def recount(
    session: Session,
    clock: Clock,
    due: datetime,
    reminders: Sequence[datetime],
    *,
    provisional: int | None,
    digest: datetime | None = None,
) -> bool:
    """The clock was counted again, now that the notice for which it was provisional has come; False where somebody
    was quicker, or it doesn't run.
    """
    ahead = _ahead(session, due, reminders, provisional, digest)
    return _recount.count(session, **_seen(clock), year=clock.provisional, due=due, **ahead) == 1


def step_aside(session: Session, clock: Clock, until: float, *, failed: bool) -> None:
    """Lets the others go first until a moment of the wall clock, unless it has changed; a failure is counted."""
    _step_aside(session, **_seen(clock), until=until, times=clock.failures + failed)


def awaiting(session: Session, year: int, wall: float, limit: int) -> list[Clock]:
    """The clocks that were counted over days of a year whose notice was still to come; not those that stepped aside
    until after `wall`.
    """
    return [_clock(row) for row in _awaiting(session, year=year, wall=wall, limit=limit)]


def awaiting_count(session: Session, year: int) -> int:
    """How many clocks were counted over days of a year whose notice was still to come."""
    return int(_awaiting_count(session, year=year)[0][0])


def failing(session: Session) -> int:
    """How many clocks couldn't act the last time."""
    return int(_failing(session)[0][0])


def failures(session: Session) -> list[Failing]:
    """The clocks that couldn't act the last time, by kind."""
    return [Failing(ClockKind(kind), *row) for kind, *row in _failures(session)]


def _seen(clock: Clock) -> dict[str, Any]:
    return {"clock": clock.id, "seen": clock.next_at, "seen_due": clock.due_at}


def _ahead(
    session: Session,
    due: datetime,
    reminders: Sequence[datetime],
    provisional: int | None = None,
    digest: datetime | None = None,
) -> dict[str, Any]:
    moments, first = [moment.isoformat() for moment in reminders], min([*reminders, due])
    kept = marks.of(session)
    if kept is not None:
        kept.moments.lower(first)
    return {"moments": moments, "first": first, "awaited": provisional, "digest": digest}


def _clock(row: Any) -> Clock:
    number, kind, subject, started_at, due_at, reminders, next_at, failures, extended, paused_at, *rest = row
    awaited, digest_at = rest
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
        paused_at=paused_at,
        provisional=awaited,
        digest_at=digest_at,
    )
