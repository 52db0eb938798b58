"""Whether the service can do its work: asked by many, found out once a second."""

import asyncio
import time
from collections.abc import Awaitable, Callable

import structlog
from sqlalchemy.orm import Session

from bot.clock import BusinessClock
from models.ground import offset, outages
from models.ground.database import FAULTS, Database
from models.versions import NEWEST, version

log = structlog.get_logger(__name__)

EVERY = 1.0  # seconds for which an answer is good
PATIENCE = 3.0  # seconds until a database that says nothing counts as gone


class Readiness:
    """What keeps the service from being ready. It writes, as a database that can still be read may keep nothing any
    more (a full disk, a standby): the heartbeat, which says that Fuma is there.
    """

    def __init__(self, database: Database, clock: BusinessClock, passing: Callable[[], float] = time.monotonic) -> None:
        self._database = database
        self._clock = clock
        self._passing = passing
        self._looking: asyncio.Future[dict[str, str]] | None = None
        self._until = 0.0

    async def faults(self) -> dict[str, str]:
        """By what is concerned; empty where all is well. Whoever asks while somebody does gets the same answer."""
        if self._looking is None or (self._looking.done() and self._passing() >= self._until):
            self._looking = asyncio.ensure_future(self._look())
            self._looking.add_done_callback(self._looked)
        return await asyncio.shield(self._looking)

    def _looked(self, _looking: Awaitable[object]) -> None:
        self._until = self._passing() + EVERY

    async def _look(self) -> dict[str, str]:
        try:
            async with asyncio.timeout(PATIENCE):
                return await self._database.run(self._probe)
        except FAULTS as fault:
            log.exception("database.failing")
            return {"database": type(fault).__name__}

    def _probe(self, session: Session) -> dict[str, str]:
        found = version(session)
        if found != NEWEST:
            return {"schema": f"{found or 'empty'}, not {NEWEST}"}
        if offset.find(session) != self._clock.offset:
            return {"clock": "moved by somebody else"}
        outages.beat(session, self._clock.now(), self._clock.wall())
        return {}
