"""Colours by pairs, what is drawn and what it is drawn on; each pair is a ramp of one palette.

Pictures are drawn as palette indices in a grey image. Between a pair's paper and its ink the indices run
evenly, so the grey arithmetic of smooth edges gives the index of the mixed colour: a palette for nothing.
"""

from enum import Enum

STEPS = 7

_WHITE = 0xFFFFFF
_INK = 0x14181B
_SLATE = 0x434C54
_GREEN = 0x005F38
_RED = 0xA30D14
_MINT = 0xE4F3EA
_ROSE = 0xFCE9E9
_FOREST = 0x004D2C  # on tints, where the green and the red of the page would be too light
_MAROON = 0x8C0A10


def _rgb(colour: int) -> tuple[int, int, int]:
    return colour >> 16, colour >> 8 & 0xFF, colour & 0xFF


class Tone(Enum):
    """A colour on a ground; the first is the colour of what is drawn."""

    INK_ON_WHITE = (0, _INK, _WHITE)
    SLATE_ON_WHITE = (1, _SLATE, _WHITE)
    GREEN_ON_WHITE = (2, _GREEN, _WHITE)
    RED_ON_WHITE = (3, _RED, _WHITE)
    WHITE_ON_GREEN = (4, _WHITE, _GREEN)
    WHITE_ON_RED = (5, _WHITE, _RED)
    FOREST_ON_MINT = (6, _FOREST, _MINT)
    INK_ON_MINT = (7, _INK, _MINT)
    WHITE_ON_MINT = (8, _WHITE, _MINT)
    MINT_ON_WHITE = (9, _MINT, _WHITE)
    MAROON_ON_ROSE = (10, _MAROON, _ROSE)
    INK_ON_ROSE = (11, _INK, _ROSE)
    ROSE_ON_WHITE = (12, _ROSE, _WHITE)

    def __init__(self, slot: int, ink: int, paper: int) -> None:
        self.ink_rgb = _rgb(ink)
        self.paper_rgb = _rgb(paper)
        self.paper = slot * (STEPS + 1)
        """Palette index of the ground."""
        self.ink = self.paper + STEPS
        """Palette index of what is drawn."""


def _ramp(tone: Tone) -> list[int]:
    pairs = list(zip(tone.paper_rgb, tone.ink_rgb, strict=True))
    return [round(low + (high - low) * step / STEPS) for step in range(STEPS + 1) for low, high in pairs]


PALETTE = tuple(level for tone in Tone for level in _ramp(tone))
"""Red, green and blue of every index, one after the other."""
