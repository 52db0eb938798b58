"""Completes events with files: fetches them from the platform and has them looked at.

All of it outside any transaction and one file of a person at a time; only he has to wait.
"""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import TypeVar
from weakref import WeakValueDictionary

import structlog

from bot.channels.errors import FileTooBig, FileUnavailable
from bot.channels.plug import Fetcher
from bot.looking import Findings, helpers
from bot.stores import Files
from jobs.backoff import Backoff
from models.ground.cleaning import file_name
from models.ground.database import Database
from models.ground.messages import Channel, FileReference
from models.post import inbox
from models.post.inbox import Event, StoredFile

T = TypeVar("T")

log = structlog.get_logger(__name__)

AT_ONCE = 8  # files in memory
THREADS = 2  # that wait for a helper process: as many as there are of these
KNOWN = 500  # events whose time runs
LOOK = 0.5  # seconds between looks for files to fetch
PATIENCE = 19.0  # seconds for a place and fetching; with looking, a person's later events wait at most 30 for his file
TRIES = 4  # at a platform that stumbles
PAUSES = Backoff(0.5, 4, 5.0)  # before it is asked again


class Completer:
    """Fetches the files people sent."""

    def __init__(self, database: Database, fetchers: Mapping[Channel, Fetcher], largest: int) -> None:
        self._database = database
        self._files = Files(database)
        self._places = asyncio.Semaphore(AT_ONCE)
        self._threads = ThreadPoolExecutor(THREADS, "completing")
        self._fetchers = fetchers
        self._largest = largest
        self._kick = asyncio.Event()
        self._under_way: set[int] = set()
        self._lanes: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()

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
        one_at_a_time = self._lanes.setdefault(event.lane, asyncio.Lock())
        try:
            async with asyncio.timeout(PATIENCE) as limit, one_at_a_time, self._places:
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
        found = await self._looked_at(content)
        if found.problem:
            return _problem(found.problem, **found.about)
        kept = found.instead or content
        if len(kept) > self._largest:
            return _problem("file-too-big")
        digest = await self._files.keep(kept, found.mime)
        name = file_name(name, found.mime, digest)
        return StoredFile(digest=digest, mime=found.mime, size=len(kept), name=name, code=found.code)

    def _looked_at(self, content: bytes) -> Awaitable[Findings]:
        """In a process and threads of its own: what people send never keeps a pass from being drawn."""
        return asyncio.get_running_loop().run_in_executor(self._threads, helpers().look, content)


async def _patiently(fetcher: Fetcher, reference: FileReference) -> bytes:
    for failures in range(TRIES - 1):
        try:
            return await fetcher.download(reference)
        except FileUnavailable as failure:
            if not failure.temporary:
                raise
            await asyncio.sleep(PAUSES.after(failures))
    return await fetcher.download(reference)


async def _at_most(seconds: float, work: Awaitable[T]) -> T | None:
    try:
        return await asyncio.wait_for(work, seconds)
    except TimeoutError:
        return None


def _problem(key: str, **about: int) -> StoredFile:
    return StoredFile(digest="", mime="", size=0, name="", problem=key, about=about)
