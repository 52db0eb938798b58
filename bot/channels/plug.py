"""A channel as a plug: all that Fuma asks of a platform, and all that it gives one.

A `Platform` is known before anything is set up; what it plugs in is a `Plug`, the channel at work. Wiring, edge and
doctor go through what `bot/channels/registered.py` lists and name none of them.
"""

from collections.abc import Awaitable, Callable, Coroutine, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any, Protocol, TypeVar

from starlette.requests import Request
from starlette.responses import Response

from bot.channels.errors import ChannelFault
from bot.channels.settings import ChannelSettings
from bot.words import Words
from jobs.sending import FileStore, Sender
from models.ground.messages import Channel, FileReference, Incoming

S = TypeVar("S", bound=ChannelSettings)

Answer = Callable[[Request], Awaitable[Response]]
Task = Callable[[], Coroutine[Any, Any, None]]


class Health(StrEnum):
    """How a check ended; only `BAD` makes `fuma doctor` fail."""

    OK = "ok"
    OFF = "off"
    WARN = "warn"
    BAD = "bad"


class TokenStore(Protocol):
    """Where a channel keeps the platform's access token, so that every process finds it."""

    async def get(self) -> tuple[str, float] | None:
        """The token last put, with its end in seconds since 1970."""
        ...

    async def put(self, token: str, expires_at: float) -> None:
        """Keeps a token in place of the last."""
        ...


@dataclass(frozen=True, kw_only=True)
class House:
    """What a channel may use of Fuma from the start; `locale` is the language of what all members share."""

    files: FileStore
    token: TokenStore
    words: Words
    locale: str
    public_url: str


@dataclass(frozen=True)
class Door:
    """Where what comes in is handed over: `receive` returns once it is committed, `courtesy` runs what may be lost."""

    receive: Callable[[Incoming], Awaitable[None]]
    courtesy: Callable[[Awaitable[None]], None]


@dataclass(frozen=True)
class Address:
    """An address at which a platform calls us. While the database doesn't do its work the edge answers in its place."""

    method: str
    path: str
    answer: Answer


class Fetcher(Protocol):
    """A channel from which files can be fetched."""

    async def download(self, file: FileReference) -> bytes:
        """The file; raises FileTooBig and FileUnavailable."""
        ...


class Adapter(Sender, Fetcher, Protocol):
    """What talks to the platform: composes, sends and fetches."""

    async def open(self) -> None:
        """Makes ready to call; talks to nobody yet."""
        ...

    async def close(self) -> None:
        """Ends all connections."""
        ...


class Plug(Protocol):
    """A channel at work. What a platform doesn't need it inherits from here."""

    @property
    def adapter(self) -> Adapter:
        """What talks to the platform."""
        ...

    @property
    def forgets_after(self) -> float | None:
        """The seconds of our silence after which the platform forgets what we didn't take; None where it keeps it."""
        return None

    def addresses(self, door: Door) -> Sequence[Address]:  # noqa: ARG002
        """Where the platform calls us."""
        return ()

    def tasks(self, door: Door) -> Sequence[Task]:  # noqa: ARG002
        """What runs as long as the role web, such as asking for what there is."""
        return ()

    async def introduce(self) -> bool:
        """Tells the platform where we are and what we offer; False where that has to be tried again."""
        return True

    async def learn(self) -> bool:
        """Learns what every process has to know, also without the role web; False to be tried again."""
        return True

    async def make_group(self, name: str, owner: str, members: Sequence[str]) -> str:  # noqa: ARG002
        """Makes a group chat of accounts in which Fuma can speak, where its platform `has_groups`; gives its id. Raises
        ChannelFault with a line for the operator.
        """
        raise ChannelFault("there are no group chats that Fuma could make")

    def link(self, start: str) -> str:  # noqa: ARG002
        """The address that opens the private chat with a start payload, "" where the platform has none."""
        return ""


class Platform(Protocol[S]):
    """A platform that Fuma can talk on."""

    @property
    def name(self) -> Channel:
        """How the channel is called in every table."""
        ...

    @property
    def settings(self) -> type[S]:
        """Its own settings."""
        ...

    @property
    def title(self) -> str:
        """What it is called in what an operator reads."""
        ...

    @property
    def has_groups(self) -> bool:
        """Whether Fuma can make group chats there and speak in them."""
        return False

    @property
    def words(self) -> Path | None:
        """A directory of words of its own, a folder a language: `channel-<name>` and what else it says; None where
        they stand among Fuma's.
        """
        return None

    def plug_in(self, settings: S, house: House) -> Plug:
        """The channel as it is set up; raises WrongSetting."""
        ...

    async def examine(self, settings: S, seconds: float) -> tuple[Health, str]:
        """Whether the platform serves us, in words for the operator; it has so many seconds to answer."""
        ...

    def closed(self) -> Sequence[Address]:
        """What is answered while the channel is off, where that is more than that there is no such address."""
        return ()
