"""Working days of China against the notices of the State Council, and office time by hand-worked examples."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.register.rules import load_rules
from models.time.durations import WorkingDays, WorkingHours
from models.time.moments import CST, Interval, MonthDay, at, day_of, midnight, to_cst
from models.time.workdays import Calendar, NoWorkingDayError
from tests.models.visits.facts_of_a_visit import moment

HOURS = load_rules(Path(__file__).parents[3] / "rules.toml").office_hours
CALENDAR = Calendar(HOURS)

# The State Council's notices: weekend days worked, and days off from Monday to Friday.
WORKED_WEEKENDS = {
    2024: "02-04 02-18 04-07 04-28 05-11 09-14 09-29 10-12",
    2026: "01-04 02-14 02-28 05-09 09-20 10-10",
}
WEEKDAYS_OFF = {
    2024: "01-01 02-12 02-13 02-14 02-15 02-16 04-04 04-05 05-01 05-02 05-03 06-10 09-16 09-17"
    " 10-01 10-02 10-03 10-04 10-07",
    2026: "01-01 01-02 02-16 02-17 02-18 02-19 02-20 02-23 04-06 05-01 05-04 05-05 06-19 09-25"
    " 10-01 10-02 10-05 10-06 10-07",
}


def days_of(year: int) -> list[date]:
    first = date(year, 1, 1)
    return [first + timedelta(days=number) for number in range((date(year + 1, 1, 1) - first).days)]


@pytest.mark.parametrize("year", [2024, 2026])
def test_every_day_of_a_year_is_worked_or_off_as_the_notice_says(year: int) -> None:
    worked, off = WORKED_WEEKENDS[year].split(), WEEKDAYS_OFF[year].split()
    for day in days_of(year):
        month_day = f"{day:%m-%d}"
        expected = month_day in worked if day.weekday() >= 5 else month_day not in off
        assert (day, CALENDAR.is_working_day(day)) == (day, expected)
        assert not CALENDAR.is_provisional(day)


def test_a_year_without_a_notice_is_provisional_and_has_its_statutory_holidays() -> None:
    assert all(CALENDAR.is_provisional(day) for day in days_of(2027))
    off = [f"{day:%m-%d}" for day in days_of(2027) if day.weekday() < 5 and not CALENDAR.is_working_day(day)]
    spring, summer = "01-01 02-05 02-08 02-09 02-10 04-05 05-03 05-04", "06-09 09-15 10-01 10-04 10-05"
    assert off == f"{spring} {summer}".split()
    assert not any(CALENDAR.is_working_day(day) for day in days_of(2027) if day.weekday() >= 5)


def test_a_correction_by_the_city_wins_over_notice_and_weekend() -> None:
    flood, extra = date(2026, 11, 30), date(2026, 11, 28)
    corrected = Calendar(HOURS, overrides={flood: False, extra: True})
    assert (CALENDAR.is_working_day(flood), CALENDAR.is_working_day(extra)) == (True, False)
    assert (corrected.is_working_day(flood), corrected.is_working_day(extra)) == (False, True)
    assert corrected.is_working_day(date(2026, 12, 1))


def test_a_notice_that_was_imported_ends_the_provisional_state() -> None:
    day = date(2027, 2, 20)
    assert not Calendar(HOURS, overrides={day: True}).is_provisional(day)
    assert Calendar(HOURS, overrides={day: True}).is_provisional(date(2027, 2, 22))
    assert not Calendar(HOURS, announced=frozenset({2027})).is_provisional(date(2027, 2, 22))


def test_the_day_after_a_friday_is_monday_unless_the_weekend_is_worked() -> None:
    assert CALENDAR.next_working_day(date(2026, 11, 27)) == date(2026, 11, 30)
    assert CALENDAR.next_working_day(date(2026, 2, 13)) == date(2026, 2, 14)
    assert CALENDAR.next_working_day(date(2026, 9, 30)) == date(2026, 10, 8)
    assert CALENDAR.next_working_day(date(2025, 12, 31)) == date(2026, 1, 4)
    assert CALENDAR.previous_working_day(date(2026, 10, 8)) == date(2026, 9, 30)
    assert CALENDAR.previous_working_day(date(2026, 1, 4)) == date(2025, 12, 31)


def test_a_calendar_without_working_days_is_refused_instead_of_searched_for_ever() -> None:
    first, after = date(2026, 11, 1), date(2026, 12, 31)
    closed = Calendar(HOURS, overrides={first + timedelta(days=number): False for number in range(60)})
    with pytest.raises(NoWorkingDayError, match="60 days of 2026-10-31"):
        closed.next_working_day(date(2026, 10, 31))
    assert closed.next_working_day(first) == after
    with pytest.raises(NoWorkingDayError):
        closed.subtract_working_hours(moment("2026-12-30 17:30"), WorkingHours(1))


@pytest.mark.parametrize(
    ("received", "due"),
    [
        ("2026-11-27 16:00", "2026-11-30 17:30"),  # Friday afternoon: Monday
        ("2026-11-27 20:00", "2026-12-01 17:30"),  # Friday evening counts as Monday: Tuesday
        ("2026-11-27 17:30", "2026-11-30 17:30"),
        ("2026-11-27 17:31", "2026-12-01 17:30"),
        ("2026-11-27 13:00", "2026-11-30 17:30"),  # the lunch break belongs to the day
        ("2026-11-27 00:00", "2026-11-30 17:30"),  # so does the early morning
        ("2026-11-28 10:00", "2026-12-01 17:30"),  # Saturday counts as Monday
        ("2026-02-13 10:00", "2026-02-14 17:30"),  # a Saturday that is worked
        ("2026-02-14 10:00", "2026-02-24 17:30"),  # over the Spring Festival
        ("2026-09-30 18:00", "2026-10-08 17:30"),  # the last moment of summer hours; then the holidays
        ("2026-06-30 17:00", "2026-07-01 18:00"),  # into summer hours
    ],
)
def test_one_working_day_ends_with_office_hours_of_the_day_after_receipt(received: str, due: str) -> None:
    assert CALENDAR.add_working_days(moment(received), WorkingDays(1)) == moment(due)


def test_several_working_days_and_none() -> None:
    friday = moment("2026-11-27 09:00")
    assert CALENDAR.add_working_days(friday, WorkingDays(2)) == moment("2026-12-01 17:30")
    assert CALENDAR.add_working_days(friday, WorkingDays(20)) == moment("2026-12-25 17:30")
    assert CALENDAR.add_working_days(friday, WorkingDays(0)) == moment("2026-11-27 17:30")
    assert CALENDAR.working_days_before(date(2026, 11, 30), WorkingDays(1)) == date(2026, 11, 27)


@pytest.mark.parametrize(
    ("start", "hours", "expected"),
    [
        ("2026-11-27 17:30", 2, "2026-11-27 15:30"),
        ("2026-11-27 12:00", 2, "2026-11-27 10:00"),
        ("2026-11-27 16:30", 2, "2026-11-27 14:30"),  # just fits the afternoon
        ("2026-11-27 15:30", 2, "2026-11-27 11:00"),  # over lunch
        ("2026-11-27 13:00", 2, "2026-11-27 10:00"),
        ("2026-11-27 20:00", 2, "2026-11-27 15:30"),
        ("2026-11-27 09:30", 2, "2026-11-26 16:30"),  # over the night
        ("2026-11-30 08:30", 2, "2026-11-27 15:30"),  # over the weekend
        ("2026-11-28 10:00", 7, "2026-11-26 17:00"),
        ("2026-11-28 10:00", 0, "2026-11-28 10:00"),
        ("2026-07-01 16:00", 2, "2026-07-01 11:00"),  # the afternoon starts at 15:00 in summer
    ],
)
def test_working_hours_before_a_moment(start: str, hours: int, expected: str) -> None:
    assert CALENDAR.subtract_working_hours(moment(start), WorkingHours(hours)) == moment(expected)


@pytest.mark.parametrize(
    ("start", "end", "minutes"),
    [
        ("2026-11-27 08:30", "2026-11-27 17:30", 390),
        ("2026-11-27 10:00", "2026-11-27 15:00", 150),
        ("2026-11-27 12:00", "2026-11-27 14:30", 0),
        ("2026-11-27 17:00", "2026-11-30 09:00", 60),
        ("2026-11-28 00:00", "2026-11-30 00:00", 0),
        ("2026-11-27 15:00", "2026-11-27 10:00", 0),
        ("2026-11-30 15:00", "2026-11-27 10:00", 0),
        ("2026-09-30 15:00", "2026-10-08 09:00", 210),
    ],
)
def test_the_office_time_between_two_moments(start: str, end: str, minutes: int) -> None:
    assert CALENDAR.working_time_between(moment(start), moment(end)) == timedelta(minutes=minutes)


@pytest.mark.parametrize(
    ("start", "due", "half"),
    [
        ("2026-11-27 16:00", "2026-11-30 17:30", "2026-11-30 11:00"),  # 480 minutes: 90 on Friday, 150 on Monday
        ("2026-11-27 20:00", "2026-12-01 17:30", "2026-11-30 17:30"),
        ("2026-11-27 09:00", "2026-12-01 17:30", "2026-11-30 12:00"),  # 1140 minutes: 360 on Friday, 210 on Monday
        ("2026-11-27 09:00", "2026-11-27 11:00", "2026-11-27 10:00"),
        ("2026-11-28 09:00", "2026-11-28 11:00", "2026-11-28 09:00"),  # no office time between them
    ],
)
def test_half_time_is_half_of_the_office_time(start: str, due: str, half: str) -> None:
    assert CALENDAR.half_time(moment(start), moment(due)) == moment(half)


def test_office_hours_of_a_day() -> None:
    friday = date(2026, 11, 27)
    assert CALENDAR.office_intervals(friday) == (
        Interval(moment("2026-11-27 08:30"), moment("2026-11-27 12:00")),
        Interval(moment("2026-11-27 14:30"), moment("2026-11-27 17:30")),
    )
    assert CALENDAR.office_intervals(date(2026, 11, 28)) == ()
    with pytest.raises(ValueError, match="no working day"):
        CALENDAR.end_of_office(date(2026, 11, 28))


@pytest.mark.parametrize(
    ("day", "closes"),
    [("2026-06-30", "17:30"), ("2026-07-01", "18:00"), ("2026-09-30", "18:00"), ("2026-10-08", "17:30")],
)
def test_summer_hours_hold_from_their_first_to_their_last_day(day: str, closes: str) -> None:
    assert CALENDAR.end_of_office(date.fromisoformat(day)) == moment(f"{day} {closes}")


def test_summer_hours_are_a_rule() -> None:
    early = Calendar(replace(HOURS, summer_first=MonthDay(5, 1)))
    assert early.end_of_office(date(2026, 5, 6)) == moment("2026-05-06 18:00")


MOMENTS = st.datetimes(datetime(2023, 12, 1), datetime(2028, 2, 1), timezones=st.just(CST))  # noqa: DTZ001
GAPS = st.timedeltas(timedelta(0), timedelta(days=20))


@given(MOMENTS, st.integers(1, 25))
def test_what_is_due_is_due_on_a_working_day_after_the_start(start: datetime, days: int) -> None:
    due = CALENDAR.add_working_days(start, WorkingDays(days))
    assert start < due
    assert CALENDAR.is_working_day(day_of(due))
    assert due == CALENDAR.end_of_office(day_of(due))


@given(MOMENTS, MOMENTS, st.integers(1, 25))
def test_what_is_received_later_is_never_due_sooner(one: datetime, other: datetime, days: int) -> None:
    early, late = sorted((one, other))
    length = WorkingDays(days)
    assert CALENDAR.add_working_days(early, length) <= CALENDAR.add_working_days(late, length)


@given(MOMENTS, st.integers(1, 40))
def test_so_many_working_hours_before_leaves_just_so_much_office_time(end: datetime, hours: int) -> None:
    start = CALENDAR.subtract_working_hours(end, WorkingHours(hours))
    assert CALENDAR.working_time_between(start, end) == timedelta(hours=hours)
    assert CALENDAR.working_time_between(start + timedelta(seconds=1), end) < timedelta(hours=hours)


@given(MOMENTS, GAPS)
def test_half_time_halves(start: datetime, length: timedelta) -> None:
    due = start + length
    half = CALENDAR.half_time(start, due)
    assert start <= half <= due
    whole = CALENDAR.working_time_between(start, due)
    assert abs(CALENDAR.working_time_between(start, half) * 2 - whole) <= timedelta(microseconds=2)


@given(MOMENTS, GAPS, GAPS)
def test_office_time_adds_up(first: datetime, gap: timedelta, another: timedelta) -> None:
    second, third = first + gap, first + gap + another
    between = CALENDAR.working_time_between
    assert between(first, second) + between(second, third) == between(first, third)


@given(MOMENTS)
def test_the_zone_in_which_a_moment_is_written_changes_nothing(start: datetime) -> None:
    elsewhere = start.astimezone(UTC)
    assert CALENDAR.add_working_days(elsewhere, WorkingDays(2)) == CALENDAR.add_working_days(start, WorkingDays(2))
    assert CALENDAR.day_of_receipt(elsewhere) == CALENDAR.day_of_receipt(start)
    hours = WorkingHours(3)
    assert CALENDAR.subtract_working_hours(elsewhere, hours) == CALENDAR.subtract_working_hours(start, hours)


# the clock itself


def test_business_time_is_china_standard_time() -> None:
    assert at(date(2026, 11, 27), time(9)) == datetime(2026, 11, 27, 1, tzinfo=UTC)
    assert to_cst(datetime(2026, 11, 26, 16, 30, tzinfo=UTC)).isoformat() == "2026-11-27T00:30:00+08:00"
    assert day_of(datetime(2026, 11, 26, 16, tzinfo=UTC)) == date(2026, 11, 27)
    assert midnight(date(2026, 11, 27)).isoformat() == "2026-11-27T00:00:00+08:00"


def test_a_moment_without_a_zone_is_refused() -> None:
    naive = moment("2026-11-27 09:00").replace(tzinfo=None)
    for use in (to_cst, day_of, CALENDAR.day_of_receipt, lambda value: Interval(value, value)):
        with pytest.raises(ValueError, match="without a zone"):
            use(naive)
    with pytest.raises(ValueError, match="no zone of its own"):
        at(date(2026, 11, 27), time(9, tzinfo=UTC))


def test_an_interval_has_its_start_and_not_its_end() -> None:
    nine, ten = moment("2026-11-27 09:00"), moment("2026-11-27 10:00")
    assert (nine in Interval(nine, ten), ten in Interval(nine, ten)) == (True, False)
    for end in (nine, nine - timedelta(seconds=1)):
        with pytest.raises(ValueError, match="ends after it starts"):
            Interval(nine, end)


@pytest.mark.parametrize("text", ["02-29", "13-01", "00-10", "7-1", "07-01-2026", ""])
def test_a_day_of_every_year_must_be_one(text: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        MonthDay.parse(text)
