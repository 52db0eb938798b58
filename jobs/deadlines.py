"""Passes deadlines: each second whatever clock has something to do does it, one after the other in the order of time.

A clock acts as of its due moment, however late the sweep, so that what follows from it may be up as well and comes
right behind. One process at a time sweeps; should two, each step is still a compare-and-set.
"""

import asyncio
import time
from collections.abc import Callable
from datetime import datetime
from functools import partial
from typing import Protocol

import structlog
from sqlalchemy.orm import Session

from handlers.clockwork import act, begin_digests, parties
from handlers.turn import Step
from handlers.visits.door import not_heard, reached
from jobs.backoff import Backoff
from jobs.holding import Tenure
from models.ground import outages, tenures
from models.ground.database import Database
from models.ground.messages import Change, Incoming, Message
from models.ground.subjects import read_about
from models.post import chats, inbox
from models.post.outbox_table import Row
from models.register import snapshots
from models.register.rules import Rules
from models.time import clocks
from models.time.clocks import Clock
from models.visits.visits import Visit, load

log = structlog.get_logger(__name__)

LONGEST = 5.0  # seconds of a sweep between two proofs that this process is still the one that sweeps
PATIENCE = 1.0  # seconds until a clock is looked at again that waits for an earlier event of a party
PAUSES = Backoff(5.0, 12, 600.0)  # before a clock that failed is tried again; the last one from then on
QUESTION = "reply"  # what the question to the enterprise shows of its visit


class Post(Protocol):
    """Puts what is to be said into the outbox, and hands it over after the commit."""

    def post(
        self, session: Session, said: list[Message | Change], now: datetime, incoming: Incoming | None
    ) -> list[Row]:
        """Puts everything down; gives the rows to be handed over."""
        ...

    def hand_over(self, rows: list[Row]) -> None:
        """After the commit."""
        ...


class ClockFailed(Exception):
    """A clock could not act; what it did is rolled back."""

    def __init__(self, clock: Clock) -> None:
        super().__init__(clock.id)
        self.clock = clock


class Deadlines:
    """The sweep over the running clocks."""

    def __init__(
        self,
        database: Database,
        post: Post,
        rules: Rules,
        tenure: Tenure,
        now: Callable[[], datetime],
        wall: Callable[[], float] = time.time,
    ) -> None:
        self._database = database
        self._post = post
        self._rules = rules
        self.tenure = tenure
        self._now = now
        self.wall = wall

    async def begin(self) -> None:
        """Starts the clocks that always run, where they don't yet."""
        await self._database.run(lambda session: begin_digests(self._step(session)))

    async def tick(self) -> None:
        """Lets every clock act that is due, and whatever falls due by that, while this process is the one that sweeps:
        after a long sleep that can take minutes.
        """
        more = True
        while more and await self._database.run(self._hold):
            again = self.wall() + LONGEST
            while more and self.tenure.number is not None and self.wall() < again:
                more = await self._next()

    def heard(self, session: Session, row: Row) -> None:
        """A platform took a message: the question to an enterprise starts its clock, from now on silence counts."""
        visit = _asked_by(session, row)
        if visit is not None:
            reached(self._step(session), visit)

    def lost(self, session: Session, row: Row) -> None:
        """A message will never arrive: where no question to the enterprise did, the official is told by a clock."""
        visit = _asked_by(session, row)
        if visit is not None and not chats.under_way(session, row.about or ""):
            not_heard(self._step(session), visit)

    def _hold(self, session: Session) -> bool:
        mine = tenures.is_held(session, tenures.CLOCKS, self.tenure.number)
        if mine:
            clocks.prove(session)
            outages.beat(session, self._now(), self.wall())
        return mine

    async def _next(self) -> bool:
        try:
            rows = await self._database.run(self._act)
        except ClockFailed as failure:
            log.exception("clock.failed", clock=failure.clock.id, kind=failure.clock.kind.value)
            await self._database.run(partial(self._aside, failure.clock))
            return True
        self._post.hand_over(rows or [])
        return rows is not None

    def _act(self, session: Session) -> list[Row] | None:
        """The oldest clock that is due, else one whose year has been announced; None where there is neither."""
        step = self._step(session)
        clock = next(iter(clocks.due(session, step.now, self.wall(), 1)), None) or self._announced(session, step)
        if clock is None:
            return None
        if clock.next_at < clock.due_at <= step.now:  # its reminders were slept through; it passes when its turn comes
            clocks.reminded(session, clock, step.now)
            return []
        try:
            if inbox.waits(session, partial(parties, step, clock), before=clock.due_at):
                clocks.step_aside(session, clock, self.wall() + PATIENCE, failed=False)
                return []
            act(step, clock)
            rows = self._post.post(session, step.said, step.now, None)
            session.flush()
        except (asyncio.CancelledError, KeyboardInterrupt, SystemExit):
            raise
        except Exception as fault:
            raise ClockFailed(clock) from fault
        return rows

    def _announced(self, session: Session, step: Step) -> Clock | None:
        """A clock that can be counted again: no clock reaches farther than into the next year."""
        years = (year for year in (step.today.year, step.today.year + 1) if step.calendar.is_announced(year))
        found = (clock for year in years for clock in clocks.awaiting(session, year, self.wall(), 1))
        return next(found, None)

    def _aside(self, clock: Clock, session: Session) -> None:
        clocks.step_aside(session, clock, self.wall() + PAUSES.after(clock.failures), failed=True)

    def _step(self, session: Session) -> Step:
        calendar = snapshots.calendar(session, self._rules.office_hours)
        return Step(session=session, now=self._now(), rules=self._rules, calendar=calendar)


def _asked_by(session: Session, row: Row) -> Visit | None:
    """The visit, held, whose question to the enterprise a row is."""
    subject, what = read_about(row.about or "")
    if row.of is not None or subject is None or (subject.kind, what) != (Visit.KIND.name, QUESTION):
        return None
    return load(session, subject.number, hold=True)
