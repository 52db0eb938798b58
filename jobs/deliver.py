"""Delivers a channel's outbox: in order per receiver and class, at the platform's pace, each row until it ends.

The active sender of a channel has its tenure and alone keeps pace. Rows just committed are handed over in memory;
whatever else is open (after a restart, or put off) is claimed from the table. A row is held by the tenure of its
sender, not for a time: however slow a machine is, nobody takes it out of the memory of who delivers it. A result
that wasn't recorded before a crash is sent again: at least once.
"""

import asyncio
import time
from bisect import insort
from collections import deque
from collections.abc import Awaitable, Callable
from dataclasses import replace
from functools import partial
from typing import Any

import structlog
from sqlalchemy.orm import Session

from jobs.holding import Tenure
from jobs.memory import URGENT, Memory, Queue, queue_of
from jobs.pace import IN_FLIGHT, Gate, Steady
from jobs.pulse import Pulse
from jobs.recording import NOT_COMPOSED, Heard, Record, record_of, write
from jobs.requests import Preparer, Requests
from jobs.sending import Again, Call, Gone, Outcome, Sender, Sent
from jobs.standing import Standing
from models.ground.database import Database
from models.ground.messages import Class
from models.ground.tenures import SENDER
from models.post import outbox
from models.post.outbox import Claimed
from models.post.outbox_table import Row

log = structlog.get_logger(__name__)

NOTICE = 0.1  # seconds between looks whether the channel's tenure has begun or ended
ENDING = 15.0  # seconds in which, at the end, what is under way may arrive
ON_ITS_WAY = 10.0  # seconds in which a row put down for this courier must have been handed over
FLUSH = 0.02  # seconds results are gathered before they are recorded together
BATCH = 16  # rows claimed at once
SLICE = 100  # rows recorded in one transaction, which must stay short
LOOK = 0.25  # seconds between looks for rows nobody handed over
ENOUGH = 5 * IN_FLIGHT  # rows of a class in memory, beyond which no more are looked for
ENDED = "the tenure ended"  # why a row that was begun goes on elsewhere
NOT_COMPOSED_PAUSE = 5.0  # seconds
BROKEN_PAUSE = 1.0  # seconds before a database that failed is tried again
RIGHT_ENDED = "right ended"  # why a row didn't go: its reader may not see any more what it shows


