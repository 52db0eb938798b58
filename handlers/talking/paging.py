"""Pages: what of a list is shown at a time, and the way on to the rest. No list reads more than it shows."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from handlers.talking.buttons import list_from
from handlers.turn import Rows
from models.ground.messages import word

T = TypeVar("T")

MOST = 8  # of a list at a time: more than a small screen shows helps nobody


@dataclass(frozen=True)
class Page(Generic[T]):
    """What stands from `start` on in a list of `total`."""

    items: Sequence[T]
    start: int
    total: int

    @property
    def left(self) -> int:
        """How many follow."""
        return max(0, self.total - self.start - len(self.items))

    def way_on(self, verb: str) -> Rows:
        """The button that goes on with the list of a verb; none at its end."""
        rest = word("button-list-more", count=self.left)
        return ((list_from(rest, verb, self.start + len(self.items)),),) if self.left else ()


def page_of(session: Session, query: Select[T], start: int) -> Page[T]:
    """A page of what a query finds, in its order; of a list that has become shorter meanwhile the beginning."""
    total = session.scalar(select(func.count()).select_from(query.order_by(None).subquery())) or 0
    begin = start if start < total else 0
    found = session.scalars(query.limit(MOST).offset(begin)).unique().all() if total else []
    return Page(found, begin, total)


def page_among(found: Sequence[T], start: int, most: int = MOST) -> Page[T]:
    """The same of what was found already, and looked through one by one."""
    begin = start if start < len(found) else 0
    return Page(found[begin : begin + most], begin, len(found))
