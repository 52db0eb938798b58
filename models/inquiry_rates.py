"""How departments answer: rates of a period, each with what it is a part of.

What the enterprise didn't mark is in neither part of the rates that need its mark, and is told apart.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, case, func, select
from sqlalchemy.orm import Session

from models.inquiries import Ending, Happening, Holding, Inquiry, InquiryStep
from models.ratings import Level


@dataclass(frozen=True, kw_only=True)
class Ratio:
    """So many of so many."""

    part: int
    of: int

    @property
    def percent(self) -> int | None:
        """In whole percent, rounded down; None of nothing."""
        return 100 * self.part // self.of if self.of else None


@dataclass(frozen=True, kw_only=True)
class InquiryRates:
    """`accepted`: accepted in time, of what was accepted or deemed so (按时受理); `replied`: first replies in time, of
    those given or due (按时响应率); `solved`: marked solved, of all marks (解决率); `satisfied`: the two upper
    levels, of all levels given (满意率); `not_marked`: closed without a mark.
    """

    accepted: Ratio
    replied: Ratio
    solved: Ratio
    satisfied: Ratio
    not_marked: int


def rates(
    session: Session, departments: Collection[int], since: datetime, until: datetime, now: datetime
) -> InquiryRates:
    """The rates of some departments for what came to be accepted, marked and rated from `since` to `until`."""
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
    rated, satisfied, not_marked = session.execute(
        select(
            _count(Inquiry.satisfied.is_not(None)),
            _count(Inquiry.satisfied >= Level.SATISFIED),
            _count(Inquiry.ending == Ending.NOT_MARKED),
        ).where(Inquiry.department_id.in_(departments), Inquiry.closed_at >= since, Inquiry.closed_at < until)
    ).one()
    return InquiryRates(
        accepted=Ratio(part=accepted, of=accepted_of),
        replied=Ratio(part=replied, of=replied_of),
        solved=Ratio(part=solved, of=solved + not_solved),
        satisfied=Ratio(part=satisfied, of=rated),
        not_marked=not_marked,
    )


def _count(condition: ColumnElement[bool]) -> ColumnElement[int]:
    return func.coalesce(func.sum(case((condition, 1), else_=0)), 0)
