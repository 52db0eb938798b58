"""Who may do what to an inquiry, and the loader that is the check."""

from collections.abc import Iterable

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.ground.refusals import Refusal
from models.inquiries.inquiries import Happening, Help, Inquiry, InquiryStep, load_inquiry, open_helps
from models.register.conflicts import (
    HANDLER,
    NONE,
    OF_DEPARTMENT,
    Conflict,
    departments_belonged_to,
    enterprises_belonged_to,
)
from models.register.offices import departments_of, enterprises_of, supervised_regions
from models.register.people import ADMINS, Person, Role, holders, with_successors
from models.register.rights import Office, Right, Ties

HANDLING = (Role.DESK, Role.APPROVER)  # a head may do what his desk may: an inquiry doesn't wait for a colleague


@Office
def asker(_session: Session, person: Person, inquiry: Inquiry) -> bool:
    """Owner and deputies; of a confidential one only the person who asked."""
    mine = inquiry.enterprise_id in enterprises_of(person, *ADMINS)
    return mine and (not inquiry.confidential or inquiry.asked_by == person.id)


@Office
def desk(_session: Session, person: Person, inquiry: Inquiry) -> bool:
    """Whoever handles it in the department that has it."""
    return inquiry.department_id in departments_of(person, *HANDLING)


@Office
def _decides_on_time(session: Session, person: Person, inquiry: Inquiry) -> bool:
    """The head; where none is left who didn't ask for it himself, the supervisor."""
    if inquiry.department_id in departments_of(person, Role.APPROVER):
        return True
    return supervisor.holds(session, person, inquiry) and not heads_who_decide(session, inquiry)


@Office
def _offered(_session: Session, person: Person, inquiry: Inquiry) -> bool:
    return inquiry.offered_to in departments_of(person, *HANDLING)


@Office
def _helper(session: Session, person: Person, inquiry: Inquiry) -> bool:
    mine = departments_of(person, *HANDLING)
    return any(asked.department_id in mine for asked in open_helps(session, inquiry.id))


@Office
def _was_offered(session: Session, person: Person, inquiry: Inquiry) -> bool:
    """Whether it ever was, though the offer may be over: that is worth a sentence of its own."""
    offered = InquiryStep.inquiry_id == inquiry.id, InquiryStep.event == Happening.OFFERED
    mine = departments_of(person, *HANDLING)
    return bool(mine) and not mine.isdisjoint(session.scalars(select(InquiryStep.to_id).where(*offered)))


@Office
def _asked_to_help(session: Session, person: Person, inquiry: Inquiry) -> bool:
    """Whether they were asked, though it may be too late: that is worth a sentence of its own."""
    asked = select(Help.department_id).where(Help.inquiry_id == inquiry.id)
    return not departments_of(person, *HANDLING).isdisjoint(session.scalars(asked))


@Office
def _answerable(_session: Session, person: Person, inquiry: Inquiry) -> bool:
    """Whoever got it first stays in the picture until another has accepted."""
    return inquiry.answerable_id in departments_of(person, *HANDLING)


@Office
def supervisor(session: Session, person: Person, inquiry: Inquiry) -> bool:
    """Whoever places it, in its region."""
    return inquiry.region_id in supervised_regions(session, person)


def _belonged(person: Person, sides: Iterable[int | None]) -> bool:
    return not departments_belonged_to(person).isdisjoint({*sides} - {None})


def _sides(session: Session, inquiry: Inquiry) -> set[int | None]:
    """The department that has it, the one that answers, and those it is about."""
    return {inquiry.department_id, inquiry.answerable_id, *with_successors(session, inquiry.accused_id)}


@Office
def _asked(_session: Session, person: Person, inquiry: Inquiry) -> bool:
    return inquiry.asked_by == person.id


@Office
def _asked_for_time(session: Session, person: Person, inquiry: Inquiry) -> bool:
    wished = InquiryStep.inquiry_id == inquiry.id, InquiryStep.event == Happening.EXTENSION_ASKED
    by = session.scalar(select(InquiryStep.by).where(*wished).order_by(InquiryStep.id.desc()).limit(1))
    return person.id == by


@Office
def _of_department(session: Session, person: Person, inquiry: Inquiry) -> bool:
    return _belonged(person, _sides(session, inquiry))


