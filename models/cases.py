"""Cases: what a supervisor has to look into."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base


class Ground(StrEnum):
    """Why a case was opened."""

    NOBODY_CAME = "nobody_came"
    INTERFERENCE = "interference"
    """somebody interferes with a rating"""


class Case(Base):
    """A matter opened for the supervisor of a region."""

    __tablename__ = "cases"

    id: Mapped[int] = mapped_column(primary_key=True)
    region_id: Mapped[int] = mapped_column(ForeignKey("regions.id"), index=True)
    ground: Mapped[Ground]
    visit_id: Mapped[int | None] = mapped_column(ForeignKey("visits.id"))
    opened_by: Mapped[int] = mapped_column(ForeignKey("people.id"))
    opened_at: Mapped[datetime]
