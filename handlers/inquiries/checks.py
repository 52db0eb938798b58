"""What can't be done to an inquiry as it stands, each with its own sentence: said before anybody is asked to write,
and decided again when it is done.
"""

from collections.abc import Callable

from sqlalchemy import select

from handlers.inquiries.showing import department_name
from handlers.turn import Step, Turn
from models.ground.messages import Json, quoted, word
from models.ground.refusals import Refusal
from models.inquiries.askers import askers_of
from models.inquiries.inquiries import (
    INQUIRY_TRANSITIONS,
    Help,
    Inquiry,
    InquiryState,
    InquiryVerb,
    ReleasedAnswer,
    inquiry_standing,
    load_inquiry,
    open_helps,
)
from models.inquiries.rights import HANDLING
from models.inquiries.traces import traces
from models.register.offices import departments_of

MOST_TRACES = 5  # told at once: what is put right is looked at again

OF_NO_STEP = {
    "help": {InquiryState.ACCEPTED},
    "contribute": {InquiryState.ACCEPTED, InquiryState.WAITING},
    "reopen": {InquiryState.ANSWERED, InquiryState.CLOSED},
}
"""Where things stand in which what isn't a step of the table, or is more than one, can be done."""


def check(step: Step, inquiry: Inquiry, verb: str) -> None:
    """Raises Refusal where this can't be done to the inquiry any more, or not yet, whoever does it."""
    first = _FIRST.get(verb)
    if first is not None:
        first(step, inquiry)
    states = OF_NO_STEP.get(verb) or {state for state, steps in INQUIRY_TRANSITIONS.items() if verb in steps}
    if inquiry.state not in states:
        raise Refusal("inquiry-not-now", **inquiry_standing(step.session, inquiry))
    then = _THEN.get(verb)
    if then is not None:
        then(step, inquiry)


def check_release(step: Step, inquiry: Inquiry) -> None:
    """Raises Refusal where the answer isn't for everybody, isn't one yet, or is released already."""
    answered = inquiry.state in (InquiryState.ANSWERED, InquiryState.CLOSED)
    if inquiry.confidential or not answered or not inquiry.answer or inquiry.department_id is None:
        raise Refusal("cannot-be-released", inquiry=inquiry.number)
    released = select(ReleasedAnswer.id).where(ReleasedAnswer.inquiry_id == inquiry.id)
    if step.session.scalar(released) is not None:
        raise Refusal("released-already", inquiry=inquiry.number)


def shows_who_asked(step: Step, inquiry: Inquiry, **said: str) -> list[Json]:
    """What in words meant for everybody gives away who asked, and where: in the "question", in the "answer"."""
    askers = askers_of(step.session, inquiry)
    found = [(where, words, trace) for where, words in said.items() for trace in traces(askers, words)]
    return [
        word(
            "trace-found",
            where=word(f"trace-in-{where}"),
            kind=word(f"trace-{trace.kind.value}"),
            found=quoted(trace.quoted(words)),
        )
        for where, words, trace in found[:MOST_TRACES]
    ]


def help_of(turn: Turn, inquiry: Inquiry) -> Help:
    """What the person's department was asked to contribute; raises Refusal where it isn't needed any more."""
    check(turn, inquiry, "contribute")
    mine = departments_of(turn.person, *HANDLING)
    for asked in open_helps(turn.session, inquiry.id):
        if asked.department_id in mine:
            return asked
    raise Refusal("help-given-already", inquiry=inquiry.number)


def check_return(inquiry: Inquiry) -> None:
    """Raises Refusal where it can't be returned, whatever the person saw."""
    if inquiry.holding is not None and inquiry.holding.deemed:
        raise Refusal("inquiry-deemed", inquiry=inquiry.number)
    check_refuse(inquiry)


def check_refuse(inquiry: Inquiry) -> None:
    """Raises Refusal where the supervisor has decided whose it is."""
    if inquiry.state is InquiryState.ASKED and not inquiry.returnable:
        raise Refusal("inquiry-designated", inquiry=inquiry.number)


def _designate(step: Step, inquiry: Inquiry) -> None:
    if inquiry.state is not InquiryState.PLACING:
        raise Refusal("inquiry-placed", **inquiry_standing(step.session, inquiry))


def _transfer(step: Step, inquiry: Inquiry) -> None:
    if inquiry.passings >= step.rules.inquiry.passings:
        raise Refusal("inquiry-passed-too-often", inquiry=inquiry.number, most=step.rules.inquiry.passings)
    if inquiry.offered_to is not None:
        raise Refusal("inquiry-offered-already", to=department_name(step, inquiry.offered_to))


def _extend(_step: Step, inquiry: Inquiry) -> None:
    if inquiry.extension_asked:
        raise Refusal("extension-once", inquiry=inquiry.number)


def _answer(step: Step, inquiry: Inquiry) -> None:
    """One that waits for the answer to another has none of its own, while the other's is still to come from here."""
    main = load_inquiry(step.session, inquiry.linked_to) if inquiry.linked_to is not None else None
    to_come = main is not None and main.state in (InquiryState.ACCEPTED, InquiryState.WAITING)
    if main is not None and to_come and main.department_id == inquiry.department_id:
        raise Refusal("inquiry-is-linked", inquiry=inquiry.number, main=main.number)


Check = Callable[[Step, Inquiry], None]

_FIRST: dict[str, Check] = {
    InquiryVerb.RETURN: lambda _step, inquiry: check_return(inquiry),
    InquiryVerb.OUT_OF_SCOPE: lambda _step, inquiry: check_refuse(inquiry),
    InquiryVerb.DESIGNATE: _designate,
}
"""What says more than that it can't be done now."""
_THEN: dict[str, Check] = {
    InquiryVerb.TRANSFER: _transfer,
    InquiryVerb.EXTEND: _extend,
    InquiryVerb.ANSWER: _answer,
}
"""What else stands against it where the step is legal."""
