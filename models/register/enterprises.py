"""Enterprises and the signs at their gates."""

from datetime import datetime

from sqlalchemy import ForeignKey, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from models.ground.base import Base, partial_index
from models.ground.codes import new_code
from models.ground.subjects import HasSubject, SubjectKind


class Enterprise(HasSubject, Base):
    """An enterprise, known to everybody by its USCC."""

    KIND = SubjectKind("enterprise")
    __tablename__ = "enterprises"

    id: Mapped[int] = mapped_column(primary_key=True)
    region_id: Mapped[int] = mapped_column(ForeignKey("regions.id"), index=True)
    uscc: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str] = mapped_column(index=True)
    address: Mapped[str] = mapped_column(default="")


class Sign(Base):
    """The sign at an enterprise's gate; its code says nothing and is replaced when the sign is."""

    __tablename__ = "signs"
    __table_args__ = (partial_index("uq_signs_standing", "enterprise_id", unique=True, where="replaced_at IS NULL"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    enterprise_id: Mapped[int] = mapped_column(ForeignKey("enterprises.id"), index=True)
    code: Mapped[str] = mapped_column(unique=True)
    issued_at: Mapped[datetime]
    replaced_at: Mapped[datetime | None] = mapped_column(default=None)


def find_enterprises(session: Session, words: str, limit: int) -> list[Enterprise]:
    """The enterprises whose USCC is, or whose name contains, the words; an exact one first, then by name."""
    sought = words.strip()
    if not sought:
        return []
    exact = select(Enterprise).where((Enterprise.uscc == sought.upper()) | (Enterprise.name == sought))
    within = select(Enterprise).where(Enterprise.name.contains(sought, autoescape=True))
    return list(session.scalars(exact)) or list(session.scalars(within.order_by(Enterprise.name).limit(limit)))


def standing_sign(session: Session, enterprise_id: int) -> Sign | None:
    """The sign that stands at the enterprise's gate now."""
    return session.scalar(select(Sign).where(Sign.enterprise_id == enterprise_id, Sign.replaced_at.is_(None)))


def put_up_sign(session: Session, enterprise_id: int, now: datetime) -> Sign:
    """A new sign for the enterprise; the one before it is replaced and opens nothing any more."""
    old = standing_sign(session, enterprise_id)
    if old is not None:
        old.replaced_at = now
        session.flush()
    sign = Sign(enterprise_id=enterprise_id, code=new_code(), issued_at=now)
    session.add(sign)
    session.flush()
    return sign
