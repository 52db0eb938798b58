"""Durable updates a second: the shipped service beside python-telegram-bot and a floor, in one run.

    python -m bench.updates [--rounds 5] [--times 2] [--quick] [--out FOLDER]

In each round every contender holds the same conversation (bench/story.py) with the same stand-in server, one update
in flight and sixteen, in changing order. Ratios are of medians of the same run; absolute figures say little
elsewhere.
"""

import argparse
import json
import random
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from bench import contenders
from bench.contenders import Ground, Running, free_port
from bench.report import write
from bench.story import CALLS, PEOPLE, STEPS
from tests.postgresql import server

IN_FLIGHT = (1, 16)
Start = Callable[[Ground], AbstractContextManager[Running]]

CONTENDERS: dict[str, Start] = {
    "Fuma, SQLite": contenders.fuma_on_sqlite,
    "Fuma, PostgreSQL": contenders.fuma_on_postgresql,
    "PTB, httpx": partial(contenders.ptb, transport="httpx"),
    "PTB, aiohttp": partial(contenders.ptb, transport="aiohttp"),
    "floor": contenders.floor,
}


@dataclass
class Figures:
    """What one contender came to at one number in flight, a value a round."""

    rate: list[float] = field(default_factory=list)  # updates a second
    cpu: list[float] = field(default_factory=list)  # milliseconds an update
    p50: list[float] = field(default_factory=list)  # milliseconds
    p99: list[float] = field(default_factory=list)
    at_rest: list[float] = field(default_factory=list)  # megabytes after the start
    memory: list[float] = field(default_factory=list)  # megabytes after the round

    def median(self, name: str) -> float:
        """Of a figure, over the rounds."""
        values: list[float] = getattr(self, name)
        return statistics.median(values)


@dataclass(frozen=True)
class Measured:
    """What the stand-in saw: seconds, milliseconds of each update, calls by method."""

    seconds: float
    latencies: list[float]
    calls: dict[str, int]


class Platform:
    """The stand-in, a process that is told what to do a line at a time."""

    def __init__(self, port: int, begins: Path) -> None:
        command = [sys.executable, "-m", "bench.standin", f"--listen={port}", f"--begins={begins}"]
        self._process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        self._answer()

    def run(self, port: int, in_flight: int, times: int) -> "Measured":
        """Lets everybody hold the conversation with the bot at a port."""
        assert self._process.stdin is not None
        self._process.stdin.write(f"{port} {in_flight} {times}\n")
        self._process.stdin.flush()
        return Measured(**json.loads(self._answer()))

    def end(self) -> None:
        """Ends the process."""
        assert self._process.stdin is not None
        self._process.stdin.close()
        self._process.wait(10)

    def _answer(self) -> str:
        assert self._process.stdout is not None
        line = self._process.stdout.readline()
        if not line:
            raise RuntimeError("the stand-in ended; its last lines are above")
        return line


def measure(platform: Platform, running: Running, in_flight: int, times: int, figures: Figures) -> None:
    """One contender, one round."""
    platform.run(running.port, in_flight, 1)  # warms up
    figures.at_rest.append(running.memory)
    used = running.cpu
    found = platform.run(running.port, in_flight, times)
    updates = PEOPLE * len(STEPS) * times
    latencies = found.latencies
    if sum(found.calls.values()) != PEOPLE * CALLS * times:
        raise RuntimeError(f"not the same conversation: {found.calls}")
    figures.rate.append(updates / found.seconds)
    figures.cpu.append((running.cpu - used) / updates * 1000)
    cuts = statistics.quantiles(latencies, n=100)
    figures.p50.append(cuts[49])
    figures.p99.append(cuts[98])
    figures.memory.append(running.memory)


def run(rounds: int, times: int, names: list[str], disk: Path | None) -> dict[tuple[str, int], Figures]:
    """Every contender in every round, in an order that changes."""
    found = {(name, in_flight): Figures() for name in names for in_flight in IN_FLIGHT}
    with tempfile.TemporaryDirectory(prefix="fuma-bench-", dir=disk) as folder, _postgresql(names) as server:
        ground = Ground(Path(folder), free_port(), server)
        platform = Platform(ground.platform, contenders.build_city(ground))
        for number in range(rounds):
            for name, in_flight in random.sample(sorted(found), len(found)):
                with CONTENDERS[name](ground) as running:
                    measure(platform, running, in_flight, times, found[name, in_flight])
                rate = found[name, in_flight].rate[-1]
                sys.stderr.write(f"round {number + 1}  {name:18} {in_flight:3} in flight  {rate:8.0f}/s\n")
        platform.end()
    return found


@contextmanager
def _postgresql(names: list[str]) -> Iterator[str]:
    with server(durable=True) if "Fuma, PostgreSQL" in names else nullcontext("") as address:
        yield address


def main() -> None:
    """The command."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--rounds", type=int, default=5)
    options.add_argument("--times", type=int, default=2, help="conversations a person holds in a round")
    options.add_argument("--only", action="append", choices=sorted(CONTENDERS), help="a contender; several times")
    options.add_argument("--disk", type=Path, help="where the databases are kept; a temporary folder if not given")
    options.add_argument("--out", type=Path, default=Path("var/bench"))
    given = options.parse_args()
    write(run(given.rounds, given.times, given.only or list(CONTENDERS), given.disk), given.out)


if __name__ == "__main__":
    main()
