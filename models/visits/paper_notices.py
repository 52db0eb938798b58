"""Paper notices: what an official has served on an enterprise that nobody could reach here."""

from datetime import datetime

from sqlalchemy import ForeignKey, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from models.ground.base import Base
from models.ground.machine import LARGEST_ID
from models.ground.public_ids import OnButtons
from models.ground.subjects import SubjectKind


class PaperNotice(OnButtons, Base):
    """A photo or PDF of the notice as it was served, for a window of the visit; the supervisor decides on it.
    `approved` is None until then, and for one that a newer has replaced.
    """

    KIND = SubjectKind("notice", "p")
    __tablename__ = "paper_notices"

    id: Mapped[int] = mapped_column(primary_key=True)
    visit_id: Mapped[int] = mapped_column(ForeignKey("visits.id"), index=True)
    digest: Mapped[str]
    name: Mapped[str] = mapped_column(default="")
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    served_by: Mapped[int] = mapped_column(ForeignKey("people.id"))
    served_at: Mapped[datetime]
    approved: Mapped[bool | None] = mapped_column(default=None)
    decided_by: Mapped[int | None] = mapped_column(ForeignKey("people.id"), default=None)
    decided_at: Mapped[datetime | None] = mapped_column(default=None)
    reason: Mapped[str] = mapped_column(default="")


def notice_of(session: Session, number: int) -> PaperNotice | None:
    """A notice, read afresh."""
    if number > LARGEST_ID:
        return None
    session.flush()
    query = select(PaperNotice).where(PaperNotice.id == number).execution_options(populate_existing=True)
    return session.scalars(query).one_or_none()


def replace_undecided(session: Session, visit_id: int, now: datetime) -> None:
    """Nobody need decide any more on an earlier notice of the visit."""
    session.flush()
    for notice in session.scalars(
        select(PaperNotice).where(PaperNotice.visit_id == visit_id, PaperNotice.decided_at.is_(None))
    ):
        notice.decided_at = now
    session.flush()
