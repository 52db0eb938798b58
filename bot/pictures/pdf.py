"""One picture on one printed page."""

import zlib

from PIL import Image

_POINTS = 72
"""Of an inch."""


def pdf_page(image: Image.Image, dpi: int) -> bytes:
    """A palette image as a PDF of one page of its own size; nothing says who made it, or when."""
    width, height = (f"{side / dpi * _POINTS:.2f}" for side in image.size)
    palette = bytes(image.getpalette() or ())
    content = f"{width} 0 0 {height} 0 0 cm /P Do".encode()
    pixels = zlib.compress(image.tobytes(), 9)
    picture = (
        f"<< /Type /XObject /Subtype /Image /Width {image.width} /Height {image.height} /BitsPerComponent 8"
        f" /ColorSpace [/Indexed /DeviceRGB {len(palette) // 3 - 1} <{palette.hex()}>]"
        f" /Filter /FlateDecode /Length {len(pixels)} >>"
    )
    page = (
        f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 {width} {height}]"
        " /Resources << /XObject << /P 5 0 R >> >> /Contents 4 0 R >>"
    )
    return _document(
        [
            b"<< /Type /Catalog /Pages 2 0 R >>",
            b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
            page.encode(),
            _stream(f"<< /Length {len(content)} >>".encode(), content),
            _stream(picture.encode(), pixels),
        ]
    )


def _stream(head: bytes, data: bytes) -> bytes:
    return head + b"\nstream\n" + data + b"\nendstream"


def _document(objects: list[bytes]) -> bytes:
    body = b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n"
    places = []
    for number, each in enumerate(objects, 1):
        places.append(len(body))
        body += b"%d 0 obj\n%b\nendobj\n" % (number, each)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    size = len(objects) + 1
    trailer = b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (size, len(body))
    return body + b"xref\n0 %d\n0000000000 65535 f \n%b%b" % (size, table, trailer)
