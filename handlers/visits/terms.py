"""The clocks of a visit."""

from collections.abc import Callable
from dataclasses import dataclass

from handlers.terms import Keeper, Term, declare, kept_by
from handlers.turn import Rows, Step
from handlers.visits.pressing import approval_buttons, moving_buttons, objection_buttons, reply_buttons
from handlers.visits.telling import Audience, audience
from models.register.people import Person
from models.time.clocks import ClockKind
from models.visits import deadlines
from models.visits.states import Side
from models.visits.visits import Visit, hold_back, load


@dataclass(kw_only=True, eq=False)
class VisitTerm(Term):
    """In which somebody has to answer about a visit: `who`, by which `buttons`, and what the message is `about`."""

    who: Callable[[Visit], Audience]
    buttons: Callable[[Visit], Rows]
    about: str


def _parties(step: Step, visit_id: int) -> list[Person]:
    visit = load(step.session, visit_id)
    return [person for who in Audience for person in audience(step, visit, who)] if visit is not None else []


def _whose_turn(visit: Visit) -> Audience:
    return Audience.OFFICIAL if visit.whose_turn is Side.OFFICIAL else Audience.ADMINS


KEEPER = Keeper(hold=hold_back, parties=_parties)

LEAD_TIME = declare(
    VisitTerm(
        kind=ClockKind.LEAD_TIME,
        keeper=KEEPER,
        by_digest=True,
        line="approval",
        who=lambda _visit: Audience.APPROVER,
        buttons=approval_buttons,
        about="approval",
    )
)
APPROVAL = declare(
    VisitTerm(
        kind=ClockKind.APPROVAL,
        keeper=KEEPER,
        answered=True,
        by_digest=True,
        line="approval",
        due=deadlines.approval_due,
        who=lambda _visit: Audience.APPROVER,
        buttons=approval_buttons,
        about="approval",
    )
)
REPLY = declare(
    VisitTerm(
        kind=ClockKind.REPLY,
        keeper=KEEPER,
        answered=True,
        who=lambda _visit: Audience.ADMINS,
        buttons=reply_buttons,
        about="reply",
    )
)
LISTENER = declare(Term(kind=ClockKind.LISTENER, keeper=KEEPER, due=deadlines.unreached_due))
ANSWER = declare(
    VisitTerm(
        kind=ClockKind.ANSWER,
        keeper=KEEPER,
        answered=True,
        line="answer",
        who=_whose_turn,
        buttons=moving_buttons,
        about="moving",
    )
)
"""By digest where it is the official's turn, as the enterprise gets none."""
OBJECTION = declare(
    VisitTerm(
        kind=ClockKind.OBJECTION,
        keeper=KEEPER,
        answered=True,
        by_digest=True,
        line="objection",
        due=deadlines.objection_due,
        who=lambda _visit: Audience.SUPERVISOR,
        buttons=objection_buttons,
        about="objection",
    )
)
WINDOW = declare(Term(kind=ClockKind.WINDOW, keeper=KEEPER))
TEAM = declare(Term(kind=ClockKind.TEAM, keeper=KEEPER))
MIDNIGHT = declare(Term(kind=ClockKind.MIDNIGHT, keeper=KEEPER))
OF_THE_STATE = kept_by(KEEPER)
"""They stop when the visit goes on."""

PROMISE = declare(Term(kind=ClockKind.PROMISE, line="promise"))
"""Somebody's promise at the end of a visit, by its day: whatever becomes of the visit."""
