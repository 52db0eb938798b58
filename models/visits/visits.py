"""Visits, parts and visitors: the tables, the legal transitions, and the one door that changes a visit's state."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ForeignKey, Index, literal_column
from sqlalchemy.orm import Mapped, Session, joinedload, mapped_column, relationship

from models.ground.base import Base, partial_index
from models.ground.machine import LARGEST_ID, Machine
from models.ground.public_ids import OnButtons
from models.ground.revisions import Revised
from models.ground.subjects import HasSubject, SubjectKind
from models.register.numbers import Numbered, Series
from models.register.people import Person, is_public
from models.register.rules import Kind
from models.visits.states import How, PartState, Side, State


class Verb(StrEnum):
    """What can happen to a visit."""

    APPROVE = "approve"
    REJECT = "reject"
    MERGE = "merge"
    WITHDRAW = "withdraw"
    LEAD_TIME_GONE = "lead_time_gone"
    PAPER = "paper"
    """a notice was served on paper, and the supervisor approved"""
    AGREE = "agree"
    DECLINE = "decline"
    POSTPONE = "postpone"
    SILENCE = "silence"
    REVOKE = "revoke"
    ACCEPT = "accept"
    COUNTER = "counter"
    UPHOLD = "uphold"
    OVERRULE = "overrule"
    CHECK_IN = "check_in"
    NARROW = "narrow"
    WIDEN = "widen"
    WINDOW_ENDS = "window_ends"
    CHECK_OUT = "check_out"
    MIDNIGHT = "midnight"
    TAKE_BACK = "take_back"


class Outcome(StrEnum):
    """What a visit found."""

    NOTHING_FOUND = "nothing_found"
    PUT_RIGHT = "put_right"
    CASE_OPENED = "case_opened"


TRANSITIONS: dict[State, dict[Verb, frozenset[State]]] = {
    State.REQUESTED: {
        Verb.APPROVE: frozenset({State.ASKED, State.AGREED}),
        Verb.REJECT: frozenset({State.REJECTED}),
        Verb.MERGE: frozenset({State.MERGED}),
        Verb.WITHDRAW: frozenset({State.WITHDRAWN}),
        Verb.LEAD_TIME_GONE: frozenset({State.LAPSED}),
    },
    State.ASKED: {
        Verb.AGREE: frozenset({State.AGREED}),
        Verb.DECLINE: frozenset({State.DECLINED, State.OBJECTED}),
        Verb.POSTPONE: frozenset({State.MOVING}),
        Verb.SILENCE: frozenset({State.AGREED, State.LAPSED}),
        Verb.PAPER: frozenset({State.AGREED}),
        Verb.WITHDRAW: frozenset({State.WITHDRAWN}),
        Verb.REVOKE: frozenset({State.REVOKED}),
    },
    State.MOVING: {
        Verb.ACCEPT: frozenset({State.AGREED}),
        Verb.COUNTER: frozenset({State.MOVING}),
        Verb.WITHDRAW: frozenset({State.WITHDRAWN}),
        Verb.SILENCE: frozenset({State.AGREED, State.LAPSED}),
        Verb.REVOKE: frozenset({State.REVOKED}),
    },
    State.OBJECTED: {
        Verb.UPHOLD: frozenset({State.DECLINED}),
        Verb.SILENCE: frozenset({State.DECLINED}),
        Verb.OVERRULE: frozenset({State.AGREED, State.MOVING}),
        Verb.WITHDRAW: frozenset({State.WITHDRAWN}),
    },
    State.AGREED: {
        Verb.CHECK_IN: frozenset({State.UNDER_WAY}),
        Verb.POSTPONE: frozenset({State.MOVING}),
        Verb.NARROW: frozenset({State.AGREED}),
        Verb.WIDEN: frozenset({State.REQUESTED}),
        Verb.WINDOW_ENDS: frozenset({State.NO_SHOW}),
        Verb.WITHDRAW: frozenset({State.WITHDRAWN}),
        Verb.REVOKE: frozenset({State.REVOKED}),
    },
    State.UNDER_WAY: {
        Verb.CHECK_IN: frozenset({State.UNDER_WAY}),
        Verb.CHECK_OUT: frozenset({State.UNDER_WAY, State.ENDED}),
        Verb.MIDNIGHT: frozenset({State.ENDED}),
        Verb.TAKE_BACK: frozenset({State.UNDER_WAY, State.AGREED}),
        Verb.REVOKE: frozenset({State.ENDED}),
    },
    State.ENDED: {},
    State.REJECTED: {},
    State.DECLINED: {},
    State.LAPSED: {},
    State.WITHDRAWN: {},
    State.REVOKED: {},
    State.NO_SHOW: {},
    State.MERGED: {},
}


class Visit(OnButtons, Numbered, Revised, Base):
    """One enterprise, one window, one consent. `revision` counts its changes; `changed_by` made the last one.

    While another day is on the table, `proposed_*` hold it and `whose_turn` says who has to answer; `first_start` is
    the day first asked for.
    """

    KIND = SubjectKind("visit", "v")
    SERIES = Series.VISIT
    __tablename__ = "visits"
    __table_args__ = (
        Index("ix_visits_enterprise_starts", "enterprise_id", "starts_at"),
        partial_index("ix_visits_objected", "region_id", where="state = 'objected'"),
    )

    region_id: Mapped[int] = mapped_column(ForeignKey("regions.id"))
    enterprise_id: Mapped[int] = mapped_column(ForeignKey("enterprises.id"))
    requested_by: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    requested_at: Mapped[datetime]
    state: Mapped[State] = mapped_column(default=State.REQUESTED)
    how: Mapped[How | None] = mapped_column(default=None)
    marked: Mapped[str | None] = mapped_column(default=None)
    changed_by: Mapped[int | None] = mapped_column(ForeignKey("people.id"), default=None)
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    first_start: Mapped[datetime]
    asked_at: Mapped[datetime | None] = mapped_column(default=None)
    agreed_at: Mapped[datetime | None] = mapped_column(default=None)
    ended_at: Mapped[datetime | None] = mapped_column(default=None)
    reason: Mapped[str | None] = mapped_column(default=None)
    whose_turn: Mapped[Side | None] = mapped_column("turn", default=None)
    proposed_start: Mapped[datetime | None] = mapped_column(default=None)
    proposed_end: Mapped[datetime | None] = mapped_column(default=None)
    postponements: Mapped[int] = mapped_column(default=0)
    countered: Mapped[bool] = mapped_column(default=False)
    last_day_named: Mapped[bool] = mapped_column(default=False)
    unreached_since: Mapped[datetime | None] = mapped_column(default=None)  # while asked, and nobody there can hear it
    paper_from: Mapped[datetime | None] = mapped_column(default=None)  # from when on a paper notice will do
    edition: Mapped[int] = mapped_column(default=1, server_default="1")  # counted by triggers, with parts and visitors
    parts: Mapped[list["Part"]] = relationship(lazy="selectin", order_by="Part.id")


class Part(Base):
    """What one department's section wants of a visit: kind, matters, materials, people, and its own approval."""

    __tablename__ = "parts"

    id: Mapped[int] = mapped_column(primary_key=True)
    visit_id: Mapped[int] = mapped_column(ForeignKey("visits.id"), index=True)
    department_id: Mapped[int] = mapped_column(ForeignKey("departments.id"), index=True)
    section_id: Mapped[int | None] = mapped_column(ForeignKey("sections.id"))
    requested_by: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    kind: Mapped[Kind]
    matters: Mapped[list[Any]]
    matter_words: Mapped[str] = mapped_column(default="")
    materials: Mapped[str] = mapped_column(default="")
    legal_basis: Mapped[str] = mapped_column(default="")
    slip: Mapped[str | None] = mapped_column(default=None)
    slip_name: Mapped[str] = mapped_column(default="")
    state: Mapped[PartState] = mapped_column(default=PartState.REQUESTED)
    decided_by: Mapped[int | None] = mapped_column(ForeignKey("people.id"), default=None)
    decided_at: Mapped[datetime | None] = mapped_column(default=None)
    outcome: Mapped[Outcome | None] = mapped_column(default=None)
    outcome_words: Mapped[str] = mapped_column(default="")
    visitors: Mapped[list["Visitor"]] = relationship(
        lazy="selectin",
        order_by="Visitor.id",
        primaryjoin="and_(Visitor.part_id == Part.id, Visitor.removed_at.is_(None))",
    )


