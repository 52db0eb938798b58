"""Both platforms as servers on which a message meets a fault once; what stands in the chats is kept."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from enum import StrEnum
from typing import Any

from aiohttp import web

from bot.channels.telegram import calls
from bot.channels.telegram.adapter import TelegramChannel, TelegramSettings
from bot.channels.wecom.adapter import WeComChannel
from bot.stores import Files
from jobs.sending import Sender
from models.ground.database import Database
from tests.bot.telegram import server as telegram
from tests.bot.wecom import server as wecom
from tests.jobs.platform import QuickWall

ANSWER_SECONDS = 4.0  # long for a server in this process, short for whoever waits for one that never answers
MARK = "777"  # in the text of what meets the fault
IMAGE = "image"  # begins the call of a picture of WeCom's, which has no words


class Fault(StrEnum):
    """What befalls a call."""

    CUT_BEFORE = "cut before"
    CUT_AFTER = "cut after"
    NO_ANSWER = "no answer"
    TOO_MANY = "429"
    BROKEN = "5xx"
    BUSY = "-1"
    SLOW = "slow"


class Faulty:
    """Lets each marked call meet its fault, once; everything else is served. `seen` is what stands in the chats, by
    account and call.
    """

    channel: Sender

    def __init__(self, fault: Fault) -> None:
        self.fault = fault
        self.seen: Counter[tuple[str, str]] = Counter()
        self.met: set[str] = set()

    async def serve(
        self,
        call: str,
        request: web.Request | None,
        do: Callable[[], Awaitable[web.StreamResponse]],
        refuse: Callable[[], web.StreamResponse],
    ) -> web.StreamResponse:
        """The call as its fault has it."""
        if call in self.met or not (MARK in call or call.startswith(IMAGE)):
            return await do()
        self.met.add(call)
        match self.fault:
            case Fault.CUT_BEFORE:
                return _cut(request)
            case Fault.CUT_AFTER:
                await do()
                return _cut(request)
            case Fault.NO_ANSWER:
                await do()
                await asyncio.sleep(60)
                raise AssertionError("nobody waits that long")
            case Fault.SLOW:
                await asyncio.sleep(ANSWER_SECONDS / 20)
                return await do()
            case Fault.BROKEN:
                return web.Response(status=502, text="<html>bad gateway</html>")
            case _:
                return refuse()


def _cut(request: web.Request | None) -> web.StreamResponse:
    assert request is not None
    assert request.transport is not None
    request.transport.abort()
    return web.Response()


class Telegram(Faulty):
    """A Bot API that shows a message as often as it is sent."""

    def __init__(self, fault: Fault, api: telegram.BotApi) -> None:
        super().__init__(fault)
        self._api = api
        api.answer = self._answer

    async def _answer(self, asked: telegram.Asked) -> web.StreamResponse:
        if not asked.method.startswith(("send", "edit")):
            return await self._api.accept(asked)
        fields = asked.fields
        text = fields.get("text") or fields.get("caption") or ""
        call = f"{asked.method} {fields['chat_id']} {text}"

        async def do() -> web.StreamResponse:
            if asked.method.startswith("edit") and (str(fields["chat_id"]), call) in self.seen:
                return telegram.refusal(400, "Bad Request: message is not modified")
            self.seen[str(fields["chat_id"]), call] += 1
            return await self._api.accept(asked)

        return await self.serve(call, asked.request, do, lambda: telegram.refusal(429, "Too Many", retry_after=3))


class WeCom(Faulty):
    """WeCom, which drops a request that repeats to the byte and takes each code for a change once."""

    def __init__(self, fault: Fault, platform: wecom.Platform) -> None:
        super().__init__(fault)
        self._platform = platform
        self._known: dict[bytes, int] = {}
        self._codes: set[str] = set()
        for method in ("message/send", "message/update_template_card"):
            platform.answers[method] = self._answer

    async def _answer(self, asked: wecom.Asked) -> web.StreamResponse:
        body = asked.body
        call = f"{body.get('msgtype')} {asked.raw.decode()}"
        account = body.get("touser") or body["userids"][0]

        async def do() -> web.StreamResponse:
            if asked.method == "message/send":
                number = self._known.setdefault(asked.raw, len(self._known) + 1)
                self.seen[account, call] = 1
                return wecom.good(msgid=f"m{number}", response_code=f"c{number}")
            if body["response_code"] in self._codes:
                return wecom.refusal(60140)
            self._codes.add(body["response_code"])
            self.seen[account, call] += 1
            return wecom.good()

        code = 45009 if self.fault is Fault.TOO_MANY else -1
        return await self.serve(call, asked.request, do, lambda: wecom.refusal(code))


@asynccontextmanager
async def _short_transfers() -> AsyncIterator[None]:
    """A picture that isn't answered takes no longer than words."""
    before, calls.FILE_SECONDS = calls.FILE_SECONDS, ANSWER_SECONDS
    try:
        yield
    finally:
        calls.FILE_SECONDS = before


@asynccontextmanager
async def telegram_with(fault: Fault, database: Database) -> AsyncIterator[Telegram]:
    """Telegram, with the channel to it."""
    async with telegram.serving() as api, _short_transfers():
        chats = Telegram(fault, api)
        settings: dict[str, Any] = {"token": telegram.TOKEN, "api_url": f"http://127.0.0.1:{api.port}"}
        channel = TelegramChannel(TelegramSettings(**settings, answer_seconds=ANSWER_SECONDS), Files(database))
        await channel.open()
        chats.channel = channel
        try:
            yield chats
        finally:
            await channel.close()


@asynccontextmanager
async def wecom_with(fault: Fault, database: Database) -> AsyncIterator[WeCom]:
    """WeCom, with the channel to it."""
    async with wecom.serving() as platform:
        chats = WeCom(fault, platform)
        settings = wecom.settings_for(platform.port, answer_seconds=ANSWER_SECONDS)
        channel = WeComChannel(settings, Files(database), wecom.Drawer(), QuickWall())
        await channel.open()
        chats.channel = channel
        try:
            yield chats
        finally:
            await channel.close()


PLATFORMS: dict[str, Callable[[Fault, Database], AbstractAsyncContextManager[Faulty]]] = {
    "Telegram": telegram_with,
    "WeCom": wecom_with,
}
