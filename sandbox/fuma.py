"""The way to Fuma: its demo routes, and its pages as a browser without cookies sees them."""

import asyncio
import json
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar
from urllib.parse import urljoin, urlsplit, urlunsplit

import aiohttp

from sandbox.clock import Clock, parse_moment

PAGE_LIMIT = 2_000_000
CHUNK = 65536
RESTART = 30.0  # seconds in which a phone opens a page again and again while Fuma is restarted
PAUSE = 0.1
T = TypeVar("T")
_FAILURES = (aiohttp.ClientError, TimeoutError, OSError)


class FumaUnreachable(Exception):
    """Fuma did not answer, or not as it should."""


class FumaSilent(FumaUnreachable):
    """Fuma did not answer at all, as while it is restarted."""


@dataclass(frozen=True, slots=True)
class Answer:
    """An HTTP answer: where a redirect leads is in `location`, else the body counts."""

    status: int
    body: bytes
    location: str | None
    mime: str


@dataclass(frozen=True, slots=True)
class FumaTime:
    """Business time as Fuma tells it, and the next moment at which something is due."""

    now: datetime
    next_due: datetime | None


class Fuma:
    """An HTTP client for one Fuma; `public_url` is the address that Fuma's own links carry."""

    def __init__(self, base: str, public_url: str, clock: Clock) -> None:
        self.base = base.rstrip("/")
        self._hosts = {urlsplit(base).netloc, urlsplit(public_url).netloc} - {""}
        self._clock = clock
        self._session: aiohttp.ClientSession | None = None

    @property
    def session(self) -> aiohttp.ClientSession:
        """The client, opened at first use; it keeps no cookies and asks no proxy."""
        if self._session is None:
            self._session = aiohttp.ClientSession(
                cookie_jar=aiohttp.DummyCookieJar(), connector=aiohttp.TCPConnector(limit=0)
            )
        return self._session

    async def close(self) -> None:
        """Closes the client's connections."""
        if self._session is not None:
            await self._session.close()

    def owns(self, url: str) -> bool:
        """Whether a link leads to Fuma."""
        parts = urlsplit(url)
        return parts.scheme in {"http", "https"} and parts.netloc in self._hosts

    def inside(self, url: str) -> str:
        """The same link at the address where Fuma really answers."""
        parts, base = urlsplit(url), urlsplit(self.base)
        return urlunsplit((base.scheme, base.netloc, parts.path, parts.query, ""))

    async def page(self, url: str, headers: dict[str, str]) -> Answer:
        """Gets one of Fuma's addresses without following; raises FumaUnreachable."""
        return await patiently(lambda: self._ask("GET", self.inside(url), headers=headers), RESTART)

    async def idle(self) -> bool:
        """Whether Fuma says that nothing is under way in it; False too if it can't be reached."""
        try:
            told = await self._json("GET", "/demo/idle")
        except FumaUnreachable:
            return False
        return isinstance(told, dict) and told.get("idle") is True

    async def time(self) -> FumaTime:
        """Asks Fuma's business time and takes it over; raises FumaUnreachable."""
        return self._learn(await self._json("GET", "/demo/clock"))

    async def set_time(self, now: datetime) -> FumaTime:
        """Moves Fuma's business time; raises FumaUnreachable."""
        return self._learn(await self._json("POST", "/demo/clock", {"now": now.isoformat()}))

    async def signs(self) -> list[dict[str, Any]]:
        """The signs that there are to scan, with whole addresses; none if Fuma doesn't tell."""
        try:
            told = await self._json("GET", "/demo/signs")
        except FumaUnreachable:
            return []
        signs = told if isinstance(told, list) else []
        return [sign | {"picture": urljoin(self.base + "/", sign["picture"])} for sign in signs]

    def _learn(self, told: object) -> FumaTime:
        fields = told if isinstance(told, dict) else {}
        due = fields.get("next_due")
        try:
            time = FumaTime(parse_moment(fields["now"]), parse_moment(due) if due else None)
        except (KeyError, ValueError, TypeError) as error:
            raise FumaUnreachable(f"Fuma's clock says {told!r}") from error
        self._clock.learn(time.now)
        return time

    async def _json(self, method: str, path: str, body: object = None) -> object:
        answer = await self._ask(method, self.base + path, body=body)
        if answer.status != 200:
            raise FumaUnreachable(f"{path} answers {answer.status}")
        try:
            told: object = json.loads(answer.body)
        except ValueError as error:
            raise FumaUnreachable(f"{path} answers no JSON") from error
        return told

    async def _ask(
        self, method: str, url: str, *, headers: dict[str, str] | None = None, body: object = None
    ) -> Answer:
        try:
            async with (
                asyncio.timeout(10),
                self.session.request(method, url, json=body, headers=headers, allow_redirects=False) as answer,
            ):
                content = b""
                async for chunk in answer.content.iter_chunked(CHUNK):
                    content += chunk
                    if len(content) >= PAGE_LIMIT:
                        break
                location = answer.headers.get("Location")
                return Answer(answer.status, content, location, answer.content_type)
        except _FAILURES as error:
            raise FumaSilent(str(error) or type(error).__name__) from error


async def patiently(ask: Callable[[], Awaitable[T]], patience: float) -> T:
    """Asks Fuma again for that many seconds while it doesn't answer at all; raises FumaUnreachable."""
    until = time.monotonic() + patience
    while True:
        try:
            return await ask()
        except FumaSilent:
            if time.monotonic() >= until:
                raise
            await asyncio.sleep(PAUSE)
