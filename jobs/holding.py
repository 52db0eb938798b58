"""Holding roles: what one of several processes alone does (deliver a channel, sweep, chain), it does in a tenure.

One task a process asks for every role it could have, twice a second, and proves each time that it still has what it
has. Where the connection on which that stands fails, it has nothing from that moment on.
"""

import asyncio
import time
from collections.abc import Awaitable, Callable
from functools import partial

import structlog

from models.ground import tenures
from models.ground.database import Database
from models.ground.locks import FAULTS, Pooled, locks_on

log = structlog.get_logger(__name__)

EVERY = 0.5  # seconds between looks; a killed process' role has a new holder within twice that


class Tenure:
    """A role as this process may have it: `number` is that of its tenure, None while it has none."""

    def __init__(self, role: str, holding: "HeldRoles | None" = None) -> None:
        self.role = role
        self.number: int | None = None
        self._holding = holding

    async def give_back(self) -> None:
        """Lets somebody else have the role at once; it isn't asked for again."""
        if self._holding is not None:
            await self._holding.give_back(self)
        self.number = None


class HeldRoles:
    """The roles of this process. `name` tells an operator which process it is."""

    def __init__(self, database: Database, name: str, wall: Callable[[], float] = time.time) -> None:
        self._database = database
        self._name = name
        self._wall = wall
        self._wanted: list[Tenure] = []
        self._locks = locks_on(database, self._lost)
        self._pooled = False
        self._one = asyncio.Lock()  # there is one connection, which does one thing at a time

    def role(self, role: str) -> Tenure:
        """A role that this process could have, once it is wanted."""
        return Tenure(role, self)

    def want(self, *roles: Tenure) -> None:
        """Asks for roles from now on."""
        self._wanted += roles

    async def run(self) -> None:
        """Asks and proves until cancelled, and gives everything back then."""
        try:
            while True:
                await self.look()
                await asyncio.sleep(EVERY)
        finally:
            await self.close()

    async def look(self) -> None:
        """Proves what is held and takes what is free; a database that fails is asked again the next time, one that
        keeps no session for us never.
        """
        async with self._one:
            if not self._pooled:
                await self._guarded(self._prove_and_take)

    async def give_back(self, tenure: Tenure) -> None:
        """Lets somebody else have a role at once; it isn't asked for again."""
        if tenure in self._wanted:
            self._wanted.remove(tenure)
        number, tenure.number = tenure.number, None
        async with self._one:
            if number is not None:
                await self._guarded(partial(self._free, tenure.role, number))

    async def close(self) -> None:
        """Gives every role back."""
        for tenure in [*self._wanted]:
            await self.give_back(tenure)
        async with self._one:
            await self._drop()

    async def _guarded(self, work: Callable[[], Awaitable[None]]) -> None:
        """Where the database fails, nothing is held any more."""
        try:
            await work()
        except Pooled:
            self._pooled = True
            log.exception("tenures.pooled", what_to_do="give FUMA_DATABASE_URL the server itself, or pool sessions")
            await self._drop()
        except FAULTS:
            log.warning("tenures.database", exc_info=True)
            await self._drop()

    async def _prove_and_take(self) -> None:
        if not await self._locks.prove([tenure.role for tenure in self._wanted if tenure.number is not None]):
            await self._drop()
        for tenure in [*self._wanted]:
            if tenure.number is None and tenure in self._wanted:
                await self._take(tenure)

    async def _free(self, role: str, number: int) -> None:
        await self._database.run(partial(tenures.end, role=role, number=number))
        await self._locks.free(role)

    async def _take(self, tenure: Tenure) -> None:
        begin = partial(tenures.begin, role=tenure.role, holder=self._name, now=self._wall())
        number = await self._locks.take(tenure.role, begin)
        if number is not None and tenure not in self._wanted:  # given back meanwhile
            await self._free(tenure.role, number)
        elif number is not None:
            log.info("tenures.begun", role=tenure.role, number=number)
            tenure.number = number

    async def _drop(self) -> None:
        """Nothing is held any more; what the connection still had ends with it."""
        self._lost()
        await self._locks.close()

    def _lost(self) -> None:
        for tenure in self._wanted:
            if tenure.number is not None:
                log.warning("tenures.ended", role=tenure.role, number=tenure.number)
            tenure.number = None
