"""The clocks of an inquiry."""

from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy.orm import Session

from handlers.inquiries.showing import asker_buttons, desk_buttons, supervisor_buttons
from handlers.inquiries.telling import askers, desks, everybody, placers, who_decide_on_time
from handlers.terms import Keeper, Term, declare, kept_by
from handlers.turn import Rows, Step
from models.inquiries import deadlines
from models.inquiries.inquiries import Help, Inquiry, load_inquiry
from models.register.people import Person
from models.time.clocks import ClockKind


@dataclass(kw_only=True, eq=False)
class InquiryTerm(Term):
    """In which somebody has to act on an inquiry: `who`, by which `buttons`, None where he was asked by a message of
    its own. `in_days`: it is the enterprise's own, in days that end at midnight. `book` is where the department's book
    has the moment too.
    """

    who: Callable[[Step, Inquiry], list[Person]]
    buttons: Callable[[Inquiry], Rows] | None = None
    in_days: bool = False
    book: str = ""


def _hold(session: Session, inquiry_id: int) -> Inquiry | None:
    return load_inquiry(session, inquiry_id, hold=True)


def _parties(step: Step, inquiry_id: int) -> list[Person]:
    inquiry = load_inquiry(step.session, inquiry_id)
    return everybody(step, inquiry) if inquiry is not None else []


def _hold_for_help(session: Session, help_id: int) -> Inquiry | None:
    return _hold(session, session.get_one(Help, help_id).inquiry_id)


def _helpers(step: Step, help_id: int) -> list[Person]:
    return _parties(step, step.session.get_one(Help, help_id).inquiry_id)


def _offered(step: Step, inquiry: Inquiry) -> list[Person]:
    return desks(step, inquiry, inquiry.offered_to) if inquiry.offered_to else []


KEEPER = Keeper(hold=_hold, parties=_parties)

ACCEPT = declare(
    InquiryTerm(
        kind=ClockKind.ACCEPT,
        keeper=KEEPER,
        answered=True,
        by_digest=True,
        line="accept",
        due=deadlines.accept_due,
        who=desks,
        buttons=desk_buttons,
        book="accept_due",
    )
)
DESIGNATION = declare(
    InquiryTerm(
        kind=ClockKind.DESIGNATION,
        keeper=KEEPER,
        answered=True,
        by_digest=True,
        line="designation",
        due=deadlines.designation_due,
        who=placers,
        buttons=supervisor_buttons,
    )
)
TRANSFER = declare(
    InquiryTerm(
        kind=ClockKind.TRANSFER,
        keeper=KEEPER,
        answered=True,
        by_digest=True,
        line="transfer",
        due=deadlines.transfer_due,
        who=_offered,
    )
)
EXTENSION = declare(
    InquiryTerm(
        kind=ClockKind.EXTENSION,
        keeper=KEEPER,
        answered=True,
        by_digest=True,
        line="extension",
        due=deadlines.extension_due,
        who=who_decide_on_time,
    )
)
FIRST_REPLY = declare(
    InquiryTerm(
        kind=ClockKind.FIRST_REPLY,
        keeper=KEEPER,
        answered=True,
        by_digest=True,
        line="first_reply",
        due=deadlines.first_reply_due,
        who=desks,
        buttons=desk_buttons,
        book="reply_due",
    )
)
RESOLVE = declare(
    InquiryTerm(
        kind=ClockKind.RESOLVE,
        keeper=KEEPER,
        answered=True,
        by_digest=True,
        line="resolve",
        who=desks,
        buttons=desk_buttons,
        book="resolve_due",
    )
)
"""Paused while a question waits for the enterprise."""
INPUT = declare(
    InquiryTerm(
        kind=ClockKind.INPUT,
        keeper=KEEPER,
        answered=True,
        due=deadlines.input_closes,
        in_days=True,
        who=askers,
        buttons=asker_buttons,
    )
)
MARKING = declare(
    InquiryTerm(
        kind=ClockKind.MARKING,
        keeper=KEEPER,
        answered=True,
        due=deadlines.marking_closes,
        in_days=True,
        who=askers,
        buttons=asker_buttons,
    )
)
OF_THE_STATE = kept_by(KEEPER)
"""They belong to where an inquiry stands."""

HELP = declare(
    Term(
        kind=ClockKind.HELP,
        keeper=Keeper(hold=_hold_for_help, parties=_helpers),
        answered=True,
        by_digest=True,
        line="help",
    )
)
"""Another department's contribution, by a day that the lead named."""
