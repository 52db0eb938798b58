"""What the pictures for chat share: their width, their page with a white sheet on it, their running text."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.pictures.colours import Tone
from bot.pictures.fonts import Fonts
from bot.pictures.layout import Panel, TextBox
from bot.pictures.typesetting import LabelledRow, Paragraph, Style, fitting, paragraph, rows, stacked

WIDTH = 720
EDGE = 24
"""From the page to the sheet, in px."""
PAD = 36
"""From the sheet to its text."""
INNER = WIDTH - 2 * (EDGE + PAD)
RADIUS = 28
ROW_GAP = 10

_LABEL = Style("label", 28, Tone.SLATE_ON_WHITE, lines=2)
_VALUE = Style("value", 32, Tone.INK_ON_WHITE, lines=4)
_MORE = Style("more", 30, Tone.SLATE_ON_WHITE)


@dataclass(frozen=True)
class Rows:
    """As many rows as the room allowed, and how many were left out."""

    shown: tuple[LabelledRow, ...]
    more: Paragraph

    @property
    def height(self) -> int:
        """In px."""
        return stacked((each.height for each in self._all), ROW_GAP)

    @property
    def _all(self) -> tuple[LabelledRow | Paragraph, ...]:
        return (*self.shown, self.more) if self.more.lines else self.shown

    def place(self, fonts: Fonts, left: int, top: int) -> list[TextBox]:
        """The rows at this corner."""
        boxes: list[TextBox] = []
        for each in self._all:
            boxes += each.place(fonts, left, top)
            top += each.height + ROW_GAP
        return boxes


def set_rows(fonts: Fonts, pairs: Sequence[tuple[str, str]], room: int) -> Rows:
    """Labels and values in the room given, in px; the rest is counted at the end."""
    every = rows(fonts, pairs, _LABEL, _VALUE, INNER)
    shown = fitting((row.height for row in every), ROW_GAP, room, _MORE.pitch)
    return Rows(tuple(every[:shown]), paragraph(fonts, left_out(len(every) - shown), _MORE, INNER))


def left_out(count: int) -> str:
    """What says how many didn't fit; nothing when all did."""
    return f"… +{count}" if count else ""


def sheet(top: int, bottom: int, tone: Tone) -> Panel:
    """The white sheet between these heights."""
    return Panel(EDGE, top, WIDTH - EDGE, bottom, tone, RADIUS)
