"""Lists of names."""

import re
from collections.abc import Iterator
from itertools import groupby

from handlers.talking.typed.refusal import Expected, NotUnderstood
from handlers.talking.typed.text import tidy, without_emoji

LONGEST_LIST = 1000
LONGEST_NAME = 40
_BREAKS = re.compile(r"[、,;/|&+。]|以及|\band\b", re.IGNORECASE)
_JOINERS = "和与及跟"


def _is_chinese(word: str) -> bool:
    return any("\u3400" <= sign <= "\u9fff" or sign >= "\U00020000" for sign in word)


def _parted(word: str) -> Iterator[str]:
    """The names that a joiner holds together, two characters at least on both sides: 李和平 is one person."""
    begin = 0
    for place, sign in enumerate(word):
        if sign in _JOINERS and place - begin >= 2 and len(word) - place > 2:
            yield word[begin:place]
            begin = place + 1
    yield word[begin:]


def _in_piece(piece: str) -> Iterator[str]:
    """Chinese names end at a blank, save a name set wide (张 三); Latin ones keep theirs."""
    for chinese, run in groupby(piece.split(), key=_is_chinese):
        words = [word for word in run if word not in _JOINERS]
        if not chinese or all(len(word) == 1 for word in words):
            yield (" " if not chinese else "").join(words)
        else:
            for word in words:
                yield from _parted(word)


def _is_name(text: str) -> bool:
    return (
        len(text) <= LONGEST_NAME and any(sign.isalpha() for sign in text) and not any(sign.isdigit() for sign in text)
    )


def names(text: str) -> tuple[str, ...]:
    """Names in the order typed, each once: 王工、孙工和李局, 王工 孙工, or Li Wei, Sun Hao.

    Commas, 、, slashes, line ends, 和 and "and" part names; blanks part Chinese ones. Raises NotUnderstood if there is
    none, or a piece isn't a name: no letter, a digit, or more than LONGEST_NAME characters.
    """
    if len(text) > LONGEST_LIST:
        raise NotUnderstood(Expected.NAMES)
    pieces = (piece for line in text.splitlines() for piece in _BREAKS.split(without_emoji(tidy(line))))
    found = [name for piece in pieces for name in _in_piece(piece) if name]
    if not found or not all(map(_is_name, found)):
        raise NotUnderstood(Expected.NAMES)
    once: dict[str, str] = {}
    for name in found:
        once.setdefault(name.casefold(), name)
    return tuple(once.values())
