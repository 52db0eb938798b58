"""What all tests share: a database of each sort, and the town of the demo on it."""

import asyncio
import logging
import shutil
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from functools import partial
from itertools import count
from pathlib import Path

import asyncpg
import pytest
from hypothesis import HealthCheck, settings

from bot.logs import set_up_logs
from models.database import Database
from models.schema import metadata
from tests.postgresql import server
from tests.town import Town

# The machines that run these are shared and noisy: how long an example takes says nothing.
settings.register_profile("fuma", deadline=None, max_examples=50, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("fuma")

_numbers = count()
set_up_logs("console", logging.DEBUG)  # as the service has them: structlog's own would print every local of a fault
EMPTY, TOWN = BEGINNINGS = ("fuma_empty", "fuma_town")  # every table; and the demo's people beside
FIRST = [f"test_{name}.py" for name in ("tour", "phone", "second_judge", "states", "races", "random_acts")]


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
    """A PostgreSQL server for the whole run, with a template of each sort of beginning."""
    with server() as address:
        for template in BEGINNINGS:
            asyncio.run(_execute(address, "postgres", f"CREATE DATABASE {template}"))
            asyncio.run(_begin(f"{address}/{template}", template))
        yield address


@pytest.fixture(scope="session")
def sqlite_files(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a SQLite file of each sort of beginning."""
    folder = tmp_path_factory.mktemp("beginnings")
    for template in BEGINNINGS:
        asyncio.run(_begin(f"sqlite+aiosqlite:///{folder}/{template}.db", template))
    return folder


@pytest.fixture(params=["sqlite", "postgresql"])
def fresh(request: pytest.FixtureRequest, tmp_path: Path) -> Callable[[str], str]:
    """Gives the address of a database that begins like a template, once of SQLite and once of PostgreSQL."""
    if request.param == "sqlite":
        return partial(_sqlite_like, request.getfixturevalue("sqlite_files"), tmp_path)
    return partial(_postgresql_like, request.getfixturevalue("postgresql_server"))


@pytest.fixture
def address(fresh: Callable[[str], str]) -> str:
    """The address of an empty database with every table."""
    return fresh(EMPTY)


@pytest.fixture
def empty_postgresql(postgresql_server: str) -> str:
    """The address of a PostgreSQL database without a single table."""
    name = f"fuma_{next(_numbers)}"
    asyncio.run(_execute(postgresql_server, "postgres", f"CREATE DATABASE {name}"))
    return f"{postgresql_server}/{name}"


@pytest.fixture
async def database(address: str) -> AsyncIterator[Database]:
    """An open database, empty but for its tables."""
    async with _opened(address) as opened:
        yield opened


@pytest.fixture
def postgresql_address(postgresql_server: str) -> str:
    """The address of an empty database of PostgreSQL, where only it is the point."""
    return _postgresql_like(postgresql_server, EMPTY)


@pytest.fixture
async def postgresql_database(postgresql_address: str) -> AsyncIterator[Database]:
    """An open database of PostgreSQL, where only it is the point."""
    async with _opened(postgresql_address) as opened:
        yield opened


@pytest.fixture
async def sqlite_database(sqlite_files: Path, tmp_path: Path) -> AsyncIterator[Database]:
    """An open database of SQLite, where the database is not the point."""
    async with _opened(_sqlite_like(sqlite_files, tmp_path, EMPTY)) as opened:
        yield opened


@pytest.fixture
def town_address(fresh: Callable[[str], str]) -> str:
    """The address of a database in which the demo's people live."""
    return fresh(TOWN)


@pytest.fixture
async def town(town_address: str) -> AsyncIterator[Town]:
    """The demo's people on Friday 27 November 2026, 9:00, officials on WeCom and enterprises on Telegram."""
    async with _opened(town_address) as opened:
        yield await Town.found(opened)


@asynccontextmanager
async def _opened(address: str) -> AsyncIterator[Database]:
    opened = await Database(address).open()
    try:
        yield opened
    finally:
        await opened.close()


async def _begin(address: str, template: str) -> None:
    async with _opened(address) as opened:
        await opened.run(lambda session: metadata.create_all(session.connection()))
        if template == TOWN:
            await Town.found(opened)


def _sqlite_like(files: Path, folder: Path, template: str) -> str:
    file = folder / f"fuma-{next(_numbers)}.db"
    shutil.copy(files / f"{template}.db", file)
    return f"sqlite+aiosqlite:///{file}"


def _postgresql_like(server_address: str, template: str) -> str:
    name = f"fuma_{next(_numbers)}"
    asyncio.run(_execute(server_address, "postgres", f"CREATE DATABASE {name} TEMPLATE {template}"))
    return f"{server_address}/{name}"


async def _execute(address: str, name: str, statement: str) -> None:
    connection = await asyncpg.connect(f"{address.replace('+asyncpg', '')}/{name}")
    try:
        await connection.execute(statement)
    finally:
        await connection.close()
