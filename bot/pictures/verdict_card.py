"""The verdict: a page all green or all red, ✓ or ✕, the word as large as the page is wide."""

from dataclasses import dataclass, replace

from bot.pictures.cards import VerdictCard
from bot.pictures.colours import Tone
from bot.pictures.fonts import Fonts
from bot.pictures.headline import set_headline
from bot.pictures.layout import Layout, Mark, Panel, Shape, TextBox
from bot.pictures.painting import paint, png
from bot.pictures.reasons import GREEN, RED, Reasons, set_reasons
from bot.pictures.sheet import EDGE, INNER, PAD, WIDTH, Rows, set_rows, sheet
from bot.pictures.typesetting import Paragraph, Style, paragraph

HEIGHT = 1080
HIGHEST = 1920
"""Px; what finds no room is shortened, then counted."""
WORD_SHARE = 6
"""The word takes at least one part of the height in so many."""

_BADGE = 148  # px, a disc
_SHAPE = 102  # px, the ✓ or ✕ in it: the square fits into the disc
_GAP = 24
_SHEET_PAD = 24
_WORD_WIDTH = WIDTH - 2 * EDGE
_WORD_HEIGHT, _WORD_HIGHEST = 450, 540
_WORD_PART = 0.59  # of all else on a high page, so that the word stays as large where a chat shrinks it

_WORD = Style("word", 300, Tone.WHITE_ON_GREEN, bold=True, lines=3)
_TIME = Style("time", 48, Tone.WHITE_ON_GREEN, bold=True, lines=2)
_PERSON = Style("person", 48, Tone.INK_ON_WHITE, bold=True, lines=2)
_ENTERPRISE = Style("enterprise", 36, Tone.INK_ON_WHITE, lines=3)


def draw_verdict(card: VerdictCard, fonts: Fonts) -> bytes:
    """The verdict as PNG, 720 px wide. Raises MissingGlyphs if its words can't be set."""
    return png(paint(lay_out_verdict(card, fonts), fonts))


def lay_out_verdict(card: VerdictCard, fonts: Fonts) -> Layout:
    """Where everything on the verdict stands. Raises MissingGlyphs if its words can't be set."""
    fonts.require(*card.texts())
    page = Tone.WHITE_ON_GREEN if card.green else Tone.WHITE_ON_RED
    style = replace(_WORD, tone=page)
    above = EDGE + _BADGE + _GAP
    largest = set_headline(fonts, card.word, style, _WORD_WIDTH, _WORD_HIGHEST)[-1].y1
    highest = min(HIGHEST, largest * WORD_SHARE)
    body = _set_body(card, fonts, highest - above - largest - _GAP - EDGE)

    around = above + _GAP + body.height + EDGE
    room = max(HEIGHT - around, round(around * _WORD_PART), _WORD_HEIGHT)
    word = set_headline(fonts, card.word, style, _WORD_WIDTH, min(room, _WORD_HIGHEST))
    spare = max(HEIGHT - around - word[-1].y1, 0)
    word_at = above + spare // 2
    body_at = word_at + word[-1].y1 + spare - spare // 2 + _GAP
    items = (
        *_place_banner(card, fonts, page),
        *(replace(box, x0=box.x0 + EDGE, x1=box.x1 + EDGE, y0=box.y0 + word_at, y1=box.y1 + word_at) for box in word),
        *body.place(fonts, body_at, page),
    )
    return Layout(WIDTH, body_at + body.height + EDGE, page, items)


def _place_banner(card: VerdictCard, fonts: Fonts, page: Tone) -> list[TextBox | Panel | Mark]:
    """The ✓ or ✕ on its disc, and the time beside it."""
    inset = (_BADGE - _SHAPE) // 2
    on_disc = Tone.GREEN_ON_WHITE if card.green else Tone.RED_ON_WHITE
    shape = Shape.CHECK if card.green else Shape.CROSS
    time_left = EDGE + _BADGE + _GAP
    time = paragraph(fonts, card.time, replace(_TIME, tone=page), WIDTH - time_left - EDGE)
    return [
        Panel(EDGE, EDGE, EDGE + _BADGE, EDGE + _BADGE, page, _BADGE // 2),
        Mark(EDGE + inset, EDGE + inset, _SHAPE, shape, on_disc),
        *time.place(fonts, time_left, EDGE + (_BADGE - time.height) // 2),
    ]


@dataclass(frozen=True)
class _Body:
    """The white sheet: whom, where, what for, and why."""

    person: Paragraph
    enterprise: Paragraph
    rows: Rows
    reasons: Reasons

    @property
    def height(self) -> int:
        parts = [self.person.height + self.enterprise.height, self.rows.height, self.reasons.height]
        return sum(part + _GAP // 2 for part in parts if part) + 2 * _SHEET_PAD - _GAP // 2

    def place(self, fonts: Fonts, top: int, page: Tone) -> list[TextBox | Panel | Mark]:
        left = EDGE + PAD
        items: list[TextBox | Panel | Mark] = [sheet(top, top + self.height, page)]
        top += _SHEET_PAD
        for part in (self.person, self.enterprise):
            items += part.place(fonts, left, top)
            top += part.height
        top += _GAP // 2
        items += self.rows.place(fonts, left, top)
        top += self.rows.height + _GAP // 2 if self.rows.height else 0
        return items + self.reasons.place(fonts, top)


def _set_body(card: VerdictCard, fonts: Fonts, room: int) -> _Body:
    person = paragraph(fonts, card.person or "", _PERSON, INNER)
    enterprise = paragraph(fonts, card.enterprise, _ENTERPRISE, INNER)
    room -= person.height + enterprise.height + 2 * _SHEET_PAD + _GAP
    rows = set_rows(fonts, card.rows, room // 2 if card.reasons else room)
    reasons = set_reasons(fonts, card.reasons, GREEN if card.green else RED, room - rows.height)
    return _Body(person, enterprise, rows, reasons)
