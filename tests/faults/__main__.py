"""`make faults`: the table, of a fresh SQLite database for each line."""

import asyncio
import tempfile
from pathlib import Path

from models.ground.database import Database
from models.schema import metadata
from tests.faults.measuring import KINDS, measure
from tests.faults.platforms import PLATFORMS, Fault


async def main() -> None:
    """Prints what each fault cost: lost / seen twice, by kind of message."""
    print(f"{'lost / repeated':<22}" + "".join(f"{kind:>10}" for kind in KINDS))  # noqa: T201 - a program's output
    with tempfile.TemporaryDirectory() as folder:
        for number, (platform, fault) in enumerate((p, f) for p in PLATFORMS for f in Fault):
            if (platform, fault) == ("Telegram", Fault.BUSY):
                continue  # WeCom's alone
            database = await Database(f"sqlite+aiosqlite:///{Path(folder)}/{number}.db").open()
            await database.run(lambda session: metadata.create_all(session.connection()))
            costs = await measure(platform, fault, database)
            await database.close()
            line = "".join(f"{f'{costs[kind].lost} / {costs[kind].repeated}':>10}" for kind in KINDS)
            print(f"{platform:<10}{fault:<12}{line}")  # noqa: T201


asyncio.run(main())
