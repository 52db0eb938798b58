"""Plays one tour while Fuma is killed, and leaves what is to be compared: `python -m tests.kills.playing --help`."""

import argparse
import json
import subprocess
import sys
import time
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import httpx

from bot.demo.stage import stage
from bot.demo.tour import CHATS, StepMissing, Tour, read_story
from bot.opening import CannotStart
from tests.kills.killing import Killed, Killer, plan

REPORT = "kills.json"
CHAINED = "; 0 wait to be chained"
CHAINING = 60  # seconds
STOPS = (StepMissing, CannotStart, httpx.HTTPError)  # a step that didn't happen, a program that didn't start or answer
WECOM_RETRIES = 10  # WeCom's own three take 7 s, in which a crowded machine may not have started Fuma again


@dataclass(frozen=True, kw_only=True)
class Played:
    """What a tour left: each step's bubbles, the kills, the step that didn't happen, callbacks WeCom gave up, and what
    `fuma verify` said, "" where it found the ledger broken.
    """

    chats: list[list[tuple[str, dict[str, Any]]]]
    kills: list[Killed]
    stopped: str = ""
    given_up: int = 0
    verified: str = ""


def read_played(out: Path) -> Played:
    """What `play` left in a folder, or the undisturbed tour of the command line."""
    chats = json.loads((out / CHATS).read_text(encoding="utf-8"))
    if not (out / REPORT).exists():
        return Played(chats=chats, kills=[])
    told = json.loads((out / REPORT).read_text(encoding="utf-8"))
    kills = [Killed(at=datetime.fromisoformat(kill["at"]), newest=kill["newest"]) for kill in told["kills"]]
    return Played(chats=chats, kills=kills, **{name: told[name] for name in ("stopped", "given_up", "verified")})


def database_of(out: Path, given: str = "") -> str:
    """The address of the database of a tour that was played into a folder."""
    return given or f"sqlite+aiosqlite:///{(out / 'stage').resolve()}/fuma.db"


def until_the_end_of(chapter: int, story: list[dict[str, Any]]) -> tuple[int, list[dict[str, Any]]]:
    """The steps up to the end of a chapter, and which of them is its first; all of them, from the first on, for 0."""
    begins = {step["chapter"]: number for number, step in enumerate(story, start=1) if "chapter" in step}
    if not chapter:
        return 1, story
    return begins[chapter], story[: begins.get(chapter + 1, len(story) + 1) - 1]


def play(out: Path, *, database: str, seed: int, kills: int, pairs: bool, chapter: int = 0) -> bool:
    """Plays the story, or its chapters up to one, with so many kills in it; whether every step happened."""
    first, story = until_the_end_of(chapter, read_story())
    planned = plan(seed, len(story), kills, pairs=pairs, first=first)
    sys.stdout.write(f"seed {seed}: " + "; ".join(map(str, planned)) + "\n")
    out.mkdir(parents=True, exist_ok=True)
    with stage(out / "stage", database=database, wecom_retries=WECOM_RETRIES) as set_up:
        tour = Tour(set_up.sandbox, out, "zh-CN")
        killer = Killer(set_up, planned, list(tour.people))
        given_up, stopped, verified = 0, "", ""
        try:
            given_up = _walk(tour, story, killer)
            verified = _verified(set_up.environment)
        except STOPS as missing:
            stopped = str(missing)
            sys.stdout.write(f"\nthe tour stops: {stopped}\n")
        finally:
            killer.close()
    (out / CHATS).write_text(json.dumps(tour.chats, ensure_ascii=False), encoding="utf-8")
    report = {
        "kills": [{"at": kill.at.isoformat(), "newest": kill.newest} for kill in killer.done],
        "stopped": stopped,
        "given_up": given_up,
        "verified": verified,
    }
    (out / REPORT).write_text(json.dumps(report), encoding="utf-8")
    return not stopped


def _walk(tour: Tour, story: list[dict[str, Any]], killer: Killer) -> int:
    """Plays all steps; how many callbacks WeCom gave up. Raises StepMissing."""
    for number, step in enumerate(story, start=1):
        killer.step_begins(number)
        tour.play(step)
    killer.finish()
    given_up = int(tour.settle()["lost"])
    tour.look()  # after the last kill nothing more may have been said
    return given_up


def _verified(environment: dict[str, str]) -> str:
    """What `fuma verify` says; after a kill the next holder of the chain may not have begun yet."""
    said, until = "", time.monotonic() + CHAINING
    while not said.endswith(CHAINED) and time.monotonic() < until:
        command = [sys.executable, "-m", "bot", "verify"]
        finished = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
        if finished.returncode:
            return ""
        said = finished.stdout.strip()
    return said


def main() -> int:
    """One killed tour as a program of its own."""
    parser = argparse.ArgumentParser(description="One tour in which Fuma is killed.")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--database", default="", help="an empty database; a fresh SQLite file if not given")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--kills", type=int, default=10)
    parser.add_argument("--no-pairs", action="store_true", help="never kill a Fuma that is still starting")
    parser.add_argument("--chapter", type=int, default=0, help="play up to the end of this one, and kill only in it")
    told = parser.parse_args()
    done = play(
        told.out,
        database=told.database,
        seed=told.seed,
        kills=told.kills,
        pairs=not told.no_pairs,
        chapter=told.chapter,
    )
    return 0 if done else 1


if __name__ == "__main__":
    sys.exit(main())
