"""A year's notice has come, and something about an inquiry is due at another moment than was said: who hears of it."""

from collections.abc import Callable
from datetime import datetime

from handlers.inquiry.showing import asker_buttons, desk_buttons, head_buttons, offer_buttons, supervisor_buttons
from handlers.inquiry.telling import askers, desks, heads, placers, tell_people
from handlers.timekeeping import due_of, retells
from handlers.turn import Rows, Step
from models.clocks import Clock, ClockKind
from models.inquiries import Inquiry, load_inquiry
from models.messages import moment, word
from models.people import Person


@retells(ClockKind.ACCEPT)
@retells(ClockKind.FIRST_REPLY)
@retells(ClockKind.RESOLVE)
def tell_both_sides(step: Step, clock: Clock, was: datetime) -> None:
    """It is the department's time, for which the enterprise waits; the books say the same."""
    inquiry = _inquiry(step, clock)
    holding = inquiry.holding
    if holding is not None:
        match clock.kind:
            case ClockKind.ACCEPT:
                holding.accept_due = clock.due_at
            case ClockKind.FIRST_REPLY:
                holding.reply_due = clock.due_at
            case _:
                holding.resolve_due = clock.due_at
        step.session.flush()
    _tell(step, inquiry, clock, was, desks(step, inquiry), desk_buttons)
    _tell(step, inquiry, clock, was, askers(step, inquiry), asker_buttons)


@retells(ClockKind.DESIGNATION)
def tell_supervisors(step: Step, clock: Clock, was: datetime) -> None:
    """Whoever designates."""
    inquiry = _inquiry(step, clock)
    _tell(step, inquiry, clock, was, placers(step, inquiry), supervisor_buttons)


@retells(ClockKind.TRANSFER)
def tell_the_other_department(step: Step, clock: Clock, was: datetime) -> None:
    """Whoever is asked to take it over."""
    inquiry = _inquiry(step, clock)
    _tell(step, inquiry, clock, was, desks(step, inquiry, inquiry.offered_to), offer_buttons)


@retells(ClockKind.EXTENSION)
def tell_head(step: Step, clock: Clock, was: datetime) -> None:
    """Whoever decides on more time."""
    inquiry = _inquiry(step, clock)
    _tell(step, inquiry, clock, was, heads(step, inquiry), head_buttons)


@retells(ClockKind.INPUT)
@retells(ClockKind.MARKING)
def tell_asker(step: Step, clock: Clock, was: datetime) -> None:
    """It is the enterprise's own time."""
    inquiry = _inquiry(step, clock)
    _tell(step, inquiry, clock, was, askers(step, inquiry), asker_buttons)


def _inquiry(step: Step, clock: Clock) -> Inquiry:
    inquiry = load_inquiry(step.session, clock.number)
    if inquiry is None:
        raise LookupError(clock.subject)
    return inquiry


def _tell(
    step: Step,
    inquiry: Inquiry,
    clock: Clock,
    was: datetime,
    people: list[Person],
    buttons: Callable[[Inquiry], Rows],
) -> None:
    fields = {
        "clock": word(f"clock-{clock.kind.value.replace('_', '-')}"),
        "due": due_of(clock),
        "was": moment(was),
        "year": clock.provisional,
    }
    tell_people(step, inquiry, people, "inquiry-due-recounted", fields, buttons=buttons(inquiry))
