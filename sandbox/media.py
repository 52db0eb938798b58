"""Pictures and files that passed through the sandbox, and the reading of codes in them."""

import io
import itertools
import mimetypes
from dataclasses import dataclass

import zxingcpp
from PIL import Image, UnidentifiedImageError


@dataclass(frozen=True, slots=True)
class Media:
    """Some bytes with their type and the name they were given."""

    id: str
    data: bytes
    mime: str
    name: str

    @property
    def path(self) -> str:
        """Where the sandbox serves it."""
        return f"/sandbox/media/{self.id}"


class MediaLibrary:
    """Everything sent or received, kept while the sandbox runs."""

    def __init__(self) -> None:
        self._ids = itertools.count(1)
        self._kept: dict[str, Media] = {}

    def add(self, data: bytes, name: str, mime: str | None = None) -> Media:
        """Keeps the bytes; the type is taken from the content for pictures and PDF, else from the name."""
        media = Media(f"m{next(self._ids)}", data, mime or mime_of(data, name), name)
        self._kept[media.id] = media
        return media

    def find(self, media_id: str) -> Media | None:
        """The bytes of that id, if there are any."""
        return self._kept.get(media_id)


def mime_of(data: bytes, name: str) -> str:
    """The media type by content where it shows, else by the name."""
    starts = ((b"\xff\xd8\xff", "image/jpeg"), (b"\x89PNG\r\n\x1a\n", "image/png"), (b"%PDF-", "application/pdf"))
    for start, mime in starts:
        if data.startswith(start):
            return mime
    return mimetypes.guess_type(name)[0] or "application/octet-stream"


MOST_PIXELS = 100_000_000  # of any picture; Pillow's own limit is a setting of the whole process, and Fuma lifts it
MOST_PIXELS_READ = 50_000_000  # where a code is looked for


class PictureTooLarge(ValueError):
    """More pixels than anybody should unpack."""


def open_picture(data: bytes) -> Image.Image:
    """The picture in the bytes, its pixels not yet read; raises ValueError if there is none or it is enormous."""
    try:
        picture = Image.open(io.BytesIO(data))
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise PictureTooLarge("the picture is too large") from error
    except (UnidentifiedImageError, OSError) as error:
        raise ValueError("not a picture") from error
    return _at_most(picture, MOST_PIXELS)


def _at_most(picture: Image.Image, pixels: int) -> Image.Image:
    if picture.width * picture.height > pixels:
        raise PictureTooLarge("the picture is too large")
    return picture


def read_code(data: bytes) -> str | None:
    """The text of the first code found in a picture; raises ValueError if the bytes are no picture."""
    picture = _at_most(open_picture(data), MOST_PIXELS_READ)
    try:
        grey = picture.convert("L")
    except (OSError, SyntaxError) as error:
        raise ValueError("the picture is damaged") from error
    found = zxingcpp.read_barcodes(grey)
    return found[0].text if found else None
