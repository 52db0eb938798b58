"""Photos: decoded whole, so that what is taken can be seen, and searched for a QR code."""

import struct
import zlib
from io import BytesIO
from math import ceil

import pi_heif
import zxingcpp
from PIL import Image, UnidentifiedImageError

from bot.looking.findings import Findings

MEGA = 1_000_000
MOST_DECODED = 16 * MEGA  # pixels; four bytes each
MOST_REDUCED = 100 * MEGA  # pixels of a JPEG, which can be decoded at a half, a quarter or an eighth; phones take 24-50
SEARCHED = 2000  # pixels a side in which a code is looked for
QUALITY = 85  # of a JPEG made of a HEIC photo, which half of all computers can't open

# What Pillow and its plug-ins were seen to raise over pictures that are cut off or garbled.
UNREADABLE = (
    UnidentifiedImageError,
    OSError,
    SyntaxError,
    ValueError,
    OverflowError,
    IndexError,
    RuntimeError,
    struct.error,
    zlib.error,
)

Image.MAX_IMAGE_PIXELS = None  # we count ourselves, before decoding, and say how many there are
pi_heif.register_heif_opener(thumbnails=False)


def judge_jpeg(content: bytes) -> Findings:
    """A JPEG, of one picture or of several (its first counts), decoded reduced where it is large."""
    return _judge(content, "JPEG", "image/jpeg", MOST_REDUCED)


def judge_png(content: bytes) -> Findings:
    """A PNG."""
    return _judge(content, "PNG", "image/png", MOST_DECODED)


def judge_heif(content: bytes) -> Findings:
    """A HEIC photo, which is kept as JPEG."""
    return _judge(content, "HEIF", "image/jpeg", MOST_DECODED)


def _judge(content: bytes, form: str, mime: str, most: int) -> Findings:
    problem = "file-broken"
    try:
        with Image.open(BytesIO(content), formats=(form,)) as image:
            pixels = image.width * image.height
            if pixels > most:
                about = {"now": ceil(pixels / MEGA), "most": most // MEGA}
                return Findings(problem="file-picture-too-large", about=about)
            if form == "JPEG":
                if image.info.get("progressive") and pixels > MOST_DECODED:
                    problem = (
                        "file-too-hard"  # it needs all its pixels at once, and Pillow calls a lack of memory broken
                    )
                image.draft(image.mode, _reduced(image.size))
            image.load()
            instead = _as_jpeg(image) if form == "HEIF" else b""
            return Findings(mime=mime, code=code_on(image), instead=instead)
    except UNREADABLE:
        return Findings(problem=problem)


def code_on(image: Image.Image) -> str:
    """The text of a QR code on a picture, "" where there is none."""
    image.thumbnail((SEARCHED, SEARCHED))
    only_qr = zxingcpp.BarcodeFormats([zxingcpp.BarcodeFormat.QRCode])  # kept longer, it is said to leak at the end
    found = zxingcpp.read_barcodes(image.convert("L"), formats=only_qr)
    return str(found[0].text) if found else ""


def _reduced(size: tuple[int, int]) -> tuple[int, int]:
    """The size at which a JPEG is decoded: the largest of 1, 1/2, 1/4, 1/8 within the limit."""
    width, height = size
    scale = next((by for by in (1, 2, 4) if width * height <= by * by * MOST_DECODED), 8)
    return max(width // scale, 1), max(height // scale, 1)


def _as_jpeg(image: Image.Image) -> bytes:
    """The picture as JPEG, upright, without what the phone wrote beside it (where it was taken, for one)."""
    out = BytesIO()
    image.convert("RGB").save(out, "JPEG", quality=QUALITY)
    return out.getvalue()
