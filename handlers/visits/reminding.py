"""What the clocks of a visit need: the visit as it is, held, and a word to those whose turn it is."""

from handlers.talking.verbs import offered
from handlers.turn import Rows, Step
from handlers.visits.showing import describe
from handlers.visits.telling import Audience, audience
from handlers.visits.terms import VisitTerm
from models.ground.messages import Fields
from models.ground.refusals import Refusal
from models.time.clocks import Clock
from models.visits.states import State
from models.visits.visits import Visit, load, standing


def held_for(step: Step, clock: Clock, state: State) -> Visit:
    """The clock's visit, held; raises Refusal where it has gone on, and the clock with it."""
    visit = load(step.session, clock.subject.number, hold=True)
    if visit is None:
        raise LookupError(clock.subject)
    if visit.state is not state:
        raise Refusal("visit-not-now", **standing(step.session, visit))
    return visit


def remind_by(step: Step, visit: Visit, term: VisitTerm, key: str, fields: Fields) -> None:
    """Reminds those who have to answer within a term, each with the buttons that are his."""
    remind(step, visit, term.who(visit), key, fields, term.buttons(visit), term.about)


def remind(
    step: Step,
    visit: Visit,
    who: Audience,
    key: str,
    fields: Fields,
    buttons: Rows = (),
    about: str = "",
    *,
    only: int | None = None,
) -> None:
    """Tells an audience, or of it `only` one, something about a visit, each with the buttons that are his; nobody who
    has none of them.
    """
    everything = {**describe(step.session, visit), **fields}
    for person in audience(step, visit, who):
        rows = offered(step.session, person, visit, buttons)
        if only not in (None, person.id) or (buttons and not rows):
            continue  # it isn't his to decide
        subject = visit.subject.about(about) if about else None
        step.notify(person, key, everything, buttons=rows, about=subject)
