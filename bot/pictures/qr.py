"""QR codes as small grey images, a pixel a module."""

import segno
from PIL import Image

QUIET = 4
"""Modules of white that a reader needs on each side (ISO/IEC 18004)."""

_MASK = 2  # one mask instead of trying all eight: a fifth of the time; readers don't care


def qr_image(address: str, *, dark: int, light: int) -> Image.Image:
    """The QR of an address with its quiet zone, at correction level M or, where it costs no room, better."""
    matrix = segno.make_qr(address, error="m", mask=_MASK).matrix
    modules = len(matrix)
    image = Image.new("L", (modules + 2 * QUIET, modules + 2 * QUIET), light)
    levels = bytes((light, dark))
    rows = b"".join(bytes(row).translate(levels + bytes(254)) for row in matrix)
    image.paste(Image.frombytes("L", (modules, modules), rows), (QUIET, QUIET))
    return image
