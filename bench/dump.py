"""What a look for open rows costs beside a `pg_dump`: its snapshot keeps every row that has ended since in the indexes.

    python -m bench.dump [--rows 100000] [--rounds 20]

A row for each table: pages read and milliseconds of a look from the low-water mark, and of one from the beginning.
"""

import argparse
import asyncio
import json
import statistics
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from itertools import count
from typing import Any

import asyncpg
from sqlalchemy.orm import Session

from models.ground import marks, tenures
from models.ground.database import Database
from models.ground.marks import LowWaterMarks
from models.ground.statements import Statement
from models.post import inbox, outbox
from models.schema import metadata
from models.time import clocks
from tests.postgresql import create, server

NOW = datetime(2026, 11, 27, 9, tzinfo=UTC)
WALL = 1.0
_INBOX = """
INSERT INTO inbox (channel, event, lane, body, received_at, state)
SELECT 'telegram', 'e' || n, 'person:' || n % 500, '{}', now(), 'open' FROM generate_series(1, $1::int) AS n
"""
_OUTBOX = """
INSERT INTO outbox (channel, account, class, effect, body, created_at)
SELECT 'telegram', n % 500, 'notice', 'send', '{}', now() FROM generate_series(1, $1::int) AS n
"""
_CLOCKS = """
INSERT INTO clocks (kind, subject, started_at, due_at, reminders, next_at)
SELECT 'reply', 'visit:' || n, at, at, '[]', at FROM
  (SELECT n, TIMESTAMPTZ '2026-11-26' + n * interval '1 ms' AS at FROM generate_series(1, $1::int) AS n) AS moments
"""
FILL = (_INBOX, _OUTBOX, _CLOCKS)
END = ("UPDATE inbox SET state = 'handled'", "UPDATE outbox SET state = 'sent'", "UPDATE clocks SET state = 'passed'")


@dataclass(frozen=True)
class Cost:
    """Of one look."""

    pages: int
    milliseconds: float


Look = Callable[[Session], Any]
LOOKS: dict[str, tuple[Statement, dict[str, Any], Look]] = {
    "inbox": (
        inbox._due_lanes,
        {"low": 0, "now": WALL, "limit": 64},
        lambda session: inbox.due_lanes(session, WALL, 64),
    ),
    "outbox": (
        outbox._claimable,
        {
            "channel": "telegram",
            "urgency": "notice",
            "low": 0,
            "start": 0,
            "now": WALL,
            "mine": 1,
            "role": "sender:telegram",
            "limit": 16,
        },
        lambda session: outbox.claim(session, "telegram", "notice", 1, WALL, 16),
    ),
    "clocks": (
        clocks._due,
        {"low": NOW, "now": NOW, "wall": WALL, "limit": 1},
        lambda session: clocks.due(session, NOW, WALL, 1),
    ),
}


async def measure(address: str, rows: int, rounds: int) -> dict[str, tuple[Cost, Cost]]:
    """The costs with a mark and without one, of each table, once so many rows have ended beside an open snapshot."""
    connection = await asyncpg.connect(address.replace("+asyncpg", ""))
    reader = await asyncpg.connect(address.replace("+asyncpg", ""))
    for statement in FILL:
        await connection.execute(statement, rows)
    await connection.execute("ANALYZE")
    dumping = reader.transaction(isolation="repeatable_read", readonly=True)
    await dumping.start()
    await reader.fetchval("SELECT count(*) FROM outbox")
    for statement in END:
        await connection.execute(statement)
    database = await Database(address).open()
    database.info[marks.KEPT] = LowWaterMarks(clock=partial(next, count(1.0, 2.0)))
    await database.run(lambda session: tenures.begin(session, "sender:telegram", "", WALL))
    for _ in range(4):  # a mark moves only over what is settled
        for _, _, look in LOOKS.values():
            await database.run(look)
    found = {name: await database.run(partial(_both, name=name, rounds=rounds)) for name in LOOKS}
    await database.close()
    await dumping.rollback()
    await reader.close()
    await connection.close()
    return found


def _both(session: Session, name: str, rounds: int) -> tuple[Cost, Cost]:
    statement, values, _ = LOOKS[name]
    kept = marks.of(session)
    assert kept is not None
    by_number = {"inbox": "inbox", "outbox": "outbox.telegram.notice"}.get(name)
    low = kept.low(by_number) if by_number else kept.moments.known
    beginning = 0 if by_number else marks.BEGINNING
    bounds = {"low", "start"} & values.keys()
    with_mark, without = (values | dict.fromkeys(bounds, each) for each in (low, beginning))
    return _cost(session, statement, with_mark, rounds), _cost(session, statement, without, rounds)


def _cost(session: Session, statement: Statement, values: dict[str, Any], rounds: int) -> Cost:
    times = []
    for _ in range(rounds):
        start = time.perf_counter()
        statement(session, **values)
        times.append((time.perf_counter() - start) * 1000)
    return Cost(_pages(session, statement, values), statistics.median(times))


def _pages(session: Session, statement: Statement, values: dict[str, Any]) -> int:
    """As PostgreSQL counts them."""
    plan = statement._plan(session.connection().dialect)
    bound = [values.get(name, default) for name, default in plan.parameters]
    for place, convert in plan.binds:
        bound[place] = convert(bound[place])
    cursor = session.connection().connection.cursor()
    cursor.execute(f"EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON) {plan.sql}", bound)
    said: Any = next(row[0] for row in cursor.fetchall())
    cursor.close()
    top = (json.loads(said) if isinstance(said, str) else said)[0]["Plan"]
    return int(top["Shared Hit Blocks"] + top["Shared Read Blocks"])


async def _run(address: str, rows: int, rounds: int) -> dict[str, tuple[Cost, Cost]]:
    fresh = await create(address, "bench_dump")
    database = await Database(fresh).open()
    await database.run(lambda session: metadata.create_all(session.connection()))
    await database.close()
    return await measure(fresh, rows, rounds)


def main() -> None:
    """The command."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--rows", type=int, default=100_000, help="that have ended")
    options.add_argument("--rounds", type=int, default=20)
    given = options.parse_args()
    with server() as address:
        found = asyncio.run(_run(address, given.rows, given.rounds))
    sys.stdout.write(f"{'':8}{'from the mark':>24}{'from the beginning':>24}\n")
    for name, costs in found.items():
        figures = "".join(f"{each.pages:11} p{each.milliseconds:8.2f} ms" for each in costs)
        sys.stdout.write(f"{name:8}{figures}\n")


if __name__ == "__main__":
    main()
