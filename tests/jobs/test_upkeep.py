"""What time does each second: the chain of the ledger, expired drafts."""

import asyncio
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from jobs import upkeep
from jobs.holding import Tenure
from jobs.schedule import tick_each_second
from jobs.upkeep import Upkeep
from models.ground import ledger
from models.ground.database import Database
from models.ground.tenures import LEDGER
from models.post import drafts
from tests.town import tenure_of

NOW = datetime(2026, 11, 27, 9, 0, tzinfo=UTC)


def written(count: int) -> Callable[[Session], None]:
    """A turn that appends this many entries."""

    def turn(session: Session) -> None:
        for number in range(count):
            ledger.append(session, at=NOW, verb="asked", subject=f"{number}", actor=1, authority="role", content={})

    return turn


async def test_everything_that_was_written_is_chained_by_one_holder(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(upkeep, "AT_ONCE", 4)
    first = Upkeep(database, await tenure_of(database, LEDGER, "a"), lambda: NOW)
    second = Upkeep(database, Tenure(LEDGER), lambda: NOW)
    await database.run(written(10))
    await first.tick()
    assert await database.read(ledger.verify) == ledger.Proof(proved=10, waiting=0)
    await database.run(written(3))
    await second.tick()
    assert await database.read(ledger.verify) == ledger.Proof(proved=10, waiting=3), "the other one holds the chain"
    second = Upkeep(database, await tenure_of(database, LEDGER, "b"), lambda: NOW)
    await first.tick()
    assert await database.read(ledger.verify) == ledger.Proof(proved=10, waiting=3), "it was replaced"
    await asyncio.gather(first.tick(), second.tick())
    assert await database.read(ledger.verify) == ledger.Proof(proved=13, waiting=0)


async def test_a_draft_left_lying_for_a_day_is_thrown_away(database: Database) -> None:
    await database.run(lambda session: drafts.begin(session, 1, "visit.request", "", NOW - timedelta(hours=25)))
    kept = await database.run(lambda session: drafts.begin(session, 1, "visit.request", "", NOW - timedelta(hours=23)))
    await Upkeep(database, await tenure_of(database, LEDGER, "a"), lambda: NOW).tick()
    left = await database.read(lambda session: list(session.scalars(select(drafts.drafts.c.id))))
    assert left == [kept.id]


async def test_the_scheduler_ticks_each_second_and_never_twice_at_once() -> None:
    ticks = asyncio.Event()

    async def tick() -> None:
        ticks.set()

    scheduler = tick_each_second(tick)
    (job,) = scheduler.get_jobs()
    assert (job.trigger.interval.total_seconds(), job.max_instances, job.coalesce) == (1, 1, True)
    scheduler.start()
    await ticks.wait()
    scheduler.shutdown(wait=False)
