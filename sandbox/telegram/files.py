"""Telegram's files: pictures in sizes, documents, and the ids by which a bot asks for them."""

import asyncio
import io
import itertools
import secrets
from dataclasses import dataclass
from pathlib import PurePath
from typing import Any

from PIL import Image

from sandbox.media import Media, MediaLibrary, PictureTooLarge, open_picture
from sandbox.telegram.refusals import bad

MAX_PHOTO = 10_000_000
MAX_DOWNLOAD = 20_000_000
SIDES = (90, 320, 800, 1280)


@dataclass(frozen=True, slots=True)
class Stored:
    """A file as Telegram keeps it; `sizes` is a photo's whole row, empty for a document."""

    media: Media
    shape: dict[str, Any]
    path: str
    sizes: tuple[dict[str, Any], ...] = ()


class FileShelf:
    """All files by their id."""

    def __init__(self, media: MediaLibrary) -> None:
        self._media = media
        self._numbers = itertools.count(0)
        self._by_id: dict[str, Stored] = {}
        self._by_path: dict[str, Stored] = {}

    def find(self, file_id: str) -> Stored | None:
        """The file of that id."""
        return self._by_id.get(file_id)

    def at(self, path: str) -> Stored | None:
        """The file of that path."""
        return self._by_path.get(path)

    async def photo(self, data: bytes) -> Stored:
        """Keeps a picture in its sizes, the largest returned; raises the 400s for pictures."""
        if len(data) > MAX_PHOTO:
            raise bad("PHOTO_SAVE_FILE_INVALID")
        drawn = await asyncio.to_thread(_sizes, data)
        stored = [self._keep(jpeg, "photos", "photo.jpg", {"width": w, "height": h}) for w, h, jpeg in drawn]
        row = tuple(one.shape for one in stored)
        whole = [Stored(one.media, one.shape, one.path, row) for one in stored]
        self._by_id.update({one.shape["file_id"]: one for one in whole})
        return whole[-1]

    def document(self, data: bytes, name: str) -> Stored:
        """Keeps a file under its name."""
        return self._keep(data, "documents", name, {"file_name": name})

    def _keep(self, data: bytes, folder: str, name: str, shape: dict[str, Any]) -> Stored:
        media = self._media.add(data, name)
        told = {
            "file_id": f"AgAC{secrets.token_urlsafe(30)}",
            "file_unique_id": f"AQAD{secrets.token_urlsafe(8)}",
            "file_size": len(data),
            **shape,
        }
        if folder == "documents":
            told["mime_type"] = media.mime
        stored = Stored(media, told, f"{folder}/file_{next(self._numbers)}{PurePath(name).suffix}")
        self._by_id[told["file_id"]] = stored
        self._by_path[stored.path] = stored
        return stored


def _sizes(data: bytes) -> list[tuple[int, int, bytes]]:
    picture = _checked(data)
    made: list[tuple[int, int, bytes]] = []
    for side in SIDES:
        small = picture.copy()
        small.thumbnail((side, side))
        if made and made[-1][:2] == small.size:
            break
        out = io.BytesIO()
        small.save(out, "JPEG", quality=87)
        made.append((*small.size, out.getvalue()))
    return made


def _checked(data: bytes) -> Image.Image:
    try:
        picture = open_picture(data)
        width, height = picture.size
        if width + height > 10_000 or max(width, height) > 20 * min(width, height):
            raise bad("PHOTO_INVALID_DIMENSIONS")
        flat = Image.new("RGB", picture.size, "white")
        layered = picture.convert("RGBA")
        flat.paste(layered, mask=layered.getchannel("A"))
    except PictureTooLarge as error:
        raise bad("PHOTO_INVALID_DIMENSIONS") from error
    except (ValueError, OSError, SyntaxError) as error:
        raise bad("IMAGE_PROCESS_FAILED") from error
    return flat
