"""Starting the service: one process on a SQLite file, the schema as it must be, no moved clock."""

import asyncio
import fcntl
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

from sqlalchemy.exc import DatabaseError

from bot.clock import Clock
from bot.demo.routes import DemoRoutes
from bot.settings import Settings
from bot.wiring import Service
from models import offset
from models.database import Database, WrongDatabase
from models.versions import NEWEST, version


class CannotStart(Exception):
    """The service can't start; the message is one line that says what to do."""


async def serve(settings: Settings, roles: frozenset[str], *, demo: bool, started: Callable[[], None]) -> None:
    """Runs the service until it is told to end; raises CannotStart."""
    try:
        database = await Database(settings.database_url).open()
    except (WrongDatabase, DatabaseError, OSError) as error:
        raise CannotStart(f"the database can't be used: {_line(error)}") from error
    try:
        with _alone(database):
            clock = Clock(await _offset(database, demo=demo))
            service = Service(settings, database, clock)
            routes = service.routes() + (DemoRoutes(service).routes() if demo else [])
            await service.run(roles, routes, started)
    finally:
        await database.close()


async def _offset(database: Database, *, demo: bool) -> timedelta:
    found = await database.read(version)
    if found != NEWEST:
        raise CannotStart(f"the database's schema is {found or 'empty'}, not {NEWEST}: run `fuma migrate` first")
    moved = await database.read(offset.find)
    if moved and not demo:
        raise CannotStart("this database belongs to a demo whose clock was moved; use another one")
    return moved


@contextmanager
def _alone(database: Database) -> Iterator[None]:
    """Holds the SQLite file for this process; raises CannotStart where another runs on it."""
    if not database.is_sqlite:
        yield
        return
    with Path(f"{database.url.database}.lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise CannotStart("another fuma runs on this SQLite file; end it first") from None
        yield


def _line(error: Exception) -> str:
    return str(error).splitlines()[0]


def run(settings: Settings, roles: frozenset[str], *, demo: bool, started: Callable[[], None]) -> None:
    """`serve`, from ordinary code."""
    asyncio.run(serve(settings, roles, demo=demo, started=started))
