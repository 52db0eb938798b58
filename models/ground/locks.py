"""Locks that last as long as who holds them is there: on them stand the tenures (models/ground/tenures.py).

On PostgreSQL they are advisory locks of one session, on a direct connection of its own: the server frees them when
the process ends, after some seconds when its host is dead or it answers no more. On SQLite, where one process has the
file, they are a note in the open database.
"""

import json
from collections.abc import Callable
from functools import partial
from typing import Any, Protocol
from uuid import uuid4
from zlib import crc32

from sqlalchemy import Connection, func, select, text
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncConnection, create_async_engine
from sqlalchemy.orm import Session
from sqlalchemy.pool import NullPool

from models.ground.database import AS_IN_A_TURN, Database
from models.ground.database import FAULTS as OF_DATABASE
from models.ground.statements import CONNECTION

FAULTS = (*OF_DATABASE, SQLAlchemyError)  # what a database raises that is gone, and what is said on its connection then
FUMA = crc32(b"Fuma") >> 1  # the first half of every lock's key: locks of other programs on this database aren't ours
LIMIT = 4.0  # seconds the connection has to answer: less than a dead host keeps its locks
# A host that is dead is noticed within ten seconds, whether the server has something to send it or not, and so is a
# process that is there and says nothing any more. Servers know these by their age.
NOTICED = {
    "tcp_keepalives_idle": "4",
    "tcp_keepalives_interval": "2",
    "tcp_keepalives_count": "3",
    "tcp_user_timeout": "10000",
    "idle_session_timeout": "10000",
}
_SET = text(
    "SELECT set_config(name, CAST(:values AS json) ->> name, false) FROM pg_settings"
    " WHERE name IN (SELECT json_object_keys(CAST(:values AS json)))"
)
_OURS = (
    "locktype = 'advisory' AND classid = :fuma AND granted"
    " AND database = (SELECT oid FROM pg_database WHERE datname = current_database())"
)
_MINE = text(f"SELECT objid FROM pg_locks WHERE {_OURS} AND pid = pg_backend_pid()")  # noqa: S608 - our own words
_SIGN = text("SELECT set_config('fuma.holder', :sign, false)")
_SIGNED = text("SELECT current_setting('fuma.holder', true)")
_ANYBODYS = text(f"SELECT objid FROM pg_locks WHERE {_OURS}")  # noqa: S608


class Pooled(Exception):
    """A pooler in transaction mode stands before the database: no session is ours alone, and no lock."""


class Locks(Protocol):
    """The locks of one holder; a holder is a process, in tests also one of several in it."""

    async def take(self, role: str, begin: Callable[[Session], int]) -> int | None:
        """Takes a free lock and does `begin` under it; None where somebody else has the lock. Raises FAULTS, and
        Pooled.
        """
        ...

    async def free(self, role: str) -> None:
        """Gives a lock back."""
        ...

    async def prove(self, roles: list[str]) -> bool:
        """Whether the locks of these roles are still ours. Raises FAULTS, and Pooled."""
        ...

    async def close(self) -> None:
        """Gives every lock back."""
        ...


def locks_on(database: Database, lost: Callable[[], None]) -> Locks:
    """The locks of a new holder; `lost` is called at once when all of them are gone."""
    return _InProcess(database) if database.is_sqlite else _OnServer(database, lost)


async def pooled(database: Database) -> bool:
    """Whether a pooler in transaction mode stands before the database: a second connection gets the session of the
    first. Raises FAULTS.
    """
    if database.is_sqlite:
        return False
    one, other = (_OnServer(database, lambda: None) for _ in range(2))
    try:
        await one.connect()
        await other.connect()
        await one.prove([])
    except Pooled:
        return True
    finally:
        await one.close()
        await other.close()
    return False


