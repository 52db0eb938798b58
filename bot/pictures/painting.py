"""A layout becomes a picture."""

import io
from functools import lru_cache

from PIL import Image, ImageDraw

from bot.pictures.colours import PALETTE
from bot.pictures.fonts import Fonts
from bot.pictures.layout import Layout, Panel, QrBox, Shape, TextBox

_FINE = 4  # shapes are drawn so many times larger and shrunk, for smooth edges
_STROKES: dict[Shape, list[tuple[tuple[float, float], ...]]] = {
    Shape.CHECK: [((0.17, 0.54), (0.41, 0.77), (0.84, 0.27))],
    Shape.CROSS: [((0.22, 0.22), (0.78, 0.78)), ((0.78, 0.22), (0.22, 0.78))],
}
_STROKE_WIDTH = 0.15  # of the mark's side


def paint(layout: Layout, fonts: Fonts) -> Image.Image:
    """The layout as a palette image."""
    image = Image.new("L", (layout.width, layout.height), layout.ground.paper)
    for item in layout.items:
        if isinstance(item, TextBox):
            _paint_text(image, item, fonts)
        elif isinstance(item, Panel):
            _paint_panel(image, item)
        elif isinstance(item, QrBox):
            side = (item.x1 - item.x0, item.y1 - item.y0)
            image.paste(item.image.resize(side, Image.Resampling.NEAREST), (item.x0, item.y0))
        else:
            place = (item.x0, item.y0, item.x0 + item.side, item.y0 + item.side)
            image.paste(item.tone.paper, place)
            image.paste(item.tone.ink, place, _mark(item.shape, item.side))
    image.putpalette(PALETTE)
    return image


def png(image: Image.Image, *, dpi: int | None = None) -> bytes:
    """The picture as PNG, without any metadata but, on paper, its resolution."""
    file = io.BytesIO()
    # level 3 is a third of the default's time for the same size: these pictures are flat
    if dpi is None:
        image.save(file, "PNG", compress_level=3)
    else:
        image.save(file, "PNG", compress_level=3, dpi=(dpi, dpi))
    return file.getvalue()


def _paint_text(image: Image.Image, box: TextBox, fonts: Fonts) -> None:
    mask = fonts.line(box.text, box.size, bold=box.bold).mask
    place = (box.x0, box.y0, box.x1, box.y1)
    # the ground again, because the same colour stands in several ramps
    image.paste(box.tone.paper, place)
    image.paste(box.tone.ink, place, mask)


def _paint_panel(image: Image.Image, panel: Panel) -> None:
    image.paste(panel.tone.ink, (panel.x0, panel.y0, panel.x1, panel.y1))
    radius = panel.radius
    corner = _corner(radius)
    for x, flip in ((panel.x0, False), (panel.x1 - radius, True)):
        for y, turn in ((panel.y0, False), (panel.y1 - radius, True)):
            mask = corner.transpose(Image.Transpose.FLIP_LEFT_RIGHT) if flip else corner
            mask = mask.transpose(Image.Transpose.FLIP_TOP_BOTTOM) if turn else mask
            place = (x, y, x + radius, y + radius)
            image.paste(panel.tone.paper, place)
            image.paste(panel.tone.ink, place, mask)


@lru_cache(16)
def _corner(radius: int) -> Image.Image:
    fine = radius * _FINE
    mask = Image.new("L", (fine, fine))
    ImageDraw.Draw(mask).ellipse((0, 0, 2 * fine - 1, 2 * fine - 1), fill=255)
    return mask.resize((radius, radius), Image.Resampling.BOX)


@lru_cache(16)
def _mark(shape: Shape, side: int) -> Image.Image:
    fine = side * _FINE
    mask = Image.new("L", (fine, fine))
    draw = ImageDraw.Draw(mask)
    width = round(fine * _STROKE_WIDTH)
    for stroke in _STROKES[shape]:
        points = [(x * fine, y * fine) for x, y in stroke]
        draw.line(points, fill=255, width=width, joint="curve")
        for x, y in (points[0], points[-1]):
            draw.ellipse((x - width / 2, y - width / 2, x + width / 2, y + width / 2), fill=255)
    return mask.resize((side, side), Image.Resampling.BOX)
