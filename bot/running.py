"""Starting the service: one process on a SQLite file, the schema as it must be, no moved clock."""

from collections.abc import Callable
from datetime import timedelta

from bot.clock import BusinessClock
from bot.demo.routes import DemoRoutes
from bot.opening import CannotStart, alone, opened
from bot.settings import Settings
from bot.wiring import Service
from models.ground import offset
from models.ground.database import Database, address_of


async def serve(settings: Settings, roles: frozenset[str], *, demo: bool, started: Callable[[], None]) -> None:
    """Runs the service until it is told to end; raises CannotStart, and WrongSetting."""
    with alone(address_of(settings.database_url)):
        async with opened(settings) as database:
            clock = BusinessClock(await _offset(database, demo=demo))
            service = Service(settings, database, clock)
            routes = service.routes() + (DemoRoutes(service).routes() if demo else [])
            await service.run(roles, routes, started)


async def _offset(database: Database, *, demo: bool) -> timedelta:
    moved = await database.read(offset.find)
    if moved and not demo:
        raise CannotStart("this database belongs to a demo whose clock was moved; use another one")
    return moved
