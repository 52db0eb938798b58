"""How the clocks' own queries grow with their table: 1,000 that are due among ever more."""

import statistics
import time
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import partial

import asyncpg
from sqlalchemy import text
from sqlalchemy.orm import Session

from models.ground.database import Database
from models.schema import metadata
from models.time import clocks

NOW = datetime(2026, 11, 27, 9, tzinfo=UTC)
LOOKS = 30  # looks in a round, of which the median counts
WALL = 1.0

SQLITE = """
INSERT INTO clocks (kind, subject, started_at, due_at, reminders, next_at, state)
WITH RECURSIVE n(x) AS (SELECT 0 UNION ALL SELECT x + 1 FROM n WHERE x + 1 < :number)
SELECT 'reply', 'visit:' || x, :started, at, '[]', at, CASE WHEN due OR x % 2 THEN 'open' ELSE 'passed' END FROM (
  SELECT x, x % (:number / :due) = 0 AS due,
  strftime('%Y-%m-%d %H:%M:%f000', :now, CASE WHEN x % (:number / :due) = 0 THEN '-' ELSE '+' END
    || (x % 86400 + 1) || ' seconds') AS at FROM n)
"""
POSTGRESQL = """
INSERT INTO clocks (kind, subject, started_at, due_at, reminders, next_at, state)
SELECT 'reply', 'visit:' || x, CAST(:started AS timestamptz), at, '[]', at,
  CASE WHEN due OR x % 2 = 1 THEN 'open' ELSE 'passed' END FROM (
  SELECT x, x % (:number / :due) = 0 AS due, CAST(:now AS timestamptz)
    + (CASE WHEN x % (:number / :due) = 0 THEN -1 ELSE 1 END) * (x % 86400 + 1) * interval '1 second' AS at
  FROM generate_series(0, :number - 1) AS x) AS rows
"""


@dataclass
class Looks:
    """Milliseconds, a value a round: to find what is due, to pass it one by one, and to find that nothing is."""

    find: list[float] = field(default_factory=list)
    sweep: list[float] = field(default_factory=list)
    nothing: list[float] = field(default_factory=list)

    def median(self, name: str) -> float:
        """Of a figure, over the rounds."""
        values: list[float] = getattr(self, name)
        return statistics.median(values)


def fill(session: Session, number: int, due: int) -> None:
    """So many clocks, of which `due` are due, half of the others run and half have passed."""
    sqlite = session.get_bind().dialect.name == "sqlite"
    started = NOW - timedelta(days=9)
    values = {"number": number, "due": due, "now": NOW, "started": started}
    if sqlite:
        values |= {"now": f"{NOW:%Y-%m-%d %H:%M:%S}", "started": f"{started:%Y-%m-%d %H:%M:%S.%f}"}
    session.execute(text(SQLITE if sqlite else POSTGRESQL), values)
    session.execute(text("ANALYZE"))
    found = len(clocks.due(session, NOW, WALL, due + 1))
    if found != due:
        raise RuntimeError(f"{found} clocks are due, not {due}")


async def prepared(address: str, number: int, due: int) -> Database:
    """An open database with so many clocks."""
    database = await Database(address).open()
    await database.run(lambda session: metadata.create_all(session.connection()))
    await database.run(partial(fill, number=number, due=due))
    if not database.is_sqlite:
        await _come_to_rest(database.url.render_as_string(hide_password=False))
    return database


async def _come_to_rest(address: str) -> None:
    """What so many new rows leave behind is done now, not while something is measured."""
    connection = await asyncpg.connect(address.replace("+asyncpg", ""))
    await connection.execute("VACUUM clocks")
    await connection.execute("CHECKPOINT")
    await connection.close()


async def measure(database: Database, due: int, looks: Looks) -> None:
    """One round: what is due is found and passed, and is due again afterwards."""
    early = NOW - timedelta(days=9)
    looks.nothing.append(await database.run(lambda session: _milliseconds(session, early, 1, 0)))
    looks.find.append(await database.run(lambda session: _milliseconds(session, NOW, due, due)))
    ids = [clock.id for clock in await database.run(lambda session: clocks.due(session, NOW, WALL, due))]
    start = time.perf_counter()
    while await database.run(_pass_one):
        pass
    looks.sweep.append((time.perf_counter() - start) * 1000)
    again = text(f"UPDATE clocks SET state = 'open' WHERE id IN ({','.join(map(str, ids))})")  # noqa: S608 - numbers
    await database.run(lambda session: session.connection().execute(again).close())


def _milliseconds(session: Session, now: datetime, limit: int, wanted: int) -> float:
    times = []
    for _ in range(LOOKS):
        start = time.perf_counter()
        found = clocks.due(session, now, WALL, limit)
        times.append((time.perf_counter() - start) * 1000)
        if len(found) != wanted:
            raise RuntimeError(f"{len(found)} clocks are due, not {wanted}")
    return statistics.median(times)


def _pass_one(session: Session) -> bool:
    """As the sweep does it: the next one, in a transaction of its own."""
    due = clocks.due(session, NOW, WALL, 1)
    return bool(due) and clocks.passed(session, due[0])
