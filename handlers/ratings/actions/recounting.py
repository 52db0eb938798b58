"""A year's notice has come, and a sheet closes at another moment than was said."""

from datetime import datetime

from handlers.ratings import terms
from handlers.ratings.pressing import rating_buttons
from handlers.terms import Limit
from handlers.turn import Step
from handlers.visits.actions.recounting import tell_recounted, visit_of
from handlers.visits.telling import Audience
from models.ratings.ratings import close_at, sheet_of
from models.register import deadlines as common_deadlines
from models.time.clocks import Clock, ClockKind


@terms.RATING.counts
def _rating(step: Step, _clock: Clock) -> Limit:
    rules, calendar = step.rules, step.calendar
    return Limit(
        kind=ClockKind.RATING,
        due=terms.RATING.due_from(step),
        reminders=(common_deadlines.half_of_days(step.now, rules.rating.open_for, calendar),),
        until=calendar.day_of_receipt(step.now),
    )


@terms.RATING.retells
def tell_raters(step: Step, clock: Clock, was: datetime) -> None:
    """The sheet closes with its clock."""
    visit = visit_of(step, clock)
    sheet = sheet_of(step.session, visit.id)
    if sheet is not None:
        close_at(step.session, sheet, clock.due_at)
    tell_recounted(step, visit, clock, was, Audience.ADMINS, rating_buttons(visit), "rating")
