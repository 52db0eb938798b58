"""The forms of answers: how each kind of question is read, checked and offered."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from handlers import typed
from handlers.asking import Choice, Circumstances, Complaint, Given, Several
from models.clock import at as moment_of
from models.clock import day_of
from models.messages import Json, word

NOTHING = Choice("-", word("choice-nothing"))


class Offering:
    """A form whose choices are the talk's."""

    def choices(self, at: Circumstances) -> Sequence[Choice]:
        """What the talk offers."""
        return at.among


@dataclass(frozen=True)
class Pick(Offering):
    """One of the choices, by button, number or name."""

    def read(self, given: Given, at: Circumstances) -> Json:
        """The code of the choice."""
        if given.option is not None:
            return given.option
        return at.among[typed.choice(given.text, _labels(at))].code

    def value(self, answer: Any, at: Circumstances) -> str:
        """The code; raises LookupError where it can't be chosen any more."""
        if at.choice(answer) is None:
            raise LookupError(answer)
        return str(answer)


@dataclass(frozen=True)
class PickSeveral(Offering):
    """One or more of the choices: one by button, several by number ("1、3")."""

    def read(self, given: Given, at: Circumstances) -> Json:
        """The codes, in the order of the list."""
        if given.option is not None:
            return [given.option]
        parts = [part for part in typed.tidy(given.text).replace("、", ",").replace(" ", ",").split(",") if part]
        codes = {at.among[typed.choice(part, _labels(at))].code for part in parts or [given.text]}
        return [choice.code for choice in at.among if choice.code in codes]

    def value(self, answer: Any, at: Circumstances) -> tuple[str, ...]:
        """The codes; raises LookupError where one can't be chosen any more."""
        if not answer or any(at.choice(code) is None for code in answer):
            raise LookupError(answer)
        return tuple(answer)


@dataclass(frozen=True)
class Search(Offering):
    """Something looked up by typed words; where several fit, they are offered."""

    nothing: str  # the key of the sentence where nothing fits

    def read(self, given: Given, at: Circumstances) -> Json:
        """The code of what was found."""
        if given.option is not None:
            return given.option
        number = typed.tidy(given.text)
        if at.offered and number.isdigit() and 1 <= int(number) <= len(at.offered):
            return at.offered[int(number) - 1]
        found = at.find(given.text) if at.find else ()
        if not found:
            raise Complaint(word(self.nothing))
        if len(found) > 1:
            raise Several(found)
        return found[0].code

    def value(self, answer: Any, at: Circumstances) -> int:
        """The number of what was chosen; raises ValueError where it is none."""
        return int(answer)


@dataclass(frozen=True)
class Text:
    """Free words of at most `most` characters; `optional` offers to leave them out; `among` are phrases to choose
    from.
    """

    most: int
    optional: bool = False

    def read(self, given: Given, at: Circumstances) -> Json:
        """The words as typed, without blanks around them; a chosen phrase by its code."""
        if given.option == NOTHING.code and self.optional:
            return ""
        if given.option is not None:
            return {"chosen": given.option}
        text = given.text.strip()
        if not text:
            raise Complaint(word("expects-words"))
        if len(text) > self.most:
            raise Complaint(word("expects-fewer-words", most=self.most, now=len(text)))
        if text.isdigit() and 1 <= int(text) <= len(at.offered):
            code = at.offered[int(text) - 1]
            return "" if code == NOTHING.code else {"chosen": code}
        return text

    def value(self, answer: Any, at: Circumstances) -> str:
        """The words; a chosen phrase in the person's own language, since from here on it is his word."""
        if not isinstance(answer, dict):
            return str(answer)
        chosen = at.choice(answer["chosen"])
        if chosen is None:
            raise LookupError(answer)
        return at.words(chosen.label)

    def choices(self, at: Circumstances) -> Sequence[Choice]:
        """The phrases, and leaving them out."""
        return (*at.among, NOTHING) if self.optional else at.among


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
    """A day to come, typed in any usual way or chosen; the times may follow it."""

    def read(self, given: Given, at: Circumstances) -> Json:
        """{"day": "2026-12-03"} with "start" and "end" where they were given."""
        if given.option is not None:
            return {"day": given.option}
        today = day_of(at.now)
        number = typed.tidy(given.text)
        if number.isdigit() and 1 <= int(number) <= len(at.offered):
            return {"day": at.offered[int(number) - 1]}
        found = typed.day_and_span(given.text, today=today)
        if found.day is None:
            raise typed.NotUnderstood(typed.Expected.DAY)
        answer = {"day": found.day.isoformat()}
        if found.start is not None:
            answer["start"] = found.start.isoformat("minutes")
        if found.end is not None:
            answer["end"] = found.end.isoformat("minutes")
        return answer

    def value(self, answer: Any, at: Circumstances) -> When:
        """The day and times; raises ValueError for what is no date."""
        start, end = answer.get("start"), answer.get("end")
        return When(
            date.fromisoformat(answer["day"]),
            time.fromisoformat(start) if start else None,
            time.fromisoformat(end) if end else None,
        )


