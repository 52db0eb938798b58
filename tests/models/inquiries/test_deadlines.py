"""When the parts of an inquiry are due, by hand-worked examples over weekends, holidays and the ends of months."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.inquiries import deadlines as inquiry_deadlines
from models.inquiries.inquiries import Complexity
from models.register.rules import Rules, load_rules
from models.time.durations import Days, Months
from models.time.workdays import Calendar
from tests.models.visits.facts_of_a_visit import moment

RULES = load_rules(Path(__file__).parents[3] / "rules.toml")
CALENDAR = Calendar(RULES.office_hours)
SIMPLE, COMPLEX = Complexity.SIMPLE, Complexity.COMPLEX

Due = Callable[[datetime, Rules, Calendar], datetime]
OF_ONE_WORKING_DAY: tuple[Due, ...] = (
    inquiry_deadlines.accept_due,
    inquiry_deadlines.transfer_due,
    inquiry_deadlines.designation_due,
    inquiry_deadlines.extension_due,
)


def check(due: Due, start: str, expected: str) -> None:
    assert due(moment(start), RULES, CALENDAR) == moment(expected), start


@pytest.mark.parametrize("due", OF_ONE_WORKING_DAY, ids=lambda due: due.__name__)
@pytest.mark.parametrize(
    ("start", "expected"),
    [
        ("2026-11-27 16:00", "2026-11-30 17:30"),  # Friday in office hours
        ("2026-11-27 12:30", "2026-11-30 17:30"),  # lunch is that day
        ("2026-11-27 17:30", "2026-11-30 17:30"),  # up to the end, inclusive
        ("2026-11-27 17:31", "2026-12-01 17:30"),
        ("2026-11-27 20:00", "2026-12-01 17:30"),  # Friday evening counts as Monday
        ("2026-11-29 03:00", "2026-12-01 17:30"),
        ("2026-09-30 16:00", "2026-10-08 17:30"),  # over National Day 2026, into winter's office hours
        ("2026-09-30 20:00", "2026-10-09 17:30"),
        ("2026-10-09 16:00", "2026-10-10 17:30"),  # the Saturday that makes up for it is worked
        ("2026-12-31 16:00", "2027-01-04 17:30"),  # New Year is a Friday
        ("2026-02-14 10:00", "2026-02-24 17:30"),  # Spring Festival 2026: a worked Saturday, then nine days off
    ],
)
def test_whoever_has_one_working_day_has_until_the_end_of_office_hours(due: Due, start: str, expected: str) -> None:
    check(due, start, expected)


@pytest.mark.parametrize(
    ("start", "expected"),
    [
        ("2026-11-27 16:00", "2026-12-01 17:30"),
        ("2026-11-27 20:00", "2026-12-02 17:30"),
        ("2026-09-30 16:00", "2026-10-09 17:30"),
        ("2026-12-31 16:00", "2027-01-05 17:30"),
    ],
)
def test_the_first_reply_is_due_after_two_working_days(start: str, expected: str) -> None:
    check(inquiry_deadlines.first_reply_due, start, expected)


@pytest.mark.parametrize(
    ("complexity", "start", "expected"),
    [
        (SIMPLE, "2026-11-27 16:00", "2026-12-04 17:30"),  # seven days
        (SIMPLE, "2026-11-27 20:00", "2026-12-07 17:30"),  # received on Monday
        (SIMPLE, "2026-11-28 10:00", "2026-12-07 17:30"),
        (SIMPLE, "2026-09-25 10:00", "2026-10-08 17:30"),  # a holiday: received on Monday 28th, 5 October is off
        (SIMPLE, "2026-09-24 10:00", "2026-10-08 17:30"),  # 1 October is off
        (SIMPLE, "2026-12-25 10:00", "2027-01-04 17:30"),  # 1 January is off
        (SIMPLE, "2026-10-03 10:00", "2026-10-15 17:30"),  # asked during National Day: received on the 8th
        (COMPLEX, "2026-11-27 16:00", "2026-12-28 17:30"),  # 27 December is a Sunday
        (COMPLEX, "2025-01-26 10:00", "2025-02-26 17:30"),
        (COMPLEX, "2023-01-31 10:00", "2023-02-28 17:30"),  # no 31st: the last of the month
        (COMPLEX, "2024-01-31 10:00", "2024-02-29 17:30"),  # of a leap year
        (COMPLEX, "2024-02-29 10:00", "2024-03-29 17:30"),
        (COMPLEX, "2026-12-15 10:00", "2027-01-15 17:30"),  # over New Year
        (COMPLEX, "2026-08-31 10:00", "2026-09-30 18:00"),  # the summer's afternoons end at six
    ],
)
def test_an_inquiry_is_due_after_seven_days_or_a_month_and_a_last_day_off_rolls(
    complexity: Complexity, start: str, expected: str
) -> None:
    assert inquiry_deadlines.resolve_due(moment(start), complexity, RULES, CALENDAR) == moment(expected)


@pytest.mark.parametrize(
    ("complexity", "start", "expected"),
    [
        (SIMPLE, "2026-12-01 10:00", "2026-12-04 17:30"),  # three of seven days: the odd one falls to the asker
        (SIMPLE, "2026-12-03 10:00", "2026-12-07 17:30"),  # a Sunday rolls
        (COMPLEX, "2026-12-01 10:00", "2026-12-16 17:30"),  # fifteen of thirty-one
        (COMPLEX, "2026-11-02 10:00", "2026-11-17 17:30"),  # fifteen of thirty
        (COMPLEX, "2027-02-01 10:00", "2027-02-15 17:30"),  # fourteen of twenty-eight
    ],
)
def test_a_reopened_one_is_due_after_half_of_the_first_length(
    complexity: Complexity, start: str, expected: str
) -> None:
    assert inquiry_deadlines.resolve_again_due(moment(start), complexity, RULES, CALENDAR) == moment(expected)


def test_more_time_is_at_most_the_first_length_again() -> None:
    due = moment("2026-12-04 17:30")
    assert inquiry_deadlines.longest_extension(due, SIMPLE, RULES) == date(2026, 12, 11)
    assert inquiry_deadlines.longest_extension(due, COMPLEX, RULES) == date(2027, 1, 4)
    assert inquiry_deadlines.longest_extension(moment("2027-01-31 17:30"), COMPLEX, RULES) == date(2027, 2, 28)


def test_what_is_promised_for_a_day_off_is_due_on_the_next_working_day() -> None:
    assert inquiry_deadlines.end_of_day(date(2026, 12, 4), CALENDAR) == moment("2026-12-04 17:30")
    assert inquiry_deadlines.end_of_day(date(2026, 12, 5), CALENDAR) == moment("2026-12-07 17:30")
    assert inquiry_deadlines.end_of_day(date(2026, 10, 1), CALENDAR) == moment("2026-10-08 17:30")


@pytest.mark.parametrize(
    ("closes", "start", "expected"),
    [
        (inquiry_deadlines.input_closes, "2026-11-27 16:00", "2026-12-08 00:00"),  # 7 December, 24:00
        (inquiry_deadlines.input_closes, "2026-11-27 20:00", "2026-12-11 00:00"),
        (inquiry_deadlines.input_closes, "2026-09-23 10:00", "2026-10-04 00:00"),  # a holiday doesn't roll
        (inquiry_deadlines.marking_closes, "2026-11-25 10:00", "2026-12-06 00:00"),  # a Saturday doesn't either
        (inquiry_deadlines.marking_closes, "2026-12-22 10:00", "2027-01-02 00:00"),  # nor New Year
        (inquiry_deadlines.marking_closes, "2024-02-19 10:00", "2024-03-01 00:00"),  # 29 February, 24:00
        (inquiry_deadlines.reopening_closes, "2026-11-27 16:00", "2026-12-28 00:00"),
        (inquiry_deadlines.reopening_closes, "2026-11-28 16:00", "2026-12-31 00:00"),
    ],
)
def test_what_the_enterprise_has_in_days_ends_at_midnight_and_does_not_roll(
    closes: Due, start: str, expected: str
) -> None:
    check(closes, start, expected)


@pytest.mark.parametrize(
    ("start", "due", "expected"),
    [
        # Received on Friday, due on Friday next: half is Monday; two working hours before 17:30 is 15:30.
        ("2026-11-27 16:00", "2026-12-04 17:30", ["2026-11-30 08:30", "2026-12-04 15:30"]),
        # Received on Monday: half of seven days is Thursday.
        ("2026-11-27 20:00", "2026-12-07 17:30", ["2026-12-03 08:30", "2026-12-07 15:30"]),
        # At midnight the last working hours are those of the Friday before.
        ("2026-11-25 10:00", "2026-12-06 00:00", ["2026-11-30 08:30", "2026-12-04 15:30"]),
        # One day: half of it would be at the start's own 8:30, which is over.
        ("2026-12-03 10:00", "2026-12-04 17:30", ["2026-12-04 15:30"]),
        # On its last day both would be behind, or the first is close to the last.
        ("2026-12-04 16:00", "2026-12-04 17:30", []),
        ("2026-12-04 08:00", "2026-12-04 10:30", ["2026-12-04 08:30"]),
        ("2026-12-04 08:00", "2026-12-04 11:00", ["2026-12-04 09:00"]),
        # Due at 8:30 on a Monday: the last working hours before are Friday's, and half of the days is a Saturday.
        ("2026-12-03 10:00", "2026-12-07 08:30", ["2026-12-04 15:30", "2026-12-05 08:30"]),
    ],
)
def test_reminders_of_days_come_at_half_of_them_in_the_morning_and_two_working_hours_before(
    start: str, due: str, expected: list[str]
) -> None:
    found = inquiry_deadlines.reminders_in_days(moment(start), moment(due), RULES, CALENDAR)
    assert found == tuple(moment(each) for each in expected)


def test_the_last_day_of_a_length() -> None:
    assert inquiry_deadlines.last_day(date(2024, 2, 22), Days(7)) == date(2024, 2, 29)
    assert inquiry_deadlines.last_day(date(2026, 12, 31), Months(2)) == date(2027, 2, 28)
    assert inquiry_deadlines.last_day(date(2026, 12, 31), Months(14)) == date(2028, 2, 29)
    assert inquiry_deadlines.last_day(date(2026, 1, 15), Months(12)) == date(2027, 1, 15)


@given(
    minutes=st.integers(0, 3 * 366 * 24 * 60),
    complexity=st.sampled_from(Complexity),
)
def test_whenever_it_is_accepted_it_is_due_within_office_hours_and_after_its_first_reply_or_with_it(
    minutes: int, complexity: Complexity
) -> None:
    start = moment("2024-01-01 00:00") + timedelta(minutes=minutes)
    due = inquiry_deadlines.resolve_due(start, complexity, RULES, CALENDAR)
    again = inquiry_deadlines.resolve_again_due(start, complexity, RULES, CALENDAR)
    assert start < again <= due
    assert all(due == CALENDAR.end_of_office(due.date()) for due in (due, again))
    reminders = inquiry_deadlines.reminders_in_days(start, due, RULES, CALENDAR)
    assert list(reminders) == sorted(reminders)
    assert all(start < each < due for each in reminders)
