"""Cases: what a supervisor has to look into."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, Session, mapped_column

from models.ground.base import Base
from models.register.numbers import MARK_OF_SUPERVISOR, Numbered, Series, give_number
from models.register.people import Person


class Ground(StrEnum):
    """Why a case was opened."""

    NOBODY_CAME = "nobody_came"
    INTERFERENCE = "interference"
    """somebody interferes with a rating"""


class Case(Numbered, Base):
    """A matter opened for the supervisor of a region."""

    SERIES = Series.CASE
    __tablename__ = "cases"

    id: Mapped[int] = mapped_column(primary_key=True)
    region_id: Mapped[int] = mapped_column(ForeignKey("regions.id"), index=True)
    ground: Mapped[Ground]
    visit_id: Mapped[int | None] = mapped_column(ForeignKey("visits.id"))
    opened_by: Mapped[int] = mapped_column(ForeignKey("people.id"))
    opened_at: Mapped[datetime]


def open_case(session: Session, *, region: int, visit: int, ground: Ground, by: Person, now: datetime) -> Case:
    """Opens a case of a region about a visit of this number; its own number is the supervisor's."""
    case = Case(region_id=region, ground=ground, visit_id=visit, opened_by=by.id, opened_at=now)
    give_number(session, case, region=region, mark=MARK_OF_SUPERVISOR, at=now)
    session.add(case)
    session.flush()
    return case
