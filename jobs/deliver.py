"""Delivers a channel's outbox: in order per receiver and class, at the platform's pace, each row until it ends.

The active sender of a channel holds its lease and alone keeps pace. Rows just committed are handed over in memory;
whatever else is open (after a restart, or put off) is claimed from the table. A result that wasn't recorded before a
crash is sent again: at least once.
"""

import asyncio
import time
from collections import OrderedDict, deque
from collections.abc import Callable
from dataclasses import asdict, replace
from functools import partial
from typing import Protocol
from uuid import uuid4

import structlog
from sqlalchemy.orm import Session

from jobs.pace import Pacer
from jobs.sending import Again, Call, Gone, Outcome, Outgoing, Sender, Sent, Target, Unknown
from models import leases, outbox, people
from models.database import Database
from models.messages import Class
from models.outbox import Ending, Row

log = structlog.get_logger(__name__)

IN_FLIGHT = 32  # requests at once; more gain nothing against a platform's pace
KEPT = IN_FLIGHT // 4  # of them for verdicts and replies, which a flood of notices must not hold up
ROW_LEASE = 10.0  # seconds a row is held before somebody else may take it
SENDER_LEASE = 15.0  # seconds a channel is held
FLUSH = 0.02  # seconds results are gathered before they are recorded together
BATCH = 16
LOOK = 0.25  # seconds between looks for rows nobody handed over
REMEMBERED = 2_000  # targets of messages just sent, which an edit may need before they are recorded
ENOUGH = 10 * IN_FLIGHT  # rows in memory, beyond which no more are looked for
NOT_COMPOSED_PAUSE = 5.0  # seconds
PATIENCE = 12  # attempts before a message that fails again and again steps aside
URGENT = frozenset({Class.VERDICT.value, Class.REPLY.value})

Queue = tuple[str, str]


class Preparer(Protocol):
    """Turns the meaning of a row into what is said: words in the reader's language, pictures drawn and stored."""

    async def prepare(self, row: Row, target: Target | None) -> Outgoing | None:
        """What is said; None where there is nothing to say any more."""
        ...


