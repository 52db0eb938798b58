"""Numbers that people see, like a document's (访企〔2026〕环1号): each department has a series of its own, by its mark
(代字), that begins anew every year.

A number over everybody would tell whoever sees 1, 3 and 5 that there is a 2 that is kept from him. A gap in a series
of one's own tells nothing new. What goes to the supervisor at once, a complaint
in confidence or a case, is in the supervisor's: in that of the department it is about a gap would betray it.
"""

import tomllib
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import Any, ClassVar

from sqlalchemy import Column, Integer, String, Table, bindparam
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Mapped, Session, mapped_column

from models.ground.base import metadata
from models.ground.messages import Json, NumberForm, number
from models.ground.statements import Statement
from models.time.moments import day_of

MARKS: dict[str, Any] = tomllib.loads(Path(__file__).with_name("marks.toml").read_text(encoding="utf-8"))
MARK_OF_SUPERVISOR: str = MARKS["supervisor"]  # no department has it
LONGEST_MARK = 8


class Series(StrEnum):
    """What is numbered."""

    VISIT = "visit"
    INQUIRY = "inquiry"
    CASE = "case"


series = Table(
    "series",
    metadata,
    Column("region_id", Integer, primary_key=True, autoincrement=False),
    Column("kind", String(24), primary_key=True),
    Column("mark", String(LONGEST_MARK), primary_key=True),
    Column("year", Integer, primary_key=True, autoincrement=False),
    Column("last", Integer, nullable=False),
)

_first = {
    "region_id": bindparam("region"),
    "kind": bindparam("kind"),
    "mark": bindparam("mark"),
    "year": bindparam("year"),
    "last": 1,
}
# Who takes a number holds its series until he commits, so that none is given twice, and none is lost by a failure.
_set: dict[str, Any] = {"index_elements": list(series.primary_key), "set_": {"last": series.c.last + 1}}
_take = {
    "sqlite": Statement(sqlite.insert(series).values(_first).on_conflict_do_update(**_set).returning(series.c.last)),
    "postgresql": Statement(
        postgresql.insert(series).values(_first).on_conflict_do_update(**_set).returning(series.c.last)
    ),
}


class Numbered:
    """A row with a number that people see: given once, and kept wherever the row goes."""

    SERIES: ClassVar[Series]

    number_mark: Mapped[str] = mapped_column(String(LONGEST_MARK), server_default="")
    number_year: Mapped[int] = mapped_column(server_default="0")
    number_serial: Mapped[int] = mapped_column(server_default="0")

    @property
    def number(self) -> Json:
        """The number as it is told."""
        return self._told(NumberForm.WHOLE)

    @property
    def bare_number(self) -> Json:
        """The same where there is hardly room, as on a button below what tells the whole of it."""
        return self._told(NumberForm.BARE)

    def _told(self, form: NumberForm) -> Json:
        return number(self.SERIES.value, self.number_mark, self.number_year, self.number_serial, form)


def give_number(session: Session, row: Numbered, *, region: int, mark: str, at: datetime) -> None:
    """Gives a row that is asked for at a moment the next number of a series of that year."""
    year = day_of(at).year
    take = _take[session.get_bind().dialect.name]
    (taken,) = take(session, region=region, kind=row.SERIES.value, mark=mark, year=year)
    row.number_mark, row.number_year, row.number_serial = mark, year, taken[0]
