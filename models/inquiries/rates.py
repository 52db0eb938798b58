"""How departments answer: rates of a period, each with what it is a part of.

What the enterprise didn't mark is in neither part of the rates that need its mark, and is told apart.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, case, func, select
from sqlalchemy.orm import Session

from models.inquiries.deadlines import settled_before
from models.inquiries.inquiries import Happening, Holding, Inquiry, InquiryEnding, InquiryStep
from models.ratings.batches import Ratio, satisfied
from models.register.rules import Rules
from models.time.workdays import Calendar


@dataclass(frozen=True, kw_only=True)
class InquiryRates:
    """`accepted`: accepted in time, of what was accepted or deemed so (按时受理); `replied`: first replies in time, of
    those given or due (按时响应率); `solved`: marked solved, of all marks (解决率); `satisfied`: the two upper
    levels, of the levels in the batches of five that were completed (满意率); `not_marked`: closed without a mark.
    """

    accepted: Ratio
    replied: Ratio
    solved: Ratio
    satisfied: Ratio
    not_marked: int


@dataclass(frozen=True, kw_only=True)
class RatePeriod:
    """The period of a question, from `since` to `until`, and when it is asked; by which rules and calendar."""

    since: datetime
    until: datetime
    now: datetime
    rules: Rules
    calendar: Calendar

    def settled(self, moment: datetime) -> datetime:
        """What was closed before this, nobody can change any more at a moment."""
        return settled_before(min(moment, self.now), self.rules, self.calendar)


def rates(session: Session, departments: Collection[int], asked: RatePeriod) -> InquiryRates:
    """The rates of some departments for what came to be accepted, marked and settled in a period."""
    since, until, now = asked.since, asked.until, asked.now
    of_them = Holding.department_id.in_(departments)
    within = (Holding.accepted_at >= since) & (Holding.accepted_at < until)
    took = Holding.accept_due.is_not(None)
    due = (Holding.replied_at.is_not(None) | (Holding.reply_due <= now)) & Holding.reply_due.is_not(None)
    accepted_of, accepted, replied_of, replied = session.execute(
        select(
            _count(took),
            _count(took & Holding.deemed.is_(False)),
            _count(due),
            _count(due & (Holding.replied_at < Holding.reply_due)),
        ).where(of_them, within)
    ).one()
    marks = select(
        _count(InquiryStep.event == Happening.SOLVED), _count(InquiryStep.event == Happening.NOT_SOLVED)
    ).where(
        InquiryStep.inquiry_id == Inquiry.id,
        Inquiry.department_id.in_(departments),
        InquiryStep.event.in_((Happening.SOLVED, Happening.NOT_SOLVED)),
        InquiryStep.at >= since,
        InquiryStep.at < until,
    )
    solved, not_solved = session.execute(marks).one()
    closed = Inquiry.department_id.in_(departments), Inquiry.closed_at >= since, Inquiry.closed_at < until
    not_marked = session.scalars(select(_count(Inquiry.ending == InquiryEnding.NOT_MARKED)).where(*closed)).one()
    return InquiryRates(
        accepted=Ratio(part=accepted, of=accepted_of),
        replied=Ratio(part=replied, of=replied_of),
        solved=Ratio(part=solved, of=solved + not_solved),
        satisfied=_satisfied(session, departments, asked),
        not_marked=not_marked,
    )


def _satisfied(session: Session, departments: Collection[int], asked: RatePeriod) -> Ratio:
    """A level can be changed, and taken back by reopening, until that is over: before, it is in no figure."""
    final = asked.settled(asked.until)
    levels = select(
        Inquiry.department_id.label("whom"),
        Inquiry.closed_at.label("at"),
        Inquiry.id.label("number"),
        Inquiry.satisfied.label("level"),
    ).where(Inquiry.department_id.in_(departments), Inquiry.satisfied.is_not(None), Inquiry.closed_at < final)
    return satisfied(session, levels, asked.settled(asked.since), final)


def _count(condition: ColumnElement[bool]) -> ColumnElement[int]:
    return func.coalesce(func.sum(case((condition, 1), else_=0)), 0)
