"""What becomes of a bad rating: the supervisor contacts the rater, and only with his consent the department hears."""

from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ForeignKey, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from models.ground.base import Base
from models.ground.machine import Machine
from models.ground.messages import word
from models.ground.public_ids import OnButtons
from models.ground.refusals import Refusal
from models.ground.revisions import Revised
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


FOLLOW_UP_TRANSITIONS: dict[Stage, dict[FollowUpVerb, frozenset[Stage]]] = {
    Stage.CONTACT: {
        FollowUpVerb.CONTACT: frozenset({Stage.CONSENT}),
        FollowUpVerb.CONSENT: frozenset({Stage.AGREED}),
        FollowUpVerb.BETTER: frozenset({Stage.CLOSED}),
    },
    Stage.CONSENT: {
        FollowUpVerb.CONSENT: frozenset({Stage.AGREED}),
        FollowUpVerb.BETTER: frozenset({Stage.CLOSED}),
        FollowUpVerb.AGAIN: frozenset({Stage.CONTACT}),
    },
    Stage.AGREED: {
        FollowUpVerb.NAME: frozenset({Stage.REMEDY}),
        FollowUpVerb.BETTER: frozenset({Stage.CLOSED}),
        FollowUpVerb.AGAIN: frozenset({Stage.CONTACT}),
    },
    Stage.REMEDY: {FollowUpVerb.PUT_RIGHT: frozenset({Stage.CLOSED}), FollowUpVerb.APPEAL: frozenset({Stage.APPEAL})},
    Stage.APPEAL: {
        FollowUpVerb.UPHOLD: frozenset({Stage.CLOSED}),
        FollowUpVerb.DISMISS: frozenset({Stage.REMEDY}),
        FollowUpVerb.SILENCE: frozenset({Stage.REMEDY}),
    },
    Stage.CLOSED: {FollowUpVerb.AGAIN: frozenset({Stage.CONTACT})},
}
"""The legal steps; a closed one begins again only where a better sheet closed it."""

UNTOLD = frozenset({Stage.CONTACT, Stage.CONSENT, Stage.AGREED})
"""Where nothing has reached the department, and it must not even learn that there is something."""


class FollowUp(OnButtons, Revised, Base):
    """A bad sheet that is followed up. `lines`, `reasons` and `words` are the rater's until he agrees, and stay as they
    were then, whoever else fills in the sheet; `words` and the rater the department never learns.
    """

    KIND = SubjectKind("follow_up", "f")
    __tablename__ = "follow_ups"

    rating_id: Mapped[int] = mapped_column(ForeignKey("ratings.id"), unique=True)
    visit_id: Mapped[int] = mapped_column(ForeignKey("visits.id"), index=True)
    round: Mapped[int]
    state: Mapped[Stage] = mapped_column("stage", default=Stage.CONTACT)
    revision: Mapped[int] = mapped_column(default=1, server_default="1")  # of a row from before there was one
    changed_by: Mapped[int | None] = mapped_column(default=None)
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


def follow_up_standing(_session: Session, follow_up: FollowUp) -> dict[str, Any]:
    """Where it stands, for the words of a refusal; never who brought it there: it may be the rater."""
    return {"stands": word(f"follow-up-{follow_up.state.value}")}


FOLLOW_UPS = Machine(name="follow-up", rows=FollowUp, steps=FOLLOW_UP_TRANSITIONS, standing=follow_up_standing)
load_follow_up = FOLLOW_UPS.load


def change_follow_up(session: Session, follow_up: FollowUp, verb: FollowUpVerb, *, by: int | None) -> None:
    """The one door: raises what `Machine.change` does. Each step leads to one stage; a closed one begins again only
    where a better sheet closed it.
    """
    if follow_up.state is Stage.CLOSED and follow_up.closing is not Closing.BETTER:
        raise Refusal("follow-up-not-now", **follow_up_standing(session, follow_up))
    to = FOLLOW_UP_TRANSITIONS[follow_up.state].get(verb, frozenset({follow_up.state}))
    FOLLOW_UPS.change(session, follow_up, verb, min(to), by=by)


def follow_up_of_sheet(session: Session, rating_id: int) -> FollowUp | None:
    """The follow-up of a sheet, held."""
    number = session.scalar(select(FollowUp.id).where(FollowUp.rating_id == rating_id))
    return load_follow_up(session, number, hold=True) if number is not None else None
