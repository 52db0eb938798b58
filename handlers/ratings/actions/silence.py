"""What follows when a sheet stays empty."""

from handlers.ratings import terms
from handlers.ratings.actions.rating import last_day, sheet_of_round
from handlers.ratings.pressing import rating_buttons
from handlers.turn import Step
from handlers.visits.reminding import held_for, remind
from handlers.visits.telling import Audience
from models.ratings.ratings import sheet_of
from models.time.clocks import Clock
from models.visits.states import State


@terms.RATING.reminds
def remind_of_rating(step: Step, clock: Clock) -> None:
    """The sheet is still empty half way through its days."""
    visit = held_for(step, clock, State.ENDED)
    sheet = sheet_of(step.session, visit.id)
    if sheet is not None and not sheet.receipt:
        fields = {"closes": last_day(clock.due_at, provisional=clock.provisional is not None)}
        about = sheet_of_round(sheet.round)
        remind(step, visit, Audience.ADMINS, "reminder-rating", fields, rating_buttons(visit), about)


@terms.RATING.passes
def rating_closed(step: Step, clock: Clock) -> None:
    """Nothing follows: silence is "not rated", and never praise."""
    step.record("rating_closed", clock.subject, "rule rating.open_for")
