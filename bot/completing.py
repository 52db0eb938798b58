"""Completes events with files: fetches them from the platform, judges them by content, reads a code on a picture.

All of it outside any transaction; only the person whose file it is has to wait.
"""

import asyncio
import struct
import zlib
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from io import BytesIO
from typing import Protocol, TypeVar

import structlog
import zxingcpp
from PIL import Image, UnidentifiedImageError

from bot.channels.errors import FileTooBig, FileUnavailable
from bot.stores import Files
from models import inbox
from models.database import Database
from models.inbox import Event, StoredFile
from models.messages import Channel, FileReference

T = TypeVar("T")

log = structlog.get_logger(__name__)

AT_ONCE = 8  # files in memory
THREADS = 4  # that look at pictures
KNOWN = 500  # events whose time runs
LOOK = 0.5  # seconds between looks for files to fetch
PATIENCE = 25.0  # seconds for a place and fetching; the person's later events wait for his file no longer than 30
PAUSES = (0.5, 2.0, 5.0)  # seconds before a platform that stumbled is asked again
READING = 3.0  # seconds for looking for a code on a picture
MOST_PIXELS = 50_000_000  # a picture of more is a bomb, not a photo
SORTS = {"JPEG": "image/jpeg", "PNG": "image/png"}
PDF = "application/pdf"
# What Pillow was seen to raise over pictures that are cut off, garbled or bombs.
UNREADABLE = (
    UnidentifiedImageError,
    OSError,
    SyntaxError,
    ValueError,
    OverflowError,
    IndexError,
    MemoryError,
    struct.error,
    zlib.error,
    Image.DecompressionBombError,
    Image.DecompressionBombWarning,
)


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
        self._files = Files(database)
        self._places = asyncio.Semaphore(AT_ONCE)
        self._threads = ThreadPoolExecutor(THREADS, "completing")
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
                begun = set(self._under_way)  # what ends while the table is read still stands in what was read
                for event in await self._waiting():
                    if event.id not in begun:
                        self._under_way.add(event.id)
                        group.create_task(self._complete(event, completed))
                await _at_most(LOOK, self._kick.wait())

    async def _waiting(self) -> list[Event]:
        try:
            return await self._database.read(partial(inbox.waiting_for_file, limit=KNOWN))
        except Exception:
            log.exception("file.database")  # it will come back
            return []

    async def _complete(self, event: Event, completed: Callable[[], None]) -> None:
        try:
            file = await self._fetched(event)
            await self._database.run(partial(inbox.complete, event_id=event.id, file=file))
            completed()
        except Exception:
            log.exception("file.not_completed", event_id=event.id)  # it still waits, and is tried again
        finally:
            self._under_way.discard(event.id)

    async def _fetched(self, event: Event) -> StoredFile:
        """The file as it can be had in time; any trouble becomes a sentence for the person, who waits for it."""
        reference = event.incoming.file
        fetcher = self._fetchers.get(event.incoming.channel)
        if reference is None or fetcher is None:
            return _problem("file-lost")
        try:
            async with asyncio.timeout(PATIENCE) as limit, self._places:
                content = await _patiently(fetcher, reference)
                limit.reschedule(None)
                return await self._stored(content, reference.name)
        except FileTooBig:
            return _problem("file-too-big")
        except (FileUnavailable, TimeoutError) as failure:
            log.warning("file.lost", event_id=event.id, why=type(failure).__name__)
        except Exception:
            log.exception("file.fault", event_id=event.id)
        return _problem("file-lost")

    async def _stored(self, content: bytes, name: str) -> StoredFile:
        if len(content) > self._largest:
            return _problem("file-too-big")
        if not content:
            return _problem("file-empty")
        try:
            mime = await self._off_the_loop(sort_of, content)
        except WrongKind:
            return _problem("file-wrong-kind")
        digest = await self._files.keep(content, mime)
        code = ""
        if mime != PDF:
            code = await _at_most(READING, self._off_the_loop(code_on, content)) or ""
        return StoredFile(digest=digest, mime=mime, size=len(content), name=name or f"{digest[:8]}", code=code)

    def _off_the_loop(self, work: Callable[[bytes], str], content: bytes) -> Awaitable[str]:
        """In threads of its own: what people send never keeps a pass from being drawn."""
        return asyncio.get_running_loop().run_in_executor(self._threads, work, content)


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
    except UNREADABLE as error:
        raise WrongKind from error


def code_on(content: bytes) -> str:
    """The text of a QR code on a photo, "" where there is none."""
    with Image.open(BytesIO(content)) as image:
        image.thumbnail((2000, 2000))
        only_qr = zxingcpp.BarcodeFormats([zxingcpp.BarcodeFormat.QRCode])  # kept longer, it is said to leak at the end
        found = zxingcpp.read_barcodes(image.convert("L"), formats=only_qr)
    return str(found[0].text) if found else ""


async def _patiently(fetcher: Fetcher, reference: FileReference) -> bytes:
    for pause in PAUSES:
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
