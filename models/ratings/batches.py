"""Figures of what people think of a department, in batches out of which no single answer can be read.

The answers about a department are numbered in their order, once they can't be changed any more: 1-5, 6-10, and so on.
A batch counts as a whole, in the period in which its last answer came, and an unfinished one nowhere. So whatever is
asked, and whenever it is asked again, two figures differ by whole batches: by no answer, or by at least five.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, case, func, select
from sqlalchemy.orm import Session

from models.ratings.ratings import Level

BATCH = 5
"""No rule of the city's: with another number the batches before and after it would show what is in neither."""


@dataclass(frozen=True, kw_only=True)
class Ratio:
    """So many of so many."""

    part: int
    of: int

    @property
    def percent(self) -> int | None:
        """In whole percent, rounded down; None of nothing."""
        return 100 * self.part // self.of if self.of else None


def satisfied(session: Session, answers: Select[*tuple[Any, ...]], since: datetime, until: datetime) -> Ratio:
    """The two upper levels, of all in the batches completed from `since` to `until`. `answers` gives for each final
    answer `whom` it is about, `at` which moment it counts, its `number` and its `level`.
    """
    given = answers.subquery("given")
    place = func.row_number().over(partition_by=given.c.whom, order_by=(given.c.at, given.c.number))
    batch = ((place - 1) // BATCH).label("batch")
    numbered = select(given.c.whom, given.c.at, given.c.level, batch).subquery("numbered")
    good = func.sum(case((numbered.c.level >= Level.SATISFIED, 1), else_=0)).label("good")
    batches = (
        select(func.max(numbered.c.at).label("completed_at"), good)
        .group_by(numbered.c.whom, numbered.c.batch)
        .having(func.count() == BATCH)
        .subquery("batches")
    )
    counted = select(func.coalesce(func.sum(batches.c.good), 0), func.count())
    within = batches.c.completed_at >= since, batches.c.completed_at < until
    part, count = session.execute(counted.select_from(batches).where(*within)).one()
    return Ratio(part=part, of=count * BATCH)
