"""The sheet of holidays: a year's notice of the State Council, and the days on which this city goes its own way."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.orm import Session

from bot.importing.sheets import Column, SheetSchema, Table, WorksheetRow
from models.ground.messages import Json, word
from models.register import notices
from models.register.notices import Against
from models.time import clocks
from models.time.workdays import is_weekend

DAY = Column(title="column-day", note="note-day", is_date=True)
WORKED = Column(
    title="column-worked",
    note="note-worked",
    choices=("holiday-off", "holiday-worked", "holiday-off-here", "holiday-worked-here"),
)
WHY = Column(title="column-why", note="note-why", needed=False)
OF_THE_NOTICE = {"holiday-off": False, "holiday-worked": True}
HERE = {"holiday-off-here": False, "holiday-worked-here": True}


@dataclass(frozen=True)
class Announcement:
    """A year's notice, if the sheet has one, and corrections."""

    year: int | None
    entries: tuple[tuple[date, bool], ...]
    corrections: dict[date, bool]

    def told(self, session: Session) -> Sequence[Json]:
        """What it comes to, and how many clocks wait for it."""
        lines = []
        if self.year is not None:
            off = sum(not worked and not is_weekend(day) for day, worked in self.entries)
            worked = sum(worked for _, worked in self.entries)
            lines.append(word("holidays-announced", year=self.year, off=off, worked=worked))
            waiting = clocks.awaiting_count(session, self.year)
            if waiting:
                lines.append(word("holidays-recounted", year=self.year, count=waiting))
        if self.corrections:
            lines.append(word("holidays-corrected", count=len(self.corrections)))
        return lines

    def do(self, session: Session, now: datetime) -> None:
        """Announces it."""
        if self.year is not None:
            notices.announce(session, self.year, self.entries, now)
        if self.corrections:
            notices.correct(session, self.corrections, now)


def announcement(table: Table) -> Announcement:
    """Reads the rows as the notice of the year most of them belong to, and corrections."""
    rows = [(row, row.cells[DAY.title], row.cells[WORKED.title]) for row in table.rows]
    given = [(row, day, OF_THE_NOTICE[said]) for row, day, said in rows if said in OF_THE_NOTICE]
    here = [(row, day, HERE[said]) for row, day, said in rows if said in HERE]
    _find_twice(table, given)
    _find_twice(table, here)
    entries = tuple((day, worked) for _, day, worked in given)
    year = Counter(day.year for day, _ in entries).most_common(1)[0][0] if entries else None
    if year is not None:
        _find_faults(table, year, given)
    return Announcement(year, entries, {day: worked for _, day, worked in here})


def _find_twice(table: Table, rows: Iterable[tuple[WorksheetRow, date, bool]]) -> None:
    known: dict[date, int] = {}
    for row, day, _ in rows:
        if day in known:
            table.against(word("problem-twice", earlier=known[day]), row.number, DAY.title)
        known.setdefault(day, row.number)


def _find_faults(table: Table, year: int, given: list[tuple[WorksheetRow, date, bool]]) -> None:
    off = sum(not worked and not is_weekend(day) for _, day, worked in given)
    for fault in notices.faults(year, [(day, worked) for _, day, worked in given]):
        if fault.against is Against.TWICE or (fault.place is None and table.problems):
            continue  # told with the row it repeats; and what can't be read yet may be all that is wanting
        what = word(f"problem-{fault.against.value}", year=year, count=off)
        row = None if fault.place is None else given[fault.place][0].number
        column = WORKED if fault.against is Against.WORKED_ANYWAY else DAY
        table.against(what, row, column.title)


HOLIDAYS = SheetSchema(title="sheet-holidays", columns=(DAY, WORKED, WHY), most_rows=500, plan=announcement)
