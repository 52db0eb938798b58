"""The clocks of a visit: which run where it stands, and the handlers' door to a change of its state."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any

from handlers.terms import Limit
from handlers.timekeeping import pass_what_is_late, reminded, start, with_digest
from handlers.turn import Step, Turn
from handlers.visits import terms
from handlers.visits.terms import OF_THE_STATE
from models.time import clocks
from models.time.clocks import Clock, ClockKind
from models.time.moments import Interval, day_of, midnight
from models.visits import deadlines, parts
from models.visits.rights import RIGHTS, visit_for
from models.visits.states import Side, State
from models.visits.visits import Verb, Visit, change, load


def move(step: Step, visit: Visit, verb: Verb, to: State, **values: Any) -> None:
    """Changes a visit's state through its one door, by whoever acts; the clocks of where it stood stop, and those of
    where it stands now start.
    """
    was = visit.state
    change(step.session, visit, verb, to, by=step.actor.id if step.actor else None, **values)
    if visit.state is was and verb is not Verb.COUNTER:
        return  # another counter stays where it stands too, but begins the other side's time
    clocks.stop(step.session, visit.subject, *OF_THE_STATE)
    open_clocks(step, visit)


def open_clocks(step: Step, visit: Visit) -> None:
    """Starts the clocks of where a visit stands."""
    start(step, visit.subject, _limits(step, visit))


def reached(step: Step, visit: Visit) -> None:
    """The question has reached owner or deputy: from now on their silence counts."""
    if visit.state is not State.ASKED or _runs(step, visit, ClockKind.REPLY):
        return
    reply = _reply(step, visit)
    if reply.due <= step.now:  # it came too late to be answered
        not_heard(step, visit)
        return
    clocks.stop(step.session, visit.subject, ClockKind.LISTENER)
    if visit.unreached_since is not None:
        visit.unreached_since = visit.paper_from = None
        step.session.flush()
    start(step, visit.subject, [reply])


def not_heard(step: Step, visit: Visit, *, told: bool = False) -> None:
    """Nobody of the enterprise has heard the question, and no silence counts; unless they are `told` already, the
    official and the operators are told as soon as clocks act.
    """
    if visit.state is not State.ASKED or visit.unreached_since is not None or _runs(step, visit, ClockKind.REPLY):
        return
    visit.unreached_since = step.now
    step.session.flush()
    due = terms.LISTENER.due_from(step)
    reminders = () if told else (step.now,)
    start(step, visit.subject, [Limit(kind=ClockKind.LISTENER, due=due, reminders=reminders)])
    step.record("unreached", visit.subject, "nobody bound")


def _runs(step: Step, visit: Visit, kind: ClockKind) -> bool:
    return any(clock.kind is kind for clock in clocks.running(step.session, visit.subject))


def held_for(turn: Turn, verb: str, visit_id: int) -> Visit:
    """The visit, held, for somebody who may do this to it; whose time was up when he acted has been too late.

    Raises Refusal("not-yours") as `visit_for` does.
    """
    visit = visit_for(turn.session, turn.person, RIGHTS[verb], visit_id, hold=True)
    late = pass_what_is_late(turn, visit.subject)
    return visit_for(turn.session, turn.person, RIGHTS[verb], visit_id, hold=True) if late else visit


@terms.LEAD_TIME.counts
@terms.APPROVAL.counts
@terms.ANSWER.counts
@terms.OBJECTION.counts
def _of_the_state(step: Step, clock: Clock) -> Limit | None:
    visit = load(step.session, clock.subject.number)
    return next((limit for limit in _limits(step, visit) if limit.kind is clock.kind), None) if visit else None


@terms.REPLY.counts
def _of_the_question(step: Step, clock: Clock) -> Limit | None:
    visit = load(step.session, clock.subject.number)
    return _reply(step, visit) if visit else None


def _reply(step: Step, visit: Visit) -> Limit:
    due = deadlines.reply_due(step.now, visit.starts_at, step.rules, step.calendar)
    until = deadlines.counted_to(due, visit.starts_at, step.rules, step.calendar)
    return reminded(step, ClockKind.REPLY, due, until)


def _limits(step: Step, visit: Visit) -> Iterator[Limit]:
    now, rules, calendar = step.now, step.rules, step.calendar
    match visit.state:
        case State.REQUESTED:
            last = parts.last_moment_to_ask(visit, rules, calendar)
            due = terms.APPROVAL.due_from(step)
            if due < last:
                yield reminded(step, ClockKind.APPROVAL, due)
                yield Limit(kind=ClockKind.LEAD_TIME, due=last, until=day_of(visit.starts_at))
            else:
                yield reminded(step, ClockKind.LEAD_TIME, last, day_of(visit.starts_at))
        case State.MOVING:
            side, table = visit.whose_turn or Side.OFFICIAL, visit.proposed_start
            if table is None:  # overruled when its day had passed: the official has to name one
                yield _for_side(step, side, deadlines.answer_due(now, rules, calendar))
            else:
                due = deadlines.side_due(side, now, table, rules, calendar)
                yield _for_side(step, side, due, deadlines.counted_to(due, table, rules, calendar))
        case State.OBJECTED:
            yield reminded(step, ClockKind.OBJECTION, terms.OBJECTION.due_from(step))
        case State.AGREED:
            validity = deadlines.pass_validity(Interval(visit.starts_at, visit.ends_at), rules)
            yield Limit(kind=ClockKind.WINDOW, due=validity.end)
        case State.UNDER_WAY:
            if parts.needs_officers(visit, rules):
                yield Limit(kind=ClockKind.TEAM, due=now + rules.scan.too_few_officers_after.delta)
            yield Limit(kind=ClockKind.MIDNIGHT, due=midnight(day_of(now) + timedelta(days=1)))


def _for_side(step: Step, side: Side, due: datetime, until: date | None = None) -> Limit:
    limit = reminded(step, ClockKind.ANSWER, due, until)
    half = step.calendar.half_time(step.now, due)
    return with_digest(step, limit, half) if side is Side.OFFICIAL else limit
