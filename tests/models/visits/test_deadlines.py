"""Due moments by hand-worked examples, and how they hang together whatever the start."""

import os
import subprocess
import sys
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from pathlib import Path
from types import MappingProxyType

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from models.ratings import deadlines as rating_deadlines
from models.register import deadlines as common_deadlines
from models.register.rules import Kind, Rules, load_rules
from models.time.durations import Days, WorkingDays
from models.time.moments import CST, Interval, day_of
from models.time.workdays import Calendar
from models.visits import deadlines
from models.visits.states import Side
from tests.models.visits.facts_of_a_visit import moment

REPOSITORY = Path(__file__).parents[3]
RULES = load_rules(REPOSITORY / "rules.toml")
CALENDAR = Calendar(RULES.office_hours)
FRIDAY, EVENING = moment("2026-11-27 09:00"), moment("2026-11-27 20:00")
SECOND = timedelta(seconds=1)


def test_the_clocks_of_one_working_day() -> None:
    for due in (deadlines.approval_due, deadlines.objection_due, deadlines.answer_due):
        assert due(FRIDAY, RULES, CALENDAR) == moment("2026-11-30 17:30")
        assert due(EVENING, RULES, CALENDAR) == moment("2026-12-01 17:30")


@pytest.mark.parametrize(
    ("asked", "window", "due"),
    [
        ("2026-11-27 09:00", "2026-12-03 14:30", "2026-12-01 17:30"),  # two working days
        ("2026-11-27 20:00", "2026-12-03 14:30", "2026-12-02 17:30"),
        ("2026-11-27 09:00", "2026-12-01 15:00", "2026-12-01 10:30"),  # two working hours before the window is sooner
        ("2026-11-27 09:00", "2026-11-27 15:30", "2026-11-27 11:00"),
        ("2026-11-27 09:00", "2026-12-02 08:30", "2026-12-01 15:30"),
    ],
)
def test_the_reply_is_due_after_two_working_days_or_two_working_hours_before_the_window(
    asked: str, window: str, due: str
) -> None:
    assert deadlines.reply_due(moment(asked), moment(window), RULES, CALENDAR) == moment(due)


@pytest.mark.parametrize(
    ("asked", "window", "can_be"),
    [
        ("2026-11-27 09:00", "2026-11-27 15:30", True),  # three hours and one
        ("2026-11-27 09:01", "2026-11-27 15:30", False),
        ("2026-11-27 16:30", "2026-11-30 11:30", True),  # one hour and three
        ("2026-11-27 16:30", "2026-11-30 11:00", False),
        ("2026-11-27 15:00", "2026-11-27 10:00", False),
        ("2026-11-28 10:00", "2026-11-29 18:00", False),  # a weekend has no working hours
    ],
)
def test_a_window_in_less_than_four_working_hours_cannot_be_asked_for(asked: str, window: str, can_be: bool) -> None:
    assert deadlines.can_still_be_asked(moment(asked), moment(window), RULES, CALENDAR) is can_be


@pytest.mark.parametrize("kind", [Kind.SURVEY, Kind.ROUTINE])
@pytest.mark.parametrize(
    ("asked", "earliest"),
    [
        ("2026-11-27 09:00", "2026-12-03"),  # Friday; Monday, Tuesday and Wednesday are the enterprise's
        ("2026-11-27 17:30", "2026-12-03"),
        ("2026-11-27 17:31", "2026-12-04"),
        ("2026-11-28 09:00", "2026-12-04"),
        ("2026-11-24 09:00", "2026-11-28"),  # a Saturday, if somebody wants it
        (
            "2026-02-12 09:00",
            "2026-02-25",
        ),  # the 13th, the worked Saturday 14th, the 24th after the festival
    ],
)
def test_the_enterprise_has_three_working_days_before_the_earliest_day(kind: Kind, asked: str, earliest: str) -> None:
    day = date.fromisoformat(earliest)
    assert deadlines.earliest_window_day(moment(asked), kind, RULES, CALENDAR) == day


@pytest.mark.parametrize("kind", [Kind.CLUE, Kind.SURPRISE])
def test_a_kind_without_lead_time_can_come_the_same_day(kind: Kind) -> None:
    assert deadlines.earliest_window_day(EVENING, kind, RULES, CALENDAR) == date(2026, 11, 27)


@pytest.mark.parametrize(
    ("kind", "window", "until"),
    [
        (Kind.SURVEY, "2026-12-03 14:30", "2026-11-27 17:30"),
        (Kind.ROUTINE, "2026-12-03 08:30", "2026-11-27 17:30"),
        (Kind.ROUTINE, "2026-11-29 08:30", "2026-11-24 17:30"),
        (Kind.CLUE, "2026-12-03 14:30", "2026-12-02 17:00"),
        (Kind.SURPRISE, "2026-12-03 14:30", "2026-12-03 14:30"),
    ],
)
def test_a_request_can_be_put_to_the_enterprise_while_its_lead_time_can_be_kept(
    kind: Kind, window: str, until: str
) -> None:
    assert deadlines.last_moment_to_ask(moment(window), kind, RULES, CALENDAR) == moment(until)


