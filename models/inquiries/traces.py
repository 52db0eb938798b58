"""What in a text gives somebody away: names and what is left of them, codes, telephones, identity numbers, mail.

Pure: who is to be kept secret comes as an `Askers`. A text is read as a person would read it: full-width signs,
Chinese numerals, and blanks, dashes or brackets put between the characters change nothing.
"""

import re
import tomllib
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path

from models.search.words import folded

_LEAST = 4  # characters of a name with something left out
_LEAST_BRAND = 3  # of what sets it apart, standing alone: two characters are many other words too
AROUND = 6  # characters shown on each side of what was found, so that it is found again

_KNOWN = tomllib.loads(Path(__file__).with_name("names.toml").read_text(encoding="utf-8"))
_FORMS = re.compile(f"(?:{'|'.join(map(re.escape, _KNOWN['forms']))})$")
_TRADES = "|".join(sorted(_KNOWN["trades"], key=len, reverse=True))
_OF_TRADES = re.compile(f"(?:{_TRADES})+")
_LAST_TRADE = re.compile(f"(?:{_TRADES})$")
_PLACE = re.compile(rf"^[\u4e00-\u9fff]{{1,6}}?(?:{'|'.join(_KNOWN['places'])})")
_CALLED_BY = "|".join(_KNOWN["titles"])

_BETWEEN = r"[\s\-\u2010-\u2015\u2212_.\u00b7\u2022\u30fb*~/\\|()\[\]{}<>\u3008-\u3011\"'\u2018-\u201d`^]"
_S = f"{_BETWEEN}{{0,3}}"
_NUMERALS = str.maketrans({sign: str(value) for value, signs in enumerate(_KNOWN["numerals"]) for sign in signs})
_ABROAD = rf"(?:(?:\+|0{_S}0)?{_S}8{_S}6{_S})?"
_MOBILE = re.compile(rf"(?<!\d){_ABROAD}(?:0{_S})?1{_S}[3-9](?:{_S}\d){{9}}(?!\d)")
_LANDLINE = re.compile(rf"(?<!\d){_ABROAD}0{_S}[1-9](?:{_S}\d){{8,10}}(?!\d)")
_HOTLINE = re.compile(rf"(?<!\d)[48]{_S}0{_S}0(?:{_S}\d){{7}}(?!\d)")
_CALLED = re.compile(rf"(?:{'|'.join(_KNOWN['telephones'])})[^\d.;\u3002\n]{{0,8}}[2-9](?:{_S}\d){{6,7}}(?!\d)")
_PHONES = (_MOBILE, _LANDLINE, _HOTLINE, _CALLED)
_IDENTITY = re.compile(rf"(?<![\da-z])[1-8](?:{_S}\d){{13,17}}{_S}[\dx](?![\da-z])")
_USCC = re.compile(
    rf"(?<![\da-z])[1-9anyg]{_S}[1-9]{_S}(?:\d{_S}){{6}}(?:[\da-hj-npqrtuwxy]{_S}){{9}}[\da-z](?![\da-z])"
)
_MAIL = re.compile(
    r"(?<![a-z0-9._+-])[a-z0-9._+-]{1,64}\s{0,2}(?:@|\(at\)|\[at\])\s{0,2}[a-z0-9-]{1,63}(?:\s?\.\s?[a-z0-9-]{1,63})+"
)
_ACCOUNT = re.compile(rf"(?:{'|'.join(_KNOWN['accounts'])})\s?:?\s?[a-z0-9][a-z0-9_-]{{5,19}}(?![a-z0-9_-])")
_OFFICIAL_MAIL = ".gov.cn"  # an office's own


class TraceKind(StrEnum):
    """What gives somebody away."""

    ENTERPRISE = "enterprise"
    PERSON = "person"
    ADDRESS = "address"
    USCC = "uscc"
    PHONE = "phone"
    IDENTITY = "identity"
    MAIL = "mail"


@dataclass(frozen=True, kw_only=True)
class Trace:
    """Something found: from where to where it stands in the text, as it was written."""

    kind: TraceKind
    start: int
    end: int

    def quoted(self, text: str) -> str:
        """What was found, with what stands around it."""
        before, after = text[max(0, self.start - AROUND) : self.start], text[self.end : self.end + AROUND]
        return " ".join(f"{before}【{text[self.start : self.end]}】{after}".split())


@dataclass(frozen=True, kw_only=True)
class Askers:
    """Those who are to stay unknown: their enterprises by name, code and address, and everybody who speaks or spoke for
    them. `places` are the names of the regions they are in.
    """

    enterprises: tuple[str, ...]
    usccs: tuple[str, ...] = ()
    people: tuple[str, ...] = ()
    addresses: tuple[str, ...] = ()
    places: tuple[str, ...] = ()


_NUMBERS = ((TraceKind.IDENTITY, _IDENTITY), (TraceKind.USCC, _USCC), *((TraceKind.PHONE, each) for each in _PHONES))


def traces(askers: Askers, text: str) -> list[Trace]:
    """What in a text gives the askers away, in its order; telephones, numbers of identity, codes and mail, whosever
    they are.
    """
    reading = _read(text)
    everything = (*_named(askers, reading), *_numbered(reading))
    found = sorted(everything, key=lambda one: (one.start, -one.end))  # of two in one place what is known, first
    kept: list[Trace] = []
    for one in found:
        if not kept or one.end > kept[-1].end:
            kept.append(one)
    return kept


