"""The database as the channels see it: stored files, and access tokens."""

import asyncio
from functools import partial
from hashlib import sha256

from bot.clock import BusinessClock
from models.ground import files, tokens
from models.ground.database import Database
from models.ground.messages import Channel

SLICE = 2  # chunks stored in one transaction: half a megabyte, some milliseconds


class Files:
    """Stored files: for whoever fetches or draws them, and for a channel that sends them."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def keep(self, content: bytes, mime: str) -> str:
        """Stores a file once, in slices that hold nobody up, and gives its digest."""
        digest = await asyncio.to_thread(lambda: sha256(content).hexdigest())
        if not await self._database.run(partial(files.known, digest=digest)):
            numbered = list(enumerate(files.pieces(content)))
            for start in range(0, len(numbered), SLICE):
                await self._database.run(
                    partial(files.put_pieces, digest=digest, numbered=numbered[start : start + SLICE])
                )
            await self._database.run(partial(files.whole, digest=digest, size=len(content), mime=mime))
        return digest

    async def content(self, digest: str) -> bytes:
        """The file's bytes; raises KeyError where there is none."""
        return await self._database.read(lambda session: files.content(session, digest))

    async def remembered(self, channel: Channel, digest: str) -> str | None:
        """What the platform calls the file, if it still keeps it."""
        now = BusinessClock.wall()
        return await self._database.read(lambda session: files.platform_name(session, channel.value, digest, now))

    async def remember(self, channel: Channel, digest: str, name: str, seconds: float | None) -> None:
        """Keeps what the platform calls the file."""
        until = None if seconds is None else BusinessClock.wall() + seconds
        await self._database.run(
            lambda session: files.remember_platform_name(session, channel.value, digest, name, until)
        )


class Token:
    """A channel's access token, where every process finds it."""

    def __init__(self, database: Database, channel: Channel) -> None:
        self._database = database
        self._name = channel.value

    async def get(self) -> tuple[str, float] | None:
        """The token last put, with its end in seconds since 1970."""
        return await self._database.read(lambda session: tokens.find(session, self._name))

    async def put(self, token: str, expires_at: float) -> None:
        """Keeps a token in place of the last."""
        await self._database.run(lambda session: tokens.put(session, self._name, token, expires_at))
