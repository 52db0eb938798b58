"""Moments and spans of business time: China Standard Time, whatever the server's zone.

A moment is always an aware datetime; a naive one is a fault of the caller and raises ValueError.
"""

import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, timezone
from typing import Self

from pydantic_core import CoreSchema, core_schema

CST = timezone(timedelta(hours=8), "CST")
"""China Standard Time. China has kept no summer time since 1991, so a fixed offset needs no zone database."""


def at(day: date, clock_time: time) -> datetime:
    """The moment when the clocks of China show this time on this day."""
    if clock_time.tzinfo is not None:
        raise ValueError(f"a time of day has no zone of its own: {clock_time!r}")
    return datetime.combine(day, clock_time, CST)


def midnight(day: date) -> datetime:
    """The first moment of the day; the day before ends here (its 24:00)."""
    return at(day, time.min)


def to_cst(moment: datetime) -> datetime:
    """The same moment as the clocks of China show it."""
    return _aware(moment).astimezone(CST)


def day_of(moment: datetime) -> date:
    """The calendar day of China on which the moment falls."""
    return to_cst(moment).date()


@dataclass(frozen=True)
class Interval:
    """A half-open span of time, `start` in it and `end` not.

    Raises ValueError when it is empty or runs backwards, or when a moment is naive.
    """

    start: datetime
    end: datetime

    def __post_init__(self) -> None:
        if _aware(self.end) <= _aware(self.start):
            raise ValueError(f"an interval ends after it starts: {self.start} … {self.end}")

    def __contains__(self, moment: datetime) -> bool:
        return self.start <= _aware(moment) < self.end

    def widened(self, *, before: timedelta, after: timedelta) -> Self:
        """The interval that starts earlier by `before` and ends later by `after`."""
        return type(self)(self.start - before, self.end + after)

    def distance(self, moment: datetime) -> timedelta:
        """How far the moment lies outside the interval; zero within it and at its end."""
        return max(self.start - _aware(moment), moment - self.end, timedelta(0))


@dataclass(frozen=True, order=True)
class MonthDay:
    """A day of every year. Raises ValueError for one that not every year has."""

    month: int
    day: int

    def __post_init__(self) -> None:
        date(2001, self.month, self.day)  # a year without a 29th of February

    @classmethod
    def parse(cls, text: str) -> Self:
        """Reads "MM-DD"; raises ValueError for anything else."""
        match = re.fullmatch(r"([0-9]{2})-([0-9]{2})", text)
        if match is None:
            raise ValueError(f"not a month and a day: {text!r}")
        return cls(int(match[1]), int(match[2]))

    @classmethod
    def __get_pydantic_core_schema__(cls, source: object, handler: object) -> CoreSchema:
        return core_schema.no_info_after_validator_function(cls.parse, core_schema.str_schema(strict=True))

    def in_year(self, year: int) -> date:
        """Its date in one year."""
        return date(year, self.month, self.day)


def _aware(moment: datetime) -> datetime:
    if moment.utcoffset() is None:
        raise ValueError(f"a moment without a zone: {moment!r}")
    return moment
