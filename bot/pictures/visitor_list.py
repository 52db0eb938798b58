"""The gate's card: who comes to the enterprise, without any QR."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.pictures.cards import VisitorList
from bot.pictures.colours import Tone
from bot.pictures.fonts import Fonts
from bot.pictures.layout import Layout, Panel, TextBox
from bot.pictures.painting import paint, png
from bot.pictures.sheet import EDGE, INNER, PAD, WIDTH, left_out, set_rows, sheet
from bot.pictures.typesetting import Paragraph, Style, fitting, paragraph, stacked

HEIGHT = 720
_ROWS_ROOM = 560
_VISITORS_ROOM = 700
_GAP = 24
_BETWEEN = 12
_PAD = 16  # px from a visitor's panel to his name

_TITLE = Style("title", 50, Tone.WHITE_ON_GREEN, bold=True, lines=2)
_ENTERPRISE = Style("enterprise", 36, Tone.WHITE_ON_GREEN, lines=3)
_NAME = Style("visitor", 42, Tone.FOREST_ON_MINT, bold=True, lines=2)
_DETAIL = Style("detail", 30, Tone.INK_ON_MINT, lines=3)
_MORE = Style("more", 30, Tone.SLATE_ON_WHITE)
_NOTE = Style("note", 30, Tone.WHITE_ON_GREEN, lines=4)


@dataclass(frozen=True)
class _Visitor:
    name: Paragraph
    detail: Paragraph

    @property
    def height(self) -> int:
        return self.name.height + self.detail.height + _PAD

    def place(self, fonts: Fonts, left: int, top: int) -> list[TextBox | Panel]:
        panel = Panel(left - _PAD, top, left + INNER + _PAD, top + self.height, Tone.MINT_ON_WHITE, _PAD)
        name_at = top + _PAD // 2
        name = self.name.place(fonts, left, name_at)
        return [panel, *name, *self.detail.place(fonts, left, name_at + self.name.height)]


def draw_visitor_list(card: VisitorList, fonts: Fonts) -> bytes:
    """The list as PNG, 720 px wide. Raises MissingGlyphs if its words can't be set."""
    return png(paint(lay_out_visitor_list(card, fonts), fonts))


def lay_out_visitor_list(card: VisitorList, fonts: Fonts) -> Layout:
    """Where everything on the list stands. Raises MissingGlyphs if its words can't be set."""
    fonts.require(*card.texts())
    title = paragraph(fonts, card.title, _TITLE, INNER, centred=True)
    enterprise = paragraph(fonts, card.enterprise, _ENTERPRISE, INNER, centred=True)
    rows = set_rows(fonts, card.rows, _ROWS_ROOM)
    visitors = _set_visitors(fonts, card.visitors)
    note = paragraph(fonts, card.note, _NOTE, INNER, centred=True)

    left = EDGE + PAD
    top = EDGE + title.height + enterprise.height + _GAP
    visitors_at = top + _GAP + (rows.height + _GAP if rows.height else 0)
    end = visitors_at + stacked((each.height for each in visitors), _BETWEEN) + _GAP
    foot = note.height + 2 * _GAP
    bottom = max(end, HEIGHT - foot)
    items: list[TextBox | Panel] = [
        *title.place(fonts, left, EDGE),
        *enterprise.place(fonts, left, EDGE + title.height),
        sheet(top, bottom, Tone.WHITE_ON_GREEN),
        *rows.place(fonts, left, top + _GAP),
    ]
    for each in visitors:
        items += each.place(fonts, left, visitors_at)
        visitors_at += each.height + _BETWEEN
    items += note.place(fonts, left, bottom + _GAP)
    return Layout(WIDTH, bottom + foot, Tone.WHITE_ON_GREEN, tuple(items))


def _set_visitors(fonts: Fonts, visitors: Sequence[tuple[str, str]]) -> list[_Visitor | Paragraph]:
    every = [
        _Visitor(paragraph(fonts, name, _NAME, INNER), paragraph(fonts, detail, _DETAIL, INNER))
        for name, detail in visitors
    ]
    shown = fitting((each.height for each in every), _BETWEEN, _VISITORS_ROOM, _MORE.pitch)
    more = paragraph(fonts, left_out(len(every) - shown), _MORE, INNER)
    return [*every[:shown], *([more] if more.lines else [])]
