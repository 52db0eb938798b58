"""Breaking text into lines: Chinese between characters, other scripts between words."""

import re
from collections.abc import Callable
from itertools import combinations, pairwise

Measure = Callable[[str], float]

_OPENERS = "（〔［｛《〈「『【〖“‘"
_CLOSERS = "，。、；：！？）〕］｝》〉」』】〗”’…·—％"
_WIDE = "\u2e80-\U0010ffff"
# What stays on one line: a word or one wide character, with the punctuation that may not part from it.
_ATOM = re.compile(rf"[{_OPENERS}]*(?:[^\s{_WIDE}“”]+|\S)[{_CLOSERS}]*\s?")
_TRIED = 14  # pieces of a headline whose every division is tried
_DASHES = " -–—"


def wrap(text: str, width: float, lines: int, measure: Measure) -> tuple[str, ...]:
    """The text in at most so many lines of at most this width; what is cut ends in …"""
    broken = [line for part in text.split("\n") for line in _fill(part, width, measure)]
    if len(broken) <= lines:
        return tuple(broken)
    last = broken[lines - 1]
    while last and measure(last + "…") > width:
        last = last[:-1]
    return (*broken[: lines - 1], last.rstrip() + "…")


def balance(text: str, width: float, lines: int, measure: Measure) -> tuple[str, ...]:
    """Like `wrap`, with lines of about the same length where nothing has to be cut."""
    widest = wrap(text, width, lines, measure)
    low, high = width / len(widest) if widest else width, width
    best = widest
    while len(widest) > 1 and high - low > 4:
        middle = (low + high) / 2
        tried = wrap(text, middle, lines + 1, measure)
        if len(tried) > len(widest):
            low = middle
        else:
            high, best = middle, tried
    return best


def divide(text: str, lines: int, measure: Measure) -> tuple[str, ...] | None:
    """A headline in exactly so many lines, the widest as narrow as can be, the shorter ones first.

    Breaks of its own hold. None where it has too few pieces, or too many to try.
    """
    if "\n" in text:
        parts = tuple(text.split("\n"))
        return parts if len(parts) == lines else None
    atoms = _ATOM.findall(text)
    if not lines <= len(atoms) <= _TRIED:
        return None
    divided = []
    for breaks in combinations(range(1, len(atoms)), lines - 1):
        edges = (0, *breaks, len(atoms))
        divided.append(tuple(_line(atoms[start:end]) for start, end in pairwise(edges)))
    whole = [parts for parts in divided if all(parts)]
    return min(whole, key=lambda parts: (max(map(measure, parts)), *map(measure, parts)), default=None)


def _line(atoms: list[str]) -> str:
    """A headline's line; a dash where it was broken has done its work."""
    return "".join(atoms).strip(_DASHES)


def _fill(text: str, width: float, measure: Measure) -> list[str]:
    lines: list[str] = []
    line = ""
    for atom in _ATOM.findall(text):
        if measure(line + atom.rstrip()) <= width:
            line += atom
            continue
        if line:
            lines.append(line.rstrip())
        *full, line = _split(atom, width, measure)
        lines += full
    if line:
        lines.append(line.rstrip())
    return lines


def _split(atom: str, width: float, measure: Measure) -> list[str]:
    """A word longer than a line, in pieces; the last one is open for what follows."""
    if measure(atom.rstrip()) <= width:
        return [atom]
    pieces = [""]
    for character in atom:
        if pieces[-1] and not character.isspace() and measure(pieces[-1] + character) > width:
            pieces.append("")
        pieces[-1] += character
    return pieces
