"""Words in the reader's language: the messages of locales/, filled with canonical values.

A line of a message that comes out empty, or one of whose values is empty, is left out, label and all. What people
typed is only ever a value: nothing in it is interpreted, it is shown as a quotation (`bot/quoting.py`), and no other
plain value makes a line.
"""

from collections.abc import Iterable, Mapping
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from pathlib import Path

import locales
from bot.quoting import OF_PEOPLE, QuotationMarks
from bot.sentences import Choosing, Plain, Sentence, read_sentences
from models.ground.messages import Fields, Json, NumberForm
from models.time.moments import to_cst

DEFAULT = "zh-CN"
ONE_DAY = timedelta(days=1)
_DAYS = {
    (False, False): "day-short",
    (False, True): "day-short-provisional",
    (True, False): "day-full",
    (True, True): "day-full-provisional",
}
_DATES = 4096  # days, moments and windows remembered: what a city talks about in a day

__all__ = ["DEFAULT", "MissingWords", "Words"]


class MissingWords(LookupError):
    """A message that isn't in the locales, or one that isn't given a value it needs: a fault of the program."""

    def __init__(self, key: str, field: str = "") -> None:
        super().__init__(f"{key}: no value for {field}" if field else f"no words for {key}")
        self.key = key
        self.field = field


class Words:
    """The words of every language, read once; may serve several threads."""

    def __init__(self, tongues: Mapping[str, Mapping[str, Sentence]]) -> None:
        self._tongues = dict(tongues)
        self._written = lru_cache(_DATES)(self._write)

    @classmethod
    def load(cls, directory: Path | None = None, also: Iterable[Path] = ()) -> "Words":
        """The words of a directory with one folder a language, by default those that come with Fuma; `also` are
        directories with words that these don't have.

        Raises BrokenWords, which names file and line, where one can't be read.
        """
        directory = directory or Path(locales.__file__).parent
        folders = sorted(folder for folder in directory.iterdir() if any(folder.rglob("*.ftl")))
        tongues = {folder.name: dict(read_sentences(folder)) for folder in folders}
        for more in also:
            for language, sentences in tongues.items():
                sentences |= {**read_sentences(more / language), **sentences}
        return cls(tongues)

    @property
    def locales(self) -> tuple[str, ...]:
        """The languages there are."""
        return tuple(self._tongues)

    def keys(self, locale: str) -> frozenset[str]:
        """Every message of a language."""
        return frozenset(self._tongue(locale))

    def needs(self, locale: str, key: str) -> frozenset[str]:
        """The values a message has to be given."""
        sentence = self._sentence(locale, key)
        match sentence:
            case str():
                return frozenset()
            case Plain():
                return frozenset(sentence.names)
            case Choosing():
                return frozenset(sentence.names) - sentence.optional

    def text(self, locale: str, key: str, fields: Fields, *, full: bool = False) -> str:
        """A message with its values; `full` dates have their year. Raises MissingWords."""
        sentence = self._sentence(locale, key)
        if isinstance(sentence, str):
            return sentence
        optional = frozenset() if isinstance(sentence, Plain) else sentence.optional
        try:
            given = {name: fields[name] for name in sentence.names if name in fields or name not in optional}
        except KeyError as missing:
            raise MissingWords(key, str(missing.args[0])) from None
        values = {name: self._value(locale, name, value, full=full) for name, value in given.items()}
        return sentence.said(values) if isinstance(sentence, Plain) else sentence.said(given, values)

    def say(self, locale: str, value: Json, *, full: bool = False) -> str:
        """A value in words: plain as it is, tagged as its language puts it; `full` dates have their year."""
        if isinstance(value, str):
            return " ".join(value.split("\n")) if "\n" in value else value
        if isinstance(value, dict):
            return self._tagged(locale, value, full=full)
        return "" if value is None else str(value)

    def _value(self, locale: str, name: str, value: Json, *, full: bool) -> str:
        if name in OF_PEOPLE and isinstance(value, str):
            return self._marks_of(locale).quote(value)
        return self.say(locale, value, full=full)

    def _tagged(self, locale: str, value: Fields, *, full: bool) -> str:
        (tag, held), *_ = value.items()
        match tag:
            case "$word":
                return self.text(locale, held, value["fields"], full=full)
            case "$list":
                return self.text(locale, "list-separator", {}).join(self._several(locale, held, full=full))
            case "$lines":
                return "\n".join(self._several(locale, held, full=full))
            case "$number":
                return self._number(locale, held, value["form"])
            case "$quote":
                return self._marks_of(locale).quote(held)
        when = held if isinstance(held, str) else tuple(held)
        return self._written(locale, tag, when, full, value.get("provisional", False))

    def _number(self, locale: str, held: list[Json], form: str) -> str:
        series, mark, year, serial = held
        key = f"number-{series if form == NumberForm.WHOLE else form}"
        return self.text(locale, key, {"mark": mark, "year": year, "serial": serial})

    def _several(self, locale: str, values: list[Json], *, full: bool) -> list[str]:
        return [said for said in (self.say(locale, value, full=full) for value in values) if said]

    def _marks_of(self, locale: str) -> QuotationMarks:
        return QuotationMarks(*self.text(locale, "quotation-marks", {}).split())

    def _tongue(self, locale: str) -> Mapping[str, Sentence]:
        return self._tongues.get(locale) or self._tongues.get(locale.partition("-")[0]) or self._tongues[DEFAULT]

    def _sentence(self, locale: str, key: str) -> Sentence:
        sentence = self._tongue(locale).get(key)
        if sentence is None:
            raise MissingWords(key)
        return sentence

    def _write(self, locale: str, tag: str, when: str | tuple[str, ...], full: bool, provisional: bool) -> str:  # noqa: FBT001 - lru_cache tells by place
        match tag, when:
            case "$day", str():
                return self._day(locale, date.fromisoformat(when), full=full, provisional=provisional)
            case "$moment", str():
                return self._moment(locale, to_cst(datetime.fromisoformat(when)), full=full, provisional=provisional)
            case "$window", (str(start), str(end)):
                return self._window(locale, *(to_cst(datetime.fromisoformat(each)) for each in (start, end)), full=full)
        raise ValueError(f"no value that can be said: {tag}")

    def _day(self, locale: str, day: date, *, full: bool, provisional: bool = False) -> str:
        fields = {
            "year": day.year,
            "month": self.text(locale, f"month-{day.month}", {}),
            "day": day.day,
            "weekday": self.text(locale, f"weekday-{day.isoweekday()}", {}),
        }
        return self.text(locale, _DAYS[full, provisional], fields)

    def _moment(self, locale: str, moment: datetime, *, full: bool, provisional: bool = False) -> str:
        ends_a_day = moment.time() == time.min  # what ends with a day is told as its 24:00
        day = moment.date() - ONE_DAY if ends_a_day else moment.date()
        fields = {"day": self._day(locale, day, full=full), "time": "24:00" if ends_a_day else f"{moment:%H:%M}"}
        return self.text(locale, "moment-provisional" if provisional else "moment-of-day", fields)

    def _window(self, locale: str, start: datetime, end: datetime, *, full: bool) -> str:
        if start.date() == end.date():
            fields = {"start": f"{start:%H:%M}", "end": f"{end:%H:%M}"}
            return self.text(locale, "window-of-day", {"day": self._day(locale, start.date(), full=full), **fields})
        full = full or start.year != end.year
        said = {"start": self._moment(locale, start, full=full), "end": self._moment(locale, end, full=full)}
        return self.text(locale, "window-of-days", said)
