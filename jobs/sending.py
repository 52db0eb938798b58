"""What delivering asks of a channel: the seam between the outbox and a platform."""

from collections.abc import Mapping
from dataclasses import KW_ONLY, dataclass, field
from enum import StrEnum
from typing import Any, Protocol

from models.ground.messages import Channel, Json


@dataclass(frozen=True, kw_only=True)
class Key:
    """A button as its reader sees it: words, and what comes back when it is pressed."""

    label: str
    data: str


class Effect(StrEnum):
    """Whether a new message is sent or one that stands is changed."""

    SEND = "send"
    EDIT = "edit"


@dataclass(frozen=True, kw_only=True)
class Target:
    """A message as it stands in a chat: what a platform needs to change it.

    `message` is the platform's id of it, `mark` what a press on it names instead, where that is something else. `own`
    is for the channel alone to understand; where a change takes a right that ends, `since` is the name in it under
    which the right's moment stands (wall clock, seconds since 1970).
    """

    message: str
    mark: str = ""
    since: str = ""
    own: Mapping[str, Json] = field(default_factory=dict)

    def to_json(self) -> dict[str, Json]:
        """As it is kept: what the channel has of its own beside the id."""
        return {**self.own, "message": self.message}

    def is_older_than(self, stored: "Target") -> bool:
        """Whether what is kept has the later right."""
        return bool(self.since) and stored.own.get(self.since, 0.0) > self.own[self.since]


def target_from_json(stored: Mapping[str, Json]) -> Target:
    """The target that `to_json` made."""
    return Target(message=stored["message"], own={name: stored[name] for name in stored.keys() - {"message"}})


@dataclass(frozen=True, kw_only=True)
class Outgoing:
    """A rendered message on its way to one account: words and keys in the reader's language, files by digest.

    `id` is the outbox row's number, unique for ever: it makes task ids and keeps a deliberate repeat from looking
    like a duplicate, where the channel `numbers` its messages. `picture`
    and `file` are sha256 digests of stored files; `options` marks keys as answers that can also be typed by number.
    """

    id: int
    account: str
    effect: Effect = Effect.SEND
    text: str = ""
    keys: tuple[tuple[Key, ...], ...] = ()
    options: bool = False
    picture: str | None = None
    file: str | None = None
    file_name: str = ""
    target: Target | None = None


@dataclass(frozen=True, kw_only=True)
class Call:
    """One exact request to a platform; every retry sends the same bytes. `body` is JSON text; `uploads` maps a form
    field to a digest.
    """

    method: str
    body: str
    uploads: Mapping[str, str] = field(default_factory=dict)

    def to_json(self) -> dict[str, Any]:
        """As it is kept."""
        return {"method": self.method, "body": self.body, "uploads": dict(self.uploads)}


@dataclass(frozen=True, kw_only=True)
class Sent:
    """The platform took it; `target` is what it takes to change it later (None where it can't be)."""

    target: Target | None = None


@dataclass(frozen=True)
class Again:
    """Not now: try the same bytes after `seconds`. `everybody` where the whole channel has to wait, not this receiver
    alone; not `counted` where nothing was tried that says anything of this message.
    """

    seconds: float
    _: KW_ONLY
    everybody: bool = False
    counted: bool = True
    why: str = ""


@dataclass(frozen=True, kw_only=True)
class Gone:
    """Never: the receiver or the message can't be reached this way; `why` is the platform's code, without personal
    data.

    `receiver` is True where the person isn't reachable on this channel at all (blocked, left), `fresh` where a new
    message may be sent in place of an edit, `ours` where the request itself can't be taken: a fault of ours.
    """

    why: str
    receiver: bool = False
    fresh: bool = False
    ours: bool = False


@dataclass(frozen=True, kw_only=True)
class Unknown:
    """It may have arrived (a time-out after the request left)."""

    why: str = ""


Outcome = Sent | Again | Gone | Unknown


class FileStore(Protocol):
    """Stored files, and what a platform calls a file it has already been given."""

    async def content(self, digest: str) -> bytes:
        """The file's bytes; raises KeyError where there is none."""
        ...

    async def remembered(self, channel: Channel, digest: str) -> str | None:
        """The platform's own name of this file (file_id, media_id), if it is still valid."""
        ...

    async def remember(self, channel: Channel, digest: str, name: str, seconds: float | None) -> None:
        """Keeps the platform's name of a file, for `seconds` of wall-clock time (None for ever)."""
        ...


class Sender(Protocol):
    """A channel, as delivering sees it."""

    channel: Channel
    numbers: bool  # whether requests tell the row's number; where not, they can be composed before there is one
    per_receiver: "Pace"
    overall: "Pace"

    def compose(self, outgoing: Outgoing) -> list[Call]:
        """The exact requests that say this, in order; pure, and fast enough for a turn."""
        ...

    async def send(self, call: Call) -> Outcome:
        """Makes one request and tells how it ended; raises nothing a platform or a network can cause."""
        ...

    def renewed(self, target: Target, own: Mapping[str, Json], now: float) -> Target:
        """What it takes to change a message after a press on it, which brought `own`, at `now` (wall clock)."""
        ...

    def changed(self, target: Target) -> Target:
        """What it takes to change a message the next time, after a change of it that told nothing new."""
        ...

    async def answers(self) -> bool:
        """Whether the platform answers a call that costs it nothing and changes nothing; raises as little as `send`."""
        ...


@dataclass(frozen=True)
class Pace:
    """What a platform lets through: at most so many messages in any so many seconds, for each of `limits`."""

    limits: tuple[tuple[int, float], ...]

    @property
    def longest(self) -> float:
        """Seconds after which nothing that went counts any more."""
        return max((seconds for _, seconds in self.limits), default=0.0)
