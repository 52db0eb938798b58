"""Who is told of an inquiry: whoever asked, the desk and the head of a department, the supervisors.

A confidential complaint about a department reaches nobody who belongs to it, in whatever role.
"""

from collections.abc import Callable, Iterable

from handlers.inquiries.showing import (
    asker_buttons,
    department_name,
    desk_buttons,
    happened,
    summary,
    supervisor_buttons,
)
from handlers.talking.offering import Decision, tell_nobody_left
from handlers.talking.verbs import offered
from handlers.turn import Rows, Step
from models.ground.messages import Fields, Json, moment, word
from models.inquiries.inquiries import Inquiry, InquiryState, open_helps, steps_of
from models.inquiries.rights import HANDLING, RIGHTS, accused, asker, heads_who_decide
from models.register.people import ADMINS, Person, Role, holders, supervisors

TO_DECIDE = frozenset({InquiryState.WAITING, InquiryState.ANSWERED, InquiryState.CLOSED})
"""Where whoever asked has something to decide: what stood there is put away when it is decided."""


def askers(step: Step, inquiry: Inquiry) -> list[Person]:
    """Whoever asked; when he has left, or belongs to the department himself, the others who speak for the enterprise
    too, save of what he asked in confidence.
    """
    admins = holders(step.session, *ADMINS, enterprise=inquiry.enterprise_id)
    asked = [person for person in admins if person.id == inquiry.asked_by]
    alone = inquiry.confidential or any(not RIGHTS["solved"].tied(step.session, person, inquiry) for person in asked)
    return asked if alone else admins


def desks(step: Step, inquiry: Inquiry, department_id: int | None = None) -> list[Person]:
    """The desk of the department that has the inquiry, or of another; its heads where it has no desk that isn't of
    the enterprise itself.
    """
    department = department_id or inquiry.department_id
    if department is None:
        return []
    found = _who_may(step, inquiry, "answer", holders(step.session, Role.DESK, department=department))
    return found or _who_may(step, inquiry, "answer", holders(step.session, Role.APPROVER, department=department))


def heads(step: Step, inquiry: Inquiry) -> list[Person]:
    """The heads of the department that has the inquiry."""
    found = holders(step.session, Role.APPROVER, department=inquiry.department_id) if inquiry.department_id else []
    return _but_the_accused(step, inquiry, found)


def who_decide_on_time(step: Step, inquiry: Inquiry) -> list[Person]:
    """Who decides on more time: the heads who didn't ask for it, else the supervisors."""
    return heads_who_decide(step.session, inquiry) or placers(step, inquiry)


def placers(step: Step, inquiry: Inquiry) -> list[Person]:
    """The supervisors of the region who are of neither side."""
    return _who_may(step, inquiry, "designate", supervisors(step.session, inquiry.region_id))


def everybody(step: Step, inquiry: Inquiry) -> list[Person]:
    """Everybody who can act on it now."""
    helping = [each.department_id for each in open_helps(step.session, inquiry.id)]
    departments = {inquiry.department_id, inquiry.offered_to, *helping} - {None}
    acting = [person for each in departments for person in holders(step.session, *HANDLING, department=each)]
    admins = [] if inquiry.confidential else holders(step.session, *ADMINS, enterprise=inquiry.enterprise_id)
    people = (*askers(step, inquiry), *admins, *_but_the_accused(step, inquiry, acting), *placers(step, inquiry))
    return list({person.id: person for person in people}.values())


def tell_asker(step: Step, inquiry: Inquiry, *, due: Json = "") -> None:
    """Whoever asked hears what happened last, and what is due when."""
    about = "asker" if inquiry.state in TO_DECIDE else None
    over = {"answerable": ""} if inquiry.state is InquiryState.CLOSED else {}
    _tell(step, inquiry, askers(step, inquiry), "inquiry-told-asker", {"due": due, **over}, asker_buttons, about)


