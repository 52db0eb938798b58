"""The Telegram channel at work: its webhook or its polling, its commands, its links."""

import asyncio
import json
from collections.abc import Mapping, Sequence
from functools import partial
from http import HTTPStatus
from typing import Any

import structlog
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response

from bot.channels.bodies import BodyTooLarge, body_of
from bot.channels.plug import Address, Door, Plug, Task
from bot.channels.telegram.adapter import TelegramChannel
from bot.channels.telegram.commands import commands
from bot.channels.telegram.errors import UnreadableUpdate
from bot.channels.telegram.platform import WEBHOOK
from bot.channels.telegram.polling import poll
from bot.channels.telegram.reading import callback_id
from bot.words import Words
from models.ground.messages import Incoming

log = structlog.get_logger(__name__)

SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"
UPDATE_BYTES = 1024 * 1024  # of an update, which are far smaller


class TelegramPlug(Plug):
    """One bot of Telegram."""

    def __init__(self, channel: TelegramChannel, words: Words) -> None:
        self._channel = channel
        self._words = words

    @property
    def adapter(self) -> TelegramChannel:
        """What talks to Telegram."""
        return self._channel

    def addresses(self, door: Door) -> Sequence[Address]:
        """The webhook, also where we poll: what is there is refused by its secret."""
        return (Address("POST", WEBHOOK, partial(self._webhook, door)),)

    def tasks(self, door: Door) -> Sequence[Task]:
        """Polling, where Telegram can't reach us."""
        return (partial(self._poll, door),) if self._channel.settings.mode == "polling" else ()

    async def introduce(self) -> bool:
        """Tells the webhook and the commands; learns our name."""
        return await self._channel.set_up(commands(self._words))

    async def learn(self) -> bool:
        """Learns our name, which stands in links to the chat."""
        return await self._channel.learn_name()

    def link(self, start: str) -> str:
        """The chat's address; "" as long as our name isn't known."""
        name = self._channel.username
        return f"https://t.me/{name}" + (f"?start={start}" if start else "") if name else ""

    async def _webhook(self, door: Door, request: Request) -> Response:
        """An update; refused without the secret, answered once it is committed."""
        if not self._channel.trusts(request.headers.get(SECRET_HEADER, "")):
            return Response(status_code=HTTPStatus.FORBIDDEN)
        try:
            update = json.loads(await body_of(request, UPDATE_BYTES))
            incoming = self._channel.read(update)
        except ClientDisconnect:
            return Response(status_code=HTTPStatus.BAD_REQUEST)
        except (BodyTooLarge, ValueError, RecursionError) as error:
            # It will never become readable: answered, so that Telegram doesn't send it for a day.
            why = str(error) if isinstance(error, UnreadableUpdate) else type(error).__name__
            log.warning("telegram.unreadable", why=why)
            return Response()
        if incoming is not None:
            await self._receive(door, incoming, update)
        return Response()

    async def _receive(self, door: Door, incoming: Incoming, update: Mapping[str, Any]) -> None:
        await door.receive(incoming)
        press = callback_id(update)
        if press is not None:
            door.courtesy(self._channel.answer_press(press))
        if incoming.file is not None and incoming.private:
            door.courtesy(self._channel.show_typing(incoming.account))  # it is fetched and looked at first

    async def _poll(self, door: Door) -> None:
        while True:
            try:
                await poll(self._channel, partial(self._receive, door))
            except Exception:
                # Nothing is acknowledged that wasn't stored: asking again goes on with the same update.
                log.exception("telegram.polling_broke")
                await asyncio.sleep(1)
