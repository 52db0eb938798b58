"""Delivers a channel's outbox: in order per receiver and class, at the platform's pace, each row until it ends.

The active sender of a channel holds its lease and alone keeps pace. Rows just committed are handed over in memory;
whatever else is open (after a restart, or put off) is claimed from the table. A row is held by the tenure of its
courier, not for a time: however slow a machine is, nobody takes it out of the memory of who delivers it. A result
that wasn't recorded before a crash is sent again: at least once.
"""

import asyncio
import time
from bisect import insort
from collections import Counter, deque
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import replace
from functools import partial
from typing import Protocol
from uuid import uuid4

import structlog
from sqlalchemy.orm import Session

from jobs.pace import IN_FLIGHT, Gate, Steady
from jobs.pulse import Pulse
from jobs.recording import NOT_COMPOSED, Heard, Record, record_of
from jobs.sending import Again, Call, Gone, Outcome, Outgoing, Sender, Sent, Target
from jobs.standing import Standing
from models import leases, outbox
from models.database import Database
from models.messages import Class
from models.outbox import Claimed, Row

log = structlog.get_logger(__name__)

SENDER_LEASE = 15.0  # seconds a channel is held
RENEWAL = 3.0  # seconds between renewals of that
ON_ITS_WAY = 10.0  # seconds in which a row put down for this courier must have been handed over
FLUSH = 0.02  # seconds results are gathered before they are recorded together
BATCH = 16  # rows claimed at once
SLICE = 100  # rows recorded in one transaction, which must stay short
LOOK = 0.25  # seconds between looks for rows nobody handed over
ENOUGH = 5 * IN_FLIGHT  # rows of a class in memory, beyond which no more are looked for
MOST = 2_000  # rows in memory, beyond which those handed over wait in the table
NOT_COMPOSED_PAUSE = 5.0  # seconds
RIGHT_ENDED = "right ended"  # why a row didn't go: its reader may not see any more what it shows
BROKEN_PAUSE = 1.0  # seconds before a database that failed is tried again
URGENT = frozenset({Class.VERDICT.value, Class.REPLY.value})

Queue = tuple[str, str]  # a receiver's account and a class


class Preparer(Protocol):
    """Turns the meaning of a row into what is said: words in the reader's language, pictures drawn and stored."""

    async def prepare(self, row: Row, target: Target | None) -> Outgoing | None:
        """What is said; None where there is nothing to say any more."""
        ...