def tell_desk(step: Step, inquiry: Inquiry, key: str = "inquiry-told-desk", *, due: Json = "") -> None:
    """The desk that has it hears what happened last, and what is due when; where a department has nobody who could,
    the supervisors hear that.
    """
    people = desks(step, inquiry)
    if people:
        _tell(step, inquiry, people, key, {"due": due}, desk_buttons, "desk")
    elif inquiry.department_id is not None:
        tell_people(step, inquiry, placers(step, inquiry), "inquiry-nobody-there", buttons=supervisor_buttons(inquiry))


def tell_placers(step: Step, inquiry: Inquiry, *, due: Json = "") -> None:
    """The supervisors hear what happened last."""
    people = placers(step, inquiry)
    _tell(step, inquiry, people, "inquiry-told-supervisor", {"due": due}, supervisor_buttons, "placing")
    if not people and inquiry.state is InquiryState.PLACING:
        tell_nobody_left(step, Decision.INQUIRY)


def tell_people(
    step: Step,
    inquiry: Inquiry,
    people: Iterable[Person],
    key: str,
    fields: Fields | None = None,
    *,
    buttons: Rows = (),
    about: str | None = None,
    sight: str | None = None,
) -> None:
    """Says something about an inquiry to some people, each once; `sight` names what they may see of it, where it isn't
    what `about` names or the inquiry itself.
    """
    everything = {**summary(step, inquiry), **(fields or {})}
    for person in {person.id: person for person in people}.values():
        rows = offered(step.session, person, inquiry, buttons)
        shows = sight or about or inquiry.subject.about("see")
        step.notify(person, key, everything, buttons=rows, about=about, sight=shows)


def tell_left(step: Step, inquiry: Inquiry, department: int | None, people: Iterable[Person]) -> None:
    """The desk of a department that had it hears that it has nothing to answer any more."""
    sight = _subject(inquiry, "desk", department)
    tell_people(step, inquiry, people, "inquiry-no-longer-answerable", sight=sight)


def close_cards(step: Step, inquiry: Inquiry, *which: str, left: int | None = None) -> None:
    """Wherever the inquiry stands with buttons, they go, and what happened last comes; at the desk of the department
    that it left, where it left one.
    """
    fields = {**summary(step, inquiry), **_last(step, inquiry), "by": step.by, "at": moment(step.now)}
    by_asker = step.actor is not None and asker.holds(step.session, step.actor, inquiry)
    inside, outside = inquiry.subject.about("asker"), {"by": word("enterprise-admin")} if by_asker else {}
    for about in which:
        step.change(_subject(inquiry, about, left), "inquiry-went-on", fields, inside=inside, outside=outside)


def _subject(inquiry: Inquiry, about: str, department: int | None = None) -> str:
    """What a message with buttons is about; each department's desk has its own."""
    of_department = department or inquiry.department_id
    return inquiry.subject.about(about) + (f".{of_department}" if about == "desk" else "")


def _tell(
    step: Step,
    inquiry: Inquiry,
    people: Iterable[Person],
    key: str,
    fields: Fields,
    buttons: Callable[[Inquiry], Rows],
    about: str | None,
) -> None:
    said = {**_last(step, inquiry), **fields}
    subject = _subject(inquiry, about) if about else None
    tell_people(step, inquiry, people, key, said, buttons=buttons(inquiry), about=subject)


def _last(step: Step, inquiry: Inquiry) -> dict[str, Json]:
    """What happened last, and its words, of what may be said to whoever asked."""
    last = steps_of(step.session, inquiry.id)[-1]
    answerable = department_name(step, inquiry.answerable_id)
    return {"happened": happened(step, last), "said": last.words, "answerable": answerable}


def _but_the_accused(step: Step, inquiry: Inquiry, people: Iterable[Person]) -> list[Person]:
    return [person for person in people if not accused(step.session, person, inquiry)]


def _who_may(step: Step, inquiry: Inquiry, verb: str, people: Iterable[Person]) -> list[Person]:
    """Those to whom it is nothing of their own."""
    return [one for one in _but_the_accused(step, inquiry, people) if not RIGHTS[verb].tied(step.session, one, inquiry)]
