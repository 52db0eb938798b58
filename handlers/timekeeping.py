"""Keeps time: by when something has to happen, and what is done when its clock's moment has come."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime

from handlers.terms import TERMS, Limit, Term
from handlers.turn import Step
from models.ground.messages import Json, moment, word
from models.ground.outages import outage_within
from models.ground.subjects import Subject
from models.register import deadlines as common_deadlines
from models.time import clocks
from models.time.clocks import Clock, ClockKind
from models.time.moments import day_of


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
    return with_digest(step, limit, step.calendar.half_time(step.now, due)) if TERMS[kind].by_digest else limit


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
    keeper = TERMS[clock.kind].keeper
    return {person.id for person in keeper.parties(step, clock.subject.number)} if keeper else set()


def act(step: Step, clock: Clock) -> bool:
    """Does what a clock's moment asks for; False where somebody was quicker.

    Once it is up it acts as of its due moment, however late that is noticed, and reminds nobody any more.
    """
    term = TERMS[clock.kind]
    if term.keeper is not None:
        term.keeper.hold(step.session, clock.subject.number)  # the subject before its clock, as everybody does
    if is_announced(step, clock):
        return _recount(step, clock, term)
    if clock.due_at > step.now:
        return _remind(step, clock, term)
    return _extended(step, clock, term) or _pass(step, clock, term)


def _remind(step: Step, clock: Clock, term: Term) -> bool:
    won = clocks.reminded(step.session, clock, step.now)
    if won:
        term.remind(_by_time(step, step.now), clock)
    return won


def _pass(step: Step, clock: Clock, term: Term) -> bool:
    won = clocks.passed(step.session, clock)
    if won:
        term.act(_by_time(step, clock.due_at), clock)
    return won


def _extended(step: Step, clock: Clock, term: Term) -> bool:
    """A clock somebody should have answered, whose last working hours fell into our own outage, gets as many more."""
    if clock.extended or not term.answered:
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
        term.remind(_by_time(step, step.now), replace(clock, due_at=due))
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


def _recount(step: Step, clock: Clock, term: Term) -> bool:
    """Counts a clock again from its own start, now that the year's notice is there; tells of it if it is due at
    another moment.
    """
    then = replace(_by_time(step, clock.started_at), said=[])
    limit = term.count(then, clock) if term.count is not None else None
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
        term.retell(_by_time(step, step.now), replace(clock, due_at=due), clock.due_at)
    return True


def _not_too_soon(step: Step, clock: Clock, due: datetime) -> datetime:
    """Whoever must act keeps some working hours, as before any due moment, unless he had no more anyway."""
    least = step.calendar.add_working_time(step.now, step.rules.reminders.before_due.delta)
    return min(clock.due_at, max(due, least)) if due < clock.due_at else due


def _by_time(step: Step, now: datetime) -> Step:
    return Step(session=step.session, now=now, rules=step.rules, calendar=step.calendar, said=step.said)
