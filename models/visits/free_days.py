"""Free days: those on which a visit disturbs nothing that is settled already."""

from datetime import date, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.time.moments import day_of, midnight
from models.time.workdays import Calendar
from models.visits.states import State
from models.visits.visits import Visit, Visitor

HOLDING = frozenset({State.REQUESTED, State.ASKED, State.MOVING, State.OBJECTED, State.AGREED, State.UNDER_WAY})


def taken_days(
    session: Session, enterprise_id: int, people: tuple[int, ...], since: date, until: date, but: int | None = None
) -> set[date]:
    """The days from `since` to `until` with a visit at the enterprise or of one of the people, `but` one visit."""
    busy = select(Visitor.visit_id).where(Visitor.person_id.in_(people), Visitor.removed_at.is_(None))
    starts = session.execute(
        select(Visit.id, Visit.starts_at).where(
            (Visit.enterprise_id == enterprise_id) | Visit.id.in_(busy),
            Visit.state.in_(HOLDING),
            Visit.starts_at >= midnight(since),
            Visit.starts_at < midnight(until + timedelta(days=1)),
        )
    )
    return {day_of(starts_at) for visit_id, starts_at in starts if visit_id != but}


def visits_between(session: Session, enterprise_id: int, since: date, until: date) -> list[Visit]:
    """The visits at an enterprise that are asked for or agreed on the days from `since` to `until`, in order."""
    return list(
        session.scalars(
            select(Visit)
            .where(
                Visit.enterprise_id == enterprise_id,
                Visit.state.in_(HOLDING),
                Visit.starts_at >= midnight(since),
                Visit.starts_at < midnight(until + timedelta(days=1)),
            )
            .order_by(Visit.starts_at)
        )
    )


def free_days(taken: set[date], earliest: date, latest: date, calendar: Calendar, count: int) -> list[date]:
    """The first `count` working days from `earliest` to `latest` that aren't taken."""
    days: list[date] = []
    day = earliest
    while day <= latest and len(days) < count:
        if calendar.is_working_day(day) and day not in taken:
            days.append(day)
        day += timedelta(days=1)
    return days
