"""The benchmark of deadlines, as small as it can be: what it measures is what it says."""

import asyncio
from collections.abc import Callable
from functools import partial
from itertools import count
from pathlib import Path

import pytest

from bench import flood, growth, waiting
from bench.deadlines import DATABASES, SORTS, Found, grow
from bench.deadlines_report import write
from bench.growth import NOW, WALL, Looks
from bot.clock import BusinessClock
from bot.wiring import Service
from models.ground.database import Database
from models.post.outbox_table import outbox
from models.time import clocks
from tests.beginnings import EMPTY
from tests.bot.service import settings_on
from tests.postgresql import create


async def test_a_table_for_measuring_has_so_many_clocks_of_which_so_many_are_due(database: Database) -> None:
    await database.run(partial(growth.fill, number=600, due=20))
    assert len(await database.read(lambda session: clocks.due(session, NOW, WALL, 99))) == 20
    looks = Looks()
    for _ in range(2):
        await growth.measure(database, 20, looks)
    assert len(looks.find) == len(looks.sweep) == len(looks.nothing) == 2
    assert len(await database.read(lambda session: clocks.due(session, NOW, WALL, 99))) == 20, "due again"


@pytest.mark.parametrize("sort", SORTS)
async def test_the_clocks_of_a_waiting_city_do_real_work(database: Database, sort: str) -> None:
    await database.run(partial(waiting.settle, sort=sort, number=2))
    service = Service(settings_on(database.url.render_as_string(hide_password=False)), database, BusinessClock())
    service.holding.want(service.deadlines.tenure)
    await service.holding.look()
    await service.deadlines.tick()
    assert await database.read(partial(waiting.left, sort=sort)) == 2
    await database.run(partial(waiting.make_due, sort=sort))
    await service.deadlines.tick()
    assert await database.read(partial(waiting.left, sort=sort)) == 0
    await service.holding.close()
    said = await database.read(lambda session: len(session.execute(outbox.select()).all()))
    assert said == {"rating": 0, "approval": 4, "reply": 14}[sort]


async def test_growth_is_measured_on_both_databases_and_drawn(postgresql_server: str, tmp_path: Path) -> None:
    numbers = count()

    async def address(name: str) -> str:
        number = next(numbers)
        if name == "SQLite":
            return f"sqlite+aiosqlite:///{tmp_path}/{number}.db"
        return await create(postgresql_server, f"bench_{number}")

    found = Found(growth=await grow(address, (100, 300), 10, 1))
    assert set(found.growth) == {(name, size) for name in DATABASES for size in (100, 300)}
    found.passing = {(name, sort): 100.0 for name in DATABASES for sort in SORTS}
    found.turns = dict.fromkeys(DATABASES, 400.0)
    write(found, tmp_path)
    table = (tmp_path / "deadlines.md").read_text(encoding="utf-8")
    assert table.count("| 300 |") == 2
    assert table.count("| 100 | 0.25 |") == len(DATABASES) * len(SORTS)
    assert (tmp_path / "deadlines.png").read_bytes().startswith(b"\x89PNG")


@pytest.mark.parametrize("handed", [True, False])
def test_verdicts_are_measured_while_a_flood_still_stands(
    fresh: Callable[[str], str], handed: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(flood, "BETWEEN", 0.01)
    took = asyncio.run(flood.measure(fresh(EMPTY), 300, 3, handed=handed))
    assert len(took) == 3
    assert min(took) > 0
