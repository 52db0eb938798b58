"""Announced days: which days an operator has said are worked and which are off, in place of what the library knows.

A year's notice is imported whole and takes the place of the one before. A city's own corrections (its offices are
closed by a flood, a make-up day falls into the year before its notice) stand beside it, and win.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from types import MappingProxyType

from sqlalchemy import Boolean, Column, Date, Integer, Table, delete, insert, select
from sqlalchemy.orm import Session

from models.ground import ledger
from models.ground.base import Moment, metadata
from models.ground.statements import insert_into
from models.time.workdays import Calendar, OfficeHours, is_weekend

PLAUSIBLE = range(7, 36)  # days off from Monday to Friday that a notice names; those since 2004 had 16 to 23
CORRECTION = 0  # in place of a year
OPERATOR = "operator"

announced_days = Table(
    "announced_days",
    metadata,
    Column("day", Date, primary_key=True),
    Column("year", Integer, primary_key=True, autoincrement=False),  # whose notice names the day
    Column("worked", Boolean, nullable=False),
    Column("imported_at", Moment, nullable=False),
    Column("imported_by", Integer),  # a person; none where it was done at the command line
)


class Against(StrEnum):
    """What makes a notice unbelievable."""

    ANOTHER_YEAR = "another-year"
    TWICE = "twice"
    WORKED_ANYWAY = "worked-anyway"
    """a day from Monday to Friday is said to be worked, as if it weren't"""
    TOO_FEW = "too-few"
    TOO_MANY = "too-many"


@dataclass(frozen=True)
class Fault:
    """Something wrong with a notice: with its entry of this place, or (None) with the whole."""

    against: Against
    place: int | None = None


class NoticeError(ValueError):
    """A notice is not believed; nothing of it is kept."""

    def __init__(self, faults: list[Fault]) -> None:
        super().__init__(", ".join(fault.against.value for fault in faults))
        self.faults = faults


def faults(year: int, entries: Iterable[tuple[date, bool]]) -> list[Fault]:
    """What is wrong with a year's notice, given as days and whether they are worked."""
    given = list(entries)
    off = sum(not worked and not is_weekend(day) for day, worked in given)
    whole = [] if off in PLAUSIBLE else [Fault(Against.TOO_FEW if off < PLAUSIBLE.start else Against.TOO_MANY)]
    return [*_faults_of_entries(year, given), *whole]


def _faults_of_entries(year: int, entries: list[tuple[date, bool]]) -> Iterator[Fault]:
    known: set[date] = set()
    for place, (day, worked) in enumerate(entries):
        if day.year != year:
            yield Fault(Against.ANOTHER_YEAR, place)
        if day in known:
            yield Fault(Against.TWICE, place)
        if worked and not is_weekend(day):
            yield Fault(Against.WORKED_ANYWAY, place)
        known.add(day)


def announce(
    session: Session, year: int, entries: Iterable[tuple[date, bool]], now: datetime, by: int | None = None
) -> None:
    """Puts a year's notice in place of whatever was known of the year, save for corrections; raises NoticeError."""
    given = list(entries)
    wrong = faults(year, given)
    if wrong:
        raise NoticeError(wrong)
    session.execute(delete(announced_days).where(announced_days.c.year == year))
    values = {"year": year, "imported_at": now, "imported_by": by}
    session.execute(insert(announced_days), [{"day": day, "worked": worked, **values} for day, worked in given])
    content = {day.isoformat(): worked for day, worked in given}
    ledger.append(
        session, at=now, verb="announce", subject=f"year:{year}", actor=by, authority=OPERATOR, content=content
    )


def correct(session: Session, days: Mapping[date, bool], now: datetime, by: int | None = None) -> None:
    """Says of single days whether they are worked here, whatever a notice says."""
    for day, worked in sorted(days.items()):
        values = {"worked": worked, "imported_at": now, "imported_by": by}
        row = insert_into(session, announced_days).values(day=day, year=CORRECTION, **values)
        key = [announced_days.c.day, announced_days.c.year]
        session.execute(row.on_conflict_do_update(index_elements=key, set_=values))
        content = {"worked": worked}
        ledger.append(
            session, at=now, verb="correct", subject=f"day:{day}", actor=by, authority=OPERATOR, content=content
        )


def find_calendar(session: Session, hours: OfficeHours) -> Calendar:
    """The working calendar as it is announced now."""
    days = announced_days.c
    rows = session.execute(select(days.day, days.worked, days.year).order_by(days.year.desc())).all()
    return Calendar(
        hours,
        overrides=MappingProxyType({row.day: row.worked for row in rows}),  # corrections come last, and win
        announced=frozenset(row.year for row in rows) - {CORRECTION},
    )