@pytest.mark.parametrize(
    ("window", "until"),
    [
        ("2026-12-03 14:30", "2026-12-03 10:00"),
        ("2026-12-03 16:30", "2026-12-03 14:30"),
        ("2026-12-03 08:30", "2026-12-02 15:30"),
        ("2026-11-30 09:00", "2026-11-27 16:00"),
    ],
)
def test_another_day_can_be_asked_for_until_two_working_hours_before_the_window(window: str, until: str) -> None:
    assert deadlines.last_moment_to_postpone(moment(window), RULES, CALENDAR) == moment(until)


@pytest.mark.parametrize(
    ("kind", "last"),
    [
        (Kind.SURVEY, date(2026, 12, 31)),
        (Kind.ROUTINE, date(2026, 12, 31)),
        (Kind.CLUE, date(2026, 12, 8)),
        (Kind.SURPRISE, date(2026, 12, 3)),
    ],
)
def test_a_visit_moves_at_most_so_many_working_days_from_its_first_day(kind: Kind, last: date) -> None:
    assert deadlines.last_day_for_postponement(date(2026, 12, 3), kind, RULES, CALENDAR) == last


@pytest.mark.parametrize(
    ("left", "closes"),
    [
        ("2026-12-03 16:00", "2026-12-11 00:00"),  # seven days after Thursday: Thursday's 24:00
        ("2026-12-05 10:00", "2026-12-15 00:00"),  # Saturday starts with Monday
        ("2026-12-04 18:00", "2026-12-15 00:00"),  # so does Friday evening
        ("2026-11-28 00:00", "2026-12-08 00:00"),  # left at the midnight after Friday
        ("2026-09-24 16:00", "2026-10-02 00:00"),  # the end doesn't roll: the 1st is a holiday
    ],
)
def test_a_rating_closes_at_the_end_of_its_seventh_day_be_it_a_holiday(left: str, closes: str) -> None:
    assert rating_deadlines.rating_closes(moment(left), RULES, CALENDAR) == moment(closes)


def test_a_pass_holds_from_30_minutes_before_the_window_to_60_after_it() -> None:
    window = Interval(moment("2026-12-03 14:00"), moment("2026-12-03 16:00"))
    validity = deadlines.pass_validity(window, RULES)
    assert validity == Interval(moment("2026-12-03 13:30"), moment("2026-12-03 17:00"))
    assert moment("2026-12-03 17:00") not in validity


# what holds whatever the start

MOMENTS = st.datetimes(datetime(2024, 1, 1), datetime(2028, 1, 1), timezones=st.just(CST))  # noqa: DTZ001
LEADS = st.timedeltas(timedelta(0), timedelta(days=25))


@given(MOMENTS, LEADS)
def test_whoever_can_still_be_asked_has_office_time_to_reply(asked: datetime, lead: timedelta) -> None:
    window = asked + lead
    assume(deadlines.can_still_be_asked(asked, window, RULES, CALENDAR))
    due = deadlines.reply_due(asked, window, RULES, CALENDAR)
    assert asked < due < window
    assert CALENDAR.working_time_between(asked, due) >= timedelta(hours=2)
    assert CALENDAR.working_time_between(due, window) >= timedelta(hours=2)


@given(MOMENTS, st.sampled_from([Kind.SURVEY, Kind.ROUTINE, Kind.CLUE]))
def test_the_last_moment_to_ask_is_the_last_one_that_keeps_lead_time_and_notice(window: datetime, kind: Kind) -> None:
    def in_time(asked: datetime) -> bool:
        earliest = deadlines.earliest_window_day(asked, kind, RULES, CALENDAR)
        return day_of(window) >= earliest and deadlines.can_still_be_asked(asked, window, RULES, CALENDAR)

    until = deadlines.last_moment_to_ask(window, kind, RULES, CALENDAR)
    assert in_time(until)
    assert not in_time(until + SECOND)


@given(MOMENTS, st.sampled_from(Kind))
def test_a_longer_lead_never_makes_the_day_earlier(asked: datetime, kind: Kind) -> None:
    assert deadlines.earliest_window_day(asked, kind, with_lead(kind), CALENDAR) >= deadlines.earliest_window_day(
        asked, kind, RULES, CALENDAR
    )
    assert deadlines.earliest_window_day(asked, kind, RULES, CALENDAR) >= day_of(asked)


