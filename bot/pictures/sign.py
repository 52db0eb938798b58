"""The enterprise's sign (告示牌) for the gate: A4 at 300 dpi, as a picture and as a page to print."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.pictures.cards import SignCard
from bot.pictures.colours import Tone
from bot.pictures.fonts import Fonts
from bot.pictures.layout import Layout, Panel, QrBox, TextBox
from bot.pictures.painting import paint, png
from bot.pictures.pdf import pdf_page
from bot.pictures.qr import qr_image
from bot.pictures.sheet import left_out
from bot.pictures.typesetting import Paragraph, Style, fitting, paragraph, stacked

DPI = 300
WIDTH, HEIGHT = 2480, 3508  # px: 210 x 297 mm

_MARGIN = 90  # px, 7.6 mm: what office printers leave white, and a little
_BORDER = 36
_PAD = 70
_GAP = 40
_LEFT = _MARGIN + _BORDER + _PAD
_INNER = WIDTH - 2 * _LEFT
_QR_LARGEST, _QR_LEAST = 1500, 1000
_QR_FRAME = 20

_TITLE = Style("title", 220, Tone.WHITE_ON_GREEN, bold=True, lines=1)
_SUBTITLE = Style("title", 120, Tone.WHITE_ON_GREEN, lines=2)
_ENTERPRISE = Style("enterprise", 160, Tone.INK_ON_WHITE, bold=True, lines=1)
_HOW = Style("how", 104, Tone.INK_ON_WHITE, lines=2)
_FOOTER = Style("footer", 98, Tone.WHITE_ON_GREEN, lines=2)
_LEAST = 112  # px: below it a title rather takes another line
_HOW_LEAST = 72  # px, 6 mm: below it instructions are left out, and counted
_STEP = 8


def draw_sign(card: SignCard, fonts: Fonts) -> bytes:
    """The sign as PNG of 2480 x 3508 px, marked 300 dpi. Raises MissingGlyphs if its words can't be set."""
    return png(paint(lay_out_sign(card, fonts), fonts), dpi=DPI)


def draw_sign_pdf(card: SignCard, fonts: Fonts) -> bytes:
    """The sign as a PDF of one A4 page. Raises MissingGlyphs if its words can't be set."""
    return pdf_page(paint(lay_out_sign(card, fonts), fonts), DPI)


def lay_out_sign(card: SignCard, fonts: Fonts) -> Layout:
    """Where everything on the sign stands. Raises MissingGlyphs if its words can't be set."""
    fonts.require(*card.texts())
    first, _, others = card.title.partition("\n")
    head = _Stack((_largest(fonts, first, _TITLE), _set(fonts, others, _SUBTITLE)))
    foot = _Stack((_set(fonts, card.footer, _FOOTER),))
    top = _MARGIN + _PAD + head.height + _GAP
    bottom = HEIGHT - _MARGIN - foot.height - 2 * _GAP

    enterprise = _largest(fonts, card.enterprise, _ENTERPRISE)
    room = bottom - top - 2 * _PAD - enterprise.height - 2 * _GAP
    how = _set_how(fonts, card.how, room - _QR_LEAST - 2 * _QR_FRAME)
    qr = qr_image(card.qr, dark=Tone.INK_ON_WHITE.ink, light=Tone.INK_ON_WHITE.paper)
    scale = max(min(room - how.height - 2 * _QR_FRAME, _QR_LARGEST) // qr.width, 1)
    side = qr.width * scale
    spare = max(room - how.height - side - 2 * _QR_FRAME, 0) // 4

    enterprise_at = top + _PAD + spare
    qr_at = enterprise_at + enterprise.height + _GAP + spare + _QR_FRAME
    how_at = qr_at + side + _QR_FRAME + _GAP + spare
    items: list[TextBox | Panel | QrBox] = [
        Panel(_MARGIN, _MARGIN, WIDTH - _MARGIN, HEIGHT - _MARGIN, Tone.GREEN_ON_WHITE, 110),
        *head.place(fonts, _MARGIN + _PAD),
        Panel(_MARGIN + _BORDER, top, WIDTH - _MARGIN - _BORDER, bottom, Tone.WHITE_ON_GREEN, 80),
        *enterprise.place(fonts, _LEFT, enterprise_at),
        *_frame(QrBox((WIDTH - side) // 2, qr_at, qr, scale)),
        *how.place(fonts, how_at),
        *foot.place(fonts, bottom + _GAP),
    ]
    return Layout(WIDTH, HEIGHT, Tone.GREEN_ON_WHITE, tuple(items))


@dataclass(frozen=True)
class _Stack:
    """Centred paragraphs one under the other."""

    parts: tuple[Paragraph, ...]

    @property
    def height(self) -> int:
        return stacked((part.height for part in self.parts), 0)

    def place(self, fonts: Fonts, top: int) -> list[TextBox]:
        boxes: list[TextBox] = []
        for part in self.parts:
            boxes += part.place(fonts, _LEFT, top)
            top += part.height
        return boxes


def _set(fonts: Fonts, text: str, style: Style) -> Paragraph:
    return paragraph(fonts, text, style, _INNER, centred=True)


def _largest(fonts: Fonts, text: str, style: Style) -> Paragraph:
    """The text as large as its lines allow; at the least size it may take two lines more before it is cut."""
    for size in range(style.size, _LEAST - 1, -_STEP):
        tried = _set(fonts, text, replace(style, size=size))
        if not tried.cut:
            return tried
    return _set(fonts, text, replace(style, size=_LEAST, lines=style.lines + 2))


def _set_how(fonts: Fonts, lines: Sequence[str], room: int) -> _Stack:
    """The instructions as large as the room allows."""
    every: list[Paragraph] = []
    for size in range(_HOW.size, _HOW_LEAST - 1, -_STEP):
        every = [_set(fonts, line, replace(_HOW, size=size)) for line in lines]
        if stacked((part.height for part in every), 0) <= room:
            return _Stack(tuple(every))
    least = replace(_HOW, size=_HOW_LEAST)
    shown = fitting((part.height for part in every), 0, room, least.pitch)
    return _Stack((*every[:shown], _set(fonts, left_out(len(every) - shown), least)))


def _frame(qr: QrBox) -> list[Panel | QrBox]:
    """A QR in a thin green line; the white that a reader needs is its own."""
    x0, y0, x1, y1 = qr.x0 - _QR_FRAME, qr.y0 - _QR_FRAME, qr.x1 + _QR_FRAME, qr.y1 + _QR_FRAME
    return [Panel(x0, y0, x1, y1, Tone.GREEN_ON_WHITE, 2 * _QR_FRAME), qr]
