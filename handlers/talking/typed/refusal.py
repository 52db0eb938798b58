"""What a reader says when it can't read: a code and the limits; the words are the locales' business."""

from collections.abc import Mapping
from enum import StrEnum


class Expected(StrEnum):
    """What would have been understood."""

    DAY = "day"
    TIME_SPAN = "time_span"
    DAY_AND_SPAN = "day_and_span"
    CHOICE = "choice"
    YES_NO = "yes_no"
    NAMES = "names"
    DIGITS = "digits"


class NotUnderstood(Exception):
    """The text isn't what was expected. `fields` holds the limits: low and high, or length; never the text itself."""

    def __init__(self, expected: Expected, fields: Mapping[str, int] | None = None) -> None:
        super().__init__(expected, dict(fields or {}))
        self.expected = expected
        self.fields: Mapping[str, int] = dict(fields or {})
