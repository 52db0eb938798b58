"""A year's notice has come, and something is due at another moment than was said: who hears of it."""

from datetime import datetime, timedelta

from handlers.talking.verbs import offered
from handlers.timekeeping import Limit, counts, moved, retells
from handlers.turn import Rows, Step
from handlers.visits.pressing import approval_buttons, moving_buttons, objection_buttons, reply_buttons
from handlers.visits.showing import describe
from handlers.visits.telling import Audience, audience
from models.time.clocks import Clock, ClockKind
from models.time.moments import day_of
from models.visits import deadlines
from models.visits.states import Side
from models.visits.visits import Promise, Visit, load


@counts(ClockKind.PROMISE)
def _promise(step: Step, clock: Clock) -> Limit:
    """Its day was named by people and stays; the working day before it may be another."""
    until = day_of(step.session.get_one(Promise, clock.subject.number).until - timedelta(seconds=1))
    reminder = deadlines.promise_reminder(until, step.rules, step.calendar)
    return Limit(kind=ClockKind.PROMISE, due=clock.due_at, reminders=(reminder,), until=until)


@retells(ClockKind.LEAD_TIME)
@retells(ClockKind.APPROVAL)
def tell_approver(step: Step, clock: Clock, was: datetime) -> None:
    """The head has more time, or less."""
    visit = visit_of(step, clock)
    tell_recounted(step, visit, clock, was, Audience.APPROVER, approval_buttons(visit), "approval")


@retells(ClockKind.REPLY)
def tell_both_of_reply(step: Step, clock: Clock, was: datetime) -> None:
    """It is the enterprise's time, on which the official waits."""
    visit = visit_of(step, clock)
    tell_recounted(step, visit, clock, was, Audience.ADMINS, reply_buttons(visit), "reply")
    tell_recounted(step, visit, clock, was, Audience.OFFICIAL)


@retells(ClockKind.ANSWER)
def tell_of_day(step: Step, clock: Clock, was: datetime) -> None:
    """Whose turn it is; the official hears of the enterprise's time too."""
    visit = visit_of(step, clock)
    asked = Audience.OFFICIAL if visit.turn is Side.OFFICIAL else Audience.ADMINS
    tell_recounted(step, visit, clock, was, asked, moving_buttons(visit), "moving")
    if asked is Audience.ADMINS:
        tell_recounted(step, visit, clock, was, Audience.OFFICIAL)


@retells(ClockKind.OBJECTION)
def tell_supervisor(step: Step, clock: Clock, was: datetime) -> None:
    """Undecided then, the objection is upheld."""
    visit = visit_of(step, clock)
    tell_recounted(step, visit, clock, was, Audience.SUPERVISOR, objection_buttons(visit), "objection")


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
    fields = {**describe(step.session, visit), **moved(clock, was)}
    for person in audience(step, visit, who):
        rows = offered(step.session, person, visit, buttons)
        if buttons and not rows:
            continue  # it isn't his to decide
        subject = visit.subject.about(about) if about else None
        step.notify(person, "due-recounted", fields, buttons=rows, about=subject)
