"""The only place that knows everything: builds the service from its settings and runs it."""

import asyncio
import os
import socket
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from functools import partial
from typing import Any

import structlog
from sqlalchemy.orm import Session
from starlette.routing import Route

from bot import figures
from bot.channels.plug import Address, Door, House, Platform, Plug, Task
from bot.channels.registered import PLATFORMS
from bot.clock import BusinessClock
from bot.completing import Completer
from bot.http import Edge, application
from bot.limits import LIMITS
from bot.pages import Pages
from bot.pictures import FontError, Fonts
from bot.postbox import Postbox
from bot.readiness import Readiness
from bot.render import Renderer
from bot.serving import serve_http
from bot.settings import Settings, WrongSetting
from bot.stores import Files, Token
from bot.turns import Turns
from bot.words import Words
from jobs.deadlines import Deadlines
from jobs.deliver import Courier
from jobs.holding import HeldRoles
from jobs.minutes_lost import MinutesLost
from jobs.rights import Rights
from jobs.schedule import tick_each_second
from jobs.upkeep import Upkeep
from models.ground import outages, tenures
from models.ground.database import FAULTS, Database
from models.ground.messages import Channel
from models.ground.wrong_rules import RulesError
from models.post.outbox_table import Row
from models.register import snapshots
from models.register.rules import Rules, load_rules

log = structlog.get_logger(__name__)

ROLES = frozenset({"web", "worker", "sender", "clock"})
SET_UP_PAUSE = 10.0  # seconds before a platform that can't be reached is told about us again


