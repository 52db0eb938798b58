"""Inquiries (码上问, 马上答): the tables, the legal transitions, and the one door that changes an inquiry's state."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, literal_column, select
from sqlalchemy.orm import Mapped, Session, mapped_column, relationship

from models.ground.base import Base, partial_index
from models.ground.machine import Machine
from models.ground.public_ids import OnButtons
from models.ground.revisions import Revised
from models.ground.subjects import HasSubject, SubjectKind
from models.register.numbers import Numbered, Series
from models.register.people import Person, is_public


class InquiryState(StrEnum):
    """Of an inquiry."""

    ASKED = "asked"
    """with a department that hasn't accepted it"""
    PLACING = "placing"
    """with the supervisor, who designates a department"""
    ACCEPTED = "accepted"
    WAITING = "waiting"
    """for the enterprise"""
    ANSWERED = "answered"
    CLOSED = "closed"


class InquiryVerb(StrEnum):
    """What can happen to an inquiry."""

    ACCEPT = "accept"
    RETURN = "return"
    SILENCE = "silence"
    WITHDRAW = "withdraw"
    OUT_OF_SCOPE = "out_of_scope"
    DESIGNATE = "designate"
    NOTE = "note"
    TRANSFER = "transfer"
    ASK_BACK = "ask_back"
    EXTEND = "extend"
    ANSWER = "answer"
    LINK = "link"
    INPUT = "input"
    SOLVED = "solved"
    NOT_SOLVED = "not_solved"
    REOPEN = "reopen"


class InquiryEnding(StrEnum):
    """How an inquiry was closed."""

    SOLVED = "solved"
    NOT_MARKED = "not_marked"
    NO_INPUT = "no_input"
    OUT_OF_SCOPE = "out_of_scope"
    WITHDRAWN = "withdrawn"


class Complexity(StrEnum):
    """How long the department has to resolve it."""

    SIMPLE = "simple"
    COMPLEX = "complex"


class Happening(StrEnum):
    """What the list of steps can say."""

    ASKED = "asked"
    ASKED_IN_CONFIDENCE = "asked-in-confidence"
    ACCEPTED = "accepted"
    DEEMED = "deemed"
    RETURNED = "returned"
    PLACED = "placed"
    DESIGNATION_OVERDUE = "designation-overdue"
    DESIGNATED = "designated"
    NOTED = "noted"
    OFFERED = "offered"
    TAKEN = "taken"
    LEFT = "left"
    OFFER_LAPSED = "offer-lapsed"
    ASKED_BACK = "asked-back"
    INPUT = "input"
    EXTENSION_ASKED = "extension-asked"
    EXTENDED = "extended"
    EXTENSION_DENIED = "extension-denied"
    EXTENSION_LAPSED = "extension-lapsed"
    HELP_ASKED = "help-asked"
    HELPED = "helped"
    HELP_OVERDUE = "help-overdue"
    LINKED = "linked"
    REPLY_OVERDUE = "reply-overdue"
    RESOLVE_OVERDUE = "resolve-overdue"
    ANSWERED = "answered"
    SOLVED = "solved"
    NOT_SOLVED = "not-solved"
    NOT_MARKED = "not-marked"
    SATISFIED = "satisfied"
    NO_INPUT = "no-input"
    REOPENED = "reopened"
    OUT_OF_SCOPE = "out-of-scope"
    WITHDRAWN = "withdrawn"


class Came(StrEnum):
    """How an inquiry came to a department."""

    ASKED = "asked"
    RETURNED = "returned"
    TRANSFERRED = "transferred"
    DESIGNATED = "designated"
    REOPENED = "reopened"


_STAYS = frozenset({InquiryState.ACCEPTED})

INQUIRY_TRANSITIONS: dict[InquiryState, dict[InquiryVerb, frozenset[InquiryState]]] = {
    InquiryState.ASKED: {
        InquiryVerb.ACCEPT: frozenset({InquiryState.ACCEPTED}),
        InquiryVerb.RETURN: frozenset({InquiryState.ASKED, InquiryState.PLACING}),
        InquiryVerb.SILENCE: frozenset({InquiryState.ACCEPTED}),
        InquiryVerb.WITHDRAW: frozenset({InquiryState.CLOSED}),
        InquiryVerb.OUT_OF_SCOPE: frozenset({InquiryState.CLOSED}),
    },
    InquiryState.PLACING: {
        InquiryVerb.DESIGNATE: frozenset({InquiryState.ASKED}),
    },
    InquiryState.ACCEPTED: {
        InquiryVerb.NOTE: _STAYS,
        InquiryVerb.TRANSFER: _STAYS,
        InquiryVerb.ASK_BACK: frozenset({InquiryState.WAITING}),
        InquiryVerb.EXTEND: _STAYS,
        InquiryVerb.ANSWER: frozenset({InquiryState.ANSWERED}),
        InquiryVerb.LINK: _STAYS,
        InquiryVerb.WITHDRAW: frozenset({InquiryState.CLOSED}),
    },
    InquiryState.WAITING: {
        InquiryVerb.INPUT: frozenset({InquiryState.ACCEPTED}),
        InquiryVerb.SILENCE: frozenset({InquiryState.CLOSED}),
    },
    InquiryState.ANSWERED: {
        InquiryVerb.SOLVED: frozenset({InquiryState.CLOSED}),
        InquiryVerb.NOT_SOLVED: frozenset({InquiryState.ACCEPTED}),
        InquiryVerb.SILENCE: frozenset({InquiryState.CLOSED}),
    },
    InquiryState.CLOSED: {
        InquiryVerb.REOPEN: frozenset({InquiryState.ACCEPTED}),
    },
}


