"""A verdict behind a flood: how long it takes to reach the platform while thousands of bulk messages wait to be sent.

    python -m bench.flood [--rows 20000] [--verdicts 100]

One courier on a database with that many open bulk rows, each for a receiver of its own; the platform answers in 5 ms.
A verdict is put down every 100 ms, handed over at once as a turn's process does it, or left to be found in the table as
another process' is.
"""

import argparse
import asyncio
import statistics
import tempfile
import time
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from sqlalchemy import insert
from sqlalchemy.orm import Session

from jobs.sending import Call, Outcome
from models.ground.database import Database
from models.ground.messages import Class, Message, message_to_json
from models.post.outbox import unsent
from models.post.outbox_table import outbox
from models.schema import metadata
from tests.jobs.platform import Office, Platform, at_work, number_in, takes, until
from tests.postgresql import create, server

ANSWER, BETWEEN = 0.005, 0.1  # seconds
FIRST_VERDICT = 1_000_000


async def measure(url: str, rows: int, verdicts: int, *, handed: bool) -> list[float]:
    """Seconds from putting a verdict down to its arrival, for each."""
    database = await Database(url).open()
    await database.run(partial(_flood, rows=rows))
    arrived: dict[int, float] = {}

    async def answers(call: Call) -> Outcome:
        arrived.setdefault(number_in(call.body), time.monotonic())
        await asyncio.sleep(ANSWER)
        return await takes(call)

    office, begun = Office(database, Platform(answer=answers)), dict[int, float]()
    async with at_work(office):
        for number in range(FIRST_VERDICT, FIRST_VERDICT + verdicts):
            begun[number] = time.monotonic()
            await office.put(number, account=f"v{number}", urgency=Class.VERDICT, handed=handed)
            await asyncio.sleep(BETWEEN)
        await until(lambda: begun.keys() <= arrived.keys())
        assert await database.read(unsent) > 0, "there was a flood to the end"
    await database.close()
    return sorted(arrived[number] - at for number, at in begun.items())


def _flood(session: Session, rows: int) -> None:
    metadata.create_all(session.connection())
    message = message_to_json(Message(to=0, key="turn-failed", fields={"number": 1}, urgency=Class.BULK))
    row = {"channel": "telegram", "class": Class.BULK.value, "effect": "send", "created_at": datetime.now(UTC)}
    body = {"message": message, "locale": "zh-CN"}
    session.execute(insert(outbox), [{**row, "account": str(number), "body": body} for number in range(rows)])


def main() -> None:
    """Measures on each database, both ways, and prints a line for each."""
    asked = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    asked.add_argument("--rows", type=int, default=20_000)
    asked.add_argument("--verdicts", type=int, default=100)
    chosen = asked.parse_args()
    with server() as address, tempfile.TemporaryDirectory() as folder:
        for name in ("SQLite", "PostgreSQL"):
            for handed in (True, False):
                way = "handed over" if handed else "found in the table"
                file = Path(folder) / f"{handed}.db"
                url = f"sqlite+aiosqlite:///{file}"
                if name == "PostgreSQL":
                    url = asyncio.run(create(address, f"flood_{way.split(maxsplit=1)[0]}"))
                took = asyncio.run(measure(url, chosen.rows, chosen.verdicts, handed=handed))
                p99 = statistics.quantiles(took, n=100)[98]
                print(f"{name:12}{way:20} p50 {took[len(took) // 2] * 1e3:7.1f} ms   p99 {p99 * 1e3:7.1f} ms")


if __name__ == "__main__":
    main()
