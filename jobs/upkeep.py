"""Upkeep: binds the ledger's new entries each second, throws expired drafts away."""

import time
from collections.abc import Callable
from datetime import datetime
from functools import partial

from sqlalchemy.orm import Session

from models import drafts, leases, ledger
from models.database import Database

AT_ONCE = 200  # entries bound in one transaction, which must stay short
LEASE = 15.0  # seconds one process is the holder of the chain


class Upkeep:
    """What one process of all does each second."""

    def __init__(self, database: Database, owner: str, now: Callable[[], datetime]) -> None:
        self._database = database
        self._owner = owner
        self._now = now

    async def tick(self) -> None:
        """Binds what waits, if this process holds the chain."""
        if await self._database.run(self._hold):
            while await self._database.run(partial(ledger.chain, limit=AT_ONCE)) == AT_ONCE:
                pass
            await self._database.run(lambda session: drafts.expire(session, self._now()))

    def _hold(self, session: Session) -> bool:
        return leases.take(session, "ledger", self._owner, time.time(), LEASE)
