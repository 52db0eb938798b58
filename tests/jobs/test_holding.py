"""Who alone does what: tenures that stand on a session of the database, and end with it."""

import asyncio
import signal
import subprocess
import sys
from collections.abc import AsyncIterator
from functools import partial
from pathlib import Path

import asyncpg
import pytest
from structlog.testing import capture_logs

from jobs.holding import EVERY, HeldRoles
from models.ground import tenures
from models.ground.database import Database
from models.ground.locks import NOTICED
from tests.jobs.platform import until
from tests.postgresql_pooler import pooler

PROJECT = Path(__file__).parent.parent.parent
ROLE = "sender:telegram"
HOLDER = """
import asyncio, sys
from jobs.holding import HeldRoles
from models.ground.database import Database

async def main():
    database = await Database(sys.argv[1]).open()
    holding = HeldRoles(database, "a process")
    tenure = holding.role(sys.argv[2])
    holding.want(tenure)
    await holding.look()
    print(f"held {tenure.number}", flush=True)
    await holding.run()

asyncio.run(main())
"""


class Holder:
    """One of several processes that want the same role."""

    def __init__(self, database: Database, name: str) -> None:
        self.holding = HeldRoles(database, name, lambda: 7.0)
        self.tenure = self.holding.role(ROLE)
        self.holding.want(self.tenure)

    @property
    def number(self) -> int:
        """Of its tenure; 0 while it has none."""
        return self.tenure.number or 0


@pytest.fixture
async def watch(postgresql_database: Database) -> AsyncIterator[asyncpg.Connection]:
    """A connection that looks at the server from outside."""
    url = postgresql_database.url.set(drivername="postgresql").render_as_string(hide_password=False)
    connection = await asyncpg.connect(url)
    yield connection
    await connection.close()


SESSION = "SELECT pid FROM pg_stat_activity WHERE application_name = 'fuma holder' AND datname = current_database()"


async def test_one_of_many_has_a_role_and_another_once_it_is_given_back(database: Database) -> None:
    holders = [Holder(database, name) for name in "abc"]
    for _ in range(3):
        await asyncio.gather(*(holder.holding.look() for holder in holders))
        (first,) = [holder for holder in holders if holder.number]
        number = first.number
        await first.tenure.give_back()
        assert first.number == 0
        await first.holding.look()
        assert first.number == 0, "who gave it back doesn't ask again"
        holders.remove(first)
        await asyncio.gather(*(holder.holding.look() for holder in holders))
        found = [holder.number for holder in holders if holder.number]
        assert found == ([number + 1] if holders else [])
        await first.holding.close()
    (held,) = await database.read(tenures.every)
    assert (held.role, held.holder, held.since) == (ROLE, "", 7.0)


async def test_a_process_that_is_killed_has_a_successor_within_two_seconds_and_a_higher_number(
    postgresql_database: Database, watch: asyncpg.Connection
) -> None:
    address = postgresql_database.url.render_as_string(hide_password=False)
    command = (sys.executable, "-c", HOLDER, address, ROLE)
    process = await asyncio.create_subprocess_exec(*command, stdout=subprocess.PIPE, cwd=PROJECT)
    assert process.stdout is not None
    said = await process.stdout.readuntil(b"held ")
    assert said
    number = int(await process.stdout.readline())
    next_one = Holder(postgresql_database, "b")
    await next_one.holding.look()
    assert next_one.number == 0
    process.send_signal(signal.SIGKILL)
    await process.wait()
    while await watch.fetch("SELECT FROM pg_locks WHERE locktype = 'advisory'"):
        await asyncio.sleep(0.01)
    await next_one.holding.look()
    assert next_one.number == number + 1
    await next_one.holding.close()
    assert EVERY <= 1, "it is looked for that often"


