"""A notice for 2027 as the State Council might write it: where the tests need a year to be announced."""

from datetime import date, datetime
from functools import partial

from sqlalchemy.orm import Session

from models.ground.database import Database
from models.register import notices
from models.time.moments import CST

OFF = "01-01 02-05 02-08 02-09 02-10 02-11 04-05 05-03 05-04 06-09 09-15 10-01 10-04 10-05 10-06 10-07"
WORKED = "02-20 09-26 10-09"
WHEN = datetime(2026, 12, 30, 12, tzinfo=CST)

Entries = list[tuple[date, bool]]


def notice(year: int = 2027, *, off: str = "", worked: str = "") -> Entries:
    """The notice, with more days off and more days worked."""
    days = [(day, False) for day in f"{OFF} {off}".split()] + [(day, True) for day in f"{WORKED} {worked}".split()]
    return [(date.fromisoformat(f"{year}-{day}"), worked) for day, worked in days]


async def announced(database: Database, entries: Entries, now: datetime = WHEN) -> None:
    """An operator has imported a notice."""

    def announce(session: Session) -> None:
        notices.announce(session, entries[0][0].year, entries, now)

    await database.run(announce)


async def corrected(database: Database, days: dict[date, bool], now: datetime = WHEN) -> None:
    """An operator has corrected days of this city."""
    await database.run(partial(notices.correct, days=days, now=now))
