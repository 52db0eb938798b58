"""Who runs a turn: one writer on the loop's thread on SQLite, parallel turns on PostgreSQL, reads beside both."""

import ast
import asyncio
import sqlite3
import threading
from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta
from functools import partial
from pathlib import Path

import asyncpg
import pytest
from sqlalchemy import insert, select, text
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session
from sqlalchemy.util import await_only

from jobs.holding import HeldRoles
from models.ground import database as database_module
from models.ground import offset, tenures, tokens
from models.ground.database import CONNECTIONS, FEWEST, LOOKING, Database, WrongDatabase

PROJECT = Path(__file__).parents[3]
MAY_AWAIT = {"models/ground/database.py", "models/ground/locks.py", "models/migrations/__init__.py"}


THEIRS = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
PARALLEL = CONNECTIONS - LOOKING - 1  # turns at once on PostgreSQL


def put(name: str) -> Callable[[Session], None]:
    """A turn that writes a row by this name."""

    def turn(session: Session) -> None:
        session.execute(insert(tenures.tenures).values(role=name, number=1, holder="", since=0))

    return turn


def names_in(session: Session) -> list[str]:
    return list(session.scalars(select(tenures.tenures.c.role).order_by(tenures.tenures.c.role)))


class Suspended(BaseException):
    """As an escaped Suspend is: no Exception."""


@pytest.mark.parametrize("fault", [ZeroDivisionError, Suspended])
async def test_a_turn_that_raises_leaves_nothing_and_the_next_goes_on(
    database: Database, fault: type[BaseException]
) -> None:
    def fails(session: Session) -> None:
        put("lost")(session)
        raise fault

    with pytest.raises(fault):
        await database.run(fails)
    await database.run(put("kept"))
    assert await database.read(names_in) == ["kept"]


async def test_what_only_looks_changes_nothing(database: Database) -> None:
    if database.is_sqlite:
        with pytest.raises(OperationalError, match="readonly"):
            await database.read(put("smuggled"))
    else:
        await database.read(put("smuggled"))
    assert await database.read(names_in) == []


async def test_many_reads_at_once_see_what_was_committed(database: Database) -> None:
    await database.run(put("first"))
    found = await asyncio.gather(*(database.read(names_in) for _ in range(20)))
    assert found == [["first"]] * 20


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


async def test_a_turn_on_sqlite_holds_the_file_from_its_first_look_and_others_read_beside_it(tmp_path: Path) -> None:
    file = f"{tmp_path}/fuma.db"
    database = await Database(f"sqlite+aiosqlite:///{file}").open()
    await database.run(lambda session: tenures.tenures.create(session.connection()))

    def turn(session: Session) -> tuple[str, int]:
        names_in(session)  # only reads, and nobody may write from here on
        beside = sqlite3.connect(file, timeout=0)
        with pytest.raises(sqlite3.OperationalError, match="locked"):
            beside.execute("BEGIN IMMEDIATE")
        put("unfinished")(session)
        seen: int = beside.execute("SELECT count(*) FROM tenures").fetchone()[0]
        beside.close()
        settings = [session.connection().exec_driver_sql(f"PRAGMA {name}").scalar() for name in PRAGMAS]
        return f"{settings}", seen

    assert await database.run(turn) == ("['wal', 2, 1]", 0)
    await database.close()


PRAGMAS = ("journal_mode", "synchronous", "foreign_keys")


async def test_turns_on_postgresql_run_side_by_side_and_read_what_was_committed_meanwhile(
    postgresql_database: Database,
) -> None:
    wait, started = asyncio.Event(), 0

    def waits(session: Session) -> list[str]:
        nonlocal started
        started += 1
        before = names_in(session)
        await_only(wait.wait())
        return before + names_in(session)

    waiting = [asyncio.create_task(postgresql_database.run(waits)) for _ in range(PARALLEL - 1)]
    while started < PARALLEL - 1:
        await asyncio.sleep(0.01)
    await postgresql_database.run(put("meanwhile"))
    wait.set()
    assert await asyncio.gather(*waiting) == [["meanwhile"]] * (PARALLEL - 1)