@pytest.mark.parametrize(
    ("start", "due", "reminded"),
    [
        # half of 1.5 and 6.5 hours is 4: Monday 11:00; two hours before 17:30 is 15:30
        ("2026-11-27 16:00", "2026-11-30 17:30", ["2026-11-30 11:00", "2026-11-30 15:30"]),
        # half of 6, 6.5 and 3.5 hours is 8; two hours before noon is 10:00
        ("2026-11-27 09:00", "2026-12-01 12:00", ["2026-11-30 10:30", "2026-12-01 10:00"]),
        # half time is less than an hour from the other, and left out
        ("2026-11-27 09:00", "2026-11-27 17:30", ["2026-11-27 15:30"]),
        # of three hours, half is half an hour after the other
        ("2026-11-27 09:00", "2026-11-27 12:00", ["2026-11-27 10:00"]),
        # two hours before is not after the start; half of an hour and a quarter is
        ("2026-11-27 11:00", "2026-11-27 14:45", ["2026-11-27 11:37:30"]),
    ],
)
def test_reminders_come_at_half_of_the_working_time_and_two_working_hours_before(
    start: str, due: str, reminded: list[str]
) -> None:
    found = common_deadlines.reminders(moment(start), moment(due), RULES, CALENDAR)
    assert list(found) == [moment(each) for each in reminded]


@given(
    start=st.datetimes(datetime(2026, 1, 1), datetime(2026, 12, 20), timezones=st.just(CST)),  # noqa: DTZ001 - in CST
    hours=st.integers(1, 300),
)
def test_a_reminder_is_always_between_start_and_due_and_none_is_close_to_another(start: datetime, hours: int) -> None:
    due = CALENDAR.add_working_time(start, timedelta(hours=hours))
    found = common_deadlines.reminders(start, due, RULES, CALENDAR)
    assert list(found) == sorted(set(found))
    assert all(start < each < due for each in found)
    apart = RULES.reminders.apart.delta
    assert all(CALENDAR.working_time_between(a, b) > apart for a, b in pairwise(found))


@pytest.mark.parametrize(
    ("turn", "proposed", "window", "due"),
    [
        (Side.OFFICIAL, "2026-11-27 09:00", "2026-12-07 14:30", "2026-11-30 17:30"),  # one working day
        (Side.OFFICIAL, "2026-11-27 09:00", "2026-11-30 15:00", "2026-11-30 10:30"),  # the day on the table is sooner
        (Side.OFFICIAL, "2026-11-27 16:30", "2026-11-28 09:00", "2026-11-28 09:00"),  # and no working hours before it
        (Side.ENTERPRISE, "2026-11-27 09:00", "2026-12-07 14:30", "2026-12-01 17:30"),  # as it must reply
    ],
)
def test_the_side_whose_turn_it_is_answers_another_day_in_its_own_time(
    turn: Side, proposed: str, window: str, due: str
) -> None:
    assert deadlines.side_due(turn, moment(proposed), moment(window), RULES, CALENDAR) == moment(due)


def test_half_of_a_clock_in_days_is_a_morning() -> None:
    assert common_deadlines.half_of_days(FRIDAY, Days(7), CALENDAR) == moment("2026-11-30 08:30")
    assert common_deadlines.half_of_days(EVENING, Days(7), CALENDAR) == moment("2026-12-03 08:30")


def test_a_promise_is_called_to_mind_on_the_working_day_before() -> None:
    assert deadlines.promise_reminder(date(2026, 12, 7), RULES, CALENDAR) == moment("2026-12-04 08:30")


def test_an_outage_in_the_last_two_working_hours_gives_two_more() -> None:
    due = moment("2026-11-30 17:30")
    assert common_deadlines.last_stretch(due, RULES, CALENDAR) == moment("2026-11-30 15:30")
    assert common_deadlines.after_outage(due, moment("2026-11-30 16:00"), RULES, CALENDAR) == moment("2026-12-01 10:30")
    assert common_deadlines.after_outage(due, moment("2026-12-01 09:00"), RULES, CALENDAR) == moment("2026-12-01 11:00")


