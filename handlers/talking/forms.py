"""The forms of answers: how each kind of question is read, checked and offered.

`read` is total on whatever a client sends, `value` on whatever an older version stored: each gives its answer or
raises what Form names, nothing else.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any, ClassVar

from handlers.talking import typed
from handlers.talking.answers import MOST_SHOWN, a_time, by_number, known, label, labels, of_type, parts, several
from handlers.talking.asking import Choice, Circumstances, Complaint, Given, Several
from models.ground.cleaning import on_one_line, with_lines
from models.ground.messages import Json, word
from models.time.moments import at as moment_of
from models.time.moments import day_of

NOTHING = Choice("-", word("choice-nothing"))
MOST_PEOPLE = 8  # people on a screen


class Offering:
    """A form whose choices are the talk's."""

    takes_file: ClassVar[bool] = False

    def choices(self, at: Circumstances) -> Sequence[Choice]:
        """What the talk offers."""
        return at.among[:MOST_SHOWN]


@dataclass(frozen=True)
class Pick(Offering):
    """One of the choices, by button, number or name."""

    def read(self, given: Given, at: Circumstances) -> Json:
        """The code of the choice."""
        if given.option is not None:
            return given.option
        return at.among[typed.choice(given.text, labels(at))].code

    def value(self, answer: Any, at: Circumstances) -> str:
        """The code; raises LookupError where it can't be chosen any more."""
        return known(answer, at).code


@dataclass(frozen=True)
class PickSeveral(Offering):
    """One or more of the choices: one by button, several by number ("1、3")."""

    def read(self, given: Given, at: Circumstances) -> Json:
        """The codes, in the order of the list."""
        if given.option is not None:
            return [given.option]
        names, pieces = labels(at), parts(given.text)
        try:
            places = {typed.choice(given.text, names)}
        except typed.NotUnderstood:
            if not 1 < len(pieces) <= len(names):
                raise
            places = {typed.choice(piece, names) for piece in pieces}
        return [at.among[place].code for place in sorted(places)]

    def value(self, answer: Any, at: Circumstances) -> tuple[str, ...]:
        """The codes; raises LookupError where one can't be chosen any more."""
        return tuple(known(code, at).code for code in several(answer))


@dataclass(frozen=True)
class Search(Offering):
    """Something looked up by typed words; where several fit, they are offered."""

    nothing: str  # the key of the sentence where nothing fits

    def read(self, given: Given, at: Circumstances) -> Json:
        """The code of what was found."""
        if given.option is not None:
            return given.option
        numbered = by_number([given.text], at)
        if numbered:
            return numbered[0]
        found = at.find(on_one_line(given.text)) if at.find else ()
        if not found:
            raise Complaint(word(self.nothing))
        if len(found) > 1:
            raise Several(found)
        return found[0].code

    def value(self, answer: Any, at: Circumstances) -> int:
        """The number of what was chosen; raises ValueError where it is none that a row can have."""
        number = int(of_type(str, answer))
        if not 0 < number < 2**31:
            raise ValueError(answer)
        return number


@dataclass(frozen=True)
class Text:
    """Free words of at most `most` characters; `optional` offers to leave them out; `among` are phrases to choose
    from. They have `lines` where they may be long; everything else is said on one.
    """

    takes_file: ClassVar[bool] = False
    most: int
    optional: bool = False
    lines: bool = False

    def read(self, given: Given, at: Circumstances) -> Json:
        """The words as typed, cleaned; a chosen phrase by its code."""
        text = self._clean(given.text)
        code = given.option if given.option is not None else self._chosen(text, at)
        if code == NOTHING.code and self.optional:
            return ""
        if code is not None:
            return {"chosen": code}
        if not typed.tidy(text):
            raise Complaint(word("expects-words"))
        if len(text) > self.most:
            raise Complaint(word("expects-fewer-words", most=self.most, now=len(text)))
        return text

    def value(self, answer: Any, at: Circumstances) -> str:
        """The words; a chosen phrase in the person's own language, since from here on it is his word."""
        if isinstance(answer, dict):
            return at.words(known(answer["chosen"], at).label)
        text = self._clean(of_type(str, answer))
        if len(text) > self.most or not (text or self.optional):
            raise ValueError(answer)
        return text

    def choices(self, at: Circumstances) -> Sequence[Choice]:
        """The phrases, and leaving them out."""
        return (*at.among, NOTHING) if self.optional else at.among

    def _clean(self, text: str) -> str:
        return with_lines(text) if self.lines else on_one_line(text)

    def _chosen(self, text: str, at: Circumstances) -> str | None:
        """What was chosen by its number or by its own words."""
        said = typed.tidy(text).casefold()
        if self.optional and said in at.words(word("words-for-nothing")).split(" | "):
            return NOTHING.code
        named = (choice.code for choice in self.choices(at) if label(choice, at) == said)
        return next(iter(by_number([text], at)), next(named, None))


@dataclass(frozen=True)
class When:
    """A day, and where they were typed along with it the times."""

    day: date
    start: time | None = None
    end: time | None = None

    @property
    def span(self) -> tuple[time, time] | None:
        """Both times, where both were typed along with the day."""
        return (self.start, self.end) if self.start is not None and self.end is not None else None