class Service:
    """Fuma in one process, with the roles it was given. Raises WrongSetting where it can't be made."""

    def __init__(self, settings: Settings, database: Database, clock: BusinessClock) -> None:
        self.settings = settings
        self.database = database
        self.clock = clock
        self.rules: Rules = _rules(settings)
        database.info[snapshots.KEPT] = snapshots.Snapshots()
        self.words = Words.load(also=[platform.words for platform in PLATFORMS if platform.words is not None])
        self.fonts = _fonts(settings)
        self.renderer = Renderer(self.words, self.fonts, settings.public_url, database)
        self.plugs = {platform.name: plug_in(platform, settings, database, self.words) for platform in settings.on()}
        self.holding = HeldRoles(database, name_of_process())
        adapters = {name: plug.adapter for name, plug in self.plugs.items()}
        self.couriers = {
            name: Courier(
                database,
                adapter,
                self.renderer,
                self.holding.role(tenures.SENDER + name.value),
                heard=self._heard,
                lost=self._lost,
            )
            for name, adapter in adapters.items()
        }
        self.completer = Completer(database, adapters, self.rules.slip.largest_bytes)
        self.postbox = Postbox(self.renderer, self.couriers, settings.locale)
        sweep, chain = self.holding.role(tenures.CLOCKS), self.holding.role(tenures.LEDGER)
        self.deadlines = Deadlines(database, self.postbox, self.rules, sweep, clock.now)
        self.upkeep = Upkeep(database, chain, clock.now)
        tells = self.holding.role(tenures.MINUTES_LOST)
        losses = {name: plug.forgets_after for name, plug in self.plugs.items() if plug.forgets_after is not None}
        self.minutes_lost = MinutesLost(database, self.postbox, self.rules, tells, clock.now, losses)
        self._tenures = {"sender": [each.tenure for each in self.couriers.values()], "clock": [sweep, chain, tells]}
        self.rights = Rights(database, self.postbox, self.rules, clock.now)
        self.turns = Turns(database, self.postbox, self.words, self.rules, clock, self.completer, self.chat_link)
        self.pages = Pages(database, self.words, clock, self.rules, self.any_link)
        self.readiness = Readiness(database, clock)
        self.limits = LIMITS
        self._courtesies: set[asyncio.Task[None]] = set()

    def _heard(self, session: Session, row: Row) -> None:
        self.deadlines.heard(session, row)

    def _awake(self, session: Session) -> None:
        outages.beat(session, self.clock.now(), self.deadlines.wall())

    def _lost(self, session: Session, row: Row) -> None:
        self.deadlines.lost(session, row)

    def chat_link(self, channel: Channel, start: str = "") -> str:
        """The address that opens the private chat, "" where the platform has none."""
        plug = self.plugs.get(channel)
        return plug.link(start) if plug is not None else ""

    def any_link(self, start: str) -> str:
        """The address that opens a private chat with a start payload from anywhere, "" where no platform has one."""
        links = (plug.link(start) for plug in self.plugs.values())
        return next((link for link in links if link), "")

    def idle(self) -> bool:
        """Whether nothing is under way in this process."""
        return not (self.turns.busy or self.completer.busy or any(courier.busy for courier in self.couriers.values()))

    async def run(self, roles: frozenset[str], routes: list[Route], started: Callable[[], None]) -> None:
        """Serves until the process is told to end."""
        async with AsyncExitStack() as stack:
            for plug in self.plugs.values():
                await plug.adapter.open()
                stack.push_async_callback(plug.adapter.close)
            # Before anybody is heard: an outage gives those time who had to answer.
            await self.database.run(self._awake)
            listening = stack.enter_context(self._listen())
            for role in roles:
                self.holding.want(*self._tenures.get(role, ()))
            async with _ending_together() as hold, _ending_together() as start:
                hold(self.holding.run())  # longer than what is done in its tenures
                start(self._beat())
                if "worker" in roles:
                    start(self.turns.run())
                if "sender" in roles:
                    for courier in self.couriers.values():
                        start(courier.run())
                if "clock" in roles:
                    start(self._tick())
                    start(_each_second(self.rights.tick))  # beside the deadlines, which can take minutes after a sleep
                start(self._introduce(is_web="web" in roles))
                if "web" in roles:
                    for task in self._tasks_of_channels():
                        start(task())
                await serve_http(application(routes), listening, self.limits, started)

    def routes(self) -> list[Route]:
        """The addresses of the web role."""
        return self.edge().routes()

    def edge(self) -> Edge:
        """What answers requests."""
        measure = partial(figures.look_up, self.database)
        return Edge(self.pages, self.readiness.faults, measure, self.addresses())

    def addresses(self) -> list[Address]:
        """Where the platforms call us, and where they are told that their channel is off."""
        door = self._door()
        opened = [each for plug in self.plugs.values() for each in plug.addresses(door)]
        closed = [each for platform in PLATFORMS if platform.name not in self.plugs for each in platform.closed()]
        return opened + closed

    def _tasks_of_channels(self) -> list[Task]:
        door = self._door()
        return [task for plug in self.plugs.values() for task in plug.tasks(door)]

    def _door(self) -> Door:
        return Door(self.turns.receive, self._courtesy)

    def _listen(self) -> socket.socket:
        host, port = self.settings.host, self.settings.port
        try:
            return socket.create_server((host, port), backlog=self.limits.queued)
        except OSError as error:
            raise WrongSetting(f"FUMA_HOST, FUMA_PORT: {host}:{port} can't be listened on: {error.strerror}") from error

    async def _beat(self) -> None:
        """Says that we are there, whatever our roles: callbacks come to every process."""
        while True:
            await asyncio.sleep(outages.BEAT)
            try:
                await self.database.run(self._awake)
            except FAULTS:
                log.exception("database.failing")

    async def _tick(self) -> None:
        begun = False

        async def tick() -> None:
            nonlocal begun
            if not begun:
                await self.deadlines.begin()
                begun = True
            await self.deadlines.tick()
            await self.upkeep.tick()
            await self.minutes_lost.tick()

        await _each_second(tick)

    async def _introduce(self, *, is_web: bool) -> None:
        """Tells the platforms where we are and what we offer, again and again until they listen; a process that isn't
        `web` only learns what every process has to know.
        """
        waiting = [plug.introduce if is_web else plug.learn for plug in self.plugs.values()]
        while waiting:
            waiting = [set_up for set_up in waiting if not await set_up()]
            if waiting:
                await asyncio.sleep(SET_UP_PAUSE)

    def _courtesy(self, work: Awaitable[None]) -> None:
        task = asyncio.ensure_future(work)
        self._courtesies.add(task)
        task.add_done_callback(self._courtesies.discard)


async def _each_second(tick: Callable[[], Awaitable[None]]) -> None:
    scheduler = tick_each_second(tick)
    scheduler.start()
    try:
        await asyncio.Event().wait()
    finally:
        scheduler.shutdown(wait=False)


@asynccontextmanager
async def _ending_together() -> AsyncIterator[Callable[..., None]]:
    """Tasks that end when the block does; a fault in one of them ends the block."""
    async with asyncio.TaskGroup() as group:
        tasks: list[asyncio.Task[None]] = []
        yield lambda work: tasks.append(group.create_task(work))
        for task in tasks:
            task.cancel()


def name_of_process() -> str:
    """What tells an operator which process it is."""
    return f"{socket.gethostname()}, process {os.getpid()}"


def _rules(settings: Settings) -> Rules:
    try:
        return load_rules(settings.rules_file)
    except (OSError, RulesError) as error:
        raise WrongSetting(f"FUMA_RULES_FILE: {error}") from error


def _fonts(settings: Settings) -> Fonts:
    try:
        return Fonts.load(settings.font)
    except FontError as error:
        raise WrongSetting(f"FUMA_FONT: {error}") from error


def plug_in(platform: Platform[Any], settings: Settings, database: Database, words: Words) -> Plug:
    """A channel as it is set up; raises WrongSetting."""
    house = House(
        files=Files(database),
        token=Token(database, platform.name),
        words=words,
        locale=settings.locale,
        public_url=settings.public_url,
    )
    return platform.plug_in(settings.of(platform), house)
