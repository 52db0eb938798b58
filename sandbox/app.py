"""The sandbox put together."""

import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.requests import Request
from starlette.responses import FileResponse, Response
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles

from sandbox.acts import Phone
from sandbox.chats import Chats
from sandbox.clock import Clock
from sandbox.fuma import Fuma
from sandbox.media import MediaLibrary
from sandbox.options import Options
from sandbox.people import Channel, People
from sandbox.people_api import PeopleApi, act_refused
from sandbox.refusals import ActRefused
from sandbox.settling import Settling
from sandbox.stage_api import StageApi
from sandbox.telegram import http as telegram_http
from sandbox.telegram.bot import Bot
from sandbox.telegram.phone import TelegramPhone
from sandbox.wecom import http as wecom_http
from sandbox.wecom.agent import Agent
from sandbox.wecom.phone import WecomPhone
from sandbox.wire import Wire
from sandbox.world import World

PAGE = Path(__file__).parent / "page"


class Platforms:
    """The two platforms; one whose key is not given is off, and then nobody may have a phone with it."""

    def __init__(self, world: World, options: Options) -> None:
        self.bot = Bot(world, options.telegram_token, options.telegram_username)
        self.agent = Agent(world, options) if options.wecom_aes_key else None
        self.phones: dict[Channel, Phone] = {}
        if options.telegram_token:
            self.phones["telegram"] = TelegramPhone(self.bot)
        if self.agent:
            self.phones["wecom"] = WecomPhone(self.agent)

    def check(self, people: People) -> None:
        """Raises ValueError if somebody has a phone with a platform that is off."""
        for person in people.all():
            if person.channel not in self.phones:
                raise ValueError(f"{person.id} has a phone with {person.channel}, which is off")

    def pending(self) -> int:
        """How much is not yet delivered to Fuma."""
        return self.bot.updates.pending + (self.agent.callbacks.pending if self.agent else 0)

    def lost(self) -> int:
        """How many callbacks were given up."""
        return self.agent.callbacks.lost if self.agent else 0

    def expire_tokens(self) -> None:
        """Ends WeCom's access tokens before their time."""
        if self.agent:
            self.agent.tokens.expire()

    def routes(self) -> list[Route]:
        """Both platforms' APIs."""
        wecom = wecom_http.routes(self.agent) if self.agent else []
        return [*telegram_http.routes(self.bot), *wecom]

    async def close(self) -> None:
        """Stops delivering."""
        await self.bot.updates.close()
        if self.agent:
            await self.agent.callbacks.close()


def build_app(options: Options, people: People, address: str, wall: Callable[[], float] = time.time) -> Starlette:
    """The whole program behind one address; raises ValueError for a setting that can't be."""
    clock = Clock(wall)
    fuma = Fuma(options.fuma, options.public_url, clock)
    world = World(clock, people, Chats(clock), MediaLibrary(), Wire(clock), fuma, address)
    platforms = Platforms(world, options)
    platforms.check(people)

    @asynccontextmanager
    async def lifespan(_app: Starlette) -> AsyncIterator[None]:
        yield
        await platforms.close()
        await fuma.close()

    settling = Settling(fuma, platforms.pending)
    routes: list[BaseRoute] = [
        *PeopleApi(world, platforms.phones).routes(),
        *StageApi(world, settling, platforms.lost, platforms.expire_tokens).routes(),
        *platforms.routes(),
        Route("/", _index),
        Mount("/page", StaticFiles(directory=PAGE, check_dir=False)),
    ]
    hosts = Middleware(TrustedHostMiddleware, allowed_hosts=[options.host, "127.0.0.1", "localhost"])
    return Starlette(routes=routes, lifespan=lifespan, middleware=[hosts], exception_handlers={ActRefused: act_refused})


async def _index(_request: Request) -> Response:
    return FileResponse(PAGE / "index.html")
