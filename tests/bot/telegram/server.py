"""A Bot API server of a few lines, which answers as it is told and keeps what it was asked."""

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web

from bot.channels.telegram.adapter import TelegramChannel, TelegramSettings
from models.ground.messages import Channel

TOKEN = "42:not-a-real-token"

Answer = Callable[["Asked"], Awaitable[web.StreamResponse]]


@dataclass
class Asked:
    """One request as it arrived: fields of a form and of JSON alike, files apart with their name and type."""

    method: str
    path: str
    fields: dict[str, Any]
    raw: bytes = b""
    files: dict[str, tuple[str, bytes, str]] = field(default_factory=dict)
    request: web.Request | None = None


class Store:
    """Stored files in memory."""

    def __init__(self, **files: bytes) -> None:
        self.files = files
        self.names: dict[tuple[Channel, str], str] = {}

    async def content(self, digest: str) -> bytes:
        return self.files[digest]

    async def remembered(self, channel: Channel, digest: str) -> str | None:
        return self.names.get((channel, digest))

    async def remember(self, channel: Channel, digest: str, name: str, seconds: float | None) -> None:
        assert seconds is None, "a file_id is good for ever"
        self.names[channel, digest] = name


class BotApi:
    """The server: `answer` is given every request; without one each message gets the next number."""

    def __init__(self) -> None:
        self.asked: list[Asked] = []
        self.answer: Answer = self.accept
        self.files: dict[str, bytes] = {}
        self.port = 0

    async def accept(self, asked: Asked) -> web.StreamResponse:
        if asked.method == "getme":
            return ok({"id": 42, "is_bot": True, "first_name": "Fuma", "username": "FumaBot"})
        if not asked.method.startswith(("send", "edit")) or asked.method == "sendchataction":
            return ok(True)
        message = {"message_id": 100 + len(self.asked), "chat": {"id": int(asked.fields["chat_id"])}}
        if asked.method == "sendphoto":
            message["photo"] = [{"file_id": "small"}, {"file_id": f"PHOTO{len(self.asked)}"}]
        if asked.method == "senddocument":
            message["document"] = {"file_id": f"DOCUMENT{len(self.asked)}"}
        return ok(message)

    async def handle(self, request: web.Request) -> web.StreamResponse:
        if request.path.startswith("/file/"):
            content = self.files.get(request.match_info["name"])
            return web.Response(body=content) if content is not None else refusal(404, "Not Found")
        assert request.match_info["token"] == TOKEN
        asked = await _read(request)
        asked.request = request
        self.asked.append(asked)
        return await self.answer(asked)

    @property
    def methods(self) -> list[str]:
        return [asked.method for asked in self.asked]


async def _read(request: web.Request) -> Asked:
    method = request.match_info["method"]
    if request.content_type == "application/json":
        raw = await request.read()
        return Asked(method, request.path, json.loads(raw or b"{}"), raw)
    asked = Asked(method, request.path, {})
    for name, value in (await request.post()).items():
        if isinstance(value, web.FileField):
            with value.file as file:
                asked.files[name] = (value.filename, file.read(), value.content_type)
        else:
            asked.fields[name] = value
    return asked


def ok(result: Any) -> web.Response:
    return web.json_response({"ok": True, "result": result})


def refusal(code: int, description: str, **parameters: Any) -> web.Response:
    body = {"ok": False, "error_code": code, "description": description, "parameters": parameters}
    return web.json_response(body, status=code)


def always(make: Callable[[], web.StreamResponse]) -> Answer:
    """Answers everything alike; a response object serves once, so it is made anew each time."""

    async def answer(_: Asked) -> web.StreamResponse:
        return make()

    return answer


@asynccontextmanager
async def serving() -> AsyncIterator[BotApi]:
    api = BotApi()
    app = web.Application(client_max_size=80 * 1024 * 1024)
    app.router.add_route("*", "/bot{token}/{method}", api.handle)
    app.router.add_route("*", "/file/bot{token}/{name:.+}", api.handle)
    runner = web.AppRunner(app, shutdown_timeout=0.1, access_log=None)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    api.port = runner.addresses[0][1]
    try:
        yield api
    finally:
        await runner.cleanup()


@asynccontextmanager
async def answering_raw(answer: bytes) -> AsyncIterator[int]:
    """A port where every request is answered with these bytes and the connection cut."""

    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(answer)
        await writer.drain()
        writer.close()
        await writer.wait_closed()

    server = await asyncio.start_server(talk, "127.0.0.1", 0)
    try:
        yield server.sockets[0].getsockname()[1]
    finally:
        server.close()
        await server.wait_closed()


@asynccontextmanager
async def channel_to(port: int, store: Store | None = None, **settings: Any) -> AsyncIterator[TelegramChannel]:
    """An open channel that takes the server at this port for Telegram."""
    settings = {"token": TOKEN, "api_url": f"http://127.0.0.1:{port}", "answer_seconds": 5.0, **settings}
    channel = TelegramChannel(TelegramSettings(**settings), store or Store())
    await channel.open()
    try:
        yield channel
    finally:
        await channel.close()
