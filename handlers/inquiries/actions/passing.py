"""How an inquiry comes to the right department: returned, offered, taken over, or designated by the supervisor."""

from handlers.inquiries import terms, verbs
from handlers.inquiries.actions.asking import resolve_due, standing_department
from handlers.inquiries.checks import check, check_return
from handlers.inquiries.commands import DesignateDepartment, OfferTransfer, ReturnInquiry
from handlers.inquiries.door import HistoryEntry, hand_over, held_for, limit, move
from handlers.inquiries.showing import department_name, offer_buttons, without_asker
from handlers.inquiries.telling import (
    close_cards,
    desks,
    placers,
    tell_asker,
    tell_desk,
    tell_left,
    tell_people,
    tell_placers,
)
from handlers.talking.conversing import performs
from handlers.talking.verbs import does
from handlers.timekeeping import start
from handlers.turn import Step, Turn
from models.ground.refusals import Refusal
from models.inquiries import deadlines
from models.inquiries.inquiries import Happening, Inquiry, InquiryState, InquiryVerb, inquiry_seen
from models.inquiries.rights import HANDLING
from models.register.conflicts import departments_belonged_to
from models.register.offices import departments_of
from models.register.people import with_successors
from models.time import clocks
from models.time.clocks import ClockKind


@performs(ReturnInquiry)
def return_inquiry(turn: Turn, command: ReturnInquiry) -> None:
    """Not ours: it goes to the department named; after too many passings the supervisor places it."""
    inquiry = held_for(turn, "return", command.inquiry)
    check_return(inquiry)
    inquiry_seen(turn.session, inquiry, command.revision)
    check(turn, inquiry, InquiryVerb.RETURN)
    to = _another(turn, inquiry, command.department)
    left, count = inquiry.department_id, inquiry.passings + 1
    placed = count >= turn.rules.inquiry.passings
    if placed and not placers(turn, inquiry):
        raise Refusal("no-supervisor")
    event = HistoryEntry(
        what=Happening.PLACED if placed else Happening.RETURNED,
        authority="desk",
        department=left,
        to=to,
        words=command.reason,
    )
    where = InquiryState.PLACING if placed else InquiryState.ASKED
    move(turn, inquiry, InquiryVerb.RETURN, where, event, department_id=None if placed else to, passings=count)
    close_cards(turn, inquiry, "desk", "asker", left=left)
    turn.answer("inquiry-passed-on", {"inquiry": inquiry.number, "to": "" if placed else department_name(turn, to)})
    if placed:
        due = turn.deadline(deadlines.designation_due(turn.now, turn.rules, turn.calendar))
        tell_placers(turn, inquiry, due=due)
    else:
        due = turn.deadline(deadlines.accept_due(turn.now, turn.rules, turn.calendar))
        tell_desk(turn, inquiry, due=due)
    tell_asker(turn, inquiry, due=due)


@performs(DesignateDepartment)
def designate(turn: Turn, command: DesignateDepartment) -> None:
    """The supervisor decides: this department has it, and can't return it."""
    inquiry = held_for(turn, "designate", command.inquiry)
    check(turn, inquiry, InquiryVerb.DESIGNATE)
    to = _another(turn, inquiry, command.department)
    if to in departments_belonged_to(turn.person):
        raise Refusal("not-that-department", department=department_name(turn, to))
    event = HistoryEntry(what=Happening.DESIGNATED, authority="supervisor", to=to)
    answerable = inquiry.answerable_id or to
    move(
        turn,
        inquiry,
        InquiryVerb.DESIGNATE,
        InquiryState.ASKED,
        event,
        department_id=to,
        answerable_id=answerable,
        returnable=False,
    )
    close_cards(turn, inquiry, "placing", "asker")
    due = turn.deadline(deadlines.accept_due(turn.now, turn.rules, turn.calendar))
    tell_desk(turn, inquiry, due=due)
    tell_asker(turn, inquiry, due=due)
    tell_placers(turn, inquiry)


