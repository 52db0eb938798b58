"""Waiting until nothing is under way, and moving business time from due moment to due moment."""

import asyncio
import time
from collections.abc import Callable
from datetime import datetime, timedelta

from sandbox.fuma import Fuma, FumaSilent, FumaTime, patiently

PAUSE = 0.05
MAX_STEPS = 20_000


class NotSettled(Exception):
    """Something was still under way when the time was up."""


class Settling:
    """Knows when the sandbox and Fuma rest; `pending` counts what is not delivered yet."""

    def __init__(self, fuma: Fuma, pending: Callable[[], int]) -> None:
        self._fuma = fuma
        self._pending = pending
        self._moving = asyncio.Lock()

    async def settle(self, patience: float) -> float:
        """Waits until all is delivered and Fuma is idle twice in a row; seconds taken. Raises NotSettled."""
        start = time.monotonic()
        rests = 0
        while rests < 2:
            rests = rests + 1 if await self._rests() else 0
            if rests < 2:
                if time.monotonic() - start > patience:
                    raise NotSettled(f"after {patience} s: {self._pending()} undelivered")
                await asyncio.sleep(PAUSE)
        return time.monotonic() - start

    async def advance(self, by: timedelta, patience: float) -> datetime:
        """Moves business time by that much; the new time. Raises NotSettled and FumaUnreachable."""
        async with self._moving:
            told = await self._time(patience)
            return await self._walk(told.now + by, patience)

    async def move_to(self, target: datetime, patience: float) -> datetime:
        """Moves business time to that moment; the new time. Raises NotSettled and FumaUnreachable."""
        async with self._moving:
            return await self._walk(target, patience)

    async def _walk(self, target: datetime, patience: float) -> datetime:
        reached = None
        for _ in range(MAX_STEPS):
            told = await self._time(patience)
            if told.next_due is None or told.next_due > target:
                if reached != target:  # else it is there, and what was due right then has taken a moment
                    await self._set_time(target, patience)
                await self.settle(patience)
                return (await self._time(patience)).now
            if told.next_due > told.now:
                await self._set_time(told.next_due, patience)
            await self.settle(patience)
            await self._pass(told.next_due, patience)
            reached = told.next_due
        raise NotSettled(f"more than {MAX_STEPS} due moments before {target.isoformat()}")

    async def _pass(self, due: datetime, patience: float) -> None:
        """Waits until Fuma no longer names that moment as the next one due."""
        start = time.monotonic()
        while (await self._time(patience)).next_due == due:
            if time.monotonic() - start > patience:
                raise NotSettled(f"what is due at {due.isoformat()} is not done")
            await asyncio.sleep(PAUSE)

    async def _time(self, patience: float) -> FumaTime:
        return await patiently(self._fuma.time, patience)

    async def _set_time(self, now: datetime, patience: float) -> None:
        """Moves business time, unless a Fuma that was killed before it answered had moved it already."""
        until = time.monotonic() + patience
        while True:
            try:
                await self._fuma.set_time(now)
            except FumaSilent:
                if (await self._time(patience)).now < now and time.monotonic() < until:
                    continue
            return

    async def _rests(self) -> bool:
        return self._pending() == 0 and await self._fuma.idle() and self._pending() == 0
