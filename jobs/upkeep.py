"""Upkeep: binds the ledger's new entries each second, throws expired drafts away."""

from collections.abc import Callable
from datetime import datetime
from functools import partial

import structlog

from jobs.holding import Tenure
from models.ground import ledger
from models.ground.database import Database
from models.ground.tenures import TenureEnded
from models.post import drafts

log = structlog.get_logger(__name__)

AT_ONCE = 200  # entries bound in one transaction, which must stay short


class Upkeep:
    """What one process of all does each second."""

    def __init__(self, database: Database, tenure: Tenure, now: Callable[[], datetime]) -> None:
        self._database = database
        self._tenure = tenure
        self._now = now

    async def tick(self) -> None:
        """Binds what waits, if this process holds the chain."""
        if self._tenure.number is None:
            return
        bound = partial(ledger.chain, tenure=self._tenure.number, limit=AT_ONCE)
        try:
            while await self._database.run(bound) == AT_ONCE:
                pass
        except TenureEnded:
            log.warning("upkeep.tenure_ended")  # somebody else binds them
            return
        await self._database.run(lambda session: drafts.expire(session, self._now()))
