"""Keeping to a platform's pace: each receiver at his own, verdicts and replies ahead of the rest."""

import asyncio
from collections import deque
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from functools import partial
from time import monotonic

from jobs.sending import Pace

IN_FLIGHT = 32  # requests at once; more gain nothing against a platform's pace
KEPT = IN_FLIGHT // 4  # of them for verdicts and replies, which a flood of notices must not hold up
STEP_ASIDE = 0.01  # seconds between looks whether something urgent still waits
REMEMBERED = 2_000  # receivers, beyond which those at rest are forgotten


@dataclass(frozen=True)
class Steady:
    """A clock that never jumps, in seconds, and how to wait by it."""

    now: Callable[[], float] = monotonic
    nap: Callable[[float], Awaitable[None]] = asyncio.sleep


class Pacer:
    """Counts what was sent in the windows of a pace; moments are seconds of a steady clock."""

    def __init__(self, pace: Pace) -> None:
        self._windows = [(count, seconds, deque[float]()) for count, seconds in pace.limits]

    def wait(self, now: float) -> float:
        """How many seconds until one more may go; 0 for now."""
        longest = 0.0
        for count, seconds, sent in self._windows:
            while sent and sent[0] <= now - seconds:
                sent.popleft()
            if len(sent) >= count:
                longest = max(longest, sent[len(sent) - count] + seconds - now)
        return longest

    def sent(self, now: float) -> None:
        """One more went."""
        for _, _, moments in self._windows:
            moments.append(now)

    def rests(self, now: float) -> bool:
        """Whether nothing that went still counts."""
        self.wait(now)
        return all(not sent for _, _, sent in self._windows)


class Gate:
    """Lets a channel's requests through: so many at once, at the pace of each receiver and of all."""

    def __init__(self, per_receiver: Pace, overall: Pace, steady: Steady | None = None) -> None:
        self._steady = steady or Steady()
        self._per_receiver = per_receiver
        self._overall = Pacer(overall)
        self._receivers: dict[str, Pacer] = {}
        self._forget_at = REMEMBERED
        self._all = asyncio.Semaphore(IN_FLIGHT)
        self._rest = asyncio.Semaphore(IN_FLIGHT - KEPT)
        self._urgent_first, self._others_first = asyncio.Lock(), asyncio.Lock()
        self._halted_until = 0.0

    def remember(self, account: str, ago: float, requests: int) -> None:
        """Counts what went to a receiver so many seconds ago, before this gate was there; oldest first."""
        for _ in range(requests):
            self._receiver(account).sent(self._steady.now() - ago)

    def halt(self, seconds: float) -> None:
        """Nothing more goes for so long: the platform has had enough of us."""
        self._halted_until = max(self._halted_until, self._steady.now() + seconds)

    @property
    def halted(self) -> bool:
        """Whether nothing goes at the moment."""
        return self._halted_until > self._steady.now()

    @asynccontextmanager
    async def passage(self, account: str, *, urgent: bool) -> AsyncIterator[None]:
        """Enters when one more request may go to this receiver; it is under way until the block ends.

        Who waits for his own pace takes no place from others.
        """
        while True:
            receiver = self._receiver(account)
            await self._wait_for(receiver.wait)
            async with self._place(urgent=urgent):
                if await self._let_through(receiver, urgent=urgent):
                    yield
                    return

    @asynccontextmanager
    async def _place(self, *, urgent: bool) -> AsyncIterator[None]:
        if urgent:
            async with self._all:
                yield
        else:
            async with self._rest, self._all:
                yield

    async def _let_through(self, receiver: Pacer, *, urgent: bool) -> bool:
        """Waits for the pace of all; False where the receiver's own was used up meanwhile."""
        async with self._urgent_first if urgent else self._others_first:
            await self._wait_for(partial(self._wait, urgent=urgent))
            now = self._steady.now()
            if receiver.wait(now) > 0:
                return False
            receiver.sent(now)
            self._overall.sent(now)
            return True

    def _wait(self, now: float, *, urgent: bool) -> float:
        wait = max(self._overall.wait(now), self._halted_until - now)
        return wait if urgent or not self._urgent_first.locked() else max(wait, STEP_ASIDE)

    def _receiver(self, account: str) -> Pacer:
        if account not in self._receivers and len(self._receivers) >= self._forget_at:
            now = self._steady.now()
            self._receivers = {name: pacer for name, pacer in self._receivers.items() if not pacer.rests(now)}
            self._forget_at = max(REMEMBERED, 2 * len(self._receivers))
        return self._receivers.setdefault(account, Pacer(self._per_receiver))

    async def _wait_for(self, pace: Callable[[float], float]) -> None:
        wait = pace(self._steady.now())
        while wait > 0:
            await self._steady.nap(wait)
            wait = pace(self._steady.now())
