"""Deadlines: what finding and passing 1,000 that are due costs among ever more clocks, and how fast the service acts.

    python -m bench.deadlines [--rounds 3] [--sizes 10000,100000] [--waiting 300] [--no-turns] [--out FOLDER]

Growth is measured on databases of every size in turn, in changing order (bench/growth.py). Then the shipped service
is started on a city whose clocks have run out (bench/waiting.py), and the turns of bench/updates.py are measured in
the same run, beside which deadlines are judged.
"""

import argparse
import asyncio
import os
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from functools import partial
from itertools import count
from pathlib import Path

from bench import contenders, growth
from bench.contenders import Ground, free_port
from bench.deadlines_report import write
from bench.growth import Looks
from bench.updates import CONTENDERS, Figures, Platform, measure
from bench.waiting import left, make_due
from models.ground.database import Database
from tests.postgresql import create, server

SIZES = (10_000, 30_000, 100_000, 300_000, 1_000_000)
DUE = 1_000
DATABASES = ("SQLite", "PostgreSQL")
SORTS = ("rating", "approval", "reply")
IN_FLIGHT = 16  # turns at once, of the goal beside which deadlines are judged
LOOK_EVERY = 0.02  # seconds
PATIENCE = 120.0  # seconds in which a city's clocks have all acted

Address = Callable[[str], Awaitable[str]]  # of an empty database of SQLite or PostgreSQL


@dataclass
class Found:
    """What a run found: growth by database and size, clocks a second by database and sort, turns a second."""

    growth: dict[tuple[str, int], Looks] = field(default_factory=dict)
    passing: dict[tuple[str, str], float] = field(default_factory=dict)
    turns: dict[str, float] = field(default_factory=dict)


async def grow(address: Address, sizes: tuple[int, ...], due: int, rounds: int) -> dict[tuple[str, int], Looks]:
    """Every database in every round, in an order that changes."""
    found: dict[tuple[str, int], Looks] = {}
    opened: dict[tuple[str, int], Database] = {}
    for name in DATABASES:
        for size in sizes:
            opened[name, size] = await growth.prepared(await address(name), size, due)
            found[name, size] = Looks()
            _say(f"{name:12} {size:9,} clocks")
    for _ in range(rounds):
        for key in random.sample(sorted(opened), len(opened)):
            await growth.measure(opened[key], due, found[key])
    for database in opened.values():
        await database.close()
    return found


def passing(ground: Ground, address: str, sort: str, number: int) -> float:
    """How many clocks of a sort the shipped service lets act in a second."""
    environment = {**os.environ, "FUMA_DATABASE_URL": address}
    subprocess.run([sys.executable, "-m", "bot", "migrate"], env=environment, check=True)
    subprocess.run([sys.executable, "-m", "bench.waiting", address, sort, str(number)], check=True)
    with contenders.fuma(ground, address):
        return asyncio.run(_watch(address, sort, number))


async def _watch(address: str, sort: str, number: int) -> float:
    """All are due at once; looks at what is left, from its first change to its last."""
    database = await Database(address).open()
    begun, until = (0.0, number), time.perf_counter() + PATIENCE
    try:
        await database.run(partial(make_due, sort=sort))
        while time.perf_counter() < until:
            rest, now = await database.read(partial(left, sort=sort)), time.perf_counter()
            if not rest:
                return begun[1] / (now - begun[0])
            if begun[1] == number and rest < number:
                begun = (now, rest)
            await asyncio.sleep(LOOK_EVERY)
    finally:
        await database.close()
    raise RuntimeError("the clocks haven't all acted")


def turns(ground: Ground) -> dict[str, float]:
    """How many turns a second the same service takes, sixteen in flight."""
    found = {}
    platform = Platform(ground.platform, contenders.build_city(ground))
    for name in DATABASES:
        figures = Figures()
        with CONTENDERS[f"Fuma, {name}"](ground) as running:
            measure(platform, running, IN_FLIGHT, 1, figures)
        found[name] = figures.rate[-1]
        _say(f"{name:12} {found[name]:8.0f} turns a second")
    platform.end()
    return found


def run(sizes: tuple[int, ...], due: int, rounds: int, waiting: int, *, with_turns: bool, disk: Path | None) -> Found:
    """Everything, on a SQLite file in a folder and on a PostgreSQL that waits for its disk."""
    numbers = count()
    with tempfile.TemporaryDirectory(prefix="fuma-bench-", dir=disk) as folder, server(durable=True) as postgresql:

        async def address(name: str) -> str:
            if name == "SQLite":
                return f"sqlite+aiosqlite:///{folder}/{next(numbers)}.db"
            return await create(postgresql, f"deadlines_{next(numbers)}")

        found = Found(growth=asyncio.run(grow(address, sizes, due, rounds)))
        ground = Ground(Path(folder), free_port(), postgresql)
        if with_turns:
            found.turns = turns(ground)
        platform = Platform(ground.platform, Path(os.devnull))
        for name in DATABASES if waiting else ():
            for sort in SORTS:
                rate = found.passing[name, sort] = passing(ground, asyncio.run(address(name)), sort, waiting)
                _say(f"{name:12} {rate:8.0f} clocks a second, {sort}")
        platform.end()
    return found


def _say(line: str) -> None:
    sys.stderr.write(f"{line}\n")


def main() -> None:
    """The command."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--rounds", type=int, default=3)
    options.add_argument("--sizes", default=",".join(map(str, SIZES)), help="of the table of clocks")
    options.add_argument("--due", type=int, default=DUE, help="clocks that are due")
    options.add_argument("--waiting", type=int, default=300, help="visits whose clocks the service lets act")
    options.add_argument("--no-turns", action="store_true", help="leaves out what deadlines are judged beside")
    options.add_argument("--disk", type=Path, help="where the databases are kept; a temporary folder if not given")
    options.add_argument("--out", type=Path, default=Path("var/bench"))
    given = options.parse_args()
    sizes = tuple(int(size) for size in given.sizes.split(","))
    found = run(sizes, given.due, given.rounds, given.waiting, with_turns=not given.no_turns, disk=given.disk)
    write(found, given.out)


if __name__ == "__main__":
    main()
