"""Terms: what there is to know of each kind of clock, declared once by the wing whose clock it is."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import TypeVar

from sqlalchemy.orm import Session

from handlers.turn import Step
from models.register.people import Person
from models.register.rules import Rules
from models.time.clocks import Clock, ClockKind
from models.time.workdays import Calendar


@dataclass(frozen=True, kw_only=True)
class Limit:
    """By when something has to happen, and when whoever must do it is reminded; `until` is the last day that was
    counted, None where it doesn't depend on which days are worked; `digest` the morning whose digest takes the place
    of a reminder.
    """

    kind: ClockKind
    due: datetime
    reminders: tuple[datetime, ...] = ()
    until: date | None = None
    digest: datetime | None = None


Do = Callable[[Step, Clock], None]
Count = Callable[[Step, Clock], Limit | None]
Retell = Callable[[Step, Clock, datetime], None]
Due = Callable[[datetime, Rules, Calendar], datetime]


@dataclass(frozen=True, kw_only=True)
class Keeper:
    """What the clocks of a state need to know of what they run for: `hold` keeps it from others until the transaction
    ends; `parties` are the people whose acts, stored before a clock's moment, come before the clock.
    """

    hold: Callable[[Session, int], object]
    parties: Callable[[Step, int], Iterable[Person]]


def undeclared(_step: Step, clock: Clock, *_: object) -> None:
    """In place of what no wing has said; raises LookupError."""
    raise LookupError(clock.kind)


@dataclass(kw_only=True, eq=False)
class Term:
    """A kind of clock. What it does is registered by `reminds`, `passes`, `counts` and `retells`, above a function.

    It belongs to where something stands and has that thing's `keeper`; where it has none, only the time matters.
    `answered`: it waits for somebody's answer, which he couldn't give while Fuma wasn't there. `by_digest`: of those
    who get a digest, which takes the place of the reminder at half time; `line` is what their digest calls it, "" where
    it says nothing. `due` is when it is due, of one whose length is always the same, counted from its start.
    """

    kind: ClockKind
    keeper: Keeper | None = None
    answered: bool = False
    by_digest: bool = False
    line: str = ""
    due: Due | None = None
    remind: Do = undeclared
    act: Do = undeclared
    count: Count | None = None
    retell: Retell = undeclared

    def due_from(self, step: Step) -> datetime:
        """When it is due, started by this step; raises LookupError where its length isn't always the same."""
        if self.due is None:
            raise LookupError(self.kind)
        return self.due(step.now, step.rules, step.calendar)

    def reminds(self, do: Do) -> Do:
        """Registers who is reminded, and how."""
        self.remind = do
        return do

    def passes(self, do: Do) -> Do:
        """Registers what is done when its time is up."""
        self.act = do
        return do

    def counts(self, count: Count) -> Count:
        """Registers how it is counted again, in a step as of its start; None leaves it as it is."""
        self.count = count
        return count

    def retells(self, retell: Retell) -> Retell:
        """Registers who hears that it is due at another moment than before, and what changes with it."""
        self.retell = retell
        return retell


T = TypeVar("T", bound=Term)

TERMS: dict[ClockKind, Term] = {}
"""Of every kind of clock."""


def declare(term: T) -> T:
    """Makes a term known."""
    TERMS[term.kind] = term
    return term


def kept_by(keeper: Keeper) -> tuple[ClockKind, ...]:
    """The clocks that belong to where a matter stands, by its keeper."""
    return tuple(kind for kind, term in TERMS.items() if term.keeper is keeper)
