"""What all tests share: a database of each sort, and the town of the demo on it."""

import asyncio
import logging
from collections.abc import AsyncIterator, Iterator
from itertools import count
from pathlib import Path

import asyncpg
import pytest
from hypothesis import HealthCheck, settings
from sqlalchemy import make_url

from bot.logs import set_up_logs
from models.database import Database, sqlite_writer
from models.schema import metadata
from tests.postgresql import server
from tests.town import Town

# The machines that run these are shared and noisy: how long an example takes says nothing.
settings.register_profile("fuma", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("fuma")

_numbers = count()
set_up_logs("console", logging.DEBUG)  # as the service has them: structlog's own would print every local of a fault
TEMPLATE = "fuma_template"
FIRST = [f"test_{name}.py" for name in ("tour", "phone", "desk", "second_judge", "states", "races", "random_acts")]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The tours wait for the pace of the platforms: begun first, they wait beside everything else; then the long
    ones, so that no worker is left with one at the end.
    """
    items.sort(key=lambda item: FIRST.index(item.path.name) if item.path.name in FIRST else len(FIRST))


@pytest.fixture(autouse=True)
def logs_as_the_service_has_them() -> None:
    """Whatever a test before this one set up: every line, in the service's own form."""
    set_up_logs("console", logging.DEBUG)


@pytest.fixture(scope="session")
def postgresql_server() -> Iterator[str]:
    """A PostgreSQL server for the whole run, with a template that has every table."""
    with server() as address:
        asyncio.run(_make_template(address))
        yield address


@pytest.fixture(params=["sqlite", "postgresql"])
def address(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of an empty database with every table, once of SQLite and once of PostgreSQL."""
    if request.param == "sqlite":
        address = f"sqlite+aiosqlite:///{tmp_path}/fuma.db"
        _create_tables(address)
        return address
    return asyncio.run(_fresh_database(request.getfixturevalue("postgresql_server")))


@pytest.fixture
def empty_postgresql(postgresql_server: str) -> str:
    """The address of a PostgreSQL database without a single table."""
    name = f"fuma_{next(_numbers)}"
    asyncio.run(_execute(postgresql_server, "postgres", f"CREATE DATABASE {name}"))
    return f"{postgresql_server}/{name}"


@pytest.fixture
async def database(address: str) -> AsyncIterator[Database]:
    """An open database, empty but for its tables."""
    opened = await Database(address).open()
    yield opened
    await opened.close()


@pytest.fixture
async def postgresql_database(postgresql_server: str) -> AsyncIterator[Database]:
    """An open database of PostgreSQL, where only it is the point."""
    opened = await Database(await _fresh_database(postgresql_server)).open()
    yield opened
    await opened.close()


@pytest.fixture
async def sqlite_database(tmp_path: Path) -> AsyncIterator[Database]:
    """An open database of SQLite, where the database is not the point."""
    address = f"sqlite+aiosqlite:///{tmp_path}/only.db"
    _create_tables(address)
    opened = await Database(address).open()
    yield opened
    await opened.close()


@pytest.fixture
async def town(database: Database) -> Town:
    """The demo's people on Friday 27 November 2026, 9:00, officials on WeCom and enterprises on Telegram."""
    return await Town.found(database)


@pytest.fixture
async def mirrored_town(database: Database) -> Town:
    """The same people, each with the other phone."""
    return await Town.found(database, mirrored=True)


def _create_tables(address: str) -> None:
    engine = sqlite_writer(make_url(address))
    with engine.begin() as connection:
        metadata.create_all(connection)
    engine.dispose()


async def _make_template(address: str) -> None:
    await _execute(address, "postgres", f"CREATE DATABASE {TEMPLATE}")
    opened = await Database(f"{address}/{TEMPLATE}").open()
    await opened.run(lambda session: metadata.create_all(session.connection()))
    await opened.close()


async def _fresh_database(address: str) -> str:
    name = f"fuma_{next(_numbers)}"
    await _execute(address, "postgres", f"CREATE DATABASE {name} TEMPLATE {TEMPLATE}")
    return f"{address}/{name}"


async def _execute(address: str, name: str, statement: str) -> None:
    connection = await asyncpg.connect(f"{address.replace('+asyncpg', '')}/{name}")
    try:
        await connection.execute(statement)
    finally:
        await connection.close()
