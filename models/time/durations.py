"""Lengths of time that say what they count: one number means different things in working days and in days.

None of them converts into another; only the working calendar can tell how long a working day is.
"""

import re
from dataclasses import dataclass
from datetime import timedelta
from typing import ClassVar, Self

from pydantic_core import CoreSchema, core_schema


@dataclass(frozen=True, order=True)
class Duration:
    """A count of one unit; raises ValueError below zero."""

    unit: ClassVar[str]
    count: int

    def __post_init__(self) -> None:
        if self.count < 0:
            raise ValueError(f"a length of time is not negative: {self!r}")

    def __str__(self) -> str:
        return f"{self.count} {self.unit}{'' if self.count == 1 else 's'}"

    @classmethod
    def parse(cls, text: str) -> Self:
        """Reads what `str` writes, as in rules.toml; raises ValueError for another unit or no number."""
        match = re.fullmatch(rf"([0-9]{{1,4}}) {cls.unit}s?", text)
        if match is None:
            raise ValueError(f"not a number of {cls.unit}s: {text!r}")
        return cls(int(match[1]))

    @classmethod
    def __get_pydantic_core_schema__(cls, source: object, handler: object) -> CoreSchema:
        return core_schema.no_info_after_validator_function(cls.parse, core_schema.str_schema(strict=True))


class WorkingDays(Duration):
    """Days on which the offices work; the day of receipt isn't counted."""

    unit = "working day"


class WorkingHours(Duration):
    """Hours within office hours."""

    unit = "working hour"

    @property
    def delta(self) -> timedelta:
        """The same length of office time."""
        return timedelta(hours=self.count)


class Days(Duration):
    """Calendar days."""

    unit = "day"

    @property
    def delta(self) -> timedelta:
        """The same length of plain time; China's clocks never jump."""
        return timedelta(days=self.count)


class Months(Duration):
    """Calendar months; a month without the date ends on its last day."""

    unit = "month"


class Minutes(Duration):
    """Minutes of the clock."""

    unit = "minute"

    @property
    def delta(self) -> timedelta:
        """The same length of plain time."""
        return timedelta(minutes=self.count)