async def test_the_server_ends_the_session_of_a_host_that_is_dead_or_says_nothing_within_ten_seconds(
    postgresql_database: Database,
) -> None:
    one = Holder(postgresql_database, "a")
    await one.holding.look()
    connection = one.holding._locks._connection  # type: ignore[attr-defined] # of PostgreSQL
    async with connection.begin():
        found = {
            name: (await connection.exec_driver_sql(f"SHOW {name}")).scalar()
            for name in NOTICED
            if name != "idle_session_timeout" or connection.dialect.server_version_info >= (14,)
        }
    await one.holding.close()
    assert found["tcp_user_timeout"] == "10000"
    idle, interval, times = (int(found[f"tcp_keepalives_{what}"]) for what in ("idle", "interval", "count"))
    assert idle + interval * times <= 10
    assert found.get("idle_session_timeout", "10s") == "10s", "one that is there but stopped is asked nothing"


async def test_where_the_connection_fails_the_holder_stops_at_once_and_begins_again_with_a_new_number(
    postgresql_database: Database, watch: asyncpg.Connection
) -> None:
    one = Holder(postgresql_database, "a")
    await one.holding.look()
    number = one.number
    assert number > 0
    await watch.execute("SELECT pg_terminate_backend($1)", await watch.fetchval(SESSION))
    await until(lambda: one.number == 0)  # nobody has looked: the connection said so
    await one.holding.look()
    assert one.number == number + 1
    await one.holding.close()


async def test_roles_given_back_while_the_holder_looks_take_no_other_with_them(database: Database) -> None:
    """There is one connection for all: what is asked on it goes one after the other."""
    holding = HeldRoles(database, "a")
    roles = [holding.role(f"role {number}") for number in range(8)]
    holding.want(*roles)
    await holding.look()
    with capture_logs() as logs:
        await asyncio.gather(*(each.give_back() for each in roles[:5]), *(holding.look() for _ in range(5)))
    assert [each.number for each in roles] == [None] * 5 + [1] * 3
    assert [line["event"] for line in logs] == []
    await holding.close()


async def test_nobody_begins_while_a_replaced_holder_is_just_writing_and_that_one_writes_no_more_then(
    postgresql_database: Database, watch: asyncpg.Connection
) -> None:
    one, other = Holder(postgresql_database, "a"), Holder(postgresql_database, "b")
    await one.holding.look()
    number = one.number
    async with watch.transaction():
        await watch.execute("SELECT FROM tenures WHERE role = $1 FOR UPDATE", ROLE)  # as hold() does
        await one.holding._locks.close()
        begins = asyncio.create_task(other.holding.look())
        await asyncio.sleep(0)
        assert await watch.fetchval("SELECT number FROM tenures WHERE role = $1", ROLE) == number
    await begins
    assert other.number == number + 1
    with pytest.raises(tenures.TenureEnded):
        await postgresql_database.run(partial(tenures.hold, role=ROLE, number=number))
    await other.holding.close()


async def test_a_database_that_cannot_be_reached_ends_every_tenure_and_no_holder(
    postgresql_database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    one = Holder(postgresql_database, "a")
    await one.holding.look()

    async def gone(_roles: list[str]) -> bool:
        raise OSError("no route")

    with monkeypatch.context() as broken, capture_logs() as logs:
        broken.setattr(one.holding._locks, "prove", gone)
        await one.holding.look()
    assert one.number == 0
    assert "tenures.database" in [line["event"] for line in logs]
    await one.holding.look()
    assert one.number > 0
    await one.holding.close()


async def test_behind_a_pooler_in_transaction_mode_nobody_goes_on_believing_that_he_holds_a_role(
    postgresql_address: str,
) -> None:
    """The lock stays with a session that others get next: which nobody may build on."""
    async with pooler(postgresql_address) as address:
        database = await Database(address, connections=4).open()
        one, other = Holder(database, "a"), Holder(database, "b")
        with capture_logs() as logs:
            for _ in range(3):
                await one.holding.look()
                await other.holding.look()
        assert [one.number, other.number].count(0) >= 1
        assert "tenures.pooled" in [line["event"] for line in logs]
        await one.holding.close()
        await other.holding.close()
        await database.close()
