"""Who runs a turn: one writer on the loop's thread on SQLite, parallel turns on PostgreSQL, reads beside both."""

import ast
import asyncio
import threading
from pathlib import Path

import pytest
from sqlalchemy import insert, select, text
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

import handlers
import models
from models.database import PARALLEL, Database, WrongDatabase
from models.leases import leases


def put(name: str) -> "Turn":
    """A turn that writes a row by this name."""
    return lambda session: session.execute(insert(leases).values(name=name, owner="", until=0)) and None


Turn = "Callable[[Session], None]"


async def names(database: Database) -> list[str]:
    return await database.read(lambda session: list(session.scalars(select(leases.c.name).order_by(leases.c.name))))


async def test_a_turn_that_raises_leaves_nothing_and_the_next_goes_on(database: Database) -> None:
    def fails(session: Session) -> None:
        put("lost")(session)
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await database.run(fails)
    await database.run(put("kept"))
    assert await names(database) == ["kept"]


class Suspended(BaseException):
    """As an escaped Suspend is: no Exception."""


async def test_a_turn_that_is_suspended_by_mistake_leaves_nothing_and_the_next_goes_on(database: Database) -> None:
    def escapes(session: Session) -> None:
        put("lost")(session)
        raise Suspended

    with pytest.raises(Suspended):
        await database.run(escapes)
    await database.run(put("kept"))
    assert await names(database) == ["kept"]


async def test_reads_beside_a_turn_see_what_is_committed_and_nothing_else(database: Database) -> None:
    await database.run(put("first"))
    seen: list[list[str]] = []

    def writes_while_somebody_looks(session: Session) -> None:
        put("second")(session)
        other = threading.Thread(target=lambda: seen.append(asyncio.run(_names_of(database))))
        other.start()
        other.join(10)

    await database.run(writes_while_somebody_looks)
    assert seen == [["first"]]
    assert await names(database) == ["first", "second"]


async def _names_of(database: Database) -> list[str]:
    opened = await Database(database.url.render_as_string(hide_password=False)).open() if not database.is_sqlite else None
    if opened is None:
        reader = Database(str(database.url))
        await reader.open()
        opened = reader
    try:
        return await names(opened)
    finally:
        await opened.close()


async def test_what_only_looks_changes_nothing(database: Database) -> None:
    if database.is_sqlite:
        with pytest.raises(OperationalError, match="readonly"):
            await database.read(put("smuggled"))
    else:
        await database.read(put("smuggled"))
    assert await names(database) == []


async def test_turns_on_sqlite_run_one_a_pass_on_the_loops_own_thread(tmp_path: Path) -> None:
    database = await Database(f"sqlite+aiosqlite:///{tmp_path}/new/fuma.db").open()
    threads, passes = set(), 0

    async def count() -> None:
        nonlocal passes
        while True:
            passes += 1
            await asyncio.sleep(0)

    counting = asyncio.create_task(count())
    await asyncio.gather(*(database.run(lambda _: threads.add(threading.get_ident())) for _ in range(20)))
    counting.cancel()
    await database.close()
    assert threads == {threading.get_ident()}
    assert passes >= 20


async def test_the_writer_on_sqlite_holds_the_file_from_the_start_of_its_turn(tmp_path: Path) -> None:
    address = f"sqlite+aiosqlite:///{tmp_path}/fuma.db"
    database, other = await Database(address).open(), await Database(address).open()
    assert other._writer is not None
    other._writer.exec_driver_sql("PRAGMA busy_timeout=0")
    other._writer.rollback()

    async def second() -> None:
        with pytest.raises(OperationalError, match="locked"):
            await other.run(lambda _: None)

    await database.run(lambda _: _in_a_thread(second))
    settings = await database.run(
        lambda session: [
            session.scalar(text(f"PRAGMA {name}")) for name in ("journal_mode", "synchronous", "foreign_keys")
        ]
    )
    assert settings == ["wal", 2, 1]
    await other.close()
    await database.close()
