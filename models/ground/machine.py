"""The small machine on which every kind of matter stands: which steps are legal, and how a row is loaded, held, and
changed by whoever was first.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Generic, TypeVar

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session
from sqlalchemy.orm.interfaces import ORMOption

from models.ground.refusals import Overtaken, Refusal
from models.ground.revisions import compare_and_set
from models.ground.statements import Statement

LARGEST_ID = 2**31 - 1  # of a row; PostgreSQL's driver refuses to ask for more, and buttons can be forged

R = TypeVar("R", bound=Any)  # a row that says its state, counts its changes, and who made the last one
S = TypeVar("S", bound=StrEnum)
V = TypeVar("V", bound=StrEnum)


@dataclass(frozen=True, kw_only=True)
class Machine(Generic[R, S, V]):
    """A kind of matter. Its refusals are called by its `name`: "visit" says "visit-not-now" and "visit-overtaken";
    `standing` gives their fields. `whole` is what is loaded with a row, in one query.
    """

    name: str
    rows: type[R]
    steps: Mapping[S, Mapping[V, frozenset[S]]]
    standing: Callable[[Session, R], Mapping[str, Any]]
    whole: Sequence[ORMOption] = ()
    _hold: Statement = field(init=False, repr=False)

    def __post_init__(self) -> None:
        hold = select(self.rows.id).where(self.rows.id == bindparam("number")).with_for_update(key_share=True)
        object.__setattr__(self, "_hold", Statement(hold))

    def change(self, session: Session, row: R, verb: V, to: S, *, by: int | None, **values: Any) -> None:
        """The one door: moves a matter to another state, if the step is legal and nobody was first.

        `by` is the person who acts, None where time does. Raises Refusal where the table has no such step, Overtaken
        where the row changed since it was read; its fields then tell who was first and what holds.
        """
        if to not in self.steps[row.state].get(verb, frozenset()):
            raise Refusal(f"{self.name}-not-now", **self.standing(session, row))
        if not compare_and_set(session, row, values | {"state": to, "changed_by": by}):
            raise Overtaken(f"{self.name}-overtaken", **self.standing(session, row))

    def seen(self, session: Session, row: R, revision: int) -> None:
        """Raises Overtaken unless the person who pressed saw the matter as it is now."""
        if row.revision != revision:
            raise Overtaken(f"{self.name}-overtaken", **self.standing(session, row))

    def hold_back(self, session: Session, number: int) -> None:
        """Keeps a matter from others until the transaction ends. On SQLite nobody else is at work anyway."""
        if session.get_bind().dialect.name != "sqlite":
            self._hold(session, number=number)

    def load(self, session: Session, number: int, *, hold: bool = False) -> R | None:
        """The matter, read afresh and whole; `hold` keeps it from others until the transaction ends."""
        if number > LARGEST_ID:
            return None
        session.flush()  # what this turn has changed is not to be overwritten by what it reads
        if hold:
            self.hold_back(session, number)  # in a statement of its own: what is read after it is read afresh
        query = select(self.rows).where(self.rows.id == number).options(*self.whole)
        found: R | None = session.scalars(query.execution_options(populate_existing=True)).unique().one_or_none()
        return found