@performs(OfferTransfer)
def offer(turn: Turn, command: OfferTransfer) -> None:
    """Another department is asked to take it over; until it has, it stays where it is."""
    inquiry = held_for(turn, "transfer", command.inquiry)
    check(turn, inquiry, InquiryVerb.TRANSFER)
    to = _another(turn, inquiry, command.department)
    event = HistoryEntry(
        what=Happening.OFFERED, authority="desk", department=inquiry.department_id, to=to, words=command.reason
    )
    move(turn, inquiry, InquiryVerb.TRANSFER, InquiryState.ACCEPTED, event, offered_to=to)
    decision = limit(turn, terms.TRANSFER)
    start(turn, inquiry.subject, [decision])
    close_cards(turn, inquiry, "desk")
    ask_to_take(turn, inquiry, "inquiry-offered", due=turn.deadline(decision.due), reason=command.reason)
    tell_desk(turn, inquiry, due=resolve_due(turn, inquiry))
    tell_asker(turn, inquiry, due=resolve_due(turn, inquiry))


def ask_to_take(step: Step, inquiry: Inquiry, key: str, *, due: object, reason: str) -> None:
    """Puts it before the department to which it is offered."""
    fields = {"due": due, "reason": reason, "resolve": resolve_due(step, inquiry), **without_asker(inquiry)}
    people = desks(step, inquiry, inquiry.offered_to)
    about = inquiry.subject.about("offer")
    tell_people(step, inquiry, people, key, fields, buttons=offer_buttons(inquiry), about=about)


@does(verbs.TAKE)
def take(turn: Turn, inquiry_id: int, _revision: int) -> None:
    """The other department takes over; the time to resolve it goes on."""
    inquiry = held_for(turn, "take", inquiry_id)
    _check_offer(turn, inquiry)
    left = inquiry.department_id
    before = desks(turn, inquiry)
    event = HistoryEntry(what=Happening.TAKEN, authority="desk", department=left, to=inquiry.offered_to)
    hand_over(turn, inquiry, event)
    close_cards(turn, inquiry, "desk", "offer", "extension", left=left)
    tell_left(turn, inquiry, left, before)
    tell_desk(turn, inquiry, due=resolve_due(turn, inquiry))
    tell_asker(turn, inquiry, due=resolve_due(turn, inquiry))


@does(verbs.LEAVE)
def leave(turn: Turn, inquiry_id: int, _revision: int) -> None:
    """The other department doesn't: it stays."""
    inquiry = held_for(turn, "leave", inquiry_id)
    _check_offer(turn, inquiry)
    end_offer(turn, inquiry, Happening.LEFT, "desk")
    turn.answer("inquiry-left", {"inquiry": inquiry.number})


def _check_offer(turn: Turn, inquiry: Inquiry) -> None:
    if inquiry.offered_to not in departments_of(turn.person, *HANDLING):
        raise Refusal("offer-over", inquiry=inquiry.number)


def end_offer(step: Step, inquiry: Inquiry, what: Happening, authority: str) -> None:
    """The offer is off the table; the department that has it goes on."""
    event = HistoryEntry(what=what, authority=authority, department=inquiry.department_id, to=inquiry.offered_to)
    move(step, inquiry, InquiryVerb.TRANSFER, InquiryState.ACCEPTED, event, offered_to=None)
    clocks.stop(step.session, inquiry.subject, ClockKind.TRANSFER)
    close_cards(step, inquiry, "offer", "desk")
    tell_desk(step, inquiry, due=resolve_due(step, inquiry))
    tell_asker(step, inquiry, due=resolve_due(step, inquiry))


def _another(turn: Turn, inquiry: Inquiry, number: int) -> int:
    """A department that can get it; raises Refusal for the one that has it, and the one complained about."""
    department = standing_department(turn, number)
    if department.id in {inquiry.department_id, *with_successors(turn.session, inquiry.accused_id)}:
        raise Refusal("not-that-department", department=department.name)
    return department.id
