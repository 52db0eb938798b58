"""The clocks of a visit: which run where it stands, and the handlers' door to a change of its state."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from sqlalchemy.orm import Session

from handlers.speaking import Audience, audience
from handlers.timekeeping import KEEPERS, Keeper, Limit, pass_what_is_late, reminded, reminded_by_digest, start
from handlers.turn import Step, Turn
from models import clocks, deadlines
from models.clock import Interval, day_of, midnight
from models.clocks import ClockKind
from models.people import Person
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
    open_clocks(step, visit)


def open_clocks(step: Step, visit: Visit) -> None:
    """Starts the clocks of where a visit stands."""
    start(step, subject_of(visit), _limits(step, visit))


def reached(step: Step, visit: Visit) -> None:
    """The question has reached owner or deputy: from now on their silence counts."""
    kinds = {clock.kind for clock in clocks.running(step.session, subject_of(visit))}
    if visit.state is State.ASKED and ClockKind.REPLY not in kinds:
        due = deadlines.reply_due(step.now, visit.starts_at, step.rules, step.calendar)
        start(step, subject_of(visit), [reminded(step, ClockKind.REPLY, due)])


def held_for(turn: Turn, verb: str, visit_id: int) -> Visit:
    """The visit, held, for somebody who may do this to it; whose time was up when he acted has been too late.

    Raises Refusal("not-yours") as `visit_for` does.
    """
    visit = visit_for(turn.session, turn.person, verb, visit_id, hold=True)
    late = pass_what_is_late(turn, subject_of(visit))
    return visit_for(turn.session, turn.person, verb, visit_id, hold=True) if late else visit


def _hold(session: Session, visit_id: int) -> Visit | None:
    return load(session, visit_id, hold=True)


def _parties(step: Step, visit_id: int) -> list[Person]:
    visit = load(step.session, visit_id)
    return [person for who in Audience for person in audience(step, visit, who)] if visit is not None else []


KEEPERS.update(dict.fromkeys(OF_THE_STATE, Keeper(hold=_hold, parties=_parties, answered=ANSWERED)))


def _limits(step: Step, visit: Visit) -> Iterator[Limit]:
    now, rules, calendar = step.now, step.rules, step.calendar
    match visit.state:
        case State.REQUESTED:
            last = deadlines.last_moment_to_ask(visit.starts_at, visit.parts[0].kind, rules, calendar)
            due = deadlines.approval_due(now, rules, calendar)
            if due < last:
                yield reminded_by_digest(step, ClockKind.APPROVAL, due)
                yield Limit(kind=ClockKind.LEAD_TIME, due=last)
            else:
                yield reminded_by_digest(step, ClockKind.LEAD_TIME, last)
        case State.MOVING:
            turn, table = visit.turn or Side.OFFICIAL, visit.proposed_start
            if table is None:  # overruled when its day had passed: the official has to name one
                yield reminded_by_digest(step, ClockKind.ANSWER, deadlines.answer_due(now, rules, calendar))
            else:
                limit = reminded_by_digest if turn is Side.OFFICIAL else reminded
                yield limit(step, ClockKind.ANSWER, deadlines.turn_due(turn, now, table, rules, calendar))
        case State.OBJECTED:
            yield reminded_by_digest(step, ClockKind.OBJECTION, deadlines.objection_due(now, rules, calendar))
        case State.AGREED:
            validity = deadlines.pass_validity(Interval(visit.starts_at, visit.ends_at), rules)
            yield Limit(kind=ClockKind.WINDOW, due=validity.end)
        case State.UNDER_WAY:
            if rules.kinds[visit.parts[0].kind].cards:
                yield Limit(kind=ClockKind.TEAM, due=now + rules.scan.too_few_officers_after.delta)
            yield Limit(kind=ClockKind.MIDNIGHT, due=midnight(day_of(now) + timedelta(days=1)))
