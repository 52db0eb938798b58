"""The clocks of a rating and of what follows a bad one."""

from dataclasses import dataclass

from sqlalchemy.orm import Session

from handlers.terms import TERMS, Keeper, Term, declare
from handlers.turn import Step
from handlers.visits.telling import Audience, audience
from models.ratings import deadlines
from models.ratings.follow_ups import FollowUp, Stage, load_follow_up
from models.register.people import Person
from models.time.clocks import ClockKind
from models.visits.visits import load


@dataclass(kw_only=True, eq=False)
class FollowUpTerm(Term):
    """How long a bad rating stands at a stage."""

    stage: Stage


def _hold(session: Session, number: int) -> FollowUp | None:
    return load_follow_up(session, number, hold=True)


def _parties(step: Step, number: int) -> list[Person]:
    follow_up = load_follow_up(step.session, number)
    visit = load(step.session, follow_up.visit_id) if follow_up is not None else None
    return [person for who in Audience for person in audience(step, visit, who)] if visit is not None else []


KEEPER = Keeper(hold=_hold, parties=_parties)

RATING = declare(Term(kind=ClockKind.RATING, due=deadlines.rating_closes))
CONTACT = declare(
    FollowUpTerm(
        kind=ClockKind.CONTACT,
        keeper=KEEPER,
        answered=True,
        line="contact",
        due=deadlines.contact_due,
        stage=Stage.CONTACT,
    )
)
NAMING = declare(FollowUpTerm(kind=ClockKind.NAMING, keeper=KEEPER, due=deadlines.naming_due, stage=Stage.AGREED))
REMEDY = declare(
    FollowUpTerm(
        kind=ClockKind.REMEDY,
        keeper=KEEPER,
        answered=True,
        line="remedy",
        due=deadlines.remedy_due,
        stage=Stage.REMEDY,
    )
)
APPEAL = declare(
    FollowUpTerm(
        kind=ClockKind.APPEAL,
        keeper=KEEPER,
        answered=True,
        line="appeal",
        due=deadlines.appeal_due,
        stage=Stage.APPEAL,
    )
)
AT_STAGE = {term.stage: term for term in TERMS.values() if isinstance(term, FollowUpTerm)}
"""The clock of each stage that has one."""
