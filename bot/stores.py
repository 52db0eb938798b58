"""The database as the channels see it: stored files, and the WeCom token."""

from bot.clock import Clock
from models import files, tokens
from models.database import Database
from models.messages import Channel


class Files:
    """Stored files, for a channel that sends them."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def content(self, digest: str) -> bytes:
        """The file's bytes; raises KeyError where there is none."""
        return await self._database.read(lambda session: files.content(session, digest))

    async def remembered(self, channel: Channel, digest: str) -> str | None:
        """What the platform calls the file, if it still keeps it."""
        now = Clock.wall()
        return await self._database.read(lambda session: files.platform_name(session, channel.value, digest, now))

    async def remember(self, channel: Channel, digest: str, name: str, seconds: float | None) -> None:
        """Keeps what the platform calls the file."""
        until = None if seconds is None else Clock.wall() + seconds
        await self._database.run(
            lambda session: files.remember_platform_name(session, channel.value, digest, name, until)
        )


class WeComToken:
    """The app's access token, where every process finds it."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def get(self) -> tuple[str, float] | None:
        """The token last put, with its end in seconds since 1970."""
        return await self._database.read(lambda session: tokens.find(session, "wecom"))

    async def put(self, token: str, expires_at: float) -> None:
        """Keeps a token in place of the last."""
        await self._database.run(lambda session: tokens.put(session, "wecom", token, expires_at))
