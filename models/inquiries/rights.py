"""Who may do what to an inquiry, and the loader that is the check."""

from collections.abc import Callable

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.ground.refusals import Refusal
from models.inquiries.inquiries import Happening, Help, Inquiry, InquiryStep, load_inquiry, open_helps
from models.register.conflicts import NONE, ON_INQUIRIES, Conflict, departments_belonged_to, enterprises_belonged_to
from models.register.offices import departments_of, enterprises_of, supervised_regions
from models.register.people import ADMINS, Person, Role, holders, with_successors

Right = Callable[[Session, Person, Inquiry], bool]

HANDLING = (Role.DESK, Role.APPROVER)  # a head may do what his desk may: an inquiry doesn't wait for a colleague


def asker(_session: Session, person: Person, inquiry: Inquiry) -> bool:
    """Owner and deputies; of a confidential one only the person who asked."""
    mine = inquiry.enterprise_id in enterprises_of(person, *ADMINS)
    return mine and (not inquiry.confidential or inquiry.asked_by == person.id)


def desk(_session: Session, person: Person, inquiry: Inquiry) -> bool:
    """Whoever handles it in the department that has it."""
    return inquiry.department_id in departments_of(person, *HANDLING)


def _head(_session: Session, person: Person, inquiry: Inquiry) -> bool:
    return inquiry.department_id in departments_of(person, Role.APPROVER)


def _decides_on_time(session: Session, person: Person, inquiry: Inquiry) -> bool:
    """The head; where none is left who didn't ask for it himself, the supervisor."""
    if _head(session, person, inquiry):
        return True
    return supervisor(session, person, inquiry) and not heads_who_decide(session, inquiry)


def _offered(_session: Session, person: Person, inquiry: Inquiry) -> bool:
    return inquiry.offered_to in departments_of(person, *HANDLING)


def _helper(session: Session, person: Person, inquiry: Inquiry) -> bool:
    mine = departments_of(person, *HANDLING)
    return any(asked.department_id in mine for asked in open_helps(session, inquiry.id))


def _was_offered(session: Session, person: Person, inquiry: Inquiry) -> bool:
    """Whether it ever was, though the offer may be over: that is worth a sentence of its own."""
    offered = InquiryStep.inquiry_id == inquiry.id, InquiryStep.event == Happening.OFFERED
    mine = departments_of(person, *HANDLING)
    return bool(mine) and not mine.isdisjoint(session.scalars(select(InquiryStep.to_id).where(*offered)))


def _asked_to_help(session: Session, person: Person, inquiry: Inquiry) -> bool:
    """Whether they were asked, though it may be too late: that is worth a sentence of its own."""
    asked = select(Help.department_id).where(Help.inquiry_id == inquiry.id)
    return not departments_of(person, *HANDLING).isdisjoint(session.scalars(asked))


def _answerable(_session: Session, person: Person, inquiry: Inquiry) -> bool:
    """Whoever got it first stays in the picture until another has accepted."""
    return inquiry.answerable_id in departments_of(person, *HANDLING)


def supervisor(session: Session, person: Person, inquiry: Inquiry) -> bool:
    """Whoever places it, in its region."""
    return inquiry.region_id in supervised_regions(session, person)


def _anybody(session: Session, person: Person, inquiry: Inquiry) -> bool:
    rights = (asker, desk, _offered, _answerable, _helper, supervisor)
    return any(right(session, person, inquiry) for right in rights)


OFFICES: dict[str, Right] = {
    "accept": desk,
    "return": desk,
    "out_of_scope": desk,
    "note": desk,
    "transfer": desk,
    "ask_back": desk,
    "extend": desk,
    "answer": desk,
    "link": desk,
    "help": desk,
    "release": desk,
    "take": _was_offered,
    "leave": _was_offered,
    "contribute": _asked_to_help,
    "grant": _decides_on_time,
    "deny": _decides_on_time,
    "designate": supervisor,
    "withdraw": asker,
    "input": asker,
    "solved": asker,
    "not_solved": asker,
    "satisfied": asker,
    "reopen": asker,
    "see": _anybody,
}
"""Whose office it is to do it, were it not his own matter."""


def _asked(session: Session, person: Person, inquiry: Inquiry, verb: str) -> bool:
    if verb not in ("grant", "deny"):
        return inquiry.asked_by == person.id
    wished = InquiryStep.inquiry_id == inquiry.id, InquiryStep.event == Happening.EXTENSION_ASKED
    by = session.scalar(select(InquiryStep.by).where(*wished).order_by(InquiryStep.id.desc()).limit(1))
    return person.id in (inquiry.asked_by, by)


def _of_department(session: Session, person: Person, inquiry: Inquiry, verb: str) -> bool:
    """Of one that has it or answers; whoever designates, of none that ever had it or is complained about."""
    sides = {inquiry.department_id, inquiry.answerable_id, *with_successors(session, inquiry.about_id)}
    if verb == "designate":
        sides |= {each.department_id for each in inquiry.holdings}
    return not departments_belonged_to(person).isdisjoint(sides - {None})


def tied(session: Session, person: Person, inquiry: Inquiry, verb: str) -> bool:
    """Whether it is his own matter, so that he may not do this to the inquiry, whatever his office is."""
    against = ON_INQUIRIES.get(verb, NONE)
    return (
        (Conflict.ENTERPRISE in against and inquiry.enterprise_id in enterprises_belonged_to(person))
        or (Conflict.DEPARTMENT in against and _of_department(session, person, inquiry, verb))
        or (Conflict.ASKED in against and _asked(session, person, inquiry, verb))
    )


def _but_tied(verb: str, office: Right) -> Right:
    return lambda session, person, inquiry: (
        office(session, person, inquiry) and not tied(session, person, inquiry, verb)
    )


RIGHTS: dict[str, Right] = {verb: _but_tied(verb, office) for verb, office in OFFICES.items()}


def heads_who_decide(session: Session, inquiry: Inquiry) -> list[Person]:
    """The heads of the department that has it who may decide on more time."""
    found = holders(session, Role.APPROVER, department=inquiry.department_id) if inquiry.department_id else []
    return [head for head in found if not accused(session, head, inquiry) and not tied(session, head, inquiry, "grant")]


def accused(session: Session, person: Person, inquiry: Inquiry) -> bool:
    """Whether the inquiry complains in confidence about a department the person belongs to, or into which that was
    merged with its people: it never reaches him.
    """
    about = with_successors(session, inquiry.about_id) if inquiry.confidential else frozenset()
    return not about.isdisjoint(departments_of(person, *Role))


def inquiry_for(session: Session, person: Person, verb: str, inquiry_id: int, *, hold: bool = False) -> Inquiry:
    """The inquiry, for somebody who may do this to it; raises Refusal("not-yours") for everybody else, and in the
    same words where there is none. Whoever asked and has left the enterprise since hears that: Refusal("asker-left");
    somebody whose office it would be, were he not tied to the matter himself: Refusal("own-matter").
    """
    inquiry = load_inquiry(session, inquiry_id, hold=hold)
    if inquiry is None or person.suspended_at is not None or accused(session, person, inquiry):
        raise Refusal("not-yours")
    if not RIGHTS[verb](session, person, inquiry):
        if OFFICES[verb](session, person, inquiry):
            raise Refusal("own-matter")
        left = inquiry.asked_by == person.id and inquiry.enterprise_id not in enterprises_of(person, *ADMINS)
        raise Refusal("asker-left" if left else "not-yours")
    return inquiry