class Inquiry(OnButtons, Numbered, Revised, Base):
    """An enterprise's question in its own words. `department_id` holds it now, `answerable_id` answers to the asker:
    the first department to get it until another has accepted.

    A confidential one complains about the department `accused_id`, which never hears of it. While a transfer is offered
    `offered_to` names the department that hasn't accepted it yet; while a head has to decide on more time
    `extension_until` holds the day asked for.
    """

    KIND = SubjectKind("inquiry", "q")
    SERIES = Series.INQUIRY
    __tablename__ = "inquiries"
    __table_args__ = (
        CheckConstraint("state = 'placing' OR department_id IS NOT NULL", name="held"),
        Index("ix_inquiries_department_state", "department_id", "state"),
        Index("ix_inquiries_enterprise", "enterprise_id", "id"),
        partial_index("ix_inquiries_placing", "region_id", where="state = 'placing'"),
    )

    region_id: Mapped[int] = mapped_column(ForeignKey("regions.id"))
    enterprise_id: Mapped[int] = mapped_column(ForeignKey("enterprises.id"))
    asked_by: Mapped[int] = mapped_column(ForeignKey("people.id"))
    asked_at: Mapped[datetime]
    words: Mapped[str]
    confidential: Mapped[bool] = mapped_column(default=False)
    accused_id: Mapped[int | None] = mapped_column("about_id", ForeignKey("departments.id"), default=None)
    state: Mapped[InquiryState] = mapped_column(default=InquiryState.ASKED)
    ending: Mapped[InquiryEnding | None] = mapped_column(default=None)
    complexity: Mapped[Complexity] = mapped_column(default=Complexity.SIMPLE)
    changed_by: Mapped[int | None] = mapped_column(ForeignKey("people.id"), default=None)
    department_id: Mapped[int | None] = mapped_column(ForeignKey("departments.id"))
    answerable_id: Mapped[int | None] = mapped_column(ForeignKey("departments.id"))
    returnable: Mapped[bool] = mapped_column(default=True)
    passings: Mapped[int] = mapped_column(default=0)
    reopenings: Mapped[int] = mapped_column(default=0)
    offered_to: Mapped[int | None] = mapped_column(ForeignKey("departments.id"), default=None, index=True)
    extension_until: Mapped[datetime | None] = mapped_column(default=None)
    extension_complex: Mapped[bool] = mapped_column(default=False)
    extension_asked: Mapped[bool] = mapped_column(default=False)
    linked_to: Mapped[int | None] = mapped_column(ForeignKey("inquiries.id"), default=None, index=True)
    answer: Mapped[str] = mapped_column(default="")
    closed_at: Mapped[datetime | None] = mapped_column(default=None)
    satisfied: Mapped[int | None] = mapped_column(default=None)
    holdings: Mapped[list["Holding"]] = relationship(lazy="selectin", order_by="Holding.id")

    @property
    def holding(self) -> "Holding | None":
        """The stretch of whoever holds it now; nobody while it is being placed."""
        return next((each for each in reversed(self.holdings) if each.until is None), None)


