"""Kills Fuma at random moments of a tour. The moments come from a seed, so that anybody can repeat them."""

import random
import time
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import httpx

from bot.demo.stage import DemoStage

LONGEST = 0.7  # seconds after a step began; most steps take a third of a second
STARTING = 0.8  # seconds in which the second kill of a pair comes, once what the first left on its way has landed
PAIRS = 0.15  # of the moments: killed once more while it starts
LANDING = 0.3  # seconds in which what had left Fuma before it was killed arrives; starting takes it longer


@dataclass(frozen=True, kw_only=True)
class Kill:
    """So many seconds after a step began (the first is 1); `again`, in a pair, is as long after the restart."""

    step: int
    after: float
    again: float | None = None

    def __str__(self) -> str:
        second = "" if self.again is None else f" and {self.again:.3f} s"
        return f"step {self.step} + {self.after:.3f} s{second}"


@dataclass(frozen=True, kw_only=True)
class Killed:
    """A kill that was done: the business time, and the newest bubble that stood on any phone."""

    at: datetime
    newest: int


def plan(seed: int, steps: int, kills: int, *, pairs: bool = True, first: int = 1) -> list[Kill]:
    """So many kills at different steps from the `first` on, in the order of the story."""
    chance = random.Random(seed)
    planned: list[Kill] = []
    left = kills
    for step in chance.sample(range(first, steps + 1), min(kills, steps + 1 - first)):
        if left <= 0:
            break
        after, is_pair = chance.uniform(0, LONGEST), chance.random() < PAIRS
        again = chance.uniform(0, STARTING) if is_pair and pairs and left > 1 else None
        planned.append(Kill(step=step, after=after, again=again))
        left -= 1 if again is None else 2
    return sorted(planned, key=lambda kill: kill.step)


class Killer:
    """Does what was planned, in a thread of its own beside the tour; a kill strikes even where the next step runs."""

    def __init__(self, stage: DemoStage, planned: list[Kill], people: list[str]) -> None:
        self.done: list[Killed] = []
        self._stage = stage
        self._planned = {kill.step: kill for kill in planned}
        self._people = people
        self._thread = ThreadPoolExecutor(1, "killer")
        self._under_way: Future[None] | None = None

    def step_begins(self, number: int) -> None:
        """Lets the kill of this step come; raises what went wrong with the one before."""
        kill = self._planned.get(number)
        if kill is not None:
            self.finish()
            self._under_way = self._thread.submit(self._kill, kill)

    def finish(self) -> None:
        """Waits until the last kill is done and Fuma answers; raises what went wrong with it."""
        if self._under_way is not None:
            self._under_way.result()
            self._under_way = None

    def close(self) -> None:
        """Waits until the thread is idle, so that it starts nothing behind the stage's back."""
        self._thread.shutdown()

    def _kill(self, kill: Kill) -> None:
        time.sleep(kill.after)
        business = datetime.fromisoformat(self._ask("/sandbox/clock")["now"])
        begun = time.monotonic()
        self._strike(business)
        if kill.again is not None:
            time.sleep(kill.again)
            self._strike(business + timedelta(seconds=time.monotonic() - begun))
        self._stage.wait_for_fuma()

    def _strike(self, business: datetime) -> None:
        self._stage.kill_fuma()
        time.sleep(LANDING)
        self.done.append(Killed(at=business, newest=self._newest()))

    def _newest(self) -> int:
        chats = (self._ask(f"/sandbox/people/{person}/chat") for person in self._people)
        return max((bubble["id"] for chat in chats for bubble in chat), default=0)

    def _ask(self, path: str) -> Any:
        return httpx.get(self._stage.sandbox + path, timeout=60, trust_env=False).raise_for_status().json()
