"""A year's notice has come, and something is due at another moment than was said: who hears of it."""

from datetime import datetime, timedelta

from handlers.terms import Limit
from handlers.timekeeping import moved
from handlers.turn import Rows, Step
from handlers.visits import terms
from handlers.visits.reminding import remind
from handlers.visits.telling import Audience
from handlers.visits.terms import VisitTerm
from models.time.clocks import Clock, ClockKind
from models.time.moments import day_of
from models.visits import deadlines
from models.visits.states import Side
from models.visits.visits import Promise, Visit, load


@terms.PROMISE.counts
def _promise(step: Step, clock: Clock) -> Limit:
    """Its day was named by people and stays; the working day before it may be another."""
    until = day_of(step.session.get_one(Promise, clock.subject.number).until - timedelta(seconds=1))
    reminder = deadlines.promise_reminder(until, step.rules, step.calendar)
    return Limit(kind=ClockKind.PROMISE, due=clock.due_at, reminders=(reminder,), until=until)


@terms.LEAD_TIME.retells
@terms.APPROVAL.retells
def tell_approver(step: Step, clock: Clock, was: datetime) -> None:
    """The head has more time, or less."""
    _tell(step, clock, was, terms.APPROVAL)


@terms.REPLY.retells
def tell_both_of_reply(step: Step, clock: Clock, was: datetime) -> None:
    """It is the enterprise's time, on which the official waits."""
    visit = _tell(step, clock, was, terms.REPLY)
    tell_recounted(step, visit, clock, was, Audience.OFFICIAL)


@terms.ANSWER.retells
def tell_of_day(step: Step, clock: Clock, was: datetime) -> None:
    """Whose turn it is; the official hears of the enterprise's time too."""
    visit = _tell(step, clock, was, terms.ANSWER)
    if visit.whose_turn is not Side.OFFICIAL:
        tell_recounted(step, visit, clock, was, Audience.OFFICIAL)


@terms.OBJECTION.retells
def tell_supervisor(step: Step, clock: Clock, was: datetime) -> None:
    """Undecided then, the objection is upheld."""
    _tell(step, clock, was, terms.OBJECTION)


def _tell(step: Step, clock: Clock, was: datetime, term: VisitTerm) -> Visit:
    visit = visit_of(step, clock)
    tell_recounted(step, visit, clock, was, term.who(visit), term.buttons(visit), term.about)
    return visit


def visit_of(step: Step, clock: Clock) -> Visit:
    """The visit of a clock, to be looked at."""
    visit = load(step.session, clock.subject.number)
    if visit is None:
        raise LookupError(clock.subject)
    return visit


def tell_recounted(
    step: Step, visit: Visit, clock: Clock, was: datetime, who: Audience, buttons: Rows = (), about: str = ""
) -> None:
    """Tells an audience when it is due now; nobody to whom nothing is offered."""
    remind(step, visit, who, "due-recounted", moved(clock, was), buttons, about)