class Holding(Base):
    """A department's stretch with an inquiry, by what its figures are counted: when it came and was accepted, and
    what was due when. `until` is when another got it, or it was closed.
    """

    __tablename__ = "holdings"
    __table_args__ = (partial_index("ix_holdings_open", "department_id", where="until IS NULL"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    inquiry_id: Mapped[int] = mapped_column(ForeignKey("inquiries.id"), index=True)
    department_id: Mapped[int] = mapped_column(ForeignKey("departments.id"), index=True)
    came: Mapped[Came]
    since: Mapped[datetime]
    until: Mapped[datetime | None] = mapped_column(default=None)
    accept_due: Mapped[datetime | None] = mapped_column(default=None)
    accepted_at: Mapped[datetime | None] = mapped_column(default=None)
    accepted_by: Mapped[int | None] = mapped_column(ForeignKey("people.id"), default=None)
    deemed: Mapped[bool] = mapped_column(default=False)
    reply_due: Mapped[datetime | None] = mapped_column(default=None)
    replied_at: Mapped[datetime | None] = mapped_column(default=None)
    resolve_due: Mapped[datetime | None] = mapped_column(default=None)
    answered_at: Mapped[datetime | None] = mapped_column(default=None)


class InquiryStep(Base):
    """Something that happened to an inquiry, as whoever asked can read it; `shown` is false for what departments say
    among themselves. `files` are digests and names.
    """

    __tablename__ = "inquiry_steps"
    __table_args__ = (Index("ix_inquiry_steps_event_at", "event", "at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    inquiry_id: Mapped[int] = mapped_column(ForeignKey("inquiries.id"), index=True)
    at: Mapped[datetime]
    event: Mapped[Happening]
    by: Mapped[int | None] = mapped_column(ForeignKey("people.id"), default=None)
    department_id: Mapped[int | None] = mapped_column(ForeignKey("departments.id"), default=None)
    to_id: Mapped[int | None] = mapped_column(ForeignKey("departments.id"), default=None)
    until: Mapped[datetime | None] = mapped_column(default=None)
    words: Mapped[str] = mapped_column(default="")
    files: Mapped[list[Any]] = mapped_column(default=list)
    shown: Mapped[bool] = mapped_column(default=True)


class Help(HasSubject, Base):
    """What a department that has an inquiry asks another to contribute (协办), by a day of its own."""

    KIND = SubjectKind("help")
    __tablename__ = "helps"
    __table_args__ = (
        partial_index("uq_helps_open", "inquiry_id", "department_id", where="done_at IS NULL", unique=True),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    inquiry_id: Mapped[int] = mapped_column(ForeignKey("inquiries.id"), index=True)
    department_id: Mapped[int] = mapped_column(ForeignKey("departments.id"), index=True)
    words: Mapped[str]
    asked_at: Mapped[datetime]
    due: Mapped[datetime]
    done_at: Mapped[datetime | None] = mapped_column(default=None)


class ReleasedAnswer(HasSubject, Base):
    """An answer a desk has released for everybody to read: question and answer in its own words, without the asker."""

    KIND = SubjectKind("answer")
    __tablename__ = "released_answers"

    id: Mapped[int] = mapped_column(primary_key=True)
    inquiry_id: Mapped[int] = mapped_column(ForeignKey("inquiries.id"), unique=True)
    department_id: Mapped[int] = mapped_column(ForeignKey("departments.id"), index=True)
    question: Mapped[str]
    answer: Mapped[str]
    released_by: Mapped[int] = mapped_column(ForeignKey("people.id"))
    released_at: Mapped[datetime]


def inquiry_standing(session: Session, inquiry: Inquiry) -> dict[str, Any]:
    """The inquiry's state and who changed it last, for the words of a refusal; `enterprise` is whose he may be, to whom
    alone he is then named.
    """
    person = session.get(Person, inquiry.changed_by) if inquiry.changed_by else None
    theirs = person is not None and not is_public(person)
    return {
        "inquiry": inquiry.number,
        "state": inquiry.state.value,
        "who": person.name if person else "",
        "enterprise": inquiry.enterprise_id if theirs else None,
    }


INQUIRIES = Machine(name="inquiry", rows=Inquiry, steps=INQUIRY_TRANSITIONS, standing=inquiry_standing)
change_inquiry = INQUIRIES.change
inquiry_seen = INQUIRIES.seen
load_inquiry = INQUIRIES.load


def steps_of(session: Session, inquiry_id: int) -> list[InquiryStep]:
    """What happened to an inquiry, in its order."""
    return list(
        session.scalars(select(InquiryStep).where(InquiryStep.inquiry_id == inquiry_id).order_by(InquiryStep.id))
    )


def open_helps(session: Session, inquiry_id: int) -> list[Help]:
    """The contributions of other departments that are still to come."""
    return list(session.scalars(select(Help).where(Help.inquiry_id == inquiry_id, Help.done_at.is_(None))))


def linked_to(session: Session, inquiry: Inquiry) -> list[Inquiry]:
    """The inquiries that wait for the same answer, of the same department."""
    same = Inquiry.linked_to == inquiry.id, Inquiry.department_id == inquiry.department_id
    query = select(Inquiry).where(*same, Inquiry.state == InquiryState.ACCEPTED).order_by(Inquiry.id)
    return list(session.scalars(query))


IS_PLACING = Inquiry.state == literal_column("'placing'")
