"""The verdict's word: as large as the page allows, on as many lines as that takes."""

from collections.abc import Iterator
from dataclasses import replace

from bot.pictures.fonts import Fonts, tidy
from bot.pictures.layout import TextBox
from bot.pictures.typesetting import Style, place_line
from bot.pictures.wrapping import divide, wrap

_MEASURED = 100  # px; what other sizes take follows from this one
_STEP = 4  # px; so that few sizes are ever opened
_LEAST = 28  # px
_GAP = 0.16  # of the size, between the ink of two lines
_OUTLINE = 1.04  # a heavy letter's ink against its width

Setting = tuple[tuple[str, ...], int]
"""Lines, and the size they are set in."""


def set_headline(fonts: Fonts, text: str, style: Style, width: int, height: int) -> list[TextBox]:
    """The text as large as fits width and height, up to the style's size; centred, from the corner 0, 0."""
    text = tidy(text)
    lines, size = max(_divided(fonts, text, style, width, height), key=_size, default=((), 0))
    if not lines:
        lines, size = _wrapped(fonts, text, style, width, height)
    fitted = replace(style, size=size)
    boxes: list[TextBox] = []
    top = 0
    for line in lines:
        baseline = top - fonts.line(line, size, bold=style.bold).top
        boxes.append(place_line(fonts, line, fitted, 0, baseline, width))
        top = boxes[-1].y1 + round(size * _GAP)
    return boxes


def _divided(fonts: Fonts, text: str, style: Style, width: int, height: int) -> Iterator[Setting]:
    """The best setting in each number of lines up to the style's."""
    for count in range(1, style.lines + 1):
        lines = divide(text, count, lambda part: fonts.width(part, _MEASURED))
        if lines:
            widest = max(fonts.width(line, _MEASURED) for line in lines) * _OUTLINE
            ink = sum(fonts.line(line, _MEASURED, bold=style.bold).height for line in lines)
            by_height = height / (ink / _MEASURED + (count - 1) * _GAP)
            size = min(width / widest * _MEASURED, by_height, style.size)
            yield lines, max(int(size) // _STEP * _STEP, _LEAST)


def _wrapped(fonts: Fonts, text: str, style: Style, width: int, height: int) -> Setting:
    """For a text of too many pieces to try each division: smaller until it fits, cut at the smallest."""
    size = style.size
    while True:
        room = max(int(height / size / (1 + _GAP)), 1)
        at_measure = width * _MEASURED / size / _OUTLINE
        lines = wrap(text, at_measure, room, lambda part: fonts.width(part, _MEASURED))
        if size <= _LEAST or not lines or not lines[-1].endswith("…"):
            return lines, size
        size = max(size - _STEP, _LEAST)


def _size(setting: Setting) -> int:
    return setting[1]
