"""Whether a platform is there: asked before anything is said to it a second time."""

import asyncio

import structlog

from jobs.backoff import Backoff
from jobs.pace import Steady
from jobs.sending import Sender

log = structlog.get_logger(__name__)

PAUSES = Backoff(1.0, 2, 30.0)  # after a call that wasn't answered


class Pulse:
    """Feels for a platform with its cheapest call, one at a time for all who wait.

    A message that may have arrived is repeated only while the platform answers: an outage then costs no attempt
    however long it lasts, and nobody gets a message once for each minute of it.
    """

    def __init__(self, sender: Sender, steady: Steady | None = None) -> None:
        self._sender = sender
        self._steady = steady or Steady()
        self._one = asyncio.Lock()
        self._answered = 0

    async def felt(self) -> None:
        """Returns once the platform has answered."""
        before = self._answered
        async with self._one:
            failures = 0
            while self._answered == before and not await self._answers():
                await self._steady.nap(PAUSES.after(failures))
                failures += 1
            self._answered = before + 1

    async def _answers(self) -> bool:
        try:
            return await self._sender.answers()
        except Exception:
            log.exception("outbox.pulse")  # where our database keeps a token, it may be the one that is away
            return False