@dataclass(frozen=True)
class Day(Offering):
    """A day to come, typed in any usual way or chosen; the times may follow it, save where it stands `alone`."""

    alone: bool = False

    def read(self, given: Given, at: Circumstances) -> Json:
        """{"day": "2026-12-03"} with "start" and "end" where they were given."""
        if given.option is not None:
            return {"day": given.option}
        numbered = by_number([given.text], at)
        if numbered:
            return {"day": numbered[0]}
        today = day_of(at.now)
        if self.alone:
            return {"day": typed.day(given.text, today=today).isoformat()}
        found = typed.day_and_span(given.text, today=today)
        if found.day is None:
            raise typed.NotUnderstood(typed.Expected.DAY)
        times = {"start": found.start, "end": found.end}
        return {
            "day": found.day.isoformat(),
            **{name: moment.isoformat("minutes") for name, moment in times.items() if moment is not None},
        }

    def value(self, answer: Any, at: Circumstances) -> When:
        """The day and times; raises LookupError or ValueError for what is no date."""
        found = of_type(dict, answer)
        start, end = (a_time(found[name]) if found.get(name) else None for name in ("start", "end"))
        return When(date.fromisoformat(of_type(str, found["day"])), start, end)


@dataclass(frozen=True)
class Span(Offering):
    """From a time to a time of one day."""

    def read(self, given: Given, at: Circumstances) -> Json:
        """["14:00", "16:00"]"""
        if given.option is not None:
            return list(known(given.option, at).code.split("-"))
        numbered = by_number([given.text], at)
        if numbered:
            return list(numbered[0].split("-"))
        return [moment.isoformat("minutes") for moment in typed.time_span(given.text)]

    def value(self, answer: Any, at: Circumstances) -> tuple[time, time]:
        """The two times; raises ValueError where they are none, or the wrong way round."""
        start, end = (a_time(text) for text in several(answer))
        if end <= start:
            raise ValueError(answer)
        return start, end


@dataclass(frozen=True)
class People(Offering):
    """People by their names; `among` are those who can be named, and, with codes such as "3+5", groups of them.
    Offered is who is at least as many as `least`, and not those who are named `now`.
    """

    least: int = 0
    now: frozenset[int] = frozenset()

    def read(self, given: Given, at: Circumstances) -> Json:
        """Their numbers as codes."""
        if given.option is not None:
            return list(given.option.split("+"))
        numbered = by_number(parts(given.text), at)
        if numbered:
            return [person for code in numbered for person in code.split("+")]
        by_name = {label(choice, at): choice.code for choice in at.among if "+" not in choice.code}
        named = typed.names(given.text)
        unknown = [name for name in named if name.casefold() not in by_name]
        if unknown:
            raise Complaint(word("expects-colleagues", names="、".join(unknown)[:40]))
        return [by_name[name.casefold()] for name in named]

    def value(self, answer: Any, at: Circumstances) -> tuple[int, ...]:
        """Their numbers, each once; raises LookupError where one can't be named any more."""
        people = [known(code, at).code for code in several(answer)]
        return tuple(dict.fromkeys(int(code) for code in people))

    def choices(self, at: Circumstances) -> Sequence[Choice]:
        """Single people, or groups where one wouldn't do."""
        teams = [(choice, {int(code) for code in choice.code.split("+")}) for choice in at.among]
        return [choice for choice, team in teams if len(team) >= self.least and team != self.now][:MOST_PEOPLE]


@dataclass(frozen=True)
class Confirm:
    """A last look before it is done."""

    takes_file: ClassVar[bool] = False

    named: str = "choice-send"

    def read(self, given: Given, at: Circumstances) -> Json:
        """True; anything but a yes leaves the question open."""
        if given.option == "yes" or (given.option is None and self._is_yes(given.text, at)):
            return True
        raise Complaint(word("expects-confirmation"))

    def value(self, answer: Any, at: Circumstances) -> bool:
        """True; raises ValueError for anything else."""
        if answer is not True:
            raise ValueError(answer)
        return True

    def choices(self, at: Circumstances) -> Sequence[Choice]:
        """The one button."""
        return (Choice("yes", word(self.named)),)

    def _is_yes(self, text: str, at: Circumstances) -> bool:
        try:
            return typed.tidy(text).casefold() == label(self.choices(at)[0], at) or typed.yes_no(text)
        except typed.NotUnderstood:
            return False


@dataclass(frozen=True)
class Digits(Offering):
    """A number of `length` digits."""

    length: int

    def read(self, given: Given, at: Circumstances) -> Json:
        """The digits."""
        return typed.digits(given.text, length=self.length)

    def value(self, answer: Any, at: Circumstances) -> str:
        """The digits; raises ValueError for anything else."""
        digits = of_type(str, answer)
        if len(digits) != self.length or not digits.isdecimal():
            raise ValueError(answer)
        return digits


def window_on(when: When, span: tuple[time, time]) -> tuple[datetime, datetime]:
    """The window of a day from a time to a time, in China Standard Time."""
    return moment_of(when.day, span[0]), moment_of(when.day, span[1])
