"""The only place that knows everything: builds the service from its settings and runs it."""

import asyncio
import os
import socket
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from functools import partial
from typing import Any

import structlog
import uvicorn
from starlette.routing import Route

from bot.channels.telegram.adapter import TelegramChannel, TelegramSettings
from bot.channels.telegram.polling import poll
from bot.channels.telegram.reading import callback_id
from bot.channels.wecom.adapter import WeComChannel
from bot.channels.wecom.settings import WeComSettings
from bot.clock import Clock
from bot.completing import Completer
from bot.http import Edge, application
from bot.menus import telegram_commands, wecom_menu
from bot.pages import Pages
from bot.pictures import Fonts
from bot.postbox import Postbox
from bot.render import Renderer
from bot.settings import Settings
from bot.stores import Files, WeComToken
from bot.turns import Turns
from bot.words import Words
from jobs.deliver import Courier
from jobs.schedule import tick_each_second
from jobs.upkeep import Upkeep
from models import outbox
from models.database import Database
from models.messages import Channel, Incoming
from models.rules import Rules, load_rules
from models.workdays import Calendar

log = structlog.get_logger(__name__)

ROLES = frozenset({"web", "worker", "sender", "clock"})
SET_UP_PAUSE = 10.0  # seconds before a platform that can't be reached is told about us again


class Service:
    """Fuma in one process, with the roles it was given."""

    def __init__(self, settings: Settings, database: Database, clock: Clock) -> None:
        self.settings = settings
        self.database = database
        self.clock = clock
        self.rules: Rules = load_rules(settings.rules_file)
        self.calendar = Calendar(self.rules.office_hours)
        self.words = Words.load()
        self.fonts = Fonts.load(settings.font)
        self.renderer = Renderer(self.words, self.fonts, settings.public_url, database)
        files = Files(database)
        self.telegram = TelegramChannel(_telegram_settings(settings), files) if settings.telegram else None
        self.wecom = WeComChannel(_wecom_settings(settings), files, WeComToken(database)) if settings.wecom else None
        on = [channel for channel in (self.telegram, self.wecom) if channel is not None]
        self.couriers = {channel.channel: Courier(database, channel, self.renderer) for channel in on}
        self.completer = Completer(
            database, {channel.channel: channel for channel in on}, self.rules.slip.largest_bytes
        )
        self.postbox = Postbox(self.renderer, self.couriers, settings.locale)
        self.turns = Turns(
            database, self.postbox, self.words, self.rules, self.calendar, clock, self.completer, self.chat_link
        )
        self.pages = Pages(database, self.words, clock, self.rules, partial(self.chat_link, Channel.TELEGRAM))
        self._courtesies: set[asyncio.Task[None]] = set()

    def chat_link(self, channel: Channel, start: str = "") -> str:
        """The address that opens the private chat, "" where the platform has none."""
        if channel is not Channel.TELEGRAM or self.telegram is None or not self.telegram.username:
            return ""
        return f"https://t.me/{self.telegram.username}" + (f"?start={start}" if start else "")

    def idle(self) -> bool:
        """Whether nothing is under way in this process."""
        return not (self.turns.busy or self.completer.busy or any(courier.busy for courier in self.couriers.values()))

    async def run(self, roles: frozenset[str], routes: list[Route], started: Callable[[], None]) -> None:
        """Serves until the process is told to end."""
        async with AsyncExitStack() as stack:
            for channel in (self.telegram, self.wecom):
                if channel is not None:
                    await channel.open()
                    stack.push_async_callback(channel.close)
            if self.database.is_sqlite:
                await self.database.run(outbox.void_leases)
            async with _ending_together() as start:
                if "worker" in roles:
                    start(self.turns.run())
                if "sender" in roles:
                    for courier in self.couriers.values():
                        start(courier.run())
                if "clock" in roles:
                    start(self._tick())
                if "web" in roles:
                    start(self._introduce())
                    if self.telegram is not None and self.settings.telegram_mode == "polling":
                        start(self._poll(self.telegram))
                await self._serve(routes, started)

    def routes(self) -> list[Route]:
        """The addresses of the web role."""
        return Edge(self.turns, self.pages, self._faults, self._courtesy, self.telegram, self.wecom).routes()

    async def _serve(self, routes: list[Route], started: Callable[[], None]) -> None:
        config = uvicorn.Config(
            application(routes), log_config=None, access_log=False, lifespan="off", timeout_graceful_shutdown=5
        )
        listening = socket.create_server((self.settings.host, self.settings.port), backlog=2048)
        server = uvicorn.Server(config)
        started()
        await server.serve(sockets=[listening])

    async def _tick(self) -> None:
        upkeep = Upkeep(self.database, f"{os.getpid()}", self.clock.now)
        scheduler = tick_each_second(upkeep.tick)
        scheduler.start()
        try:
            await asyncio.Event().wait()
        finally:
            scheduler.shutdown(wait=False)

    async def _introduce(self) -> None:
        """Tells the platforms where we are and what we offer, again and again until they listen."""
        waiting: list[Callable[[], Awaitable[bool]]] = []
        if self.telegram is not None:
            waiting.append(partial(self.telegram.set_up, telegram_commands(self.words)))
        if self.wecom is not None:
            waiting.append(partial(self.wecom.set_up, wecom_menu(self.words, self.settings.locale)))
        while waiting:
            waiting = [set_up for set_up in waiting if not await set_up()]
            if waiting:
                await asyncio.sleep(SET_UP_PAUSE)

    async def _poll(self, channel: TelegramChannel) -> None:
        async def receive(incoming: Incoming, update: Mapping[str, Any]) -> None:
            await self.turns.receive(incoming)
            press = callback_id(update)
            if press is not None:
                self._courtesy(channel.answer_press(press))

        while True:
            try:
                await poll(channel, receive)
            except Exception:
                # Nothing is acknowledged that wasn't stored: asking again goes on with the same update.
                log.exception("telegram.polling_broke")
                await asyncio.sleep(1)

    def _courtesy(self, work: Awaitable[None]) -> None:
        task = asyncio.ensure_future(work)
        self._courtesies.add(task)
        task.add_done_callback(self._courtesies.discard)

    async def _faults(self) -> dict[str, str]:
        """What keeps the service from being ready."""
        try:
            await self.database.read(outbox.unsent)
        except Exception as error:
            log.exception("ready.database")
            return {"database": type(error).__name__}
        return {}


@asynccontextmanager
async def _ending_together() -> AsyncIterator[Callable[..., None]]:
    """Tasks that end when the block does; a fault in one of them ends the block."""
    async with asyncio.TaskGroup() as group:
        tasks: list[asyncio.Task[None]] = []
        yield lambda work: tasks.append(group.create_task(work))
        for task in tasks:
            task.cancel()


def _telegram_settings(settings: Settings) -> TelegramSettings:
    return TelegramSettings(
        token=settings.telegram_token.get_secret_value(),
        api_url=settings.telegram_api_url,
        mode=settings.telegram_mode,
        webhook_url=f"{settings.public_url}/telegram/webhook",
        webhook_secret=settings.telegram_webhook_secret.get_secret_value(),
    )


def _wecom_settings(settings: Settings) -> WeComSettings:
    return WeComSettings(
        corp_id=settings.wecom_corp_id,
        agent_id=settings.wecom_agent_id,
        secret=settings.wecom_secret.get_secret_value(),
        token=settings.wecom_token.get_secret_value(),
        aes_key=settings.wecom_aes_key.get_secret_value(),
        api_url=settings.wecom_api_url,
        oauth_url=settings.wecom_oauth_url,
    )
