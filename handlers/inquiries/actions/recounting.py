"""A year's notice has come, and a part of an inquiry is due at another moment than was said: who hears of it."""

from collections.abc import Callable
from datetime import datetime

from handlers.inquiries.door import OF_THE_STATE
from handlers.inquiries.showing import asker_buttons, desk_buttons, supervisor_buttons
from handlers.inquiries.telling import askers, desks, placers, tell_people, who_decide_on_time
from handlers.timekeeping import RETELLS, moved
from handlers.turn import Rows, Step
from models.inquiries.inquiries import Inquiry, load_inquiry
from models.register.people import Person
from models.time.clocks import Clock, ClockKind

Whom = Callable[[Step, Inquiry], list[Person]]

BOOKS = {ClockKind.ACCEPT: "accept_due", ClockKind.FIRST_REPLY: "reply_due", ClockKind.RESOLVE: "resolve_due"}
"""Where the department's book has the moment too."""


def _offered(step: Step, inquiry: Inquiry) -> list[Person]:
    return desks(step, inquiry, inquiry.offered_to) if inquiry.offered_to else []


MUST_ACT: dict[ClockKind, tuple[Whom, Callable[[Inquiry], Rows] | None]] = {
    ClockKind.ACCEPT: (desks, desk_buttons),
    ClockKind.DESIGNATION: (placers, supervisor_buttons),
    ClockKind.TRANSFER: (_offered, None),
    ClockKind.EXTENSION: (who_decide_on_time, None),
    ClockKind.FIRST_REPLY: (desks, desk_buttons),
    ClockKind.RESOLVE: (desks, desk_buttons),
    ClockKind.INPUT: (askers, asker_buttons),
    ClockKind.MARKING: (askers, asker_buttons),
}


def retell(step: Step, clock: Clock, was: datetime) -> None:
    """Whoever must act hears of it, and of the enterprise's own time the desk too."""
    inquiry = load_inquiry(step.session, clock.subject.number, hold=True)
    if inquiry is None:
        raise LookupError(clock.subject)
    if inquiry.holding is not None and clock.kind in BOOKS:
        setattr(inquiry.holding, BOOKS[clock.kind], clock.due_at)
        step.session.flush()
    whom, buttons = MUST_ACT[clock.kind]
    fields, rows = moved(clock, was), buttons(inquiry) if buttons else ()
    tell_people(step, inquiry, whom(step, inquiry), "inquiry-due-recounted", fields, buttons=rows)
    if whom is askers:
        tell_people(step, inquiry, desks(step, inquiry), "inquiry-due-recounted", fields)


RETELLS.update(dict.fromkeys(OF_THE_STATE, retell))
