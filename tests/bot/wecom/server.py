"""WeCom's API in a few lines: it answers as it is told and keeps what it was asked."""

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

from aiohttp import web

from bot.channels.wecom.adapter import WeComChannel
from bot.channels.wecom.settings import WeComSettings
from models.ground.messages import Channel

Answer = Callable[["Asked"], Awaitable[web.StreamResponse]]


@dataclass(frozen=True)
class Asked:
    """One request as it arrived."""

    method: str
    query: dict[str, str]
    raw: bytes
    request: web.Request

    @property
    def body(self) -> Any:
        return json.loads(self.raw)


class Platform:
    """Tokens are T1, T2 …, files M1, M2 …; `answers` overrides a method, `codes` are the error codes to give first."""

    def __init__(self) -> None:
        self.asked: list[Asked] = []
        self.answers: dict[str, Answer] = {}
        self.codes: dict[str, list[int]] = {}
        self.lifetime = 7200
        self.port = 0

    def of(self, method: str) -> list[Asked]:
        return [asked for asked in self.asked if asked.method == method]

    @property
    def methods(self) -> list[str]:
        return [asked.method for asked in self.asked]

    async def handle(self, request: web.Request) -> web.StreamResponse:
        method = request.match_info["method"]
        asked = Asked(method, dict(request.query), await request.read(), request)
        self.asked.append(asked)
        if self.codes.get(method):
            code = self.codes[method].pop(0)
            if code:
                return refusal(code)
        return await self.answers.get(method, self.accept)(asked)

    async def accept(self, asked: Asked) -> web.StreamResponse:
        count = len(self.of(asked.method))
        if asked.method == "gettoken":
            return good(access_token=f"T{count}", expires_in=self.lifetime)
        if asked.method == "media/upload":
            return good(type=asked.query["type"], media_id=f"M{count}", created_at="1795600000")
        if asked.method == "message/send":
            card = asked.body["msgtype"] == "template_card"
            return good(msgid=f"msg{count}", **({"response_code": f"code{count}"} if card else {}))
        return good()


class Store:
    """Stored files in memory, and what WeCom calls them."""

    def __init__(self, **files: bytes) -> None:
        self.files = files
        self.names: dict[str, str] = {}
        self.kept: list[float | None] = []

    async def content(self, digest: str) -> bytes:
        return self.files[digest]

    async def remembered(self, channel: Channel, digest: str) -> str | None:
        assert channel is Channel.WECOM
        return self.names.get(digest)

    async def remember(self, channel: Channel, digest: str, name: str, seconds: float | None) -> None:
        assert channel is Channel.WECOM
        self.names[digest] = name
        self.kept.append(seconds)


class Drawer:
    """Where the processes of one app keep its token."""

    def __init__(self) -> None:
        self.token: tuple[str, float] | None = None

    async def get(self) -> tuple[str, float] | None:
        return self.token

    async def put(self, token: str, expires_at: float) -> None:
        self.token = (token, expires_at)


class Wall:
    """A wall clock that stands until it is moved."""

    def __init__(self, now: float = 1_795_600_000.0) -> None:
        self.now = now

    def __call__(self) -> float:
        return self.now


def good(**data: Any) -> web.Response:
    return web.json_response({"errcode": 0, "errmsg": "ok", **data})


def refusal(code: int) -> web.Response:
    return web.json_response({"errcode": code, "errmsg": f"refused, hint: [{code}]"})


def always(make: Callable[[], web.StreamResponse]) -> Answer:
    """Answers everything alike; a response object serves once, so it is made anew each time."""

    async def answer(_: Asked) -> web.StreamResponse:
        return make()

    return answer


async def cut_off(asked: Asked) -> web.StreamResponse:
    """Half an answer, then the line is dead."""
    response = web.StreamResponse(headers={"Content-Length": "1000", "Content-Type": "application/json"})
    await response.prepare(asked.request)
    await response.write(b'{"errcode": 0, "msgid"')
    assert asked.request.transport is not None
    asked.request.transport.abort()
    return response


async def never(_: Asked) -> web.StreamResponse:
    """Takes the request and says nothing for as long as a test lasts."""
    await asyncio.sleep(30)
    raise AssertionError("nobody waits that long")


def settings_for(port: int, **changes: Any) -> WeComSettings:
    known: dict[str, Any] = {
        "corp_id": "wx5823bf96d3bd56c7",
        "agent_id": 218,
        "secret": "not-a-real-secret",
        "token": "QDG6eK",
        "aes_key": "jWmYm7qr5nMoAUwZRjGtBxmz3KA1tkAj3ykkR6q2B2C",
        "api_url": f"http://127.0.0.1:{port}/cgi-bin",
        "oauth_url": f"http://127.0.0.1:{port}/connect/oauth2/authorize",
    }
    return WeComSettings(**{**known, **changes})


@asynccontextmanager
async def serving() -> AsyncIterator[Platform]:
    platform = Platform()
    app = web.Application(client_max_size=80 * 1024 * 1024)
    app.router.add_route("*", "/cgi-bin/{method:.+}", platform.handle)
    runner = web.AppRunner(app, shutdown_timeout=0.1)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    platform.port = runner.addresses[0][1]
    try:
        yield platform
    finally:
        await runner.cleanup()


@asynccontextmanager
async def channel_to(port: int, store: Store, drawer: Drawer, wall: Wall) -> AsyncIterator[WeComChannel]:
    channel = WeComChannel(settings_for(port), store, drawer, wall)
    await channel.open()
    try:
        yield channel
    finally:
        await channel.close()