@pytest.mark.parametrize(
    ("due", "paused", "resumed", "later"),
    [
        ("2026-12-04 17:30", "2026-12-01 09:00", "2026-12-01 23:59:59", "2026-12-04 17:30"),  # the same day
        ("2026-12-03 17:30", "2026-12-01 23:59:59", "2026-12-02 00:00", "2026-12-04 17:30"),  # a second, two days
        ("2026-12-03 17:30", "2026-12-01 09:00", "2026-12-03 18:00", "2026-12-07 17:30"),  # Saturday rolls to Monday
        ("2026-12-04 17:30", "2026-11-30 09:00", "2026-12-07 08:00", "2026-12-11 17:30"),
        ("2026-09-25 17:30", "2026-09-21 09:00", "2026-09-28 09:00", "2026-10-08 17:30"),  # National Day's week
        ("2026-09-29 18:00", "2026-09-28 09:00", "2026-10-09 09:00", "2026-10-10 17:30"),  # a worked Saturday, winter
        ("2028-02-28 17:30", "2028-02-28 10:00", "2028-02-29 10:00", "2028-02-29 17:30"),
        ("2028-02-28 17:30", "2028-02-28 10:00", "2028-03-01 10:00", "2028-03-01 17:30"),
        ("2026-12-31 17:30", "2026-12-30 10:00", "2027-01-04 10:00", "2027-01-05 17:30"),  # over New Year
    ],
)
def test_a_resumed_clock_is_due_as_many_days_later_as_it_was_paused(
    due: str, paused: str, resumed: str, later: str
) -> None:
    assert common_deadlines.resumed_due(moment(due), moment(paused), moment(resumed), CALENDAR) == moment(later)


def test_the_days_of_a_pause_are_those_of_china_wherever_the_moment_was_written_down() -> None:
    paused, resumed = moment("2026-12-01 23:30"), moment("2026-12-02 00:30")  # one day in UTC
    due = common_deadlines.resumed_due(
        moment("2026-12-03 17:30").astimezone(UTC), paused.astimezone(UTC), resumed, CALENDAR
    )
    assert due == moment("2026-12-04 17:30")


@given(MOMENTS, st.timedeltas(timedelta(0), timedelta(days=40)), st.timedeltas(timedelta(0), timedelta(days=40)))
def test_a_pause_never_shortens_and_a_longer_one_never_ends_earlier(
    paused: datetime, length: timedelta, more: timedelta
) -> None:
    due = CALENDAR.add_working_days(paused, WorkingDays(5))
    once = common_deadlines.resumed_due(due, paused, paused + length, CALENDAR)
    assert due <= once <= common_deadlines.resumed_due(due, paused, paused + length + more, CALENDAR)
    assert once == CALENDAR.end_of_office(day_of(once))


def with_lead(kind: Kind) -> Rules:
    """The rules with the longest lead time that one kind may have."""
    longest = replace(RULES.kinds[kind], lead=WorkingDays(30))
    return replace(RULES, kinds=MappingProxyType({**RULES.kinds, kind: longest}))


PRINT_DUE = """
from datetime import datetime
from pathlib import Path
from models.ratings import deadlines as rating_deadlines
from models.visits import deadlines
from models.register.rules import load_rules
from models.visits.states import Side
from models.time.workdays import Calendar
rules = load_rules(Path("rules.toml"))
calendar = Calendar(rules.office_hours)
asked = datetime.fromisoformat("2026-11-27T20:00:00+08:00")
window = datetime.fromisoformat("2026-12-04T00:30:00+08:00")
print(deadlines.reply_due(asked, window, rules, calendar).isoformat())
print(deadlines.earliest_window_day(asked, "survey", rules, calendar))
print(rating_deadlines.rating_closes(asked.astimezone(), rules, calendar).isoformat())
print(datetime.now().astimezone().tzname() != "CST")
"""


@pytest.mark.parametrize("zone", ["America/New_York", "Pacific/Kiritimati", "UTC"])
def test_the_zone_of_the_server_changes_nothing(zone: str) -> None:
    printed = subprocess.run(
        [sys.executable, "-W", "error", "-c", PRINT_DUE],
        cwd=REPOSITORY,
        env={**os.environ, "TZ": zone},
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    assert printed.stdout.split() == [
        "2026-12-02T17:30:00+08:00",
        "2026-12-04",
        "2026-12-08T00:00:00+08:00",
        "True",
    ]


@pytest.mark.parametrize(
    ("start", "half", "morning"),
    [
        ("2026-11-27 09:00", "2026-11-30 08:45", "2026-11-30 08:30"),
        ("2026-11-27 09:00", "2026-11-30 08:30", "2026-11-30 08:30"),
        ("2026-11-27 09:00", "2026-11-30 11:59", "2026-11-30 08:30"),
        ("2026-11-27 09:00", "2026-11-30 12:00", None),
        ("2026-11-30 08:29", "2026-11-30 10:00", "2026-11-30 08:30"),
        ("2026-11-30 08:30", "2026-11-30 10:00", None),
        ("2026-11-27 09:00", "2026-11-28 08:30", None),
    ],
    ids=["before noon", "with the digest", "just before noon", "noon", "just before it", "begun with it", "a Saturday"],
)
def test_a_half_time_before_noon_goes_into_the_digest_of_a_working_day_that_is_still_to_come(
    start: str, half: str, morning: str | None
) -> None:
    said = common_deadlines.in_the_digest(moment(start), moment(half), RULES, CALENDAR)
    assert said == (morning and moment(morning))
