"""Paragraphs, rows and columns: text measured first and placed after."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import accumulate

from bot.pictures.colours import Tone
from bot.pictures.fonts import Fonts, tidy
from bot.pictures.layout import TextBox
from bot.pictures.wrapping import balance, wrap

_PITCH = 1.45  # of the size: the tallest ascent and the deepest descent of the font don't touch
_ASCENT = 0.88  # of the size: where the baseline lies in the square of a Chinese character


@dataclass(frozen=True)
class Style:
    """How a text is set; `lines` is how many it may take before it is cut."""

    role: str
    size: int
    tone: Tone
    bold: bool = False
    lines: int = 1

    @property
    def pitch(self) -> int:
        """From one line to the next, in px."""
        return round(self.size * _PITCH)


@dataclass(frozen=True)
class Paragraph:
    """Lines of one style, wrapped to a width."""

    style: Style
    lines: tuple[str, ...]
    width: int
    centred: bool = False

    @property
    def cut(self) -> bool:
        """Whether it had more to say than its lines hold."""
        return bool(self.lines) and self.lines[-1].endswith("…")

    @property
    def height(self) -> int:
        """In px, with the space between lines."""
        return self.style.pitch * len(self.lines)

    def place(self, fonts: Fonts, left: int, top: int) -> list[TextBox]:
        """Its lines at this corner."""
        style = self.style
        first = top + (style.pitch - style.size) // 2 + round(style.size * _ASCENT)
        return [
            place_line(fonts, text, style, left, first + at * style.pitch, self.width if self.centred else None)
            for at, text in enumerate(self.lines)
        ]


@dataclass(frozen=True)
class LabelledRow:
    """A label and its value side by side."""

    label: Paragraph
    value: Paragraph
    indent: int
    """From the label's left edge to the value's, in px."""

    @property
    def height(self) -> int:
        """In px."""
        return max(self.label.height, self.value.height)

    def place(self, fonts: Fonts, left: int, top: int) -> list[TextBox]:
        """Both, on one baseline."""
        drop = (self.value.style.pitch - self.label.style.pitch) // 2 if self.value.lines else 0
        label = self.label.place(fonts, left, top + max(drop, 0))
        return label + self.value.place(fonts, left + self.indent, top)


def place_line(fonts: Fonts, text: str, style: Style, left: int, baseline: int, width: int | None = None) -> TextBox:
    """One line on a baseline; its ink is centred in `width` where that is given."""
    line = fonts.line(text, style.size, bold=style.bold)
    x = left + max(line.left, 0) if width is None else left + (width - line.width) // 2
    y = baseline + line.top
    return TextBox(text, x, y, x + line.width, y + line.height, style.size, style.tone, style.role, style.bold)


def paragraph(fonts: Fonts, text: str, style: Style, width: int, *, centred: bool = False) -> Paragraph:
    """A text wrapped to a width in px; a centred one in lines of about the same length."""
    margin = style.size // 12 if style.bold else 0
    fill = balance if centred else wrap
    lines = fill(tidy(text), width - margin, style.lines, lambda part: fonts.width(part, style.size))
    return Paragraph(style, lines, width, centred)


def rows(fonts: Fonts, pairs: Sequence[tuple[str, str]], label: Style, value: Style, width: int) -> list[LabelledRow]:
    """Labels in a column as wide as they need, up to a third, and values beside them."""
    widest = max((fonts.width(tidy(text), label.size) for text, _ in pairs), default=0)
    column = min(round(widest) + 1, width // 3)
    gap = label.size // 1 if column > 1 else 0
    indent = column + gap
    return [
        LabelledRow(
            paragraph(fonts, name, label, column),
            paragraph(fonts, text, value, width - indent),
            indent,
        )
        for name, text in pairs
    ]


def fitting(heights: Iterable[int], gap: int, room: int, more: int) -> int:
    """How many of these, in order, fit into the room with a gap between; if not all, with a line of `more` px."""
    reached = list(accumulate(heights, lambda sum_, height: sum_ + gap + height))
    if not reached or reached[-1] <= room:
        return len(reached)
    return sum(1 for end in reached if end + gap + more <= room)


def stacked(heights: Iterable[int], gap: int) -> int:
    """The height of things one under the other."""
    each = list(heights)
    return sum(each) + gap * max(len(each) - 1, 0)
