"""What the forms share: answers by number, choices by their words, and stored answers taken for what they are."""

import re
from collections.abc import Sequence
from datetime import time
from typing import Any, TypeVar

from handlers.talking.asking import Choice, Circumstances
from handlers.talking.typed import tidy

MOST_SHOWN = 24  # choices on a screen: as many as a WeCom message lists; any other can still be typed

_BETWEEN = re.compile(r"[、,;/+&\s]+|(?<=[0-9])\.(?=[0-9])")

T = TypeVar("T")


def parts(text: str) -> list[str]:
    """What was typed one after the other, as in "1、3"."""
    return [part for part in _BETWEEN.split(tidy(text)) if part]


def by_number(pieces: Sequence[str], at: Circumstances) -> list[str]:
    """The codes of the choices on the screen whose numbers were typed; none unless each piece is such a number."""
    places = [tidy(piece) for piece in pieces] if len(pieces) <= len(at.offered) else [""]
    numbers = [int(place) if re.fullmatch("[0-9]{1,3}", place) else 0 for place in places]
    if any(not 1 <= number <= len(at.offered) for number in numbers):
        return []
    return [at.offered[number - 1] for number in dict.fromkeys(numbers)]


def labels(at: Circumstances) -> list[str]:
    """The choices as they are named."""
    return [at.words(choice.label) for choice in at.among]


def label(choice: Choice, at: Circumstances) -> str:
    """The name of a choice in the form in which typed words are compared with it."""
    return tidy(at.words(choice.label)).casefold()


def known(code: Any, at: Circumstances) -> Choice:
    """The choice with this code; raises LookupError where it can't be chosen (any more)."""
    choice = at.choice(code)
    if choice is None:
        raise LookupError(code)
    return choice


def of_type(wanted: type[T], answer: Any) -> T:
    """A stored answer; raises ValueError where it isn't of this type."""
    if isinstance(answer, wanted):
        return answer
    raise ValueError(answer)


def several(answer: Any) -> list[Any]:
    """A stored list; raises ValueError for an empty one, or none."""
    found: list[Any] = of_type(list, answer)
    if not found:
        raise ValueError(answer)
    return found


def a_time(answer: Any) -> time:
    """A stored time of day; raises ValueError where it is none, or has a zone."""
    moment = time.fromisoformat(of_type(str, answer))
    if moment.tzinfo is not None:
        raise ValueError(answer)
    return moment
