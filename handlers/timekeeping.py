"""Keeps time: by when something has to happen, and what is done when its clock's moment has come."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime

from sqlalchemy.orm import Session

from handlers.turn import Step
from models.ground.messages import Json, moment, word
from models.ground.outages import outage_within
from models.ground.subjects import Subject
from models.register import deadlines as common_deadlines
from models.register.people import Person
from models.time import clocks
from models.time.clocks import Clock, ClockKind
from models.time.moments import day_of

Do = Callable[[Step, Clock], None]

PASSES: dict[ClockKind, Do] = {}
REMINDS: dict[ClockKind, Do] = {}


@dataclass(frozen=True, kw_only=True)
class Limit:
    """By when something has to happen, and when whoever must do it is reminded; `until` is the last day that was
    counted, None where it doesn't depend on which days are worked; `digest` the morning whose digest takes the place
    of a reminder.
    """

    kind: ClockKind
    due: datetime
    reminders: tuple[datetime, ...] = ()
    until: date | None = None
    digest: datetime | None = None


BY_DIGEST = frozenset(
    {
        ClockKind.APPROVAL,
        ClockKind.LEAD_TIME,
        ClockKind.OBJECTION,
        ClockKind.ACCEPT,
        ClockKind.DESIGNATION,
        ClockKind.TRANSFER,
        ClockKind.EXTENSION,
        ClockKind.FIRST_REPLY,
        ClockKind.RESOLVE,
        ClockKind.HELP,
    }
)
"""The clocks of those who get a digest: of departments and supervisors, not of enterprises."""

Count = Callable[[Step, Clock], Limit | None]
Retell = Callable[[Step, Clock, datetime], None]

COUNTS: dict[ClockKind, Count] = {}
RETELLS: dict[ClockKind, Retell] = {}


@dataclass(frozen=True, kw_only=True)
class Keeper:
    """What the clocks of a state need to know of what they run for.

    `hold` keeps it from others until the transaction ends; `parties` are the people whose acts, stored before a
    clock's moment, come before the clock; `answered` are the clocks of somebody's answer, which he couldn't give
    while Fuma wasn't there.
    """

    hold: Callable[[Session, int], object]
    parties: Callable[[Step, int], Iterable[Person]]
    answered: frozenset[ClockKind]


KEEPERS: dict[ClockKind, Keeper] = {}
"""Of the clocks that belong to where something stands; for the others only the time matters."""


def passes(kind: ClockKind) -> Callable[[Do], Do]:
    """Registers what is done when a clock of this kind is up."""

    def register(do: Do) -> Do:
        PASSES[kind] = do
        return do

    return register


def reminds(kind: ClockKind) -> Callable[[Do], Do]:
    """Registers who is reminded of a clock of this kind, and how."""

    def register(do: Do) -> Do:
        REMINDS[kind] = do
        return do

    return register


def counts(kind: ClockKind) -> Callable[[Count], Count]:
    """Registers how a clock of this kind is counted again, in a step as of its start; None leaves it as it is."""

    def register(count: Count) -> Count:
        COUNTS[kind] = count
        return count

    return register


def retells(kind: ClockKind) -> Callable[[Retell], Retell]:
    """Registers who hears that a clock of this kind is due at another moment than before, and what changes with it."""

    def register(retell: Retell) -> Retell:
        RETELLS[kind] = retell
        return retell

    return register


def start(step: Step, subject: Subject, limits: Iterable[Limit]) -> None:
    """Starts a subject's clocks."""
    for limit in limits:
        awaited = step.awaited(limit.until) if limit.until else None
        clocks.start(
            step.session,
            limit.kind,
            subject,
            step.now,
            limit.due,
            limit.reminders,
            provisional=awaited,
            digest=limit.digest,
        )


def reminded(step: Step, kind: ClockKind, due: datetime, until: date | None = None) -> Limit:
    """A limit from now on, with reminders at half time and some working hours before; `until` is the last day that
    was counted where it isn't the due day itself.
    """
    moments = common_deadlines.reminders(step.now, due, step.rules, step.calendar)
    limit = Limit(kind=kind, due=due, reminders=moments, until=until or day_of(due))
    return with_digest(step, limit, step.calendar.half_time(step.now, due)) if kind in BY_DIGEST else limit


def with_digest(step: Step, limit: Limit, half: datetime) -> Limit:
    """The limit of an official: the reminder at half time goes into the digest of that morning, where there is one."""
    morning = common_deadlines.in_the_digest(step.now, half, step.rules, step.calendar)
    if morning is None or half not in limit.reminders:
        return limit
    return replace(limit, reminders=tuple(each for each in limit.reminders if each != half), digest=morning)


