"""Ends rights: each second whoever has lost one, by whatever program, is dealt with, each in a transaction of his own.

Every process may look: the notes about a person are taken by whoever holds him, and are then gone.
"""

import asyncio
import time
from collections.abc import Callable
from datetime import datetime
from functools import partial

import structlog
from sqlalchemy.orm import Session

from handlers.operation.rights_ended import end_rights
from handlers.turn import Step
from jobs.deadlines import PAUSES, Post
from models.ground.database import Database
from models.post.outbox_table import Row
from models.register import lost_rights, snapshots
from models.register.rules import Rules

log = structlog.get_logger(__name__)

AT_ONCE = 100  # people looked up together


class NotEnded(Exception):
    """A right could not be ended; what was done about it is rolled back."""


class Rights:
    """What the ordinary end of a right is done by."""

    def __init__(
        self,
        database: Database,
        post: Post,
        rules: Rules,
        now: Callable[[], datetime],
        wall: Callable[[], float] = time.time,
    ) -> None:
        self._database = database
        self._post = post
        self._rules = rules
        self._now = now
        self._wall = wall

    async def tick(self) -> None:
        """Deals with everybody about whom something is noted."""
        found = await self._waiting()
        while found:
            for person, failures in found:
                await self._end(person, failures)
            found = await self._waiting() if len(found) == AT_ONCE else []

    async def _waiting(self) -> list[tuple[int, int]]:
        return await self._database.read(lambda session: lost_rights.waiting(session, self._wall(), AT_ONCE))

    async def _end(self, person: int, failures: int) -> None:
        try:
            rows = await self._database.run(partial(self._turn, person))
        except NotEnded:
            log.exception("right.not_ended", person=person)
            until = self._wall() + PAUSES.after(failures)
            await self._database.run(lambda session: lost_rights.step_aside(session, person, until))
            return
        self._post.hand_over(rows)

    def _turn(self, person: int, session: Session) -> list[Row]:
        calendar = snapshots.calendar(session, self._rules.office_hours)
        step = Step(session=session, now=self._now(), rules=self._rules, calendar=calendar)
        try:
            end_rights(step, person)
            rows = self._post.post(session, step.said, step.now, None)
            session.flush()
        except (asyncio.CancelledError, KeyboardInterrupt, SystemExit):
            raise
        except Exception as fault:
            raise NotEnded from fault
        return rows
