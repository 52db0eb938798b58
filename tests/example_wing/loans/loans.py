"""Loans: the table, its two states, and the step between them."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, Session, mapped_column

from models.ground.base import Base, words_of
from models.ground.machine import Machine
from models.ground.public_ids import OnButtons
from models.ground.revisions import Revised
from models.ground.subjects import SubjectKind


class LoanState(StrEnum):
    """Where what was borrowed is."""

    OUT = "out"
    BACK = "back"


class LoanVerb(StrEnum):
    """What can happen to it."""

    GIVE_BACK = "give_back"


LOAN_TRANSITIONS = {
    LoanState.OUT: {LoanVerb.GIVE_BACK: frozenset({LoanState.BACK})},
    LoanState.BACK: {},
}


class Loan(OnButtons, Revised, Base):
    """What an official has borrowed of his department, until when."""

    KIND = SubjectKind("loan", "l")
    __tablename__ = "example_loans"

    what: Mapped[str]
    borrowed_by: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    department_id: Mapped[int] = mapped_column(ForeignKey("departments.id"))
    due_at: Mapped[datetime]
    state: Mapped[LoanState] = mapped_column(words_of(LoanState), default=LoanState.OUT)
    changed_by: Mapped[int | None] = mapped_column(default=None)


def loan_standing(_session: Session, loan: Loan) -> dict[str, Any]:
    """What it was and where it is, for the words of a refusal."""
    return {"what": loan.what, "state": loan.state.value}


LOANS = Machine(name="loan", rows=Loan, steps=LOAN_TRANSITIONS, standing=loan_standing)
