"""Completes events with files: fetches them from the platform, judges them by content, reads a code on a picture.

All of it outside any transaction; only the person whose file it is has to wait.
"""

import asyncio
from collections.abc import Awaitable, Callable
from io import BytesIO
from typing import Protocol, TypeVar

import structlog
import zxingcpp
from PIL import Image, UnidentifiedImageError

from bot.channels.errors import FileTooBig, FileUnavailable
from models import files, inbox
from models.database import Database
from models.inbox import Event, StoredFile
from models.messages import Channel, FileReference

T = TypeVar("T")

log = structlog.get_logger(__name__)

AT_ONCE = 8
LOOK = 0.5  # seconds between looks for files to fetch
PATIENCE = 25.0  # seconds for fetching; the person's later events wait for his file no longer than 30
READING = 3.0  # seconds for looking for a code on a picture
MOST_PIXELS = 50_000_000  # a picture of more is a bomb, not a photo
SORTS = {"JPEG": "image/jpeg", "PNG": "image/png"}
PDF = "application/pdf"
QR = zxingcpp.BarcodeFormats([zxingcpp.BarcodeFormat.QRCode])


class Fetcher(Protocol):
    """A channel from which files can be fetched."""

    async def download(self, file: FileReference) -> bytes:
        """The file; raises FileTooBig and FileUnavailable."""
        ...


class WrongKind(Exception):
    """The content is neither a photo nor a PDF."""


class Completer:
    """Fetches the files people sent."""

    def __init__(self, database: Database, fetchers: dict[Channel, Fetcher], largest: int) -> None:
        self._database = database
        self._fetchers = fetchers
        self._largest = largest
        self._kick = asyncio.Event()
        self._under_way: set[int] = set()

    @property
    def busy(self) -> bool:
        """Whether a file is being fetched."""
        return bool(self._under_way)

    def kick(self) -> None:
        """There is a file to fetch."""
        self._kick.set()

    async def run(self, completed: Callable[[], None]) -> None:
        """Fetches files until cancelled, and calls `completed` after each."""
        async with asyncio.TaskGroup() as group:
            while True:
                self._kick.clear()
                waiting = await self._database.read(lambda session: inbox.waiting_for_file(session, AT_ONCE * 4))
                for event in waiting:
                    if event.id not in self._under_way and len(self._under_way) < AT_ONCE:
                        self._under_way.add(event.id)
                        group.create_task(self._complete(event, completed))
                await _at_most(LOOK, self._kick.wait())

    async def _complete(self, event: Event, completed: Callable[[], None]) -> None:
        try:
            file = await self._fetched(event)
            await self._database.run(lambda session: inbox.complete(session, event.id, file))
            completed()
        finally:
            self._under_way.discard(event.id)

    async def _fetched(self, event: Event) -> StoredFile:
        reference = event.incoming.file
        fetcher = self._fetchers.get(event.incoming.channel)
        if reference is None or fetcher is None:
            return _problem("file-lost")
        try:
            content = await asyncio.wait_for(_patiently(fetcher, reference), PATIENCE)
        except FileTooBig:
            return _problem("file-too-big")
        except (FileUnavailable, TimeoutError) as failure:
            log.warning("file.lost", event=event.id, why=type(failure).__name__)
            return _problem("file-lost")
        return await self._stored(content, reference.name)

    async def _stored(self, content: bytes, name: str) -> StoredFile:
        if len(content) > self._largest:
            return _problem("file-too-big")
        if not content:
            return _problem("file-empty")
        try:
            mime = await asyncio.to_thread(sort_of, content)
        except WrongKind:
            return _problem("file-wrong-kind")
        digest = await self._database.run(lambda session: files.put(session, content, mime))
        code = ""
        if mime != PDF:
            code = await _at_most(READING, asyncio.to_thread(code_on, content)) or ""
        return StoredFile(digest=digest, mime=mime, size=len(content), name=name or f"{digest[:8]}", code=code)


def sort_of(content: bytes) -> str:
    """What a file is by its content; raises WrongKind where it is neither a whole photo (JPEG, PNG) nor a PDF."""
    if content[:1024].lstrip().startswith(b"%PDF-"):
        return PDF
    try:
        with Image.open(BytesIO(content), formats=tuple(SORTS)) as image:
            if image.width * image.height > MOST_PIXELS:
                raise WrongKind
            image.load()
            return SORTS[str(image.format)]
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, Image.DecompressionBombError) as error:
        raise WrongKind from error


def code_on(content: bytes) -> str:
    """The text of a QR code on a photo, "" where there is none."""
    with Image.open(BytesIO(content)) as image:
        image.thumbnail((2000, 2000))
        found = zxingcpp.read_barcodes(
            image.convert("L"), formats=zxingcpp.BarcodeFormats([zxingcpp.BarcodeFormat.QRCode])
        )
    return str(found[0].text) if found else ""


async def _patiently(fetcher: Fetcher, reference: FileReference) -> bytes:
    for pause in (0.5, 2.0, 5.0):
        try:
            return await fetcher.download(reference)
        except FileUnavailable as failure:
            if not failure.temporary:
                raise
            await asyncio.sleep(pause)
    return await fetcher.download(reference)


async def _at_most(seconds: float, work: Awaitable[T]) -> T | None:
    try:
        return await asyncio.wait_for(work, seconds)
    except TimeoutError:
        return None


def _problem(key: str) -> StoredFile:
    return StoredFile(digest="", mime="", size=0, name="", problem=key)