def stems(name: str, places: Iterable[str] = ()) -> frozenset[str]:
    """By what an enterprise is recognised: its name without what every company has in it, that with any piece left out
    that leaves four characters, and what sets it apart, folded. What is only a trade (环保科技) is nobody's.
    """
    whole = _squeezed(name)
    stem = _stem(whole)
    size = len(stem)
    kept = {whole, stem}
    for start in range(size):
        for end in range(start + 1, size + 1):
            rest = size - (end - start)
            if rest >= _LEAST and start != 1 and size - end != 1:
                kept.add(stem[:start] + stem[end:])
    brand = _brand(stem, places)
    if len(brand) >= _LEAST_BRAND:
        kept.add(brand)
    short = {part for part in (brand, brand[:2], brand[-2:]) if len(part) == 2}
    kept |= {part + form for part in short for form in _KNOWN["enterprise"]}
    return frozenset(each for each in kept if len(each) > 1 and not _OF_TRADES.fullmatch(each))


def _stem(squeezed: str) -> str:
    """The registered name without its legal form."""
    while len(shorter := _FORMS.sub("", squeezed)) > 1 and shorter != squeezed:
        squeezed = shorter
    return squeezed


def _brand(stem: str, places: Iterable[str]) -> str:
    """What sets a name apart (字号): without the place in front and the trade behind."""
    known = [each for place in places for each in (_squeezed(place), _squeezed(place)[:-1]) if len(each) > 1]
    place = next((each for each in sorted(known, key=len, reverse=True) if stem.startswith(each)), "")
    rest = stem[len(place) :] if place else _PLACE.sub("", stem)
    brand = rest if len(rest) > 1 else stem
    while len(shorter := _LAST_TRADE.sub("", brand)) > 1 and shorter != brand:
        brand = shorter
    return brand


@dataclass(frozen=True, kw_only=True)
class _Reading:
    """A text folded, each character with its place in the text; and again without what may stand between."""

    folded: str
    places: tuple[int, ...]
    squeezed: str
    kept: tuple[int, ...]  # of each squeezed character its place in the folded text

    def trace(self, kind: TraceKind, start: int, end: int) -> Trace:
        return Trace(kind=kind, start=self.places[start], end=self.places[end - 1] + 1)

    def finds(self, term: str) -> Iterator[tuple[int, int]]:
        """Where a squeezed term stands, from where to where in the folded text; letters and digits as a whole word."""
        at = self.squeezed.find(term)
        while at >= 0:
            start, end = self.kept[at], self.kept[at + len(term) - 1] + 1
            if not (_joined(self.folded, start) or _joined(self.folded, end)):
                yield start, end
            at = self.squeezed.find(term, at + 1)


def _joined(text: str, at: int) -> bool:
    """Whether a word of letters or digits goes on at a place."""
    around = text[max(0, at - 1) : at + 1]
    return len(around) == 2 and around.isascii() and around.isalnum()


def _read(text: str) -> _Reading:
    pairs = [(sign, at) for at, character in enumerate(text) for sign in _fold(character)]
    signs, places = "".join(sign for sign, _ in pairs), tuple(at for _, at in pairs)
    kept = tuple(at for at, sign in enumerate(signs) if not _may_stand_between(sign))
    return _Reading(folded=signs, places=places, squeezed="".join(signs[at] for at in kept), kept=kept)


@cache
def _may_stand_between(sign: str) -> bool:
    return re.match(_BETWEEN, sign) is not None


@cache
def _fold(character: str) -> str:
    """A character as it is compared: "" for an unseen one, a space for any kind of space."""
    if character.isspace():
        return " "
    return folded(character) if not unicodedata.category(character).startswith("C") else ""


def _squeezed(text: str) -> str:
    return _read(text).squeezed


def _named(askers: Askers, reading: _Reading) -> Iterator[Trace]:
    for name in askers.enterprises:
        for stem in stems(name, askers.places):
            yield from (reading.trace(TraceKind.ENTERPRISE, *found) for found in reading.finds(stem))
    for code in map(_squeezed, askers.usccs):
        for part in {code, code[8:17]} - {""}:  # of a code the organisation's own part too
            yield from (reading.trace(TraceKind.USCC, *found) for found in reading.finds(part))
    for address in map(_squeezed, askers.addresses):
        for part in {address, _PLACE.sub("", address)}:
            if len(part) >= _LEAST:
                yield from (reading.trace(TraceKind.ADDRESS, *found) for found in reading.finds(part))
    for name in map(_squeezed, askers.people):
        yield from _person(name, reading)


def _person(name: str, reading: _Reading) -> Iterator[Trace]:
    """Somebody by his name, and by what he is called by it (赵总, 赵先生)."""
    if len(name) < 2:
        return
    yield from (reading.trace(TraceKind.PERSON, *found) for found in reading.finds(name))
    surname = next((each for each in _KNOWN["surnames"] if name.startswith(each)), name[0])
    if surname.isascii():
        return
    for called in re.finditer(f"{re.escape(surname)}(?:{_CALLED_BY})", reading.squeezed):
        start, end = called.span()
        yield reading.trace(TraceKind.PERSON, reading.kept[start], reading.kept[end - 1] + 1)


def _numbered(reading: _Reading) -> Iterator[Trace]:
    digits = reading.folded.translate(_NUMERALS)
    for kind, pattern in _NUMBERS:
        yield from (reading.trace(kind, *found.span()) for found in pattern.finditer(digits))
    for found in (*_MAIL.finditer(reading.folded), *_ACCOUNT.finditer(reading.folded)):
        if not found[0].endswith(_OFFICIAL_MAIL):
            yield reading.trace(TraceKind.MAIL, *found.span())
