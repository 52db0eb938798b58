"""`make kills`: 200 kills on each database, spread over tours; 0 if nothing was lost, doubled, left open or broken."""

import argparse
import asyncio
import random
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

from tests.kills.chats import counted
from tests.kills.judging import Judgement, State, judge, state_of
from tests.postgresql import binaries, create, server

DATABASES = ("sqlite", "postgresql")
MOST_REPEATED = 99  # messages that went again because of kills, in all: tens, not hundreds
HEADING = "database     tours  kills  duplicates  lost  tables equal  ledger whole"


@dataclass(frozen=True, kw_only=True)
class Job:
    """One killed tour: its number in the run, its database and where that is, the seed of its kills and how many."""

    number: int
    database: str
    server: str
    seed: int
    kills: int


class Run:
    """All tours of one call."""

    def __init__(self, out: Path, chapter: int) -> None:
        self._out = out
        self._chapter = chapter
        self._undisturbed: State

    def undisturbed(self) -> None:
        """Plays the tour with which all others are compared."""
        out = self._out / "undisturbed"
        if self._play(out, "", seed=0, kills=0):
            raise SystemExit(f"the undisturbed tour stops; see {out}.log")
        self._undisturbed = asyncio.run(state_of(out))

    def killed(self, job: Job) -> Judgement:
        """Plays a tour with kills, and says at once how it differs."""
        name = f"{job.number:02d}-{job.database}"
        database = asyncio.run(create(job.server, f"kills_{job.number}")) if job.server else ""
        self._play(self._out / name, database, seed=job.seed, kills=job.kills)
        judgement = judge(self._undisturbed, asyncio.run(state_of(self._out / name, database)))
        lines = [f"{name}: seed {job.seed}, {judgement.kills} kills, {len(judgement.chats.repeated)} duplicates"]
        lines += [f"  again: {what}" for what in counted(judgement.chats.repeated)]
        lines += [f"  FAULT {what}" for what in judgement.faults]
        sys.stdout.write("\n".join(lines) + "\n")
        sys.stdout.flush()
        return judgement

    def _play(self, out: Path, database: str, *, seed: int, kills: int) -> int:
        options = [f"--out={out}", f"--database={database}", f"--seed={seed}", f"--kills={kills}"]
        options.append(f"--chapter={self._chapter}")
        with out.with_suffix(".log").open("w") as log:
            command = [sys.executable, "-m", "tests.kills.playing", *options]
            return subprocess.run(command, stdout=log, stderr=subprocess.STDOUT, check=False).returncode


def main() -> int:
    """Plays, kills, compares, and prints the table."""
    told = _arguments()
    sys.stdout.write(f"--seed {told.seed} brings the same moments again\n")
    sys.stdout.flush()
    told.out.mkdir(parents=True, exist_ok=True)
    run = Run(told.out, told.chapter)
    with ExitStack() as stack:
        address = ""
        if "postgresql" in told.databases:
            if not binaries():
                raise SystemExit("PostgreSQL's binaries aren't installed; --databases sqlite does without")
            address = stack.enter_context(server())
        jobs = _jobs(told, address)
        run.undisturbed()
        with ThreadPoolExecutor(told.jobs) as pool:
            judgements = list(pool.map(run.killed, jobs))
    return _tell(dict(zip(jobs, judgements, strict=True)), told.databases)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.kills", description=__doc__)
    parser.add_argument("--out", type=Path, default=Path("var/kills"), help="where the tours go")
    parser.add_argument("--kills", type=int, default=200, help="on each database")
    parser.add_argument("--per-tour", type=int, default=20)
    parser.add_argument("--jobs", type=int, default=2, help="tours at once")
    parser.add_argument("--seed", type=int, default=random.SystemRandom().randrange(10**6))
    parser.add_argument("--chapter", type=int, default=0, help="of the tour: play up to its end, and kill only in it")
    parser.add_argument("--databases", nargs="+", default=DATABASES, choices=DATABASES)
    return parser.parse_args()


def _jobs(told: argparse.Namespace, address: str) -> list[Job]:
    """The tours, the databases taking turns, so that two of them wait beside each other."""
    starts = range(0, told.kills, told.per_tour)
    return [
        Job(
            number=number * len(told.databases) + place + 1,
            database=database,
            server=address if database == "postgresql" else "",
            seed=told.seed + number * len(told.databases) + place,
            kills=min(told.per_tour, told.kills - start),
        )
        for number, start in enumerate(starts)
        for place, database in enumerate(told.databases)
    ]


def _tell(judged: dict[Job, Judgement], databases: list[str]) -> int:
    """Prints the table; 0 if everything holds."""
    sys.stdout.write(f"\n{HEADING}\n")
    for database in databases:
        some = [judgement for job, judgement in judged.items() if job.database == database]
        tours, kills = len(some), sum(each.kills for each in some)
        repeated, lost = sum(len(each.chats.repeated) for each in some), sum(len(each.chats.lost) for each in some)
        equal, whole = sum(not each.tables for each in some), sum(each.ledger_holds for each in some)
        figures = f"{tours:5}{kills:7}{repeated:12}{lost:6}{equal:7} of {tours:3}{whole:7} of {tours:3}"
        sys.stdout.write(f"{database:13}{figures}\n")
    faults = sum(len(judgement.faults) for judgement in judged.values())
    repeated = sum(len(judgement.chats.repeated) for judgement in judged.values())
    sys.stdout.write("all holds\n" if not faults and repeated <= MOST_REPEATED else f"{faults} faults\n")
    return 0 if not faults and repeated <= MOST_REPEATED else 1


if __name__ == "__main__":
    sys.exit(main())
