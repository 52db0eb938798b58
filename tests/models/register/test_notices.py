"""Announced days: a year's notice is believed whole or not at all, and counts from the next turn on."""

from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select
from sqlalchemy.orm import Session

from models.ground.database import Database
from models.ground.ledger import ledger
from models.register import notices, snapshots
from models.register.notices import Against, Fault, NoticeError, announced_days
from models.register.rules import load_rules
from models.time.workdays import Calendar, is_weekend
from tests.notices import WHEN, Entries, announced, corrected, notice
from tests.town import RULES

HOURS = load_rules(RULES).office_hours
NEW_YEAR = date(2027, 1, 1)


async def calendar(database: Database) -> Calendar:
    return await database.run(lambda session: snapshots.calendar(session, HOURS))


async def test_until_its_notice_comes_a_year_is_provisional_and_then_it_is_what_the_notice_says(
    database: Database,
) -> None:
    before = await calendar(database)
    assert before.is_provisional(NEW_YEAR)
    assert not before.is_working_day(date(2027, 2, 5))
    assert before.is_working_day(date(2027, 2, 11))
    await announced(database, notice())
    after = await calendar(database)
    assert after.is_announced(2027)
    assert not after.is_provisional(NEW_YEAR)
    assert not after.is_working_day(date(2027, 2, 11))
    assert after.is_working_day(date(2027, 2, 20)), "a Saturday that makes up for it"
    assert not after.is_working_day(date(2027, 2, 21))
    assert before.is_working_day(date(2027, 2, 11)), "a calendar that was read stays as it was"


async def test_of_an_announced_year_nothing_is_left_to_guess(database: Database) -> None:
    """The library takes 4 May 2027 for a day off; the notice doesn't."""
    entries = [entry for entry in notice() if entry[0] != date(2027, 5, 4)]
    assert not (await calendar(database)).is_working_day(date(2027, 5, 4))
    await announced(database, entries)
    assert (await calendar(database)).is_working_day(date(2027, 5, 4))


async def test_a_notice_takes_the_place_of_the_one_before(database: Database) -> None:
    await announced(database, notice(off="01-04"))
    await announced(database, notice())
    assert (await calendar(database)).is_working_day(date(2027, 1, 4))
    rows = await database.read(lambda session: session.execute(select(announced_days)).all())
    assert len(rows) == len(notice())
    assert {(row.year, row.imported_by) for row in rows} == {(2027, None)}


async def test_a_correction_of_the_city_outlives_every_notice(database: Database) -> None:
    await announced(database, notice(off="01-04"))
    await corrected(database, {date(2027, 1, 4): True, date(2026, 12, 27): True})
    await announced(database, notice(off="01-04"))
    found = await calendar(database)
    assert found.is_working_day(date(2027, 1, 4))
    assert found.is_working_day(date(2026, 12, 27))
    assert found.is_working_day(date(2026, 12, 28)), "2026 is still what it was"
    await corrected(database, {date(2027, 1, 4): False})
    assert not (await calendar(database)).is_working_day(date(2027, 1, 4))


async def test_a_correction_makes_one_day_certain_and_not_its_year(database: Database) -> None:
    await corrected(database, {date(2027, 1, 4): True})
    found = await calendar(database)
    assert not found.is_provisional(date(2027, 1, 4))
    assert found.is_provisional(date(2027, 1, 5))
    assert found.awaited(date(2027, 1, 4), date(2027, 1, 4)) is None
    assert found.awaited(date(2026, 12, 30), date(2027, 1, 5)) == 2027


async def test_what_was_announced_and_corrected_is_on_record(database: Database) -> None:
    await announced(database, notice())
    await corrected(database, {date(2026, 12, 31): False})
    entries = await database.read(lambda session: session.execute(select(ledger).order_by(ledger.c.id)).all())
    assert [(entry.verb, entry.subject, entry.authority) for entry in entries] == [
        ("announce", "year:2027", "operator"),
        ("correct", "day:2026-12-31", "operator"),
    ]


async def test_a_turn_that_announces_reads_what_it_has_announced(database: Database) -> None:
    database.info[snapshots.KEPT] = snapshots.Snapshots()

    def announce(session: Session) -> Calendar:
        assert not snapshots.calendar(session, HOURS).is_announced(2027)
        notices.announce(session, 2027, notice(), WHEN)
        return snapshots.calendar(session, HOURS)

    assert (await database.run(announce)).is_announced(2027)
    first, second = await calendar(database), await calendar(database)
    assert first is second, "it is read once"


@pytest.mark.parametrize(
    ("entries", "faults"),
    [
        (notice()[:6], [Fault(Against.TOO_FEW)]),
        ([], [Fault(Against.TOO_FEW)]),
        (notice(off=" ".join(f"03-{day:02d}" for day in range(1, 32))), None),
        ([*notice(), (date(2026, 12, 31), False)], [Fault(Against.ANOTHER_YEAR, 19)]),
        ([*notice(), (NEW_YEAR, True)], [Fault(Against.TWICE, 19), Fault(Against.WORKED_ANYWAY, 19)]),
        ([*notice(), (date(2027, 3, 1), True)], [Fault(Against.WORKED_ANYWAY, 19)]),
        ([*notice(), (date(2027, 1, 2), False)], []),
    ],
)
def test_a_notice_that_cannot_be_is_told_with_all_that_is_wrong(entries: Entries, faults: list[Fault] | None) -> None:
    assert notices.faults(2027, entries) == ([Fault(Against.TOO_MANY)] if faults is None else faults)


async def test_a_notice_that_cannot_be_changes_nothing(database: Database) -> None:
    await announced(database, notice())
    with pytest.raises(NoticeError, match="too-few"):
        await announced(database, notice()[:3])
    assert len(await database.read(lambda session: session.execute(select(announced_days)).all())) == len(notice())


@given(st.lists(st.tuples(st.dates(date(2026, 12, 1), date(2028, 1, 31)), st.booleans()), max_size=40))
def test_a_notice_is_believed_or_its_faults_are_named(entries: Entries) -> None:
    found = notices.faults(2027, entries)
    believed = (
        all(day.year == 2027 and (not worked or is_weekend(day)) for day, worked in entries)
        and len({day for day, _ in entries}) == len(entries)
        and 7 <= sum(not worked and not is_weekend(day) for day, worked in entries) <= 35
    )
    assert believed == (not found)
    assert all(fault.place is None or 0 <= fault.place < len(entries) for fault in found)


@given(
    st.dates(date(2026, 6, 1), date(2028, 6, 1)),
    st.integers(0, 400),
    st.frozensets(st.sampled_from([2026, 2027, 2028])),
    st.dictionaries(st.dates(date(2026, 12, 1), date(2028, 1, 31)), st.booleans(), max_size=5),
)
def test_a_span_awaits_the_first_year_of_a_provisional_day_in_it(
    first: date, length: int, years: frozenset[int], overrides: dict[date, bool]
) -> None:
    calendar = Calendar(HOURS, overrides=overrides, announced=years)
    days = [date.fromordinal(first.toordinal() + ahead) for ahead in range(length + 1)]
    expected = next((day.year for day in days if calendar.is_provisional(day)), None)
    assert calendar.awaited(days[0], days[-1]) == expected


async def test_the_notice_is_kept_with_its_moment(database: Database) -> None:
    await announced(database, notice(), datetime.fromisoformat("2026-11-25T10:00:00+08:00"))
    query = select(announced_days.c.imported_at).limit(1)
    assert await database.read(lambda session: session.scalar(query)) == datetime.fromisoformat("2026-11-25T02:00:00Z")
