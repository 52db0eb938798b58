"""Temporary media of WeCom: uploaded by the app or sent by members, three days long."""

import secrets
from collections.abc import Callable
from dataclasses import dataclass

from sandbox.media import Media, MediaLibrary, mime_of
from sandbox.wecom.refusals import Refused

KEPT_SECONDS = 3 * 24 * 3600
MAX_IMAGE, MAX_FILE, MIN_BYTES = 10 * 1024 * 1024, 20 * 1024 * 1024, 5


@dataclass(frozen=True, slots=True)
class Temporary:
    """Some media under its kind; `at` is wall time."""

    kind: str
    media: Media
    at: float


class MediaShelf:
    """All temporary media by id."""

    def __init__(self, library: MediaLibrary, wall: Callable[[], float]) -> None:
        self._library, self._wall = library, wall
        self._kept: dict[str, Temporary] = {}

    def upload(self, kind: str, data: bytes, name: str) -> str:
        """Takes an upload; raises the codes for kind, size and content."""
        if kind not in {"image", "file"}:
            raise Refused(40004, "invalid media type")
        if len(data) <= MIN_BYTES:
            raise Refused(40006, "invalid media size")
        if kind == "image" and len(data) > MAX_IMAGE:
            raise Refused(40009, "invalid image size")
        if len(data) > MAX_FILE:
            raise Refused(45001, "media size out of limit")
        if kind == "image" and mime_of(data, "") not in {"image/jpeg", "image/png"}:
            raise Refused(40123, "invalid image content")
        return self.keep(kind, self._library.add(data, name))

    def keep(self, kind: str, media: Media) -> str:
        """Gives media an id."""
        media_id = secrets.token_urlsafe(40)
        self._kept[media_id] = Temporary(kind, media, self._wall())
        return media_id

    def find(self, media_id: str, kind: str | None = None) -> Media:
        """The media of that id; raises 40007 if it is unknown, too old or of another kind."""
        kept = self._kept.get(media_id)
        if kept is None or kind not in (None, kept.kind) or self._wall() - kept.at > KEPT_SECONDS:
            raise Refused(40007, "invalid media_id")
        return kept.media