@dataclass(frozen=True)
class Span(Offering):
    """From a time to a time of one day."""

    def read(self, given: Given, at: Circumstances) -> Json:
        """["14:00", "16:00"]"""
        if given.option is not None:
            return given.option.split("-")
        number = typed.tidy(given.text)
        if number.isdigit() and 1 <= int(number) <= len(at.offered):
            return at.offered[int(number) - 1].split("-")
        return [moment.isoformat("minutes") for moment in typed.time_span(given.text)]

    def value(self, answer: Any, at: Circumstances) -> tuple[time, time]:
        """The two times; raises ValueError where they are none, or the wrong way round."""
        start, end = (time.fromisoformat(text) for text in answer)
        if end <= start:
            raise ValueError(answer)
        return start, end


@dataclass(frozen=True)
class People(Offering):
    """People by their names; `among` are those who can be named."""

    def read(self, given: Given, at: Circumstances) -> Json:
        """Their numbers as codes."""
        if given.option is not None:
            return given.option.split("+")
        by_name = {at.words(choice.label): choice.code for choice in at.among if "+" not in choice.code}
        parts = typed.names(given.text)
        unknown = [part for part in parts if part not in by_name]
        if unknown:
            raise Complaint(word("expects-colleagues", names="、".join(unknown)[:40]))
        return [by_name[part] for part in parts]

    def value(self, answer: Any, at: Circumstances) -> tuple[int, ...]:
        """Their numbers; raises LookupError where one can't be named any more."""
        known = {choice.code for choice in at.among}
        if not answer or any(code not in known for code in answer):
            raise LookupError(answer)
        return tuple(dict.fromkeys(int(code) for code in answer))


@dataclass(frozen=True)
class Attachment(Offering):
    """A photo or a PDF, judged by its content when it was fetched."""

    def read(self, given: Given, at: Circumstances) -> Json:
        """What is known of the stored file."""
        if given.file is None:
            raise Complaint(word("expects-slip"))
        if given.file.problem:
            raise Complaint(word(given.file.problem))
        return {"digest": given.file.digest, "name": given.file.name, "mime": given.file.mime}

    def value(self, answer: Any, at: Circumstances) -> tuple[str, str]:
        """Digest and name."""
        return answer["digest"], answer["name"]


@dataclass(frozen=True)
class Confirm:
    """A last look before it is done."""

    label: str = "choice-send"

    def read(self, given: Given, at: Circumstances) -> Json:
        """True; anything but a yes leaves the question open."""
        if given.option == "yes" or (given.option is None and typed.yes_no(given.text)):
            return True
        raise Complaint(word("expects-confirmation"))

    def value(self, answer: Any, at: Circumstances) -> bool:
        """Whether it was confirmed."""
        return bool(answer)

    def choices(self, at: Circumstances) -> Sequence[Choice]:
        """The one button."""
        return (Choice("yes", word(self.label)),)


@dataclass(frozen=True)
class Digits(Offering):
    """A number of `length` digits."""

    length: int

    def read(self, given: Given, at: Circumstances) -> Json:
        """The digits."""
        return typed.digits(given.text, length=self.length)

    def value(self, answer: Any, at: Circumstances) -> str:
        """The digits."""
        return str(answer)


def window_on(when: When, span: tuple[time, time]) -> tuple[datetime, datetime]:
    """The window of a day from a time to a time, in China Standard Time."""
    return moment_of(when.day, span[0]), moment_of(when.day, span[1])


def _labels(at: Circumstances) -> list[str]:
    return [at.words(choice.label) for choice in at.among]
