"""Keeps time: which clocks run where a visit stands, and what is done when one's moment has come."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from handlers.speaking import Audience, audience
from handlers.turn import Step, Turn
from models import clocks, deadlines
from models.clock import Interval, day_of, midnight
from models.clocks import Clock, ClockKind
from models.outages import outage_within
from models.permissions import visit_for
from models.states import Side, State
from models.visits import Verb, Visit, change, load

OF_THE_STATE = (
    ClockKind.LEAD_TIME,
    ClockKind.APPROVAL,
    ClockKind.REPLY,
    ClockKind.ANSWER,
    ClockKind.OBJECTION,
    ClockKind.WINDOW,
    ClockKind.TEAM,
    ClockKind.MIDNIGHT,
)
"""The clocks that belong to where a visit stands, and stop when it goes on."""

ANSWERED = frozenset({ClockKind.APPROVAL, ClockKind.REPLY, ClockKind.ANSWER, ClockKind.OBJECTION})
"""The clocks of somebody's answer, which he couldn't give while Fuma wasn't there."""

Do = Callable[[Step, Clock], None]

PASSES: dict[ClockKind, Do] = {}
REMINDS: dict[ClockKind, Do] = {}


@dataclass(frozen=True, kw_only=True)
class Limit:
    """By when something has to happen, and when whoever must do it is reminded."""

    kind: ClockKind
    due: datetime
    reminders: tuple[datetime, ...] = ()


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


def subject_of(visit: Visit) -> str:
    """A visit as the subject of its clocks."""
    return f"visit:{visit.id}"


def move(step: Step, visit: Visit, verb: Verb, to: State, **values: Any) -> None:
    """Changes a visit's state through its one door, by whoever acts; the clocks of where it stood stop, and those of
    where it stands now start.
    """
    was = visit.state
    change(step.session, visit, verb, to, by=step.actor.id if step.actor else None, **values)
    if visit.state is was and verb is not Verb.COUNTER:
        return
    clocks.stop(step.session, subject_of(visit), *OF_THE_STATE)
    for limit in _limits(step, visit):
        clocks.start(step.session, limit.kind, subject_of(visit), step.now, limit.due, limit.reminders)


def open_clocks(step: Step, visit: Visit) -> None:
    """Starts the clocks of a visit that was just asked for."""
    for limit in _limits(step, visit):
        clocks.start(step.session, limit.kind, subject_of(visit), step.now, limit.due, limit.reminders)


def reached(step: Step, visit: Visit) -> None:
    """The question has reached owner or deputy: from now on their silence counts."""
    kinds = {clock.kind for clock in clocks.running(step.session, subject_of(visit))}
    if visit.state is State.ASKED and ClockKind.REPLY not in kinds:
        due = deadlines.reply_due(step.now, visit.starts_at, step.rules, step.calendar)
        reminders = deadlines.reminders(step.now, due, step.rules, step.calendar)
        clocks.start(step.session, ClockKind.REPLY, subject_of(visit), step.now, due, reminders)


def held_for(turn: Turn, verb: str, visit_id: int) -> Visit:
    """The visit, held, for somebody who may do this to it; whose time was up when he acted has been too late.

    Raises Refusal("not-yours") as `visit_for` does.
    """
    visit = visit_for(turn.session, turn.person, verb, visit_id, hold=True)
    late = [clock for clock in clocks.running(turn.session, subject_of(visit)) if clock.due_at <= turn.now]
    for clock in sorted(late, key=lambda each: (each.due_at, each.id)):
        act(turn, clock)
    return visit_for(turn.session, turn.person, verb, visit_id, hold=True) if late else visit


def parties(step: Step, clock: Clock) -> set[int]:
    """The people whose earlier acts come before the clock's; nobody where only the time matters."""
    if clock.kind not in OF_THE_STATE:
        return set()
    visit = load(step.session, clock.number)
    return {person.id for who in Audience for person in audience(step, visit, who)} if visit is not None else set()


def act(step: Step, clock: Clock) -> bool:
    """Does what a clock's moment asks for; False where somebody was quicker.

    Once it is up it acts as of its due moment, however late that is noticed, and reminds nobody any more.
    """
    if clock.kind in OF_THE_STATE:
        load(step.session, clock.number, hold=True)  # the visit before its clock, as everybody does
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
    if clock.kind not in ANSWERED or clock.extended:
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


def _limits(step: Step, visit: Visit) -> Iterator[Limit]:
    now, rules, calendar = step.now, step.rules, step.calendar

    def reminded(kind: ClockKind, due: datetime) -> Limit:
        return Limit(kind=kind, due=due, reminders=deadlines.reminders(now, due, rules, calendar))

    match visit.state:
        case State.REQUESTED:
            last = deadlines.last_moment_to_ask(visit.starts_at, visit.parts[0].kind, rules, calendar)
            due = deadlines.approval_due(now, rules, calendar)
            if due < last:
                yield reminded(ClockKind.APPROVAL, due)
                yield Limit(kind=ClockKind.LEAD_TIME, due=last)
            else:
                yield reminded(ClockKind.LEAD_TIME, last)
        case State.MOVING:
            turn, table = visit.turn or Side.OFFICIAL, visit.proposed_start
            if table is None:  # overruled when its day had passed: the official has to name one
                yield reminded(ClockKind.ANSWER, deadlines.answer_due(now, rules, calendar))
            else:
                yield reminded(ClockKind.ANSWER, deadlines.turn_due(turn, now, table, rules, calendar))
        case State.OBJECTED:
            yield reminded(ClockKind.OBJECTION, deadlines.objection_due(now, rules, calendar))
        case State.AGREED:
            validity = deadlines.pass_validity(Interval(visit.starts_at, visit.ends_at), rules)
            yield Limit(kind=ClockKind.WINDOW, due=validity.end)
        case State.UNDER_WAY:
            if rules.kinds[visit.parts[0].kind].cards:
                yield Limit(kind=ClockKind.TEAM, due=now + rules.scan.too_few_officers_after.delta)
            yield Limit(kind=ClockKind.MIDNIGHT, due=midnight(day_of(now) + timedelta(days=1)))
