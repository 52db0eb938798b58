"""What all tests share: a database of each sort, and the town of the demo on it."""

import asyncio
import logging
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from itertools import count
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from bot.logs import set_up_logs
from models.ground.database import Database
from tests.beginnings import EMPTY, TOWN, PostgresqlBeginnings, SqliteBeginnings
from tests.compiled import share_compiled
from tests.postgresql import create, server
from tests.town import Town

# The machines that run these are shared and noisy: how long an example takes says nothing.
settings.register_profile("fuma", deadline=None, max_examples=50, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("fuma")

_numbers = count()
share_compiled()
set_up_logs("console", logging.DEBUG)  # as the service has them: structlog's own would print every local of a fault
FIRST = [
    f"test_{name}.py"
    for name in ("tour", "phone", "second_judge", "states", "races", "random_acts", "clocks_of_visits")
]


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
    """A PostgreSQL server for the whole run."""
    with server() as address:
        yield address


@pytest.fixture(scope="session")
def postgresql_beginnings(postgresql_server: str) -> PostgresqlBeginnings:
    """The templates on that server."""
    return PostgresqlBeginnings(postgresql_server)


@pytest.fixture(scope="session")
def sqlite_beginnings(tmp_path_factory: pytest.TempPathFactory) -> SqliteBeginnings:
    """A folder with a SQLite file of each sort of beginning."""
    return SqliteBeginnings(tmp_path_factory.mktemp("beginnings"))


@pytest.fixture(params=["sqlite", "postgresql"])
def fresh(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Callable[[str], str]]:
    """Gives the address of a database that begins like a template, once of SQLite and once of PostgreSQL."""
    if request.param == "sqlite":
        beginnings: SqliteBeginnings = request.getfixturevalue("sqlite_beginnings")
        yield lambda template: beginnings.like(template, tmp_path)
    else:
        with _lent(request.getfixturevalue("postgresql_beginnings")) as borrow:
            yield borrow


@pytest.fixture
def address(fresh: Callable[[str], str]) -> str:
    """The address of an empty database with every table."""
    return fresh(EMPTY)


@pytest.fixture
def empty_postgresql(postgresql_server: str) -> str:
    """The address of a PostgreSQL database without a single table."""
    return asyncio.run(create(postgresql_server, f"bare_{next(_numbers)}"))


@pytest.fixture
async def database(address: str) -> AsyncIterator[Database]:
    """An open database, empty but for its tables."""
    async with opened(address) as database:
        yield database


@pytest.fixture
def postgresql_address(postgresql_beginnings: PostgresqlBeginnings) -> Iterator[str]:
    """The address of an empty database of PostgreSQL, where only it is the point."""
    with _lent(postgresql_beginnings) as borrow:
        yield borrow(EMPTY)


@pytest.fixture
async def postgresql_database(postgresql_address: str) -> AsyncIterator[Database]:
    """An open database of PostgreSQL, where only it is the point."""
    async with opened(postgresql_address) as database:
        yield database


@pytest.fixture
async def sqlite_database(sqlite_beginnings: SqliteBeginnings, tmp_path: Path) -> AsyncIterator[Database]:
    """An open database of SQLite, where the database is not the point."""
    async with opened(sqlite_beginnings.like(EMPTY, tmp_path)) as database:
        yield database


@pytest.fixture
def town_address(fresh: Callable[[str], str]) -> str:
    """The address of a database in which the demo's people live."""
    return fresh(TOWN)


@pytest.fixture
async def town(town_address: str) -> AsyncIterator[Town]:
    """The demo's people on Friday 27 November 2026, 9:00, officials on WeCom and enterprises on Telegram."""
    async with opened(town_address) as database:
        yield await Town.found(database)


@contextmanager
def _lent(beginnings: PostgresqlBeginnings) -> Iterator[Callable[[str], str]]:
    """Lends databases, and takes them back at the end of the block."""
    lent: list[tuple[str, str]] = []

    def borrow(template: str) -> str:
        lent.append((template, beginnings.like(template)))
        return lent[-1][1]

    yield borrow
    for template, address in lent:
        beginnings.take_back(template, address)


@asynccontextmanager
async def opened(address: str) -> AsyncIterator[Database]:
    """An open database, closed at the end of the block."""
    database = await Database(address).open()
    try:
        yield database
    finally:
        await database.close()
