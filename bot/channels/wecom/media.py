"""Files given to WeCom and fetched from it."""

import aiohttp

from bot.channels.wecom.words import on_one_line

KEPT = 3 * 24 * 3600 - 3600  # seconds; WeCom keeps an uploaded file for 3 days, an hour is left for the way
DOWNLOAD_LIMIT = 20 * 1024 * 1024  # bytes

_IMAGES = {b"\x89PNG": "image.png", b"\xff\xd8\xff": "image.jpg"}


def upload_form(kind: str, name: str, content: bytes) -> aiohttp.FormData:
    """The form of media/upload. The name goes out as raw UTF-8: WeCom doesn't understand `filename*=`."""
    form = aiohttp.FormData(quote_fields=False)
    name = image_name(content) if kind == "image" else _safe(name)
    form.add_field("media", content, filename=name, content_type="application/octet-stream")
    return form


def image_name(content: bytes) -> str:
    """A name with the ending that fits the picture."""
    return next((name for start, name in _IMAGES.items() if content.startswith(start)), "image.png")


def _safe(name: str) -> str:
    return on_one_line(name).replace("/", "_").replace("\\", "_").replace('"', "_") or "file"
