"""Keeps time: by when something has to happen, and what is done when its clock's moment has come."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy.orm import Session

from handlers.turn import Step
from models import clocks, deadlines
from models.clocks import Clock, ClockKind
from models.outages import outage_within
from models.people import Person

Do = Callable[[Step, Clock], None]

PASSES: dict[ClockKind, Do] = {}
REMINDS: dict[ClockKind, Do] = {}


@dataclass(frozen=True, kw_only=True)
class Limit:
    """By when something has to happen, and when whoever must do it is reminded; `digest` is the morning whose digest
    takes the place of a reminder.
    """

    kind: ClockKind
    due: datetime
    reminders: tuple[datetime, ...] = ()
    digest: datetime | None = None


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


def start(step: Step, subject: str, limits: Iterable[Limit]) -> None:
    """Starts a subject's clocks."""
    for limit in limits:
        clocks.start(step.session, limit.kind, subject, step.now, limit.due, limit.reminders, limit.digest)


def reminded(step: Step, kind: ClockKind, due: datetime) -> Limit:
    """A limit of an enterprise from now on, with reminders at half time and some working hours before."""
    moments = deadlines.reminders(step.now, due, step.rules, step.calendar)
    return Limit(kind=kind, due=due, reminders=moments)


def reminded_by_digest(step: Step, kind: ClockKind, due: datetime) -> Limit:
    """A limit of an official from now on: a half time before noon goes into the digest of that morning."""
    half = step.calendar.half_time(step.now, due)
    return with_digest(step, reminded(step, kind, due), half)


def with_digest(step: Step, limit: Limit, half: datetime) -> Limit:
    """The limit with its reminder at half time in the digest of that morning, where it goes there."""
    morning = deadlines.in_the_digest(step.now, half, step.rules, step.calendar)
    if morning is None or half not in limit.reminders:
        return limit
    return replace(limit, reminders=tuple(each for each in limit.reminders if each != half), digest=morning)


def pass_what_is_late(step: Step, subject: str) -> bool:
    """Lets a subject's clocks pass whose time was up before the event; whether there was one. Whoever acts now was
    too late for them.
    """
    late = [clock for clock in clocks.running(step.session, subject) if clock.due_at <= step.now]
    for clock in sorted(late, key=lambda each: (each.due_at, each.id)):
        act(step, clock)
    return bool(late)


def parties(step: Step, clock: Clock) -> set[int]:
    """The people whose earlier acts come before the clock's; nobody where only the time matters."""
    keeper = KEEPERS.get(clock.kind)
    return {person.id for person in keeper.parties(step, clock.number)} if keeper else set()


def act(step: Step, clock: Clock) -> bool:
    """Does what a clock's moment asks for; False where somebody was quicker.

    Once it is up it acts as of its due moment, however late that is noticed, and reminds nobody any more.
    """
    if clock.kind in KEEPERS:
        KEEPERS[clock.kind].hold(step.session, clock.number)  # the subject before its clock, as everybody does
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
    begin = deadlines.last_stretch(clock.due_at, step.rules, step.calendar)
    over = outage_within(step.session, begin, clock.due_at)
    if over is None:
        return False
    due = deadlines.after_outage(clock.due_at, over, step.rules, step.calendar)
    if not clocks.extend(step.session, clock, due):
        return False
    step.record("extend", clock.subject, "our outage", clock=clock.kind.value, due=due.isoformat())
    REMINDS[clock.kind](_by_time(step, step.now), replace(clock, due_at=due))
    return True


def _by_time(step: Step, now: datetime) -> Step:
    return Step(session=step.session, now=now, rules=step.rules, calendar=step.calendar, said=step.said)