class Courier:
    """One channel's delivery in this process."""

    def __init__(
        self,
        database: Database,
        sender: Sender,
        preparer: Preparer,
        wall: Callable[[], float] = time.time,
        heard: Heard | None = None,
        lost: Heard | None = None,
        steady: Steady | None = None,
    ) -> None:
        self.owner = uuid4().hex
        self.tenure = uuid4().hex
        self.active = False
        self._database = database
        self.sender = sender
        self._preparer = preparer
        self._wall = wall
        self._heard = heard
        self._lost = lost
        self._steady = steady
        self._gate = Gate(sender.per_receiver, sender.overall, steady)
        self._pulse = Pulse(sender, steady)
        self._standing = Standing(database)
        self._group: asyncio.TaskGroup | None = None
        self._queues: dict[Queue, deque[Row]] = {}  # rows in memory still to be sent, oldest first
        self._put_off: set[Queue] = set()  # whose older rows are in the table: what follows has to wait there too
        self._returning: dict[int, Row] = {}  # on their way back to the table
        self._claiming: str | None = None  # the class being claimed
        self._arrived: list[Row] = []  # handed over meanwhile: what is claimed may be older
        self._held: dict[int, Row] = {}  # every row in memory, until the table knows what became of it
        self._records: list[Record] = []
        self._targets: dict[int, Target] = {}  # of messages just sent, until the table knows them
        self._missed: set[int] = set()  # rows that should have been handed over, as the last look found them
        self._table = asyncio.Lock()  # rows are recorded or claimed, never both at once

    @property
    def channel(self) -> str:
        """The channel's name."""
        return self.sender.channel.value

    @property
    def busy(self) -> bool:
        """Whether anything is in memory that isn't recorded yet."""
        return bool(self._held or self._records or self._arrived)

    @property
    def lease(self) -> str | None:
        """What a row is put down with that is to be handed over; None where others deliver this channel."""
        return self.tenure if self.active else None

    async def run(self) -> None:
        """Delivers until cancelled; what a database or a platform does never ends it."""
        try:
            async with asyncio.TaskGroup() as self._group:
                self._group.create_task(_for_ever(self._keep_active, RENEWAL))
                self._group.create_task(_for_ever(self._look, LOOK))
                self._group.create_task(_for_ever(self._record, FLUSH))
                self._group.create_task(_for_ever(self._find_missed, ON_ITS_WAY))
        finally:
            self.active, self._group = False, None
            await self._put_down()

    def hand_over(self, rows: list[Row]) -> None:
        """Takes rows that were put down with this courier's lease; what has to wait goes back to the table."""
        for row in rows:
            queue = (row.account, row.urgency)
            if row.id in self._held or not self.active:
                continue
            if row.urgency == self._claiming:
                self._arrived.append(row)
            elif queue in self._put_off or len(self._held) >= MOST:
                self._put_off.add(queue)
                self._held[row.id] = self._returning[row.id] = row
            else:
                self._take(row)

    def _take(self, row: Row) -> None:
        if row.id in self._held or self._group is None:
            return
        self._held[row.id] = row
        queue = (row.account, row.urgency)
        if queue in self._queues:
            insort(self._queues[queue], row, key=lambda each: each.id)
        else:
            self._queues[queue] = deque([row])
            self._group.create_task(self._work(queue))

    async def _keep_active(self) -> bool:
        """Holds the channel. Each tenure has a name of its own, so that what one before it held is free again."""
        active = await self._database.run(self._take_lease)
        if active and not self.active:
            self._gate = await self._gate_as_it_stands()
            self.tenure = uuid4().hex
        self.active = active
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

    def _take_lease(self, session: Session) -> bool:
        return leases.take(session, f"sender:{self.channel}", self.owner, self._wall(), SENDER_LEASE)

    async def _look(self) -> bool:
        """Claims what is due, a class after the other, so that nothing urgent waits behind a flood."""
        if not self.active or self._gate.halted:
            return False
        held = Counter(row.urgency for row in self._held.values())
        found = [await self._claim(each.value) for each in Class if held[each.value] < ENOUGH]
        return any(found)

    async def _claim(self, urgency: str) -> bool:
        tenure, found = self.tenure, list[Claimed]()
        async with self._table:
            self._claiming = urgency
            try:
                found = await self._database.run(
                    lambda session: outbox.claim(session, self.channel, urgency, tenure, self._wall(), BATCH)
                )
            finally:
                self._claiming = None
                for claimed in found if tenure == self.tenure and self.active else ():
                    self._go_on(claimed)
                arrived, self._arrived = self._arrived, []
                self.hand_over(arrived)
        return bool(found)

    def _go_on(self, claimed: Claimed) -> None:
        """From the table to memory. While any of a receiver's rows stays behind there, what follows goes there too."""
        queue = (claimed.rows[0].account, claimed.rows[0].urgency)
        returning = any((row.account, row.urgency) == queue for row in self._returning.values())
        if claimed.all and not returning:
            self._put_off.discard(queue)
        else:
            self._put_off.add(queue)
        for row in claimed.rows:
            self._take(row)

    async def _find_missed(self) -> bool:
        """A row that was put down for this courier and never handed over is free for its next claim."""
        if self.active:
            async with self._table:
                mine = await self._database.run(lambda session: outbox.leased(session, self.channel, self.tenure))
                missed = {row for row in mine if row not in self._held}
                await self._release(missed & self._missed)
                self._missed = missed
        return False

    async def _release(self, rows: Iterable[int]) -> None:
        some = list(rows)
        if some:
            await self._database.run(lambda session: outbox.release(session, some, self.tenure))

    async def _record(self) -> bool:
        """Records how rows ended and which go back; nothing is let go before that is committed."""
        async with self._table:
            some = self._records[:SLICE]
            returning = list(self._returning)[:SLICE]
            if not some and not returning:
                return False
            await self._database.run(partial(self._write, some, returning))
            del self._records[: len(some)]
            for record in some:
                self._held.pop(record.row.id, None)
                if record.target is not None and self._targets.get(record.of) is record.target:
                    del self._targets[record.of]
            for row in returning:
                del self._returning[row], self._held[row]
        return bool(self._records or self._returning)

    def _write(self, records: list[Record], returning: list[int], session: Session) -> None:
        for record in records:
            record.write(session)
        outbox.release(session, returning, self.tenure)

    async def _work(self, queue: Queue) -> None:
        """Sends one receiver's rows of one class, one after the other."""
        rows = self._queues[queue]
        try:
            while rows:
                if rows[0].attempts and self.active:
                    await self._pulse.felt()
                if not self.active:
                    self._let_go(rows)
                elif await self._finish(rows.popleft()):
                    self._put_off.add(queue)
                    self._returning.update((row.id, row) for row in rows)
                    rows.clear()
        finally:
            del self._queues[queue]

    def _let_go(self, rows: deque[Row]) -> None:
        """Another courier has the channel now, and claims what this one held."""
        for row in rows:
            del self._held[row.id]
        rows.clear()

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
        record = record_of(self._held[row.id], outcome, self._wall(), self._heard, self._lost)
        if record.target is not None:
            self._targets[record.of] = record.target
        self._records.append(record)
        return record.stays_open

    async def _deliver(self, row: Row) -> Outcome:
        allowed = await self._standing.now(row)
        if allowed is None:
            return Gone(why=RIGHT_ENDED)
        row = allowed
        target = await self._target(row.of) if row.of is not None else None
        outcome: Outcome = Sent(target=target)
        calls = await self._calls(row, target)
        for call in calls[row.done :]:
            async with self._gate.passage(row.account, urgent=row.urgency in URGENT):
                outcome = await self.sender.send(call)
            if not isinstance(outcome, Sent) and not _goes_on(outcome, last=row.done + 1 == len(calls)):
                return outcome
            self._held[row.id] = row = replace(row, done=row.done + 1)
        if target is not None and isinstance(outcome, Sent) and outcome.target is None:
            return Sent(target=replace(target, code=""))  # a change uses its code up
        return outcome

    async def _calls(self, row: Row, target: Target | None) -> list[Call]:
        """The row's exact requests: those it was born with, or composed now and kept before the first attempt."""
        if row.calls is not None:
            return [Call(**call) for call in row.calls]
        if row.of is not None and target is None:
            return []
        outgoing = await self._preparer.prepare(row, target)
        calls = self.sender.compose(outgoing) if outgoing is not None else []
        kept = [call.to_json() for call in calls]
        await self._database.run(lambda session: outbox.composed(session, row.id, kept))
        return calls

    async def _target(self, of: int) -> Target | None:
        """What stands, as far as it is known: from the last sending, or by a press since."""
        known = self._targets.get(of)
        stored = await self._database.run(lambda session: outbox.target(session, of))
        stands = Target(**stored) if stored else None
        return known if known and (stands is None or known.code_at >= stands.code_at) else stands

    async def _put_down(self) -> None:
        """At the end: records what is known and lets others go on at once."""
        try:
            while await self._record():
                pass
            await self._database.run(lambda session: leases.give_back(session, f"sender:{self.channel}", self.owner))
        except Exception:
            log.exception("outbox.not_put_down")  # the lease ends by itself
        for memory in (self._held, self._returning, self._put_off, self._records, self._targets):
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
