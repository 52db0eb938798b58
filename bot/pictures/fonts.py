"""The one typeface of all pictures: what it has, how wide it runs, its lines as masks drawn once."""

import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from threading import Lock
from typing import Self

import pylopdf_fonts_zh_cn
from PIL import Image, ImageDraw, ImageFont

from bot.pictures.coverage import Coverage, read_coverage

GETA = "〓"
"""The printers' mark for a character that isn't in the case."""

_VERTICAL = "〱〲"
_BOLD = 0.021  # of the size, on each side: the package has one weight, the heavier one is an outline around it
_SIZES = 32  # faces kept open, about 1 MB each
_LINES = 128  # masks kept, about 25 KB each; the words of a language are far fewer
_ADVANCES = 20_000  # widths kept: the characters of a city's names in the sizes in use


class FontError(Exception):
    """The font can't be used for what it was asked for."""


class MissingGlyphs(FontError):
    """The font lacks characters of a text, which would have been drawn as boxes."""

    def __init__(self, characters: set[str]) -> None:
        self.characters = frozenset(characters)
        named = ", ".join(f"{character!r} (U+{ord(character):04X})" for character in sorted(characters))
        super().__init__(f"the font can't draw {named}")


@dataclass(frozen=True)
class InkedLine:
    """A line of text as a mask cut to its ink; `left` and `top` are px from the start of its baseline."""

    mask: Image.Image
    left: int
    top: int

    @property
    def width(self) -> int:
        """Width of the ink in px."""
        return self.mask.width

    @property
    def height(self) -> int:
        """Height of the ink in px."""
        return self.mask.height


class Fonts:
    """A typeface in every size, with its masks and widths remembered; one may serve many threads."""

    def __init__(self, path: Path, coverage: Coverage) -> None:
        self._path = str(path)
        self._coverage = coverage
        self._lock = Lock()  # a FreeType face holds state while it draws
        self._face = lru_cache(_SIZES)(self._open)
        self._advance = lru_cache(_ADVANCES)(self._measure)
        self._line = lru_cache(_LINES)(self._draw)

    @classmethod
    def load(cls, path: Path | None = None) -> Self:
        """The font at `path`, or the one that comes with Fuma. Raises FontError if it can't be used."""
        path = path or Path(pylopdf_fonts_zh_cn.sans_path())
        try:
            fonts = cls(path, read_coverage(path))
            fonts.require(f"0123456789…+{GETA}")
            fonts.width("0", 28)
        except (OSError, ValueError) as fault:
            raise FontError(f"{path}: {fault}") from fault
        return fonts

    def missing_glyphs(self, text: str) -> set[str]:
        """The characters of a text that this font can't draw."""
        return {character for character in set(tidy(text)) if character != "\n" and not self._draws(character)}

    def require(self, *texts: str) -> None:
        """Raises MissingGlyphs, with all of them, if a character of these texts can't be drawn."""
        missing = self.missing_glyphs("\n".join(texts))
        if missing:
            raise MissingGlyphs(missing)

    def with_geta(self, text: str) -> str:
        """The text with 〓 for each character this font lacks, for who would rather draw than refuse."""
        missing = self.missing_glyphs(text)
        return "".join(GETA if character in missing else character for character in tidy(text))

    def width(self, text: str, size: int) -> float:
        """How far a text runs in px at this size."""
        return sum(self._advance(character, size) for character in text)

    def line(self, text: str, size: int, *, bold: bool = False) -> InkedLine:
        """A line of text drawn. Raises MissingGlyphs if nothing of it shows."""
        return self._line(text, size, size * _BOLD if bold else 0.0)

    def _draws(self, character: str) -> bool:
        # a mark that joins no letter would lie over its neighbour, a vertical one over the next line
        upright = character not in _VERTICAL and unicodedata.category(character)[0] != "M"
        return upright and character in self._coverage

    def _open(self, size: int) -> ImageFont.FreeTypeFont:
        # the basic layout has no reordering: what a stranger typed can't turn the words around it
        return ImageFont.truetype(self._path, size, layout_engine=ImageFont.Layout.BASIC)

    def _measure(self, character: str, size: int) -> float:
        with self._lock:
            return self._face(size).getlength(character)

    def _draw(self, text: str, size: int, stroke: float) -> InkedLine:
        with self._lock:
            face = self._face(size)
            left, top, right, bottom = (round(edge) for edge in face.getbbox(text, anchor="ls"))
            margin = round(stroke) + 2
            mask = Image.new("L", (right - left + 2 * margin, bottom - top + 2 * margin))
            origin = (margin - left, margin - top)
            ImageDraw.Draw(mask).text(origin, text, fill=255, font=face, anchor="ls", stroke_width=stroke)
        ink = mask.getbbox()
        if ink is None:
            raise MissingGlyphs(set(text))
        return InkedLine(mask.crop(ink), ink[0] - origin[0], ink[1] - origin[1])


@lru_cache(4096)
def tidy(text: str) -> str:
    """A text as it is set: composed, line breaks kept, blanks single, invisible marks gone.

    Variation selectors, joiners and direction marks have no glyph and would turn, hide or box what follows.
    """
    composed = unicodedata.normalize("NFC", text)
    seen = "".join(" " if _is_control(character) else character for character in composed if _shows(character))
    return "\n".join(filter(None, (" ".join(line.split()) for line in seen.split("\n"))))


def _is_control(character: str) -> bool:
    return character != "\n" and unicodedata.category(character) == "Cc"


def _shows(character: str) -> bool:
    is_selector = "\ufe00" <= character <= "\ufe0f" or "\U000e0100" <= character <= "\U000e01ef"
    return not is_selector and unicodedata.category(character) != "Cf"
