"""What stands where: the values between a card and its picture, so that tests can measure before any ink."""

from dataclasses import dataclass
from enum import Enum

from PIL import Image

from bot.pictures.colours import Tone


@dataclass(frozen=True)
class TextBox:
    """A line of text and the rectangle of its ink, in px; x1 and y1 lie just outside."""

    text: str
    x0: int
    y0: int
    x1: int
    y1: int
    size: int
    tone: Tone
    role: str
    bold: bool = False

    @property
    def colour(self) -> tuple[int, int, int]:
        """Red, green and blue of the letters."""
        return self.tone.ink_rgb


@dataclass(frozen=True)
class Panel:
    """A filled rectangle with round corners; half its height as radius makes a disc."""

    x0: int
    y0: int
    x1: int
    y1: int
    tone: Tone
    radius: int


@dataclass(frozen=True)
class QrBox:
    """A QR with its quiet zone: a pixel a module in `image`, drawn `scale` px wide each."""

    x0: int
    y0: int
    image: Image.Image
    scale: int

    @property
    def x1(self) -> int:
        """Just outside its right edge."""
        return self.x0 + self.image.width * self.scale

    @property
    def y1(self) -> int:
        """Just outside its lower edge."""
        return self.y0 + self.image.height * self.scale


class Shape(Enum):
    """What tells green from red without colour."""

    CHECK = "check"
    CROSS = "cross"


@dataclass(frozen=True)
class Mark:
    """A ✓ or a ✕ drawn as a shape in a square."""

    x0: int
    y0: int
    side: int
    shape: Shape
    tone: Tone


@dataclass(frozen=True)
class Layout:
    """A picture before it is drawn; items lie one upon the other in this order, all within it."""

    width: int
    height: int
    ground: Tone
    """Its paper is the page's colour."""
    items: tuple[TextBox | Panel | QrBox | Mark, ...]

    @property
    def texts(self) -> tuple[TextBox, ...]:
        """The lines of text alone."""
        return tuple(item for item in self.items if isinstance(item, TextBox))
