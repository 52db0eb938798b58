"""A year's notice has come, and a part of an inquiry is due at another moment than was said: who hears of it."""

from datetime import datetime
from functools import partial

from handlers.inquiries.telling import desks, tell_people
from handlers.inquiries.terms import InquiryTerm
from handlers.terms import TERMS
from handlers.timekeeping import moved
from handlers.turn import Step
from models.inquiries.inquiries import load_inquiry
from models.time.clocks import Clock


def retell(term: InquiryTerm, step: Step, clock: Clock, was: datetime) -> None:
    """Whoever must act hears of it, and of the enterprise's own time the desk too."""
    inquiry = load_inquiry(step.session, clock.subject.number, hold=True)
    if inquiry is None:
        raise LookupError(clock.subject)
    if inquiry.holding is not None and term.book:
        setattr(inquiry.holding, term.book, clock.due_at)
        step.session.flush()
    fields, rows = moved(clock, was), term.buttons(inquiry) if term.buttons else ()
    tell_people(step, inquiry, term.who(step, inquiry), "inquiry-due-recounted", fields, buttons=rows)
    if term.in_days:
        tell_people(step, inquiry, desks(step, inquiry), "inquiry-due-recounted", fields)


for _term in TERMS.values():
    if isinstance(_term, InquiryTerm):
        _term.retells(partial(retell, _term))