@Office
def _of_any_department(session: Session, person: Person, inquiry: Inquiry) -> bool:
    """Also of one that had it before: whoever designates sends it back to none of them."""
    return _belonged(person, _sides(session, inquiry) | {each.department_id for each in inquiry.holdings})


@Office
def _of_enterprise(_session: Session, person: Person, inquiry: Inquiry) -> bool:
    return inquiry.enterprise_id in enterprises_belonged_to(person)


TIES: Ties[Inquiry] = {
    Conflict.ASKED: _asked,
    Conflict.DEPARTMENT: _of_department,
    Conflict.ENTERPRISE: _of_enterprise,
}
_TIES_TO_TIME = {**TIES, Conflict.ASKED: _asked | _asked_for_time}
_TIES_TO_PLACING = {**TIES, Conflict.DEPARTMENT: _of_any_department}


def right(office: Office[Inquiry], against: frozenset[Conflict] = NONE, ties: Ties[Inquiry] = TIES) -> Right[Inquiry]:
    """A right to do something to an inquiry."""
    return Right(office=office, ties=ties, against=against)


RIGHTS: dict[str, Right[Inquiry]] = {
    "accept": right(desk, HANDLER),
    "return": right(desk, HANDLER),
    "out_of_scope": right(desk, HANDLER),
    "note": right(desk, HANDLER),
    "transfer": right(desk, HANDLER),
    "ask_back": right(desk, HANDLER),
    "extend": right(desk, HANDLER),
    "answer": right(desk, HANDLER),
    "link": right(desk, HANDLER),
    "help": right(desk, HANDLER),
    "release": right(desk, HANDLER),
    # Also when it is too late: whoever was asked is told so, and not that it is none of his business.
    "take": right(_was_offered, HANDLER),
    "leave": right(_was_offered, HANDLER),
    "contribute": right(_asked_to_help, HANDLER),
    "grant": right(_decides_on_time, HANDLER, _TIES_TO_TIME),
    "deny": right(_decides_on_time, HANDLER, _TIES_TO_TIME),
    # Whoever places a complaint must be of no department that has had it.
    "designate": right(supervisor, HANDLER | OF_DEPARTMENT, _TIES_TO_PLACING),
    "withdraw": right(asker, OF_DEPARTMENT),
    "solved": right(asker, OF_DEPARTMENT),
    "not_solved": right(asker, OF_DEPARTMENT),
    "satisfied": right(asker, OF_DEPARTMENT),
    "reopen": right(asker, OF_DEPARTMENT),
    # What somebody does to what is his own
    "input": right(asker),
    "see": right(asker | desk | _offered | _answerable | _helper | supervisor),
}
"""Whose office it is to do what to an inquiry, and whose own matter it must not be."""


def heads_who_decide(session: Session, inquiry: Inquiry) -> list[Person]:
    """The heads of the department that has it who may decide on more time."""
    found = holders(session, Role.APPROVER, department=inquiry.department_id) if inquiry.department_id else []
    free = (head for head in found if not RIGHTS["grant"].tied(session, head, inquiry))
    return [head for head in free if not accused(session, head, inquiry)]


def accused(session: Session, person: Person, inquiry: Inquiry) -> bool:
    """Whether the inquiry complains in confidence about a department the person belongs to, or into which that was
    merged with its people: it never reaches him.
    """
    about = with_successors(session, inquiry.accused_id) if inquiry.confidential else frozenset()
    return not about.isdisjoint(departments_of(person, *Role))


def inquiry_for(
    session: Session, person: Person, right: Right[Inquiry], inquiry_id: int, *, hold: bool = False
) -> Inquiry:
    """The inquiry, for somebody who may do this to it; raises what `Right.check` does for everybody else, in the words
    of another's where there is none. Whoever asked and has left the enterprise since hears that: Refusal("asker-left").
    """
    inquiry = load_inquiry(session, inquiry_id, hold=hold)
    if inquiry is None or accused(session, person, inquiry):
        raise Refusal("not-yours")
    try:
        right.check(session, person, inquiry)
    except Refusal as refusal:
        if refusal.code == "not-yours" and _has_left(person, inquiry):
            raise Refusal("asker-left") from None
        raise
    return inquiry


def _has_left(person: Person, inquiry: Inquiry) -> bool:
    mine = inquiry.enterprise_id in enterprises_of(person, *ADMINS)
    return inquiry.asked_by == person.id and person.suspended_at is None and not mine
