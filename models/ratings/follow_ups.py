"""What becomes of a bad rating: the supervisor contacts the rater, and only with his consent the department hears."""

from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ForeignKey, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from models.ground.base import Base
from models.ground.machine import LARGEST_ID
from models.ground.messages import word
from models.ground.public_ids import OnButtons
from models.ground.refusals import Refusal
from models.ground.subjects import SubjectKind
from models.ratings.ratings import Level, Line


class Stage(StrEnum):
    """With whom a bad rating is."""

    CONTACT = "contact"
    """with the supervisor, who contacts the rater"""
    CONSENT = "consent"
    """with the rater, who may let the department be told; no clock"""
    AGREED = "agreed"
    """with time: the rater agreed, and the department is told with a later morning's digest"""
    REMEDY = "remedy"
    """with the department, which has been told"""
    APPEAL = "appeal"
    """with the supervisor, who decides"""
    CLOSED = "closed"


class Closing(StrEnum):
    """How it ended."""

    BETTER = "better"
    """the enterprise sent a better sheet before the department was told"""
    PUT_RIGHT = "put_right"
    UPHELD = "upheld"
    """the appeal; the rating stays, and so does this"""


class FollowUpVerb(StrEnum):
    """What can happen to it."""

    CONTACT = "contact"
    AGAIN = "again"
    """another bad sheet, when whoever was to be contacted has left"""
    BETTER = "better"
    CONSENT = "consent"
    NAME = "name"
    """the department is told"""
    PUT_RIGHT = "put_right"
    APPEAL = "appeal"
    UPHOLD = "uphold"
    DISMISS = "dismiss"
    SILENCE = "silence"


STEPS: dict[Stage, dict[FollowUpVerb, Stage]] = {
    Stage.CONTACT: {
        FollowUpVerb.CONTACT: Stage.CONSENT,
        FollowUpVerb.CONSENT: Stage.AGREED,
        FollowUpVerb.BETTER: Stage.CLOSED,
    },
    Stage.CONSENT: {
        FollowUpVerb.CONSENT: Stage.AGREED,
        FollowUpVerb.BETTER: Stage.CLOSED,
        FollowUpVerb.AGAIN: Stage.CONTACT,
    },
    Stage.AGREED: {
        FollowUpVerb.NAME: Stage.REMEDY,
        FollowUpVerb.BETTER: Stage.CLOSED,
        FollowUpVerb.AGAIN: Stage.CONTACT,
    },
    Stage.REMEDY: {FollowUpVerb.PUT_RIGHT: Stage.CLOSED, FollowUpVerb.APPEAL: Stage.APPEAL},
    Stage.APPEAL: {
        FollowUpVerb.UPHOLD: Stage.CLOSED,
        FollowUpVerb.DISMISS: Stage.REMEDY,
        FollowUpVerb.SILENCE: Stage.REMEDY,
    },
    Stage.CLOSED: {FollowUpVerb.AGAIN: Stage.CONTACT},
}
"""The legal steps; a closed one begins again only where a better sheet closed it."""

UNTOLD = frozenset({Stage.CONTACT, Stage.CONSENT, Stage.AGREED})
"""Where nothing has reached the department, and it must not even learn that there is something."""


class FollowUp(OnButtons, Base):
    """A bad sheet that is followed up. `lines`, `reasons` and `words` are the rater's until he agrees, and stay as they
    were then, whoever else fills in the sheet; `words` and the rater the department never learns.
    """

    KIND = SubjectKind("follow_up", "f")
    __tablename__ = "follow_ups"

    id: Mapped[int] = mapped_column(primary_key=True)
    rating_id: Mapped[int] = mapped_column(ForeignKey("ratings.id"), unique=True)
    visit_id: Mapped[int] = mapped_column(ForeignKey("visits.id"), index=True)
    round: Mapped[int]
    stage: Mapped[Stage] = mapped_column(default=Stage.CONTACT)
    closing: Mapped[Closing | None] = mapped_column(default=None)
    rater_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    lines: Mapped[list[Any]]
    reasons: Mapped[list[Any]]
    words: Mapped[str] = mapped_column(default="")
    opened_at: Mapped[datetime]
    contacted_at: Mapped[datetime | None] = mapped_column(default=None)
    contacted_by: Mapped[int | None] = mapped_column(ForeignKey("people.id"), default=None)
    contact_words: Mapped[str] = mapped_column(default="")
    contact_late_at: Mapped[datetime | None] = mapped_column(default=None)
    consented_at: Mapped[datetime | None] = mapped_column(default=None)
    remedy_late_at: Mapped[datetime | None] = mapped_column(default=None)
    remedied_at: Mapped[datetime | None] = mapped_column(default=None)
    remedied_by: Mapped[int | None] = mapped_column(ForeignKey("people.id"), default=None)
    remedy_words: Mapped[str] = mapped_column(default="")
    appealed_at: Mapped[datetime | None] = mapped_column(default=None)
    appealed_by: Mapped[int | None] = mapped_column(ForeignKey("people.id"), default=None)
    appeal_words: Mapped[str] = mapped_column(default="")
    decided_at: Mapped[datetime | None] = mapped_column(default=None)
    decided_by: Mapped[int | None] = mapped_column(ForeignKey("people.id"), default=None)
    decision_words: Mapped[str] = mapped_column(default="")
    upheld: Mapped[bool | None] = mapped_column(default=None)

    def take_from(self, lines: Sequence[Line], rater: int) -> bool:
        """Takes over what a sheet says and who sent it; whether anything is different now."""
        whole = next(line for line in lines if line.part_id is None)
        before = (self.lines, self.reasons, self.words, self.rater_id)
        self.lines = [[line.part_id, int(line.level)] for line in lines]
        self.reasons, self.words, self.rater_id = list(whole.reasons), whole.words, rater
        return before != (self.lines, self.reasons, self.words, self.rater_id)

    @property
    def may_appeal(self) -> bool:
        """Whether the department can still appeal: once, and in time."""
        return self.appealed_at is None and self.remedy_late_at is None

    def levels(self) -> list[tuple[int | None, Level]]:
        """The level for each part, and for the whole where the part is None."""
        return [(part, Level(level)) for part, level in self.lines]


def follow_up_of(session: Session, number: int, *, hold: bool = False) -> FollowUp | None:
    """A follow-up, read afresh; `hold` keeps it from others until the transaction ends."""
    return _one(session, FollowUp.id == number, hold=hold) if number <= LARGEST_ID else None


def follow_up_of_sheet(session: Session, rating_id: int) -> FollowUp | None:
    """The follow-up of a sheet, held."""
    return _one(session, FollowUp.rating_id == rating_id, hold=True)


def take(follow_up: FollowUp, act: FollowUpVerb) -> None:
    """The one door: raises Refusal("follow-up-not-now") where there is no such step."""
    to = STEPS[follow_up.stage].get(act)
    if to is None or (follow_up.stage is Stage.CLOSED and follow_up.closing is not Closing.BETTER):
        raise Refusal("follow-up-not-now", stands=word(f"follow-up-{follow_up.stage.value}"))
    follow_up.stage = to


def _one(session: Session, where: Any, *, hold: bool) -> FollowUp | None:
    session.flush()
    query = select(FollowUp).where(where).execution_options(populate_existing=True)
    return session.scalars(query.with_for_update() if hold else query).one_or_none()