class Courier:
    """One channel's delivery in this process."""

    def __init__(
        self, database: Database, sender: Sender, preparer: Preparer, wall: Callable[[], float] = time.time
    ) -> None:
        self.owner = uuid4().hex
        self.active = False
        self._database = database
        self.sender = sender
        self._preparer = preparer
        self._wall = wall
        self._queues: dict[Queue, deque[Row]] = {}
        self._tasks: dict[Queue, asyncio.Task[None]] = {}
        self._group: asyncio.TaskGroup | None = None
        self._held: dict[int, Row] = {}
        self._overall = Pacer(sender.overall)
        self._receivers: dict[str, Pacer] = {}
        self._all = asyncio.Semaphore(IN_FLIGHT)
        self._rest = asyncio.Semaphore(IN_FLIGHT - KEPT)
        self._halted_until = 0.0
        self._results: list[Callable[[Session], None]] = []
        self._targets: OrderedDict[int, Target] = OrderedDict()

    @property
    def channel(self) -> str:
        """The channel's name."""
        return self.sender.channel.value

    @property
    def busy(self) -> bool:
        """Whether anything is in memory that isn't recorded yet."""
        return bool(self._queues or self._held or self._results)

    async def run(self) -> None:
        """Delivers until cancelled."""
        async with asyncio.TaskGroup() as self._group:
            group = self._group
            for queue in self._queues:
                self._start(queue)
            group.create_task(self._keep_active())
            group.create_task(self._look_for_rows())
            group.create_task(self._record_results())

    def hand_over(self, rows: list[Row]) -> None:
        """Takes rows that were leased to this courier when they were put down."""
        for row in rows:
            if row.id in self._held:
                continue
            self._held[row.id] = row
            queue = (row.account, row.urgency)
            self._queues.setdefault(queue, deque()).append(row)
            if self._group is not None:
                self._start(queue)

    def _start(self, queue: Queue) -> None:
        if self._group is not None and queue not in self._tasks:
            self._tasks[queue] = self._group.create_task(self._work(queue))

    async def _keep_active(self) -> None:
        while True:
            self.active = await self._database.run(self._take_lease)
            if self._held:
                await self._database.run(self._renew_rows)
            await asyncio.sleep(ROW_LEASE / 3)

    def _take_lease(self, session: Session) -> bool:
        return leases.take(session, f"sender:{self.channel}", self.owner, self._wall(), SENDER_LEASE)

    def _renew_rows(self, session: Session) -> None:
        outbox.renew(session, list(self._held), self.owner, self._wall() + ROW_LEASE)

    async def _look_for_rows(self) -> None:
        while True:
            if self.active and self._halted_until <= self._wall() and len(self._held) < ENOUGH:
                rows = await self._database.run(
                    lambda session: outbox.claim(session, self.channel, self.owner, self._wall(), ROW_LEASE, BATCH)
                )
                self.hand_over(rows)
                if rows:
                    continue
            await asyncio.sleep(LOOK)

    async def _record_results(self) -> None:
        while True:
            if self._results:
                taken, self._results = self._results, []
                await self._database.run(partial(_record, taken))
                if len(self._results) >= BATCH:
                    continue
            await asyncio.sleep(FLUSH)

    async def _work(self, queue: Queue) -> None:
        """Sends one receiver's rows of one class, one after the other."""
        rows = self._queues[queue]
        try:
            while rows:
                row = rows[0]
                outcome = await self._deliver(row)
                rows.popleft()
                self._settle(row, outcome)
                if isinstance(outcome, Again | Unknown):
                    self._release(rows)
        finally:
            self._queues.pop(queue, None)
            self._tasks.pop(queue, None)

    async def _deliver(self, row: Row) -> Outcome:
        target = await self._target(row.of) if row.of is not None else None
        try:
            calls = await self._calls(row, target)
        except Exception:
            # A row that can't be said is a fault of ours; it must not hold up the rows behind it.
            log.exception("outbox.not_composed", row=row.id)
            return Again(seconds=NOT_COMPOSED_PAUSE, why="not composed")
        outcome: Outcome = Sent(target=target)
        for call in calls[row.done :]:
            await self._keep_pace(row)
            outcome = await self._send(row, call)
            if not isinstance(outcome, Sent):
                return outcome
            row = self._advance(row)
        if target is not None and isinstance(outcome, Sent) and outcome.target is None:
            return Sent(target=replace(target, code=""))  # a change uses its code up
        return outcome

    async def _send(self, row: Row, call: Call) -> Outcome:
        if row.urgency in URGENT:
            async with self._all:
                return await self.sender.send(call)
        async with self._rest, self._all:
            return await self.sender.send(call)

    async def _calls(self, row: Row, target: Target | None) -> list[Call]:
        """The row's exact requests: those it was born with, or composed now and kept before the first attempt."""
        if row.calls is not None:
            return [Call(**call) for call in row.calls]
        if row.of is not None and target is None:
            return []
        outgoing = await self._preparer.prepare(row, target)
        calls = self.sender.compose(outgoing) if outgoing is not None else []
        kept = [asdict(call) for call in calls]
        await self._database.run(lambda session: outbox.composed(session, row.id, kept))
        return calls

    async def _target(self, of: int) -> Target | None:
        stored = await self._database.run(lambda session: outbox.target(session, of))
        return Target(**stored) if stored else self._targets.get(of)

    async def _keep_pace(self, row: Row) -> None:
        receiver = self._receivers.setdefault(row.account, Pacer(self.sender.per_receiver))
        while True:
            now = time.monotonic()
            wait = max(receiver.wait(now), self._overall.wait(now), self._halted_until - self._wall())
            if wait <= 0:
                break
            await asyncio.sleep(wait)
        receiver.sent(now)
        self._overall.sent(now)
        if len(self._receivers) > REMEMBERED:
            self._receivers = {account: pacer for account, pacer in self._receivers.items() if pacer.wait(now) > 0}

    def _advance(self, row: Row) -> Row:
        advanced = replace(row, done=row.done + 1)
        self._held[row.id] = advanced
        return advanced

    def _settle(self, row: Row, outcome: Outcome) -> None:
        """Notes how a row ended; it is recorded with the next batch."""
        row = self._held.get(row.id, row)
        match outcome:
            case Sent(target=target):
                if target is not None:
                    self._remember(row.of or row.id, target)
                self._results.append(lambda session: _sent(session, row, target))
            case Again(seconds=seconds, everybody=True, why=why):
                at = self._wall() + seconds
                self._halted_until = max(self._halted_until, at)
                self._results.append(lambda session: outbox.again(session, row, at, why, counted=False))
            case Again() | Unknown(safe=True) if row.attempts + 1 < PATIENCE:
                at = self._wall() + (outcome.seconds if isinstance(outcome, Again) else 0.0)
                self._results.append(lambda session: outbox.again(session, row, at, outcome.why))
            case Again() | Unknown():
                ending = Ending.UNKNOWN if isinstance(outcome, Unknown) else Ending.GONE
                self._results.append(lambda session: outbox.ended(session, row, ending, outcome.why))
                log.warning("outbox.given_up", row=row.id, ending=ending.value, why=outcome.why)
            case Gone():
                self._results.append(lambda session: _gone(session, row, outcome))
                log.info("outbox.gone", row=row.id, why=outcome.why)
        self._results.append(partial(_after, self._let_go, row.id))

    def _let_go(self, row_id: int) -> None:
        self._held.pop(row_id, None)

    def _release(self, rows: deque[Row]) -> None:
        """The first of these has to wait: the others go back to the table, to be claimed behind it."""
        waiting = [row.id for row in rows]
        rows.clear()
        self._results.append(lambda session: outbox.release(session, waiting, self.owner))
        self._results += [partial(_after, self._let_go, row_id) for row_id in waiting]

    def _remember(self, row_id: int, target: Target) -> None:
        self._targets[row_id] = target
        self._targets.move_to_end(row_id)
        while len(self._targets) > REMEMBERED:
            self._targets.popitem(last=False)


def _record(results: list[Callable[[Session], None]], session: Session) -> None:
    for record in results:
        record(session)


def _sent(session: Session, row: Row, target: Target | None) -> None:
    outbox.ended(session, row, Ending.SENT)
    if target is not None:
        outbox.stands(session, row, asdict(target))


def _after(let_go: Callable[[int], None], row: int, _session: Session) -> None:
    let_go(row)


def _gone(session: Session, row: Row, outcome: Gone) -> None:
    outbox.ended(session, row, Ending.GONE, outcome.why)
    if outcome.receiver:
        people.reached(session, row.channel, row.account, reachable=False)
