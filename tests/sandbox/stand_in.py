"""A small Fuma that answers over real HTTP: takes webhooks and callbacks, keeps due moments, shows pages."""

import asyncio
import http.client
import socket
import threading
import time
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

import uvicorn
import xmltodict
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, PlainTextResponse, RedirectResponse, Response
from starlette.routing import Route
from starlette.types import Receive, Scope, Send
from wechatpy.enterprise.crypto import WeChatCrypto

CORP, TOKEN, AES_KEY = "wwfuma0000000001", "QDG6eK", "jWmYm7qr5nMoAUwZRjGtBxmz3KA1tkAj3ykkR6q2B2C"
START = datetime.fromisoformat("2026-11-27T09:00:00+08:00")


@dataclass
class Inside:
    """What the stand-in has got, and how it is to behave in this test."""

    updates: list[dict[str, Any]] = field(default_factory=list)
    secrets: list[str | None] = field(default_factory=list)
    callbacks: list[dict[str, Any]] = field(default_factory=list)
    sealed: list[bytes] = field(default_factory=list)
    checks: int = 0
    statuses: list[int] = field(default_factory=list)
    callback_statuses: list[int] = field(default_factory=list)
    callback_pause: float = 0.0
    check_answers: list[str] = field(default_factory=list)
    webhook_pause: float = 0.0
    now_serving: dict[int, int] = field(default_factory=lambda: defaultdict(int))
    most_in_chat: int = 0
    most_at_once: int = 0
    idle: list[bool] = field(default_factory=list)
    idle_asked: int = 0
    now: datetime = START
    due: list[datetime] = field(default_factory=list)
    stuck: bool = False
    moves: list[datetime] = field(default_factory=list)
    signs: Any = field(default_factory=list)
    clock_answer: Any = None
    clock_hangs_up: list[str] = field(default_factory=list)  # over these requests, "after" what they asked was done
    pages: dict[str, Response] = field(default_factory=dict)
    seen: list[Request] = field(default_factory=list)


class StandIn:
    """The server, in a thread of its own; `inside` is fresh in each test."""

    def __init__(self) -> None:
        self.inside = Inside()
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.address = f"http://127.0.0.1:{self._listener.getsockname()[1]}"
        config = uvicorn.Config(self._app(), log_level="critical", timeout_graceful_shutdown=1)
        self._server = uvicorn.Server(config)
        self._thread = threading.Thread(target=self._server.run, args=([self._listener],))

    def start(self) -> None:
        self._thread.start()
        while not self._server.started:
            time.sleep(0.01)

    def stop(self) -> None:
        self._server.should_exit = True
        self._thread.join()
        self._listener.close()

    def finish_what_came(self) -> None:
        """Lets the server take in what an earlier test's sandbox sent just before its end.

        A request keeps to the `inside` that it found when it came, so answers to later ones mean that it has.
        """
        for _ in range(2):
            connection = http.client.HTTPConnection(self.address.removeprefix("http://"))
            connection.request("GET", "/demo/idle", headers={"Connection": "close"})
            connection.getresponse().read()
            connection.close()

    def _app(self) -> Starlette:
        return Starlette(
            routes=[
                Route("/telegram/webhook", self._webhook, methods=["POST"]),
                Route("/wecom/callback", self._check, methods=["GET"]),
                Route("/wecom/callback", self._callback, methods=["POST"]),
                Route("/demo/idle", self._idle),
                Route("/demo/clock", self._clock, methods=["GET", "POST"]),
                Route("/demo/signs", self._signs),
                Route("/{path:path}", self._page),
            ]
        )

    async def _webhook(self, request: Request) -> Response:
        inside = self.inside
        update = await request.json()
        chat = _chat_of(update)
        inside.now_serving[chat] += 1
        inside.most_in_chat = max(inside.most_in_chat, inside.now_serving[chat])
        inside.most_at_once = max(inside.most_at_once, sum(inside.now_serving.values()))
        try:
            await asyncio.sleep(inside.webhook_pause)
        finally:
            inside.now_serving[chat] -= 1
        status = inside.statuses.pop(0) if inside.statuses else 200
        inside.updates.append(update | {"answered": status})
        inside.secrets.append(request.headers.get("X-Telegram-Bot-Api-Secret-Token"))
        return Response(status_code=status)

    async def _check(self, request: Request) -> Response:
        inside, query = self.inside, request.query_params
        inside.checks += 1
        text = WeChatCrypto(TOKEN, AES_KEY, CORP).check_signature(
            query["msg_signature"], query["timestamp"], query["nonce"], query["echostr"]
        )
        answer = inside.check_answers.pop(0) if inside.check_answers else "right"
        if answer == "late":
            await asyncio.sleep(1.2)
        return PlainTextResponse(text if answer != "wrong" else f'"{text}"')

    async def _callback(self, request: Request) -> Response:
        inside, query = self.inside, request.query_params
        body = await request.body()
        await asyncio.sleep(inside.callback_pause)
        plain = WeChatCrypto(TOKEN, AES_KEY, CORP).decrypt_message(
            body, query["msg_signature"], query["timestamp"], query["nonce"]
        )
        status = inside.callback_statuses.pop(0) if inside.callback_statuses else 200
        inside.callbacks.append(xmltodict.parse(plain)["xml"] | {"answered": status})
        inside.sealed.append(body)
        return Response(status_code=status)

    async def _idle(self, _request: Request) -> Response:
        self.inside.idle_asked += 1
        return JSONResponse({"idle": self.inside.idle.pop(0) if self.inside.idle else True})

    async def _clock(self, request: Request) -> Response:
        inside = self.inside
        if inside.clock_answer is not None:
            answer: Response = inside.clock_answer
            return answer
        hangs_up = inside.clock_hangs_up[0] if inside.clock_hangs_up else ""
        if hangs_up == request.method:
            inside.clock_hangs_up.pop(0)
            return _Nothing()
        if request.method == "POST":
            inside.now = datetime.fromisoformat((await request.json())["now"])
            inside.moves.append(inside.now)
            if not inside.stuck:
                inside.due = [due for due in inside.due if due > inside.now]
        if hangs_up == f"{request.method} after":
            inside.clock_hangs_up.pop(0)
            return _Nothing()
        upcoming = min(inside.due).isoformat() if inside.due else None
        return JSONResponse({"now": inside.now.isoformat(), "next_due": upcoming})

    async def _signs(self, _request: Request) -> Response:
        return JSONResponse(self.inside.signs)

    async def _page(self, request: Request) -> Response:
        self.inside.seen.append(request)
        return self.inside.pages.get(request.url.path, PlainTextResponse("nothing here", 404))


class _Nothing(Response):
    """No answer at all: the connection ends, as it does when a process is killed."""

    async def __call__(self, _scope: Scope, _receive: Receive, send: Send) -> None:
        """Promises a byte and never sends it."""
        await send({"type": "http.response.start", "status": 200, "headers": [(b"content-length", b"1")]})


def _chat_of(update: dict[str, Any]) -> int:
    content = next(value for name, value in update.items() if name != "update_id")
    return int(content["from"]["id"])


def page(body: str) -> Response:
    return HTMLResponse(f"<!doctype html><html><head><title>t</title></head><body>{body}</body></html>")


def redirect(to: str) -> Response:
    return RedirectResponse(to, 302)


def in_hours(hours: float) -> datetime:
    return START + timedelta(hours=hours)
