"""The pass (绿码): a green page, a white sheet with the QR, its number and what it is for."""

from dataclasses import dataclass

from bot.pictures.cards import PassCard
from bot.pictures.colours import Tone
from bot.pictures.fonts import Fonts
from bot.pictures.layout import Layout, Panel, QrBox, TextBox
from bot.pictures.painting import paint, png
from bot.pictures.qr import qr_image
from bot.pictures.sheet import EDGE, INNER, PAD, WIDTH, set_rows, sheet
from bot.pictures.typesetting import Paragraph, Style, paragraph

HEIGHT = 1080
_ROWS_ROOM = 560
_QR_LARGEST, _QR_LEAST = 460, 370  # px
_GAP = 20
_PLATE_PAD = 8

_TITLE = Style("title", 50, Tone.WHITE_ON_GREEN, bold=True, lines=2)
_ENTERPRISE = Style("enterprise", 36, Tone.WHITE_ON_GREEN, lines=3)
_NUMBER_LABEL = Style("label", 28, Tone.INK_ON_MINT, lines=2)
_NUMBER = Style("number", 76, Tone.FOREST_ON_MINT, bold=True)
_NOTE = Style("note", 30, Tone.WHITE_ON_GREEN, lines=4)


def draw_pass(card: PassCard, fonts: Fonts) -> bytes:
    """The pass as PNG, 720 px wide. Raises MissingGlyphs if its words can't be set."""
    return png(paint(lay_out_pass(card, fonts), fonts))


def lay_out_pass(card: PassCard, fonts: Fonts) -> Layout:
    """Where everything on the pass stands. Raises MissingGlyphs if its words can't be set."""
    fonts.require(*card.texts())
    title = paragraph(fonts, card.title, _TITLE, INNER, centred=True)
    enterprise = paragraph(fonts, card.enterprise, _ENTERPRISE, INNER, centred=True)
    plate = _set_plate(card, fonts)
    rows = set_rows(fonts, card.rows, _ROWS_ROOM)
    note = paragraph(fonts, card.note, _NOTE, INNER, centred=True)

    top = EDGE + title.height + enterprise.height + _GAP
    under_qr = plate.height + _GAP + rows.height + PAD
    foot = note.height + 2 * _GAP
    qr = qr_image(card.qr, dark=Tone.INK_ON_WHITE.ink, light=Tone.INK_ON_WHITE.paper)
    room = min(max(HEIGHT - top - under_qr - foot, _QR_LEAST), _QR_LARGEST)
    scale = max(room // qr.width, 1)
    bottom = max(top + qr.height * scale + under_qr, HEIGHT - foot)
    spare = (bottom - top - qr.height * scale - under_qr) // 4

    left = EDGE + PAD
    qr_box = QrBox((WIDTH - qr.width * scale) // 2, top + spare, qr, scale)
    plate_at = qr_box.y1 + spare
    items = (
        *title.place(fonts, left, EDGE),
        *enterprise.place(fonts, left, EDGE + title.height),
        sheet(top, bottom, Tone.WHITE_ON_GREEN),
        qr_box,
        *plate.place(fonts, left, plate_at),
        *rows.place(fonts, left, plate_at + plate.height + _GAP + spare),
        *note.place(fonts, left, bottom + _GAP),
    )
    return Layout(WIDTH, bottom + foot, Tone.WHITE_ON_GREEN, items)


@dataclass(frozen=True)
class _Plate:
    """The number to say at the gate, large, with what it is."""

    label: Paragraph
    number: Paragraph

    @property
    def height(self) -> int:
        return self.label.height + self.number.height + 2 * _PLATE_PAD

    def place(self, fonts: Fonts, left: int, top: int) -> list[Panel | TextBox]:
        panel = Panel(left, top, left + INNER, top + self.height, Tone.MINT_ON_WHITE, 2 * _PLATE_PAD)
        label = self.label.place(fonts, left, top + _PLATE_PAD)
        number = self.number.place(fonts, left, top + _PLATE_PAD + self.label.height)
        return [panel, *label, *number]


def _set_plate(card: PassCard, fonts: Fonts) -> _Plate:
    digits = card.number
    grouped = f"{digits[:3]} {digits[3:]}" if len(digits) == 6 else digits
    return _Plate(
        paragraph(fonts, card.number_label, _NUMBER_LABEL, INNER, centred=True),
        paragraph(fonts, grouped, _NUMBER, INNER, centred=True),
    )
