"""Running clocks: what has to happen by when, of everything that waits for somebody; one table, a row a clock.

Due and reminder moments are fixed at the start, and changed only by a recorded act. The sweep looks at `next_at`, the
first of them still to come; each step is a compare-and-set, so that a clock passes once whoever is running.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import (
    JSON,
    Float,
    Integer,
    bindparam,
    delete,
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
from models.ground.base import Moment
from models.ground.statements import Statement
from models.ground.subjects import Subject
from models.time.clock_table import COLUMNS, IS_OPEN, Clock, ClockKind, ClockState, clock_of, clocks

__all__ = ["Clock", "ClockKind", "ClockState", "clocks"]


_IS_PAUSED = clocks.c.state == literal_column("'paused'")
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
_running = Statement(select(*COLUMNS).where(IS_OPEN, clocks.c.subject == bindparam("of")).order_by(clocks.c.id))
_paused = Statement(select(*COLUMNS).where(_IS_PAUSED, clocks.c.subject == bindparam("of")).order_by(clocks.c.id))
_due = Statement(
    select(*COLUMNS)
    .where(
        IS_OPEN,
        clocks.c.next_at >= bindparam("low", type_=Moment),
        clocks.c.next_at <= bindparam("now", type_=Moment),
        clocks.c.not_before <= bindparam("wall", type_=Float),
    )
    .order_by(clocks.c.next_at, clocks.c.id)
    .limit(bindparam("limit", type_=Integer))
)
_next = Statement(select(func.min(clocks.c.next_at)).where(IS_OPEN, clocks.c.next_at >= bindparam("low", type_=Moment)))
_AS_SEEN = (
    clocks.c.id == bindparam("clock"),
    IS_OPEN,
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
_stop = Statement(update(clocks).where(or_(IS_OPEN, _IS_PAUSED), *_OF_KIND).values(state=ClockState.STOPPED.value))
_pause = Statement(
    update(clocks)
    .where(IS_OPEN, *_OF_KIND)
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
_IS_AWAITING = IS_OPEN & clocks.c.provisional.is_not(None) & (clocks.c.provisional == bindparam("year", type_=Integer))
_awaiting = Statement(
    select(*COLUMNS)
    .where(_IS_AWAITING, clocks.c.not_before <= bindparam("wall", type_=Float))
    .order_by(clocks.c.id)
    .limit(bindparam("limit", type_=Integer))
)
_after = Statement(
    select(*COLUMNS)
    .where(IS_OPEN, clocks.c.id > bindparam("after", type_=Integer))
    .order_by(clocks.c.id)
    .limit(bindparam("limit", type_=Integer))
)
_awaiting_count = Statement(select(func.count()).select_from(clocks).where(_IS_AWAITING))


def start(
    session: Session,
    kind: ClockKind,
    subject: Subject,
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
    _start(session, of_kind=kind.value, of=str(subject), started=now, due=due, **ahead)


def begin(
    session: Session, kind: ClockKind, subject: Subject, now: datetime, due: datetime, reminders: Sequence[datetime]
) -> None:
    """Starts a clock unless one of this kind runs for this subject, whoever else begins it at the same time."""
    begin_one = _begin[session.get_bind().dialect.name]
    begin_one(session, of_kind=kind.value, of=str(subject), started=now, due=due, **_ahead(session, due, reminders))


def running(session: Session, subject: Subject) -> list[Clock]:
    """The clocks that run for a subject."""
    return [clock_of(row) for row in _running(session, of=str(subject))]


def some(session: Session, after: int, limit: int) -> list[Clock]:
    """Some of all clocks that run, those after one by its id."""
    return [clock_of(row) for row in _after(session, after=after, limit=limit)]


def paused(session: Session, subject: Subject) -> list[Clock]:
    """The clocks that are paused for a subject."""
    return [clock_of(row) for row in _paused(session, of=str(subject))]


def stop(session: Session, subject: Subject, *kinds: ClockKind) -> None:
    """Stops a subject's clocks of these kinds, paused ones too: what they waited for has happened, or doesn't matter
    any more.
    """
    for clock in (*running(session, subject), *paused(session, subject)):
        if clock.kind in kinds:
            _stop(session, of=str(subject), of_kind=clock.kind.value)


def pause(session: Session, subject: Subject, kind: ClockKind, now: datetime) -> None:
    """Pauses the clock of this kind, where it runs: it neither reminds nor passes until it is resumed."""
    _pause(session, of=str(subject), of_kind=kind.value, moment=now)


def resume(
    session: Session,
    subject: Subject,
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
    _resume(session, of=str(subject), of_kind=kind.value, due=due, **_ahead(session, due, moments, provisional, digest))


def due(session: Session, now: datetime, wall: float, limit: int) -> list[Clock]:
    """The clocks with something to do by `now`, in the order of time; not those that stepped aside until after
    `wall` (seconds since 1970).
    """
    low = _low_water(session, now)
    return [clock_of(row) for row in _due(session, low=low, now=now, wall=wall, limit=limit)]


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
    return [clock_of(row) for row in _awaiting(session, year=year, wall=wall, limit=limit)]


def awaiting_count(session: Session, year: int) -> int:
    """How many clocks were counted over days of a year whose notice was still to come."""
    return int(_awaiting_count(session, year=year)[0][0])


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
