"""The database: who runs a turn, and how SQLite and PostgreSQL differ.

A turn is a synchronous function of a Session. On SQLite it runs on the loop's own thread, on one connection held for
life, inside BEGIN IMMEDIATE; on PostgreSQL inside a greenlet over asyncpg, as many at once as a process may take
connections. Reads outside turns go through the driver's own thread or pool.
"""

import asyncio
import json
import sqlite3
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any, TypeVar

import sqlalchemy.exc
from asyncpg import InterfaceError, PostgresError
from sqlalchemy import Connection, Engine, create_engine, event, make_url
from sqlalchemy.dialects.postgresql.asyncpg import AsyncAdapt_asyncpg_dbapi
from sqlalchemy.engine import URL
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import ArgumentError, DBAPIError, InvalidatePoolError
from sqlalchemy.exc import TimeoutError as NoConnection
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine
from sqlalchemy.orm import Session
from sqlalchemy.pool import ConnectionPoolEntry

from models.ground import marks
from models.ground.statements import CONNECTION

T = TypeVar("T")

AS_IN_A_TURN: dict[str, Any] = {"expire_on_commit": False, "autoflush": False}
IDLE = 1.0  # seconds after which a connection may have died unnoticed
USED = "used"  # in a pooled connection's info: when it was given back
CONNECTIONS = 14  # a process takes of PostgreSQL: six processes leave some of its usual 100 to people and backups
FEWEST = 4  # with less nothing could be looked at beside turns
THREADS = 8  # that look beside the turns at once on SQLite
LOOKING = 3  # of them for looking beside the turns, and one for what the process holds (models/ground/locks.py)


_DRIVER = AsyncAdapt_asyncpg_dbapi  # raises by itself where a statement compiled once is run
FAULTS = (DBAPIError, NoConnection, PostgresError, InterfaceError, sqlite3.Error, _DRIVER.Error, OSError)
"""What a database raises that is gone, full, closed to writing or too busy."""
NONSENSE = tuple(
    getattr(module, kind)
    for module in (sqlalchemy.exc, sqlite3, _DRIVER)
    for kind in ("IntegrityError", "ProgrammingError", "DataError")
)
"""Those among them that say that it was asked for what it can't do."""

_PRAGMAS = (
    "journal_mode=WAL",
    "synchronous=FULL",
    "foreign_keys=ON",
    "recursive_triggers=ON",  # what REPLACE takes away is taken away for triggers too
    "busy_timeout=5000",
    "cache_size=-65536",
)
_USABLE = "must begin with sqlite+aiosqlite:/// or postgresql+asyncpg://"


class WrongDatabase(Exception):
    """The database address can't be used; the message says what would be."""


class Database:
    """An open database. `run` is the only door for changes, `read` the door for looking without one."""

    def __init__(self, url: str, connections: int = CONNECTIONS) -> None:
        self._connections = connections  # all that this process may take of PostgreSQL
        self.url = address_of(url)
        self.is_sqlite = self.url.drivername == "sqlite+aiosqlite"
        self._readers: AsyncEngine
        # What the Session of every turn is born with.
        self.info: dict[Any, Any] = {} if self.is_sqlite else {marks.KEPT: marks.LowWaterMarks()}
        self.taken: set[str] = set()  # the roles that are held on SQLite, whose file is this process' alone
        self._writer: Connection | None = None
        self._turns: asyncio.Semaphore
        self._looks: asyncio.Semaphore

    async def open(self) -> "Database":
        """Connects; raises the driver's error, an OSError or a TimeoutError where that is impossible."""
        if self.is_sqlite:
            self._readers = create_async_engine(self.url, json_serializer=_dumps)
            event.listen(self._readers.sync_engine, "connect", _read_only)
            self._writer = sqlite_writer(self.url).connect()
            self._turns, self._looks = asyncio.Semaphore(1), asyncio.Semaphore(THREADS)
        else:
            looking = min(LOOKING, self._connections - 2)
            self._readers = create_async_engine(
                self.url,
                pool_size=self._connections - 1,
                max_overflow=0,
                json_serializer=_dumps,
                connect_args={"timeout": 10},
            )
            _ping_only_idle(self._readers.sync_engine)
            self._turns = asyncio.Semaphore(self._connections - 1 - looking)
            self._looks = asyncio.Semaphore(looking)
            async with self._readers.connect():
                pass  # a wrong address or password is found here, not by the first turn
        return self

    async def close(self) -> None:
        """Gives every connection back."""
        if self._writer is not None:
            engine = self._writer.engine
            self._writer.close()
            engine.dispose()
        await self._readers.dispose()

    async def run(self, turn: Callable[[Session], T]) -> T:
        """Runs a turn in one transaction and commits it; whatever it raises rolls everything back and goes on."""
        async with self._turns:
            if self._writer is not None:
                result = _in_transaction(self._writer, turn, self.info)
                await asyncio.sleep(0)  # one turn a pass of the loop, so that answering the outside never starves
                return result
            async with self._connected() as connection:
                return await connection.run_sync(_in_transaction, turn, self.info)

    async def read(self, look: Callable[[Session], T]) -> T:
        """Runs a function that only looks, beside the turns; nothing of it is kept."""
        async with self._looks, self._connected() as connection:
            return await connection.run_sync(_look, look)

    @asynccontextmanager
    async def _connected(self) -> AsyncIterator[AsyncConnection]:
        """A connection that nobody uses again whose work was cancelled: broken off at its BEGIN, the driver takes the
        next transaction for one inside it, commits nothing of it, and says so to nobody.
        """
        async with self._readers.connect() as connection:
            try:
                yield connection
            except asyncio.CancelledError:
                await connection.invalidate()
                raise


