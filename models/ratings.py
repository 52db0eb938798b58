"""Ratings (一事一评): one sheet a visit and round, a line for each department and one for the whole."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import IntEnum
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint, delete, insert, select
from sqlalchemy.orm import Mapped, Session, mapped_column, relationship

from models.base import Base
from models.codes import new_number


class Level(IntEnum):
    """The five levels of 好差评; the two lowest are a bad rating."""

    VERY_SATISFIED = 5
    SATISFIED = 4
    FAIR = 3
    DISSATISFIED = 2
    VERY_DISSATISFIED = 1

    @property
    def bad(self) -> bool:
        """Whether the supervisor has to contact the rater."""
        return self <= Level.DISSATISFIED


class Rating(Base):
    """The sheet of a visit and round: opened when the visitors left, closed at a moment, replaced by each sending
    until then.
    """

    __tablename__ = "ratings"
    __table_args__ = (UniqueConstraint("visit_id", "round"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    visit_id: Mapped[int] = mapped_column(ForeignKey("visits.id"))
    round: Mapped[int] = mapped_column(default=1)
    opened_at: Mapped[datetime]
    closes_at: Mapped[datetime]
    rated_at: Mapped[datetime | None] = mapped_column(default=None)
    rated_by: Mapped[int | None] = mapped_column(ForeignKey("people.id"), default=None)
    receipt: Mapped[str | None] = mapped_column(default=None)
    lines: Mapped[list["RatingLine"]] = relationship(order_by="RatingLine.id")


class RatingLine(Base):
    """A level for a department's part, or for the whole visit where `part_id` is empty; reasons are keys, words the
    rater's own.
    """

    __tablename__ = "rating_lines"
    __table_args__ = (
        UniqueConstraint("rating_id", "part_id"),
        CheckConstraint("level BETWEEN 1 AND 5", name="level"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    rating_id: Mapped[int] = mapped_column(ForeignKey("ratings.id"), index=True)
    part_id: Mapped[int | None] = mapped_column(ForeignKey("parts.id"))
    level: Mapped[int]
    reasons: Mapped[list[Any]]
    words: Mapped[str] = mapped_column(default="")


@dataclass(frozen=True, kw_only=True)
class Line:
    """A line of a sheet as it is sent."""

    part_id: int | None
    level: Level
    reasons: tuple[str, ...] = ()
    words: str = ""


def open_rating(session: Session, visit_id: int, now: datetime, closes_at: datetime) -> Rating:
    """Opens the visit's sheet; the one that is open already where there is one."""
    rating = rating_of(session, visit_id)
    if rating is None:
        rating = Rating(visit_id=visit_id, opened_at=now, closes_at=closes_at)
        session.add(rating)
        session.flush()
    return rating


def rating_of(session: Session, visit_id: int) -> Rating | None:
    """The visit's newest sheet."""
    return session.scalar(select(Rating).where(Rating.visit_id == visit_id).order_by(Rating.round.desc()).limit(1))


def send_sheet(session: Session, rating: Rating, lines: Sequence[Line], rater: int, now: datetime) -> str:
    """Replaces the sheet; the receipt number that proves it was counted without saying whose it is."""
    session.execute(delete(RatingLine).where(RatingLine.rating_id == rating.id))
    session.execute(insert(RatingLine), [_row(rating, line) for line in lines])
    rating.rated_at, rating.rated_by = now, rater
    rating.receipt = rating.receipt or new_number() + new_number()[:2]
    session.flush()
    session.expire(rating, ["lines"])
    return rating.receipt


def _row(rating: Rating, line: Line) -> dict[str, Any]:
    return {
        "rating_id": rating.id,
        "part_id": line.part_id,
        "level": line.level,
        "reasons": list(line.reasons),
        "words": line.words,
    }
