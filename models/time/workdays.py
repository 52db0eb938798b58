"""Working days and office hours of China: what is received when, when it is due, how much working time lies between.

The day of receipt isn't counted, and a due day ends with its office hours (Civil Code, articles 201 to 203).
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from types import MappingProxyType
from typing import Annotated

from holidays import country_holidays
from pydantic import Strict

from models.ground.wrong_rules import RulesError
from models.time.durations import WorkingDays, WorkingHours
from models.time.moments import Interval, MonthDay, at, day_of, to_cst

ClockTime = Annotated[time, Strict()]
"""A time of day and nothing that could be taken for one."""

ONE_DAY = timedelta(days=1)
LONGEST_CLOSURE = 60
"""Days in a row that may be off; the longest in living memory, of 2020, had 17."""


@dataclass(frozen=True, kw_only=True)
class OfficeHours:
    """When offices work; `summer_first` to `summer_last`, both included, have their own afternoon."""

    morning_start: ClockTime
    morning_end: ClockTime
    afternoon_start: ClockTime
    afternoon_end: ClockTime
    summer_afternoon_start: ClockTime
    summer_afternoon_end: ClockTime
    summer_first: MonthDay
    summer_last: MonthDay

    def __post_init__(self) -> None:
        for afternoon in ("afternoon", "summer_afternoon"):
            earlier = "morning_start"
            for name in ("morning_end", f"{afternoon}_start", f"{afternoon}_end"):
                if getattr(self, name) <= getattr(self, earlier):
                    raise RulesError(name, str(getattr(self, name)), f"a time later than {earlier}")
                earlier = name
        if self.summer_last < self.summer_first:
            raise RulesError("summer_last", str(self.summer_last), "a day not before summer_first")


class NoWorkingDayError(ValueError):
    """The overrides leave no working day within reach of this one."""


@dataclass(frozen=True)
class _Notice:
    """What is known about one year: days off from Monday to Friday, and weekend days that are worked."""

    announced: bool
    weekdays_off: frozenset[date]
    weekends_worked: frozenset[date]


@lru_cache(maxsize=64)
def _notice(year: int) -> _Notice:
    china = country_holidays("CN", years=year)
    worked = frozenset(day for day in china.weekend_workdays if day.year == year)
    off = frozenset(day for day in china if day.year == year and not is_weekend(day))
    # No notice of the State Council so far did without a worked weekend day; the library estimates none.
    return _Notice(announced=bool(worked), weekdays_off=off, weekends_worked=worked)


def is_weekend(day: date) -> bool:
    """Whether the day is a Saturday or a Sunday."""
    return day.weekday() >= 5


@dataclass(frozen=True)
class Calendar:
    """The working calendar: the State Council's notices with make-up working days, and a city's own corrections.

    `overrides` says of single days whether they are worked and wins over everything; `announced` names years whose
    whole notice stands in `overrides`. In a year without a notice Monday to Friday are worked save for the statutory
    holidays and the working days that make up for those on a weekend.
    """

    hours: OfficeHours
    overrides: Mapping[date, bool] = field(default_factory=lambda: MappingProxyType({}), hash=False)
    announced: frozenset[int] = frozenset()

    def is_working_day(self, day: date) -> bool:
        """Whether the offices work on this day."""
        override = self.overrides.get(day)
        if override is not None:
            return override
        if day.year in self.announced:
            return not is_weekend(day)
        notice = _notice(day.year)
        return day in notice.weekends_worked if is_weekend(day) else day not in notice.weekdays_off

    def is_provisional(self, day: date) -> bool:
        """Whether the year's notice is still to come, so that `is_working_day` may change its mind."""
        return day not in self.overrides and not self.is_announced(day.year)

    def is_announced(self, year: int) -> bool:
        """Whether the year's notice is known."""
        return year in self.announced or _notice(year).announced

    def awaited(self, first: date, last: date) -> int | None:
        """The first year from which a day between these two, both included, is provisional; None where all are
        certain.
        """
        for year in range(first.year, last.year + 1):
            if not self.is_announced(year):
                start, end = max(first, date(year, 1, 1)), min(last, date(year, 12, 31))
                if any(self.is_provisional(start + ONE_DAY * ahead) for ahead in range((end - start).days + 1)):
                    return year
        return None

    def next_working_day(self, day: date) -> date:
        """The first working day after this day; raises NoWorkingDayError when there is none in 60 days."""
        return self._nearest_working_day(day, ONE_DAY)

    def previous_working_day(self, day: date) -> date:
        """The last working day before this day; raises NoWorkingDayError when there is none in 60 days."""
        return self._nearest_working_day(day, -ONE_DAY)

    def _nearest_working_day(self, day: date, step: timedelta) -> date:
        for distance in range(1, LONGEST_CLOSURE + 1):
            if self.is_working_day(day + step * distance):
                return day + step * distance
        raise NoWorkingDayError(f"no working day within {LONGEST_CLOSURE} days of {day}")

    def working_days_after(self, day: date, length: WorkingDays) -> date:
        """The last of so many working days after this day, which isn't counted; the day itself for none."""
        for _ in range(length.count):
            day = self.next_working_day(day)
        return day

    def working_days_before(self, day: date, length: WorkingDays) -> date:
        """The first of so many working days before this day, which isn't counted; the day itself for none."""
        for _ in range(length.count):
            day = self.previous_working_day(day)
        return day

    def office_intervals(self, day: date) -> tuple[Interval, ...]:
        """Morning and afternoon of a working day, nothing on a day off."""
        if not self.is_working_day(day):
            return ()
        hours = self.hours
        if hours.summer_first.in_year(day.year) <= day <= hours.summer_last.in_year(day.year):
            afternoon = (hours.summer_afternoon_start, hours.summer_afternoon_end)
        else:
            afternoon = (hours.afternoon_start, hours.afternoon_end)
        morning = (hours.morning_start, hours.morning_end)
        return tuple(Interval(at(day, start), at(day, end)) for start, end in (morning, afternoon))

    def end_of_office(self, working_day: date) -> datetime:
        """When the offices close on this working day; raises ValueError for a day off."""
        intervals = self.office_intervals(working_day)
        if not intervals:
            raise ValueError(f"no working day: {working_day}")
        return intervals[-1].end

    def day_of_receipt(self, moment: datetime) -> date:
        """The working day as which the moment counts: its own up to the end of office hours, else the next one."""
        day = day_of(moment)
        if self.is_working_day(day) and moment <= self.end_of_office(day):
            return day
        return self.next_working_day(day)

    def add_working_days(self, moment: datetime, length: WorkingDays) -> datetime:
        """When something received at the moment is due: the end of office hours of the last day."""
        return self.end_of_office(self.working_days_after(self.day_of_receipt(moment), length))

    def working_time_between(self, start: datetime, end: datetime) -> timedelta:
        """The office time from start to end; zero when the end comes first."""
        overlaps = (
            min(interval.end, end) - max(interval.start, start) for interval in self._intervals_within(start, end)
        )
        return sum((overlap for overlap in overlaps if overlap > timedelta(0)), start=timedelta(0))

    def add_working_time(self, moment: datetime, length: timedelta) -> datetime:
        """The first moment at which so much office time has passed; the moment itself for none."""
        if length <= timedelta(0):
            return to_cst(moment)
        day = day_of(moment)
        while True:
            for interval in self.office_intervals(day):
                start = max(interval.start, moment)
                if start < interval.end:
                    if start + length <= interval.end:
                        return start + length
                    length -= interval.end - start
            day = self.next_working_day(day)

    def subtract_working_hours(self, moment: datetime, length: WorkingHours) -> datetime:
        """The last moment from which so much office time remains until `moment`; the moment itself for none."""
        remaining = length.delta
        if not remaining:
            return to_cst(moment)
        day = day_of(moment)
        while True:
            for interval in reversed(self.office_intervals(day)):
                end = min(interval.end, moment)
                if end > interval.start:
                    if end - remaining >= interval.start:
                        return end - remaining
                    remaining -= end - interval.start
            day = self.previous_working_day(day)

    def half_time(self, start: datetime, due: datetime) -> datetime:
        """When half of the office time between start and due has passed."""
        return self.add_working_time(start, self.working_time_between(start, due) / 2)

    def _intervals_within(self, start: datetime, end: datetime) -> Iterator[Interval]:
        day, last = day_of(start), day_of(end)
        while day <= last:
            yield from self.office_intervals(day)
            day += ONE_DAY