def address_of(url: str) -> URL:
    """The address of a database that can be used; raises WrongDatabase."""
    try:
        address = make_url(url)
    except ArgumentError:
        raise WrongDatabase(_USABLE) from None
    if address.drivername not in ("sqlite+aiosqlite", "postgresql+asyncpg"):
        raise WrongDatabase(_USABLE)
    if address.drivername == "sqlite+aiosqlite" and address.database in (None, "", ":memory:"):
        raise WrongDatabase("must name a file after sqlite+aiosqlite:///, as nothing else is kept")
    return address


def _in_transaction(connection: Connection, turn: Callable[[Session], T], info: dict[Any, Any]) -> T:
    """The transaction is the connection's: a turn that maps no objects leaves the Session unbegun, which costs less."""
    with connection.begin(), Session(connection, join_transaction_mode="rollback_only", **AS_IN_A_TURN) as session:
        session.info.update(info)
        session.info[CONNECTION] = connection
        result = turn(session)
        session.flush()
        return result


def _look(connection: Connection, look: Callable[[Session], T]) -> T:
    with Session(connection, **AS_IN_A_TURN) as session:
        result = look(session)
        session.expunge_all()  # what was read is given away, not expired with the transaction
        return result


def sqlite_writer(url: URL) -> Engine:
    """The engine of SQLite's one writing connection, on the plain driver in the caller's own thread."""
    Path(str(url.database)).parent.mkdir(parents=True, exist_ok=True)
    engine = create_engine(url.set(drivername="sqlite+pysqlite"), json_serializer=_dumps)
    event.listen(engine, "connect", _one_writer)
    event.listen(engine, "begin", _begin_immediate)
    return engine


def _one_writer(connection: Any, _record: Any) -> None:
    connection.isolation_level = None  # SQLAlchemy's "begin" says when a transaction starts, not the driver
    for pragma in _PRAGMAS:
        connection.execute(f"PRAGMA {pragma}")


def _read_only(connection: Any, _record: Any) -> None:
    cursor = connection.cursor()
    for pragma in ("busy_timeout=5000", "query_only=ON"):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _ping_only_idle(engine: Engine) -> None:
    """Makes sure of a connection that wasn't used for a moment; the pool's own pre_ping costs every turn a round
    trip.

    One that dies in the middle of work fails its turn, whose event is kept and tried again.
    """

    def note(_connection: object, record: ConnectionPoolEntry) -> None:
        record.info[USED] = time.monotonic()

    def ping(connection: DBAPIConnection, record: ConnectionPoolEntry, _proxy: object) -> None:
        if time.monotonic() - record.info.get(USED, 0.0) > IDLE:
            try:
                engine.dialect.do_ping(connection)
            except engine.dialect.loaded_dbapi.Error as fault:
                raise InvalidatePoolError from fault

    event.listen(engine, "checkin", note)
    event.listen(engine, "checkout", ping)


def _begin_immediate(connection: Connection) -> None:
    connection.connection.execute("BEGIN IMMEDIATE")


def _dumps(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
