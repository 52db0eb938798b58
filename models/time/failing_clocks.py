"""Clocks that can't act: something keeps failing that they do."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import (
    func,
    literal_column,
    select,
)
from sqlalchemy.orm import Session

from models.ground.statements import Statement
from models.time.clock_table import IS_OPEN, ClockKind, clocks

_HAS_FAILED = clocks.c.failures > literal_column("0")
_failing = Statement(select(func.count()).select_from(clocks).where(IS_OPEN, _HAS_FAILED))
_failures = Statement(
    select(clocks.c.kind, func.count(), func.max(clocks.c.failures), func.min(clocks.c.next_at))
    .where(IS_OPEN, _HAS_FAILED)
    .group_by(clocks.c.kind)
    .order_by(clocks.c.kind)
)


@dataclass(frozen=True)
class Failing:
    """Clocks of a kind that can't act: how many, the most a single one was tried, and since when one is due."""

    kind: ClockKind
    number: int
    tries: int
    since: datetime


def failing(session: Session) -> int:
    """How many clocks couldn't act the last time."""
    return int(_failing(session)[0][0])


def failures(session: Session) -> list[Failing]:
    """The clocks that couldn't act the last time, by kind."""
    return [Failing(ClockKind(kind), *row) for kind, *row in _failures(session)]
