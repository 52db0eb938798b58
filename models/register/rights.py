"""What a right is: whose office it is to do something to a matter, and whose own matter it must not be for that."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Generic, TypeVar

from sqlalchemy.orm import Session

from models.ground.refusals import Refusal
from models.register.conflicts import NONE, Conflict
from models.register.people import Person

M = TypeVar("M")  # a visit, an inquiry


@dataclass(frozen=True)
class Office(Generic[M]):
    """A predicate over a person and a matter; offices are joined with |, & and ~."""

    holds: Callable[[Session, Person, M], bool]

    def __or__(self, other: "Office[M]") -> "Office[M]":
        return Office(lambda *facts: self.holds(*facts) or other.holds(*facts))

    def __and__(self, other: "Office[M]") -> "Office[M]":
        return Office(lambda *facts: self.holds(*facts) and other.holds(*facts))

    def __invert__(self) -> "Office[M]":
        return Office(lambda *facts: not self.holds(*facts))


Ties = Mapping[Conflict, Office[M]]
"""How a person is tied to a matter, for each kind of conflict that it knows."""


@dataclass(frozen=True, kw_only=True)
class Right(Generic[M]):
    """Whose office it is to do something to a matter, unless it is his own by one of the conflicts `against` it.

    `other` is the right of another side to do the same. That there is a `hidden` one is told to nobody who doesn't
    have it.
    """

    office: Office[M]
    ties: Ties[M]
    against: frozenset[Conflict] = NONE
    other: "Right[M] | None" = None
    hidden: bool = False

    def __or__(self, other: "Right[M]") -> "Right[M]":
        return replace(self, other=other)

    def tied(self, session: Session, person: Person, matter: M) -> bool:
        """Whether it is his own matter, so that he may not do this to it, whatever his office is."""
        return any(self.ties[conflict].holds(session, person, matter) for conflict in self.against)

    def holds(self, session: Session, person: Person, matter: M) -> bool:
        """Whether he may do it: it is his office, and not his own matter."""
        mine = self.office.holds(session, person, matter) and not self.tied(session, person, matter)
        return mine or (self.other is not None and self.other.holds(session, person, matter))

    def check(self, session: Session, person: Person, matter: M) -> None:
        """Raises Refusal("own-matter") for somebody whose office it would be, were he not tied to the matter himself,
        and Refusal("not-yours") for everybody else who may not do it.
        """
        if person.suspended_at is not None:
            raise Refusal("not-yours")
        if not self.holds(session, person, matter):
            own = not self.hidden and self.office.holds(session, person, matter)
            raise Refusal("own-matter" if own else "not-yours")