class Courier:
    """One channel's delivery in this process."""

    def __init__(
        self,
        database: Database,
        sender: Sender,
        preparer: Preparer,
        tenure: Tenure | None = None,
        wall: Callable[[], float] = time.time,
        heard: Heard | None = None,
        lost: Heard | None = None,
        steady: Steady | None = None,
    ) -> None:
        self.tenure = tenure or Tenure(SENDER + sender.channel.value)
        self._number: int | None = None  # of the tenure this courier has begun to deliver in
        self._ending = False
        self._database = database
        self.sender = sender
        self._requests = Requests(database, sender, preparer)
        self._wall = wall
        self._heard = heard
        self._lost = lost
        self._steady = steady
        self._gate = Gate(sender.per_receiver, sender.overall, steady)
        self._pulse = Pulse(sender, steady)
        self._standing = Standing(database)
        self._group: asyncio.TaskGroup | None = None
        self._working: set[asyncio.Task[None]] = set()  # each sends one queue's rows
        self._in_flight: set[asyncio.Task[Any] | None] = set()  # those of them that wait for the platform's answer
        self._queues: dict[Queue, deque[Row]] = {}  # rows in memory still to be sent, oldest first
        self._claiming: str | None = None  # the class being claimed
        self._arrived: list[Row] = []  # handed over meanwhile: what is claimed may be older
        self._memory = Memory()
        self._records: list[Record] = []
        self._missed: set[int] = set()  # rows that should have been handed over, as the last look found them
        self._table = asyncio.Lock()  # rows are recorded or claimed, never both at once

    @property
    def channel(self) -> str:
        """The channel's name."""
        return self.sender.channel.value

    @property
    def active(self) -> bool:
        """Whether this is the courier that delivers its channel; not from the moment on in which its tenure ended."""
        return self._number is not None and self._number == self.tenure.number and not self._ending

    @property
    def busy(self) -> bool:
        """Whether anything is in memory that isn't recorded yet."""
        return bool(self._memory or self._records or self._arrived)

    def lease(self, urgency: str) -> int | None:
        """The tenure a row is put down with that is to be handed over; None where it has to wait in the table, or
        others deliver this channel.
        """
        return self._number if self.active and self._memory.has_room(urgency) else None

    async def run(self) -> None:
        """Delivers until cancelled; what a database or a platform does never ends it. Then takes no more rows, lets
        what is under way arrive, records it, and gives the channel back.
        """
        delivering = asyncio.create_task(self._deliver_for_ever())
        try:
            await asyncio.shield(delivering)
        except asyncio.CancelledError:
            self._ending = True
            await self._let_arrive()
            delivering.cancel()
            await asyncio.wait([delivering])
            raise
        finally:
            delivering.cancel()
            await self._put_down()

    async def _deliver_for_ever(self) -> None:
        try:
            async with asyncio.TaskGroup() as self._group:
                self._group.create_task(_for_ever(self._keep_active, NOTICE))
                self._group.create_task(_for_ever(self._look, LOOK))
                self._group.create_task(_for_ever(self._record, FLUSH))
                self._group.create_task(_for_ever(self._find_missed, ON_ITS_WAY))
        finally:
            self._group = None

    async def _let_arrive(self) -> None:
        """Whoever only waits for his turn stops; who waits for the platform's answer may have it."""
        for task in self._working - self._in_flight:
            task.cancel()
        if self._working:
            await asyncio.wait(self._working, timeout=ENDING)

    def hand_over(self, rows: list[Row]) -> None:
        """Takes rows that were put down with this courier's tenure; what has to wait goes back to the table."""
        for row in rows:
            if row.id in self._memory or not self.active or row.tenure != self._number:
                continue
            if row.urgency == self._claiming:
                self._arrived.append(row)
            elif queue_of(row) in self._memory.put_off or not self._memory.has_room(row.urgency):
                self._memory.send_back(row)
            else:
                self._take(row)

    def _take(self, row: Row) -> None:
        if row.id in self._memory:  # under way since an earlier tenure of ours
            self._memory.hold(replace(self._memory[row.id], tenure=row.tenure))
            return
        if self._group is None or self._ending:
            return
        self._memory.hold(row)
        queue = queue_of(row)
        if queue in self._queues:
            insort(self._queues[queue], row, key=lambda each: each.id)
        else:
            self._queues[queue] = deque([row])
            task = self._group.create_task(self._work(queue))
            self._working.add(task)
            task.add_done_callback(self._working.discard)

    async def _keep_active(self) -> bool:
        """Begins to deliver in each new tenure, with nothing left to be recorded of the last one."""
        number = self.tenure.number
        if number is not None and number != self._number and not self._ending:
            while await self._record():
                pass
            self._gate = await self._gate_as_it_stands()
            self._number = number
        return False

    async def _gate_as_it_stands(self) -> Gate:
        """What was sent before, here or by others, still counts for the platform: WeCom drops what is too much."""
        gate = Gate(self.sender.per_receiver, self.sender.overall, self._steady)
        now = self._wall()
        since = now - self.sender.per_receiver.longest
        for account, at, requests in await self._database.run(
            lambda session: outbox.sent_since(session, self.channel, since)
        ):
            gate.remember(account, max(0.0, now - at), requests)
        return gate

    async def _look(self) -> bool:
        """Claims what is due, a class after the other, so that nothing urgent waits behind a flood."""
        if not self.active or self._gate.halted:
            return False
        found = [await self._claim(each.value) for each in Class if self._memory.number(each.value) < ENOUGH]
        return any(found)

    async def _claim(self, urgency: str) -> bool:
        tenure, found = self._number, list[Claimed]()
        if tenure is None:
            return False
        async with self._table:
            self._claiming = urgency
            try:
                found = await self._database.run(partial(self._claim_from_table, urgency, tenure))
            finally:
                self._claiming = None
                for claimed in found if tenure == self._number and self.active else ():
                    self._go_on(claimed)
                arrived, self._arrived = self._arrived, []
                self.hand_over(arrived)
        return bool(found)

    def _claim_from_table(self, urgency: str, tenure: int, session: Session) -> list[Claimed]:
        start = self._memory.looked.get(urgency, 0)
        found = outbox.claim(session, self.channel, urgency, tenure, self._wall(), BATCH, start)
        self._memory.looked[urgency] = start if found else outbox.beyond(session, self.channel, urgency, start)
        return found

    def _go_on(self, claimed: Claimed) -> None:
        """From the table to memory. While any of a receiver's rows stays behind there, what follows goes there too."""
        queue = queue_of(claimed.rows[0])
        if claimed.all and not self._memory.returns(queue):
            self._memory.put_off.discard(queue)
        else:
            self._memory.put_off.add(queue)
        for row in claimed.rows:
            self._take(row)

    async def _find_missed(self) -> bool:
        """A row that was put down for this courier and never handed over is free for its next claim."""
        if self.active:
            async with self._table:
                await self._database.run(partial(self._free_missed, self._number or 0))
        return False

    def _free_missed(self, tenure: int, session: Session) -> None:
        missed = {row for row in outbox.leased(session, self.channel, tenure) if row not in self._memory}
        outbox.release(session, missed & self._missed, tenure)
        self._missed = missed

    async def _record(self) -> bool:
        """Records how rows ended and which go back; nothing is let go before that is committed."""
        async with self._table:
            some, returning = self._records[:SLICE], self._memory.returning(SLICE)
            if not some and not returning:
                return False
            await self._database.run(partial(write, some, returning))
            del self._records[: len(some)]
            for record in some:
                self._memory.forget(record.row.id)
                self._requests.recorded(record)
            for row in returning:
                self._memory.forget(row.id)
        return bool(self._records or self._memory.returning(1))

    async def _work(self, queue: Queue) -> None:
        """Sends one receiver's rows of one class, one after the other."""
        rows = self._queues[queue]
        try:
            while rows:
                if rows[0].attempts and self.active:
                    await self._pulse.felt()
                if not self.active:
                    self._memory.let_go(rows)
                elif await self._finish(rows.popleft()):
                    self._memory.put_off.add(queue)
                    self._memory.send_back(*rows)
                    rows.clear()
        finally:
            del self._queues[queue]

    async def _finish(self, row: Row) -> bool:
        """Delivers a row and notes how it ended; whether it stays open, so that what follows has to wait behind it."""
        try:
            outcome = await self._deliver(row)
        except Exception:
            # A row that can't be said is a fault of ours; it must not hold up the rows of others.
            log.exception("outbox.not_composed", row=row.id)
            outcome = Again(seconds=NOT_COMPOSED_PAUSE, why=NOT_COMPOSED)
        if isinstance(outcome, Again) and outcome.everybody:
            self._gate.halt(outcome.seconds)
        record = record_of(self._memory[row.id], outcome, self._wall(), self._heard, self._lost)
        self._requests.stands(record)
        self._records.append(record)
        return record.stays_open

    async def _deliver(self, row: Row) -> Outcome:
        allowed = await self._standing.now(row)
        if allowed is None:
            return Gone(why=RIGHT_ENDED)
        row = allowed
        target = await self._requests.target(row.of) if row.of is not None else None
        outcome: Outcome = Sent(target=target)
        calls = await self._requests.calls(row, target)
        for call in calls[row.done :]:
            async with self._gate.passage(row.account, urgent=row.urgency in URGENT):
                if not self.active:
                    return Again(seconds=0.0, everybody=True, why=ENDED)
                outcome = await self._send(call)
            if not isinstance(outcome, Sent) and not _goes_on(outcome, last=row.done + 1 == len(calls)):
                return outcome
            row = replace(self._memory[row.id], done=row.done + 1)
            self._memory.hold(row)
        if target is not None and isinstance(outcome, Sent) and outcome.target is None:
            return Sent(target=self.sender.changed(target))
        return outcome

    async def _send(self, call: Call) -> Outcome:
        task = asyncio.current_task()
        self._in_flight.add(task)
        try:
            return await self.sender.send(call)
        finally:
            self._in_flight.discard(task)

    async def _put_down(self) -> None:
        """At the end: records what is known and lets others go on at once."""
        try:
            while await self._record():
                pass
        except Exception:
            log.exception("outbox.not_put_down")  # what isn't recorded is sent again
        self._number = None
        await self.tenure.give_back()
        for memory in (self._memory, self._records, self._requests):
            memory.clear()


def _goes_on(outcome: Outcome, *, last: bool) -> bool:
    """Words that go below a change are said even if the change can't be made, as when a kill hid that it was."""
    return isinstance(outcome, Gone) and outcome.fresh and not last


async def _for_ever(work: Callable[[], Awaitable[bool]], pause: float) -> None:
    """Works, again at once where there was much to do; a database that fails is asked again."""
    while True:
        try:
            more = await work()
        except Exception:
            log.exception("outbox.database")
            await asyncio.sleep(BROKEN_PAUSE)
        else:
            if not more:
                await asyncio.sleep(pause)
