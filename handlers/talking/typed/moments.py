"""A day and times in one sentence."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, time

from handlers.talking.typed.days import find_day, heard_with_commas
from handlers.talking.typed.refusal import Expected, NotUnderstood
from handlers.talking.typed.times import find_span, find_start


@dataclass(frozen=True)
class Typed:
    """What was found: a day, a start, or a start and an end; at least one of day and start."""

    day: date | None = None
    start: time | None = None
    end: time | None = None

    @property
    def parts(self) -> int:
        """How many of day and times were found."""
        return (self.day is not None) + (self.start is not None)


def _times(text: str) -> Typed | None:
    if span := find_span(text):
        return Typed(start=span[0], end=span[1])
    start = find_start(text)
    return None if start is None else Typed(start=start)


def _together(day_text: str, times_text: str, today: date) -> Typed | None:
    day = find_day(day_text, today) if day_text else None
    times = _times(times_text) if times_text else Typed()
    if times is None or (day_text and day is None):
        return None
    return Typed(day, times.start, times.end)


def _cuts(words: str) -> Iterator[int]:
    """Where a sentence may fall in two: not within a number or a Latin word."""
    for cut in range(len(words)):
        before, after = words[max(cut - 1, 0) : cut], words[cut]
        one_word = after.isascii() and before.isascii() and before.isalpha() and after.isalpha()
        if not (one_word or (before.isdigit() and after.isdigit())):
            yield cut


def _readings(words: str, today: date) -> Iterator[Typed]:
    for cut in _cuts(words):
        before, after = words[:cut].strip(), words[cut:].strip()
        for day_text, times_text in ((before, after), (after, before)):
            if typed := _together(day_text, times_text, today):
                yield typed


def day_and_span(text: str, *, today: date) -> Typed:
    """A day, times, or both in either order, with nothing left over: 11月27日 下午2点, 2-4pm on Friday.

    Parts are read as by `day` and `time_span`; a start may stand alone if it is plainly a time. 9-11 by itself is a
    day as much as a span, so it isn't understood; beside a day it is a span. Raises NotUnderstood.
    """
    readings = set(_readings(heard_with_commas(text, Expected.DAY_AND_SPAN), today))
    fullest = max((typed.parts for typed in readings), default=0)
    match [typed for typed in readings if typed.parts == fullest]:
        case [only]:
            return only
        case _:
            raise NotUnderstood(Expected.DAY_AND_SPAN)
