"""Opening the database for a command: reachable, of the newest schema, and on SQLite by nobody else."""

import fcntl
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path

from asyncpg import InterfaceError, PostgresError
from sqlalchemy.engine import URL
from sqlalchemy.exc import SQLAlchemyError

from bot.settings import Settings
from models.ground.database import Database
from models.versions import NEWEST, version

UNREACHABLE = (SQLAlchemyError, PostgresError, InterfaceError, OSError)


class CannotStart(Exception):
    """A command can't do its work; the message is one line that says what to do."""


@asynccontextmanager
async def opened(settings: Settings) -> AsyncIterator[Database]:
    """The database, of the newest schema, until the block ends; raises CannotStart where it can't be had."""
    try:
        database = await Database(settings.database_url, settings.database_connections).open()
    except UNREACHABLE as error:
        raise CannotStart(unusable(error)) from error
    try:
        found = await database.read(version)
        if found != NEWEST:
            raise CannotStart(f"the database's schema is {found or 'empty'}, not {NEWEST}: run `fuma migrate` first")
        yield database
    finally:
        await database.close()


def unusable(error: Exception) -> str:
    """One line about a database that can't be used, without its address, as that holds a password."""
    said = str(getattr(error, "orig", None) or error).splitlines() or [type(error).__name__]
    return f"FUMA_DATABASE_URL: the database can't be used: {said[0]}"


def in_use(address: URL) -> bool:
    """Whether a process runs on this SQLite file."""
    try:
        with Path(f"{address.database}.lock").open() as lock:
            fcntl.flock(lock, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    except OSError:
        return False
    return False


@contextmanager
def alone(address: URL) -> Iterator[None]:
    """Holds the SQLite file for this process; raises CannotStart where another runs on it."""
    if address.get_backend_name() != "sqlite":
        yield
        return
    file = Path(f"{address.database}.lock")
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        lock = file.open("w")
    except OSError as error:
        raise CannotStart(unusable(error)) from error
    with lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise CannotStart("another fuma runs on this SQLite file; end it first") from None
        yield