def pass_what_is_late(step: Step, subject: Subject) -> bool:
    """Lets a subject's clocks pass whose time was up before the event, and what follows from them; whether there was
    one. Whoever acts now was too late for them.
    """
    found = False
    while late := [clock for clock in clocks.running(step.session, subject) if clock.due_at <= step.now]:
        found = act(step, min(late, key=lambda each: (each.due_at, each.id))) or found
    return found


def parties(step: Step, clock: Clock) -> set[int]:
    """The people whose earlier acts come before the clock's; nobody where only the time matters."""
    keeper = KEEPERS.get(clock.kind)
    return {person.id for person in keeper.parties(step, clock.subject.number)} if keeper else set()


def act(step: Step, clock: Clock) -> bool:
    """Does what a clock's moment asks for; False where somebody was quicker.

    Once it is up it acts as of its due moment, however late that is noticed, and reminds nobody any more.
    """
    if clock.kind in KEEPERS:
        KEEPERS[clock.kind].hold(step.session, clock.subject.number)  # the subject before its clock, as everybody does
    if is_announced(step, clock):
        return _recount(step, clock)
    if clock.due_at <= step.now and _extended(step, clock):
        return True
    if clock.due_at <= step.now:
        won = clocks.passed(step.session, clock)
        if won:
            PASSES[clock.kind](_by_time(step, clock.due_at), clock)
        return won
    won = clocks.reminded(step.session, clock, step.now)
    if won:
        REMINDS[clock.kind](_by_time(step, step.now), clock)
    return won


def _extended(step: Step, clock: Clock) -> bool:
    """A clock somebody should have answered, whose last working hours fell into our own outage, gets as many more."""
    keeper = KEEPERS.get(clock.kind)
    if clock.extended or keeper is None or clock.kind not in keeper.answered:
        return False
    begin = common_deadlines.last_stretch(clock.due_at, step.rules, step.calendar)
    over = outage_within(step.session, begin, clock.due_at)
    if over is None:
        return False
    due = common_deadlines.after_outage(clock.due_at, over, step.rules, step.calendar)
    if not clocks.extend(step.session, clock, due):
        return False
    step.record("extend", clock.subject, "our outage", clock=clock.kind.value, due=due.isoformat())
    if due > step.now:
        REMINDS[clock.kind](_by_time(step, step.now), replace(clock, due_at=due))
    return True


def due_said(clock: Clock) -> Json:
    """When a clock is due, marked where its year's notice is still to come."""
    return moment(clock.due_at, provisional=clock.provisional is not None)


def moved(clock: Clock, was: datetime) -> dict[str, Json]:
    """What there is to say of a clock that was counted again: which, when it is due now and when it was, and why."""
    term = word(f"term-{clock.kind.value.replace('_', '-')}")
    return {"term": term, "due": moment(clock.due_at), "was": moment(was), "year": clock.provisional}


def is_announced(step: Step, clock: Clock) -> bool:
    """Whether the year's notice has come for which the clock's moments were provisional."""
    return clock.provisional is not None and step.calendar.is_announced(clock.provisional)


def _recount(step: Step, clock: Clock) -> bool:
    """Counts a clock again from its own start, now that the year's notice is there; tells of it if it is due at
    another moment.
    """
    then = replace(_by_time(step, clock.started_at), said=[])
    count = COUNTS.get(clock.kind)
    limit = count(then, clock) if count else None
    due, coming, awaited, digest = clock.due_at, clock.reminders, None, clock.digest_at
    if limit is not None:
        due = _not_too_soon(step, clock, limit.due)
        coming = tuple(moment for moment in limit.reminders if step.now < moment < due)
        awaited = then.awaited(limit.until) if limit.until else None
        digest = limit.digest
        if due == clock.due_at and clock.next_at <= step.now < due:
            coming = (clock.next_at, *coming)  # this reminder is still to be sent
    if not clocks.recount(step.session, clock, due, coming, provisional=awaited, digest=digest):
        return False
    step.record(
        "recount",
        clock.subject,
        "public notice",
        clock=clock.kind.value,
        year=clock.provisional,
        was=clock.due_at.isoformat(),
        due=due.isoformat(),
    )
    if due != clock.due_at and due > step.now:
        RETELLS[clock.kind](_by_time(step, step.now), replace(clock, due_at=due), clock.due_at)
    return True


def _not_too_soon(step: Step, clock: Clock, due: datetime) -> datetime:
    """Whoever must act keeps some working hours, as before any due moment, unless he had no more anyway."""
    least = step.calendar.add_working_time(step.now, step.rules.reminders.before_due.delta)
    return min(clock.due_at, max(due, least)) if due < clock.due_at else due


def _by_time(step: Step, now: datetime) -> Step:
    return Step(session=step.session, now=now, rules=step.rules, calendar=step.calendar, said=step.said)
