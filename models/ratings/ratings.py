"""Ratings (一事一评): one sheet a visit and round, a line for each department and one for the whole."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import IntEnum
from typing import Any

from sqlalchemy import (
    JSON,
    CheckConstraint,
    ForeignKey,
    Integer,
    UniqueConstraint,
    bindparam,
    delete,
    insert,
    select,
    update,
)
from sqlalchemy.orm import Mapped, Session, mapped_column, relationship

from models.ground.base import Base, Moment
from models.ground.codes import new_number
from models.ground.statements import Statement


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


@dataclass(frozen=True, kw_only=True)
class Sheet:
    """A visit's sheet, to be filled in until it closes; `receipt` is "" and `rater` None before the first sending."""

    id: int
    round: int
    closes_at: datetime
    receipt: str
    rater: int | None


# Held until the transaction ends: of two who send it at once, the later one's stands whole.
_sheet = Statement(
    select(Rating.id, Rating.round, Rating.closes_at, Rating.receipt, Rating.rated_by)
    .where(Rating.visit_id == bindparam("visit"))
    .order_by(Rating.round.desc())
    .limit(1)
    .with_for_update()
)
_clear = Statement(delete(RatingLine).where(RatingLine.rating_id == bindparam("sheet")))
_put = Statement(
    insert(RatingLine).values(
        rating_id=bindparam("sheet", type_=Integer),
        part_id=bindparam("part", type_=Integer),
        level=bindparam("level", type_=Integer),
        reasons=bindparam("reasons", type_=JSON),
        words=bindparam("words"),
    )
)
_rate = Statement(
    update(Rating)
    .where(Rating.id == bindparam("sheet"))
    .values(rated_at=bindparam("at", type_=Moment), rated_by=bindparam("rater"), receipt=bindparam("receipt"))
)


def open_rating(session: Session, visit_id: int, now: datetime, closes_at: datetime) -> None:
    """Opens the visit's sheet; the one that is open already stays."""
    if sheet_of(session, visit_id) is None:
        session.add(Rating(visit_id=visit_id, opened_at=now, closes_at=closes_at))
        session.flush()


def open_again(session: Session, visit_id: int, of_round: int, now: datetime, closes_at: datetime) -> None:
    """Opens the visit's sheet of another round; those of the rounds before stay as they are."""
    session.add(Rating(visit_id=visit_id, round=of_round, opened_at=now, closes_at=closes_at))
    session.flush()


def sheet_of(session: Session, visit_id: int) -> Sheet | None:
    """The visit's newest sheet, which nobody else fills in until the transaction ends."""
    rows = _sheet(session, visit=visit_id)
    if not rows:
        return None
    number, of_round, closes_at, receipt, rater = rows[0]
    return Sheet(id=number, round=of_round, closes_at=closes_at, receipt=receipt or "", rater=rater)


def close_at(session: Session, sheet: Sheet, closes_at: datetime) -> None:
    """The sheet closes at another moment."""
    session.execute(update(Rating).where(Rating.id == sheet.id).values(closes_at=closes_at))


def send_sheet(session: Session, sheet: Sheet, lines: Sequence[Line], rater: int, now: datetime) -> str:
    """Replaces what the sheet says; the receipt number that proves it was counted without saying whose it is."""
    receipt = sheet.receipt or new_number() + new_number()[:2]
    _clear(session, sheet=sheet.id)
    for line in lines:
        _put(
            session,
            sheet=sheet.id,
            part=line.part_id,
            level=line.level,
            reasons=list(line.reasons),
            words=line.words,
        )
    _rate(session, sheet=sheet.id, at=now, rater=rater, receipt=receipt)
    return receipt
