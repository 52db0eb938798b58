"""Times of day and spans of them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import time
from itertools import product

from handlers.talking.typed.numbers import CHINESE_NUMERAL, numeral
from handlers.talking.typed.refusal import Expected, NotUnderstood
from handlers.talking.typed.text import heard

_HOURS_OF = {
    "凌晨": (0, 6),
    "清晨": (4, 11),
    "早晨": (4, 11),
    "早上": (4, 11),
    "早": (4, 11),
    "上午": (0, 12),
    "中午": (11, 16),
    "下午": (12, 23),
    "午后": (12, 23),
    "傍晚": (16, 20),
    "晚上": (17, 23),
    "晚": (17, 23),
    "a": (0, 11),
    "p": (12, 23),
}
"""The hours, first and last, that each word of the day can name, itself or to the end of a span."""

_PARTS = {"半": 30, "一刻": 15, "三刻": 45}
_CLEAR_FROM = 7
_NUMERAL = rf"(?:[0-9]{{1,2}}|{CHINESE_NUMERAL}{{1,3}})"
_MOMENT = re.compile(
    rf"(?P<word>{'|'.join(word for word in _HOURS_OF if not word.isascii())})?(?P<hour>{_NUMERAL})"
    r"(?:(?P<point>[:.])(?P<minute>[0-9]{2})|(?P<mark>[点點时時])(?:钟|鐘|整|(?P<part>半|一刻|三刻)"
    rf"|(?P<spoken>[0-9]{{2}}|{CHINESE_NUMERAL}{{2,3}})分?|(?P<minutes>{_NUMERAL})分)?)?"
    r"(?: ?(?P<latin>[ap])\.?m\.?)?"
)
_CLOCK = re.compile("(?P<hour>[0-9]{2})(?P<minute>[0-9]{2})")
_OPENING = re.compile("(?:from |between |at |从|自)")
_TO = re.compile(" ?(?:-|到|至|\\b(?:to|until|till|and)\\b) ?")


@dataclass(frozen=True)
class _Said:
    hour: int
    minute: int
    word: str | None
    clear: bool  # names one hour of 24 without a word of the day
    alone: bool  # can stand without an end

    def at(self, word: str | None) -> time | None:
        hour = self._hour(word)
        return None if hour is None or hour > 23 or self.minute > 59 else time(hour, self.minute)

    def _hour(self, word: str | None) -> int | None:
        if word is None:
            return self.hour if self.clear else None
        first, last = _HOURS_OF[word]
        hours = (self.hour, (self.hour + 12) % 24) if self.hour <= 12 else (self.hour,)
        return next((hour for hour in hours if first <= hour <= last), None)


def _said(text: str) -> _Said | None:
    if clock := _CLOCK.fullmatch(text):
        return _Said(int(clock["hour"]), int(clock["minute"]), None, clear=True, alone=False)
    found = _MOMENT.fullmatch(text)
    if found is None:
        return None
    minutes = found["minute"] or found["spoken"] or found["minutes"] or "0"
    hour, minute = numeral(found["hour"]), _PARTS.get(found["part"], numeral(minutes))
    if hour is None or minute is None:
        return None
    word = found["word"] or found["latin"]
    clear = hour == 0 or hour >= _CLEAR_FROM or found["hour"].startswith("0")
    return _Said(hour, minute, word, clear, alone=bool(word or found["mark"] or found["point"] == ":"))


def _pairs(first: _Said, last: _Said) -> Iterator[tuple[time, time]]:
    """Readings of a span, likeliest first: a word carries on to the end (下午2点到4点), am and pm back too (2-4pm)."""
    back = last.word if last.word in {"a", "p"} else None
    starts = (first.word,) if first.word else (back, None)
    ends = (last.word,) if last.word else (first.word, None)
    for start_word, end_word in product(starts, ends):
        start, end = first.at(start_word), last.at(end_word)
        if start and end and start < end:
            yield start, end


def find_span(text: str) -> tuple[time, time] | None:
    """The span that a whole plain text names, or None."""
    sides = [_said(side) for side in _TO.split(_OPENING.sub("", text, count=1))]
    match sides:
        case [_Said() as first, _Said() as last]:
            return next(_pairs(first, last), None)
        case _:
            return None


def find_start(text: str) -> time | None:
    """The one moment that a whole plain text names, or None; a bare number is no moment."""
    said = _said(text.removeprefix("at "))
    return said.at(said.word) if said and said.alone else None


def time_span(text: str) -> tuple[time, time]:
    """Start and end on one day: 14:00-16:00, 下午2点到4点半, 9-11, 2-4pm, 1400-1600.

    Hours 1 to 6 need a word of the day, a leading zero or four digits: 2点到4点 could be either half of the day.
    Raises NotUnderstood for anything else, and for an end that isn't after the start.
    """
    span = find_span(heard(text, Expected.TIME_SPAN))
    if span is None:
        raise NotUnderstood(Expected.TIME_SPAN)
    return span