class Visitor(OnButtons, Base):
    """A person named for a part of a visit, and when he came and left; taken off the list, never deleted."""

    KIND = SubjectKind("visitor", "n")
    __tablename__ = "visitors"
    __table_args__ = (
        partial_index("uq_visitors_named", "part_id", "person_id", unique=True, where="removed_at IS NULL"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    part_id: Mapped[int] = mapped_column(ForeignKey("parts.id"))
    visit_id: Mapped[int] = mapped_column(ForeignKey("visits.id"), index=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    checked_in_at: Mapped[datetime | None] = mapped_column(default=None)
    checked_in_by: Mapped[int | None] = mapped_column(ForeignKey("people.id"), default=None)
    checked_out_at: Mapped[datetime | None] = mapped_column(default=None)
    removed_at: Mapped[datetime | None] = mapped_column(default=None)
    person: Mapped[Person] = relationship(lazy="selectin", foreign_keys=[person_id])

    @property
    def inside(self) -> bool:
        """Whether he has come and not left."""
        return self.checked_in_at is not None and self.checked_out_at is None


class Promise(HasSubject, Base):
    """What somebody promised at the end of a visit, and until when."""

    KIND = SubjectKind("promise")
    __tablename__ = "promises"

    id: Mapped[int] = mapped_column(primary_key=True)
    part_id: Mapped[int] = mapped_column(ForeignKey("parts.id"), index=True)
    side: Mapped[Side]
    words: Mapped[str]
    until: Mapped[datetime]
    noted_by: Mapped[int] = mapped_column(ForeignKey("people.id"))
    noted_at: Mapped[datetime]


STANDING = (PartState.REQUESTED, PartState.APPROVED)
"""Of a part that is neither rejected nor dropped."""


def standing(session: Session, visit: Visit) -> dict[str, Any]:
    """The visit's state and who changed it last, for the words of a refusal; `enterprise` is whose he may be, to whom
    alone he is then named.
    """
    person = session.get(Person, visit.changed_by) if visit.changed_by else None
    ours = {visit.requested_by, *(p.decided_by for p in visit.parts), *(v.person_id for v in visitors(visit))}
    theirs = person is not None and person.id not in ours and not is_public(person)
    return {
        "visit": visit.number,
        "state": visit.state.value,
        "who": person.name if person else "",
        "enterprise": visit.enterprise_id if theirs else None,
    }


def visitors(visit: Visit) -> list[Visitor]:
    """Everybody named for a part of the visit that still stands."""
    return [visitor for part in standing_parts(visit) for visitor in part.visitors]


def standing_parts(visit: Visit) -> list[Part]:
    """The parts that are neither rejected nor dropped."""
    return [part for part in visit.parts if part.state in STANDING]


WHOLE = joinedload(Visit.parts).joinedload(Part.visitors)  # in one query, as a press waits for it

VISITS = Machine(name="visit", rows=Visit, steps=TRANSITIONS, standing=standing, whole=(WHOLE,))
change = VISITS.change
seen = VISITS.seen
load = VISITS.load
hold_back = VISITS.hold_back


def visitor_of_id(session: Session, visitor_id: int) -> Visitor | None:
    """Somebody named for a visit, and not taken off the list since."""
    named = session.get(Visitor, visitor_id) if visitor_id <= LARGEST_ID else None
    return named if named is not None and named.removed_at is None else None


IS_OBJECTED = Visit.state == literal_column("'objected'")
