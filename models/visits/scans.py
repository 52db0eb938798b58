"""Scans: every verdict that was given at a gate."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ForeignKey, Index, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from models.ground.base import Base


class Way(StrEnum):
    """How a verdict was asked for."""

    SIGN = "sign"
    PASS = "pass"
    NUMBER = "number"


class Scan(Base):
    """A verdict at a gate. An equal red one soon after is counted in `times`, not written and told again."""

    __tablename__ = "scans"
    __table_args__ = (Index("ix_scans_enterprise_at", "enterprise_id", "at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime]
    way: Mapped[Way]
    asked_by: Mapped[int] = mapped_column(ForeignKey("people.id"))
    person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"), index=True)
    enterprise_id: Mapped[int] = mapped_column(ForeignKey("enterprises.id"))
    visit_id: Mapped[int | None] = mapped_column(ForeignKey("visits.id"))
    green: Mapped[bool]
    reasons: Mapped[list[Any]]
    times: Mapped[int] = mapped_column(default=1)


def equal_red_scan(session: Session, scan: Scan, since: datetime) -> Scan | None:
    """The red scan of this person here with these reasons after `since`, if there is one."""
    recent = session.scalars(
        select(Scan)
        .where(
            Scan.enterprise_id == scan.enterprise_id,
            Scan.person_id == scan.person_id,
            Scan.way == scan.way,
            Scan.green.is_(False),
            Scan.at > since,
        )
        .order_by(Scan.id.desc())
    )
    return next((earlier for earlier in recent if earlier.reasons == scan.reasons), None)


def wrong_numbers(session: Session, enterprise_id: int, since: datetime) -> int:
    """How many wrong numbers were typed at an enterprise's gate after `since`."""
    tries = session.scalars(
        select(Scan.times).where(
            Scan.enterprise_id == enterprise_id,
            Scan.way == Way.NUMBER,
            Scan.person_id.is_(None),
            Scan.at > since,
        )
    )
    return sum(tries)