class _InProcess:
    def __init__(self, database: Database) -> None:
        self._database = database
        self._mine: set[str] = set()

    async def take(self, role: str, begin: Callable[[Session], int]) -> int | None:
        if role in self._database.taken:
            return None
        self._database.taken.add(role)
        self._mine.add(role)
        return await self._database.run(begin)

    async def free(self, role: str) -> None:
        self._database.taken.discard(role)
        self._mine.discard(role)

    async def prove(self, roles: list[str]) -> bool:
        return self._mine.issuperset(roles)

    async def close(self) -> None:
        for role in [*self._mine]:
            await self.free(role)


class _OnServer:
    def __init__(self, database: Database, lost: Callable[[], None]) -> None:
        self._engine = create_async_engine(
            database.url,
            poolclass=NullPool,
            isolation_level="AUTOCOMMIT",
            connect_args={
                "timeout": LIMIT,
                "command_timeout": LIMIT,
                "server_settings": {"application_name": "fuma holder"},
            },
        )
        self._lost = lost
        self._connection: AsyncConnection | None = None
        self._broken: list[AsyncConnection] = []  # which ended by themselves
        self._taken: set[str] = set()
        self._sign = ""  # what the session of our connection was given to remember

    async def take(self, role: str, begin: Callable[[Session], int]) -> int | None:
        connection = self._connection or await self.connect()
        async with connection.begin():
            await self._make_sure(connection)
            if not await connection.scalar(select(func.pg_try_advisory_lock(FUMA, _key(role)))):
                return None
            self._taken.add(role)
            # On the connection that holds the lock: where that is gone, so is the lock, and nothing begins.
            return await connection.run_sync(_under, begin)

    async def free(self, role: str) -> None:
        connection = self._connection
        if connection is not None and role in self._taken:
            self._taken.discard(role)
            async with connection.begin():
                await connection.execute(select(func.pg_advisory_unlock(FUMA, _key(role))))

    async def prove(self, roles: list[str]) -> bool:
        connection = self._connection  # which may be gone from here while it is asked
        if connection is None:
            return not roles
        async with connection.begin():
            await self._make_sure(connection)
            return {_key(role) for role in roles} <= set(await connection.scalars(_MINE, {"fuma": FUMA}))

    async def close(self) -> None:
        ended = [*self._broken, *([self._connection] if self._connection is not None else [])]
        self._broken, self._connection = [], None
        self._taken.clear()
        for connection in ended:
            await connection.invalidate()  # ended at once: on one that answers no more an orderly end would wait
            await connection.close()
        await self._engine.dispose()

    async def connect(self) -> AsyncConnection:
        """Opens the one connection, and has its session remember whose it is."""
        connection = await self._engine.connect()
        raw: Any = (await connection.get_raw_connection()).driver_connection
        raw.add_termination_listener(partial(self._gone, connection))
        async with connection.begin():
            await connection.execute(_SET, {"values": json.dumps(NOTICED)})
            self._sign = uuid4().hex
            await connection.execute(_SIGN, {"sign": self._sign})
        self._connection = connection
        return connection

    async def _make_sure(self, connection: AsyncConnection) -> None:
        if await connection.scalar(_SIGNED) != self._sign:
            raise Pooled

    def _gone(self, connection: AsyncConnection, _raw: object) -> None:
        if connection is self._connection:
            self._broken.append(connection)
            self._connection = None
            self._taken.clear()
            self._lost()


def _under(connection: Connection, begin: Callable[[Session], int]) -> int:
    with Session(connection, join_transaction_mode="rollback_only", **AS_IN_A_TURN) as session:
        session.info[CONNECTION] = connection
        return begin(session)


def held_now(session: Session, roles: list[str]) -> set[str]:
    """Those of some roles whose locks anybody holds, on PostgreSQL."""
    found = set(session.scalars(_ANYBODYS, {"fuma": FUMA}))
    return {role for role in roles if _key(role) in found}


def _key(role: str) -> int:
    return crc32(role.encode()) >> 1  # an int4 that isn't negative, as pg_locks shows it