async def test_connections_that_died_while_nothing_happened_are_replaced_before_the_next_turn(
    postgresql_database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(database_module, "IDLE", 0.0)
    await asyncio.gather(*(postgresql_database.run(names_in) for _ in range(PARALLEL)))
    others = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND {}"
    await postgresql_database.read(lambda session: session.execute(text(others.format("pid <> pg_backend_pid()"))))
    await asyncio.gather(*(postgresql_database.run(put(f"{number}")) for number in range(PARALLEL)))
    assert len(await postgresql_database.read(names_in)) == PARALLEL


@pytest.mark.parametrize(
    "address",
    [
        "sqlite+aiosqlite://",
        "sqlite+aiosqlite:///:memory:",
        "sqlite:///var/fuma.db",
        "postgresql://fuma@localhost/fuma",
        "mysql+aiomysql://localhost/fuma",
        "no address at all",
        "",
    ],
)
def test_an_address_where_nothing_would_be_kept_or_nobody_answers_is_refused(address: str) -> None:
    with pytest.raises(WrongDatabase):
        Database(address)


async def test_a_server_that_is_not_there_is_found_when_the_database_is_opened() -> None:
    with pytest.raises(OSError):  # noqa: PT011 - the system's own words
        await Database("postgresql+asyncpg://fuma@127.0.0.1:1/fuma").open()


def test_nothing_below_the_jobs_awaits_but_the_database() -> None:
    files = [*PROJECT.glob("models/**/*.py"), *PROJECT.glob("handlers/**/*.py")]
    assert len(files) > 40
    awaiting = {str(file.relative_to(PROJECT)) for file in files if _awaits(file)}
    assert awaiting == MAY_AWAIT


def _awaits(file: Path) -> bool:
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        match node:
            case ast.AsyncFunctionDef() | ast.Await() | ast.AsyncFor() | ast.AsyncWith():
                return True
            case ast.Import() if any(name.name.partition(".")[0] in AWAITED for name in node.names):
                return True
            case ast.ImportFrom() if (node.module or "").partition(".")[0] in AWAITED:
                return True
    return False


AWAITED = {"asyncio", "threading", "concurrent", "aiohttp", "anyio"}


async def test_whenever_a_turn_is_cancelled_what_is_committed_afterwards_is_committed(postgresql_address: str) -> None:
    """Broken off at its BEGIN, the driver took the next transaction on that connection for one inside it."""
    watch = await asyncpg.connect(postgresql_address.replace("+asyncpg", ""))
    database = await Database(postgresql_address, FEWEST).open()  # one turn at a time: always the same connection
    for passes in range(60):
        begin = partial(tenures.begin, holder="", now=0.0)  # as the machinery does it, by the driver's own cursor
        broken_off = asyncio.create_task(database.run(partial(begin, role=f"cancelled {passes}")))
        for _ in range(passes):
            await asyncio.sleep(0)
        broken_off.cancel()
        with suppress(asyncio.CancelledError):
            await broken_off
        await database.run(partial(begin, role=f"kept {passes}"))
        kept = await watch.fetchval("SELECT count(*) FROM tenures WHERE role = $1", f"kept {passes}")
        assert kept == 1, f"cancelled after {passes} passes of the loop"
    await watch.close()
    await database.close()


@pytest.mark.parametrize("connections", [FEWEST, CONNECTIONS])
async def test_a_process_takes_no_more_connections_than_it_may_however_much_it_has_to_do(
    postgresql_address: str, connections: int
) -> None:
    database = await Database(postgresql_address, connections).open()
    holding = HeldRoles(database, "a")
    holding.want(holding.role("clocks"))
    await holding.look()
    slow = text("SELECT pg_sleep(0.05)")
    turns = [database.run(lambda session: session.scalar(slow)) for _ in range(40)]
    looks = [database.read(lambda session: session.scalar(slow)) for _ in range(40)]
    working, most = asyncio.gather(*turns, *looks), 0
    watch = await asyncpg.connect(postgresql_address.replace("+asyncpg", ""))
    while not working.done():
        most = max(most, await watch.fetchval(THEIRS))
    await working
    assert most == connections
    await watch.close()
    await holding.close()
    await database.close()


def test_six_processes_fit_into_what_postgresql_lets_in_by_default() -> None:
    assert 6 * CONNECTIONS + 10 <= 100, "and some for people, backups and the command line"


async def test_each_tenure_has_a_number_of_its_own_and_only_the_last_one_holds(database: Database) -> None:
    first = await database.run(lambda session: tenures.begin(session, "sender", "a", 1.0))
    await database.run(lambda session: tenures.hold(session, "sender", first))
    second = await database.run(lambda session: tenures.begin(session, "sender", "b", 2.0))
    assert second == first + 1
    for number in (first, None, second + 1):
        with pytest.raises(tenures.TenureEnded):
            await database.run(partial(tenures.hold, role="sender", number=number))
    await database.run(lambda session: tenures.end(session, "sender", first))
    assert await database.read(tenures.every) == [tenures.HeldRole("sender", second, "b", 2.0)]
    await database.run(lambda session: tenures.end(session, "sender", second))
    assert await database.read(tenures.every) == [tenures.HeldRole("sender", second, "", 2.0)]


async def test_the_last_token_and_the_last_offset_are_kept(database: Database) -> None:
    assert await database.read(lambda session: tokens.find(session, "wecom")) is None
    for number in (1, 2):
        await database.run(partial(tokens.put, name="wecom", token=f"t{number}", expires_at=float(number)))
        await database.run(partial(offset.put, offset=timedelta(hours=number)))
    assert await database.read(lambda session: tokens.find(session, "wecom")) == ("t2", 2.0)
    assert await database.read(offset.find) == timedelta(hours=2)
