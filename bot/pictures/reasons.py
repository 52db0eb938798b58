"""The reasons of a verdict: each with a bullet, what it is, and what would cure it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.pictures.cards import ReasonLine
from bot.pictures.colours import Tone
from bot.pictures.fonts import Fonts
from bot.pictures.layout import Mark, Panel, Shape, TextBox
from bot.pictures.sheet import EDGE, RADIUS, WIDTH, left_out
from bot.pictures.typesetting import Paragraph, Style, fitting, paragraph, stacked

_SIDE = 16  # px from the sheet to the panel
_PAD = 20  # px from the panel to its text
_BULLET = 36  # px
_INDENT = _BULLET + 12
_GAP = 14
_WIDTH = WIDTH - 2 * (EDGE + _SIDE + _PAD) - _INDENT

_DENSITIES = ((3, 4), (2, 2), (1, 1), (1, 0))
"""Lines of a reason and of its cure, tried in this order."""

_WHAT = Style("what", 34, Tone.MAROON_ON_ROSE, bold=True)
_CURE = Style("cure", 30, Tone.INK_ON_ROSE)


@dataclass(frozen=True)
class Look:
    """The tones of a panel of reasons, and its bullets."""

    panel: Tone
    what: Tone
    cure: Tone
    bullet: Shape


RED = Look(Tone.ROSE_ON_WHITE, Tone.MAROON_ON_ROSE, Tone.INK_ON_ROSE, Shape.CROSS)
GREEN = Look(Tone.MINT_ON_WHITE, Tone.FOREST_ON_MINT, Tone.INK_ON_MINT, Shape.CHECK)


@dataclass(frozen=True)
class _Reason:
    what: Paragraph
    cure: Paragraph

    @property
    def height(self) -> int:
        return self.what.height + self.cure.height

    def place(self, fonts: Fonts, left: int, top: int) -> list[TextBox]:
        cure_at = top + self.what.height
        return self.what.place(fonts, left, top) + self.cure.place(fonts, left, cure_at)


@dataclass(frozen=True)
class Reasons:
    """As many reasons as the room allowed, and how many were left out."""

    look: Look
    shown: tuple[_Reason, ...]
    more: Paragraph

    @property
    def height(self) -> int:
        """In px; nothing where there is no reason."""
        heights = [each.height for each in self._all]
        return stacked(heights, _GAP) + 2 * _PAD if heights else 0

    @property
    def _all(self) -> tuple[_Reason | Paragraph, ...]:
        return (*self.shown, self.more) if self.more.lines else self.shown

    def place(self, fonts: Fonts, top: int) -> list[TextBox | Panel | Mark]:
        """The panel and what is in it, from this height down."""
        if not self._all:
            return []
        left = EDGE + _SIDE
        bottom = top + self.height
        items: list[TextBox | Panel | Mark] = [Panel(left, top, WIDTH - left, bottom, self.look.panel, RADIUS - 12)]
        top += _PAD
        for each in self._all:
            if isinstance(each, _Reason):
                drop = (_WHAT.pitch - _BULLET) // 2
                items.append(Mark(left + _PAD, top + drop, _BULLET, self.look.bullet, self.look.what))
            items += each.place(fonts, left + _PAD + _INDENT, top)
            top += each.height + _GAP
        return items


def set_reasons(fonts: Fonts, reasons: Sequence[ReasonLine], look: Look, room: int) -> Reasons:
    """The reasons in the room given, in px: the more there are, the shorter each; the rest is counted at the end."""
    room -= 2 * _PAD
    every: list[_Reason] = []
    for what_lines, cure_lines in _DENSITIES:
        what = replace(_WHAT, tone=look.what, lines=what_lines)
        cure = replace(_CURE, tone=look.cure, lines=cure_lines)
        every = [_set_reason(fonts, reason, what, cure) for reason in reasons]
        if stacked((each.height for each in every), _GAP) <= room:
            break
    shown = fitting((each.height for each in every), _GAP, room, _CURE.pitch)
    rest = paragraph(fonts, left_out(len(every) - shown), replace(_CURE, tone=look.cure), _WIDTH)
    return Reasons(look, tuple(every[:shown]), rest)


def _set_reason(fonts: Fonts, reason: ReasonLine, what: Style, cure: Style) -> _Reason:
    words = reason.cure if cure.lines else ""
    return _Reason(paragraph(fonts, reason.what, what, _WIDTH), paragraph(fonts, words, cure, _WIDTH))
