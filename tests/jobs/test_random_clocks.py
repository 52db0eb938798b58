"""Clocks by chance: whatever is started, paused, postponed, broken or slept through, each passes once, as of its
moment.

A log of what clocks did is written in their own transactions, and followed by a model that knows from the acts alone
what may happen.
"""

import asyncio
import os
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import pairwise
from pathlib import Path
from typing import TypeVar
from unittest.mock import patch

from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, precondition, rule, run_state_machine_as_test
from sqlalchemy import Column, Integer, MetaData, Table, Text, delete, insert, select
from sqlalchemy.orm import Session

from handlers import terms
from handlers.terms import Keeper, Term
from handlers.timekeeping import pass_what_is_late
from handlers.turn import Step
from jobs.deadlines import Deadlines
from jobs.holding import Tenure
from models.ground import outages, tenures
from models.ground.base import Moment
from models.ground.database import Database
from models.ground.subjects import Subject
from models.ground.tenures import CLOCKS
from models.post.outbox_table import Row
from models.register import deadlines as common_deadlines
from models.time import clocks, failing_clocks
from models.time.clocks import Clock, ClockKind
from models.time.durations import WorkingDays
from models.time.moments import CST
from tests.beginnings import EMPTY, SqliteBeginnings
from tests.handlers.visits.story import CALENDAR, RULES_IN_FORCE

LIVES = int(os.environ.get("FUMA_LIVES", "12"))  # more of them where there is time: a third of a second each
T = TypeVar("T")
Name = tuple[ClockKind, Subject]

FIRST, SECOND, THIRD = ClockKind.APPROVAL, ClockKind.RATING, ClockKind.PROMISE
FOLLOWS = {FIRST: (SECOND, timedelta(hours=20)), SECOND: (THIRD, timedelta(minutes=30))}  # one passes, another starts
STARTS = (
    datetime(2026, 11, 27, 9, tzinfo=CST),
    datetime(2026, 12, 30, 16, 45, tzinfo=CST),  # before New Year
    datetime(2028, 2, 28, 17, tzinfo=CST),  # of a leap year
    datetime(2026, 9, 29, 11, tzinfo=CST),  # before National Day's week, summer's hours
    datetime(2026, 2, 13, 23, 59, 59, tzinfo=CST),  # before a worked Saturday and the Spring Festival
)
JUMPS = tuple(timedelta(seconds=seconds) for seconds in (1, 60, 1800, 3 * 3600, 17 * 3600, 2 * 86400, 10 * 86400))
NAMES = [(kind, Subject("visit", number)) for kind in (FIRST, SECOND, THIRD) for number in (1, 2)]

log = Table(
    "test_log",
    MetaData(),
    Column("id", Integer, primary_key=True),
    Column("what", Text),
    Column("kind", Text),
    Column("subject", Text),
    Column("due", Moment),
    Column("as_of", Moment),
    Column("now", Moment),
)
"""What the clocks did, written in the transactions in which they did it."""


class BrokenError(Exception):
    """What a clock does fails."""


@dataclass
class Expected:
    """A clock as the acts alone say that it is."""

    started: datetime
    due: datetime
    reminders: int
    paused: datetime | None = None
    extended: bool = False


class Silent:
    """Nothing is said to anybody."""

    def post(self, *_: object) -> list[Row]:
        """No row."""
        return []

    def hand_over(self, _rows: list[Row]) -> None:
        """Nothing."""


class Clocks(RuleBasedStateMachine):
    """Two sweepers, two subjects with three clocks each, business time and the clock on the wall."""

    address: str

    @initialize(now=st.sampled_from(STARTS))
    def begins(self, now: datetime) -> None:
        """On an empty database."""
        self.now, self.wall = now, 1_000_000.0
        self.broken: set[Name] = set()
        self.expected: dict[Name, Expected] = {}
        self.outages: list[tuple[datetime, datetime]] = []
        self.beat = (self.now, self.wall)
        self.seen = 0
        self.calm = True  # nothing has failed since all was well
        self.loop = asyncio.Runner()
        self.database = self.loop.run(Database(self.address).open())
        self.terms = patch.dict(terms.TERMS, {kind: self._term(kind) for kind in (FIRST, SECOND, THIRD)})
        self.terms.start()
        self.sweepers = [
            Deadlines(self.database, Silent(), RULES_IN_FORCE, Tenure(CLOCKS), lambda: self.now, wall=lambda: self.wall)
            for _ in ("one", "the other")
        ]
        self._run(self._empty)
        self._takes_over(0)
        self._sweep(self.sweepers[:1])

    def teardown(self) -> None:
        """All has passed that was to, and the rest runs."""
        if hasattr(self, "loop"):
            try:
                self.settles()
            finally:
                self.loop.run(self.database.close())
                self.loop.close()
                self.terms.stop()

    # Acts

    @rule(name=st.sampled_from(NAMES), hours=st.integers(1, 60), reminders=st.booleans())
    def starts(self, name: Name, hours: int, reminders: bool) -> None:
        """A clock in working hours; one that runs gives way."""
        due = CALENDAR.add_working_time(self.now, timedelta(hours=hours))
        moments = self._reminders(due) if reminders else ()
        if self._acts(name, lambda session: clocks.start(session, *name, self.now, due, moments)):
            self.expected[name] = Expected(self.now, due, len(moments))

    @rule(name=st.sampled_from(NAMES))
    def stops(self, name: Name) -> None:
        """What a clock waited for has happened."""
        if self._acts(name, lambda session: clocks.stop(session, name[1], name[0])):
            self.expected.pop(name, None)

    @rule(name=st.sampled_from(NAMES))
    def pauses(self, name: Name) -> None:
        """Somebody has to be asked first."""
        if self._acts(name, lambda session: clocks.pause(session, name[1], name[0], self.now)):
            clock = self.expected.get(name)
            if clock is not None and clock.paused is None:
                clock.paused = self.now

    @rule(name=st.sampled_from(NAMES))
    def resumes(self, name: Name) -> None:
        """He has answered."""
        clock = self.expected.get(name)
        if clock is None or clock.paused is None:
            self._acts(name, lambda session: clocks.resume(session, name[1], name[0], self.now, self.now, []))
            return
        due = common_deadlines.resumed_due(clock.due, clock.paused, self.now, CALENDAR)
        moments = self._reminders(due)
        if self._acts(name, lambda session: clocks.resume(session, name[1], name[0], self.now, due, moments)):
            self.expected[name] = replace(clock, due=due, paused=None, reminders=len(moments))

    @rule(name=st.sampled_from(NAMES), days=st.integers(1, 5))
    def postpones(self, name: Name, days: int) -> None:
        """More time is granted, from when it was due."""

        def grant(session: Session) -> None:
            for clock in clocks.running(session, name[1]):
                if clock.kind is name[0]:
                    later = CALENDAR.add_working_days(clock.due_at, WorkingDays(days))
                    assert clocks.postpone(session, clock, later, self._reminders(later))

        if self._acts(name, grant):
            clock = self.expected.get(name)
            if clock is not None and clock.paused is None:
                clock.due = CALENDAR.add_working_days(clock.due, WorkingDays(days))
                clock.reminders = len(self._reminders(clock.due))

    @rule(name=st.sampled_from(NAMES))
    def breaks(self, name: Name) -> None:
        """From now on what this clock does fails."""
        self.broken.add(name)

    @precondition(lambda self: self.broken)
    @rule()
    def is_mended(self) -> None:
        """Whatever failed works again; clocks may still stand aside."""
        self.broken.clear()

    # Time

    @rule(by=st.sampled_from(JUMPS))
    def business_time_jumps(self, by: timedelta) -> None:
        """As a demo makes it."""
        self.now += by

    @rule(by=st.sampled_from(JUMPS))
    def fuma_sleeps(self, by: timedelta) -> None:
        """And notes, when it awakes, whether that was an outage."""
        self.now += by
        self.wall += by.total_seconds()
        self._run(lambda session: outages.beat(session, self.now, self.wall))
        self._beats()

    @rule(which=st.sampled_from([0, 1]), takes_over=st.booleans(), seconds=st.sampled_from([0, 1, 6, 20]))
    def sweeps(self, which: int, takes_over: bool, seconds: float) -> None:
        """One of the two, who has just got the sweep, or may find that the other one has."""
        self.wall += seconds
        if takes_over:
            self._takes_over(which)
        self._sweep([self.sweepers[which]])

    @rule()
    def both_sweep_at_once(self) -> None:
        """One was replaced, say, and doesn't know it yet: each step is still taken once."""

        async def both() -> None:
            await asyncio.gather(*(sweeper._next() for sweeper in self.sweepers * 3))

        self.loop.run(both())
        self._follow(in_order=False)

    @rule()
    def settles(self) -> None:
        """All is well for a quarter of an hour: nothing is left that is due."""
        self.broken.clear()
        for _ in range(5):
            self.wall += 200
            self._sweep(self.sweepers)
        assert self._run(failing_clocks.failing) == 0
        assert all(clock.due > self.now for clock in self.expected.values() if clock.paused is None)
        due = self._run(lambda session: clocks.due(session, self.now, self.wall, 10))
        assert due == []
        self.calm = True

    # What clocks do

    def _pass(self, step: Step, clock: Clock) -> None:
        self._write(step, "passed", clock)
        follows = FOLLOWS.get(clock.kind)
        if follows is not None:
            kind, after = follows
            clocks.start(step.session, kind, clock.subject, step.now, step.now + after)
        if (clock.kind, clock.subject) in self.broken:
            raise BrokenError

    def _remind(self, step: Step, clock: Clock) -> None:
        self._write(step, "reminded", clock)
        if (clock.kind, clock.subject) in self.broken:
            raise BrokenError

    def _write(self, step: Step, what: str, clock: Clock) -> None:
        values = {"kind": clock.kind.value, "subject": str(clock.subject), "due": clock.due_at}
        step.session.execute(insert(log).values(what=what, as_of=step.now, now=self.now, **values))

    # What must hold

    def _follow(self, *, in_order: bool) -> None:
        """The model takes note of what was done, and finds nothing that may not be."""
        rows = self._run(lambda session: session.execute(select(log).where(log.c.id > self.seen).order_by(log.c.id)))
        passed = []
        for row in rows:
            self.seen = row.id
            name = (ClockKind(row.kind), Subject.read(row.subject))
            clock = self.expected.get(name)
            assert clock is not None, f"{name} {row.what}, but doesn't run: lost, or for the second time"
            assert clock.paused is None, f"{name} {row.what} while it is paused"
            self._maybe_extended(clock, row.due)
            if row.what == "passed":
                assert row.as_of == row.due == clock.due
                assert row.due <= row.now, "early"
                passed.append(row.as_of)
                del self.expected[name]
                if name[0] in FOLLOWS:
                    kind, after = FOLLOWS[name[0]]
                    self.expected[kind, Subject.read(row.subject)] = Expected(row.as_of, row.as_of + after, 0)
            else:
                assert row.now < row.due, "a reminder of what is over"
                clock.reminders -= 1
                assert clock.reminders >= 0, "reminded more often than there were moments"
        if in_order and self.calm:
            assert all(one <= two for one, two in pairwise(passed)), "not in the order of time"
        self._compare()

    def _maybe_extended(self, clock: Expected, due: datetime) -> None:
        """Due later than by the acts it is only once, for an outage in its last working hours; with a reminder."""
        if due == clock.due:
            return
        assert not clock.extended
        begin = common_deadlines.last_stretch(clock.due, RULES_IN_FORCE, CALENDAR)
        over = [end for start, end in self.outages if start < clock.due and end > begin]
        assert due in [common_deadlines.after_outage(clock.due, end, RULES_IN_FORCE, CALENDAR) for end in over]
        clock.due, clock.extended, clock.reminders = due, True, 1

    def _compare(self) -> None:
        """What runs and is paused is what the acts say."""

        def found(session: Session) -> list[Clock]:
            return [
                clock
                for subject in (Subject("visit", 1), Subject("visit", 2))
                for clock in clocks.running(session, subject) + clocks.paused(session, subject)
            ]

        stored = {(clock.kind, clock.subject): clock for clock in self._run(found)}
        assert set(stored) == set(self.expected)
        for name, clock in stored.items():
            expected = self.expected[name]
            self._maybe_extended(expected, clock.due_at)
            assert (clock.started_at, clock.due_at, clock.paused_at) == (
                expected.started,
                expected.due,
                expected.paused,
            )
            assert clock.next_at <= clock.due_at

    # Means

    def _acts(self, name: Name, act: Callable[[Session], None]) -> bool:
        """Somebody does something, after whatever was up has passed; False where that failed, and all with it."""

        def turn(session: Session) -> None:
            step = Step(session=session, now=self.now, rules=RULES_IN_FORCE, calendar=CALENDAR)
            pass_what_is_late(step, name[1])
            late = [clock for clock in clocks.running(session, name[1]) if clock.due_at <= self.now]
            assert late == [], "whoever acts after a clock was up is too late"

        with suppress(BrokenError):
            self._run(turn)
            self._follow(in_order=True)
            self._run(act)
            return True
        self._follow(in_order=True)
        return False

    def _sweep(self, sweepers: list[Deadlines]) -> None:
        self.calm = self.calm and not self.broken
        for sweeper in sweepers:
            self.loop.run(sweeper.tick())
            self._beats()
        self._follow(in_order=True)

    def _takes_over(self, which: int) -> None:
        tenure = self.sweepers[which].tenure
        tenure.number = self._run(lambda session: tenures.begin(session, CLOCKS, f"{which}", self.wall))

    def _beats(self) -> None:
        beat = self._run(lambda session: session.execute(select(outages.heartbeat)).one())
        if beat.wall - self.beat[1] > outages.OUTAGE:
            self.outages.append((self.beat[0], beat.at))
        self.beat = (beat.at, beat.wall)

    def _reminders(self, due: datetime) -> tuple[datetime, ...]:
        return common_deadlines.reminders(self.now, due, RULES_IN_FORCE, CALENDAR)

    def _run(self, turn: Callable[[Session], T]) -> T:
        return self.loop.run(self.database.run(turn))

    def _term(self, kind: ClockKind) -> Term:
        """Only the first has people who act."""
        mine = kind is FIRST
        keeper = KEEPER if mine else None
        return Term(kind=kind, keeper=keeper, answered=mine, act=self._pass, remind=self._remind)

    def _empty(self, session: Session) -> None:
        log.create(session.connection(), checkfirst=True)
        for table in (log, clocks.clocks, outages.outages, outages.heartbeat, tenures.tenures):
            session.execute(delete(table))


KEEPER = Keeper(hold=lambda _session, _number: None, parties=lambda _step, _number: ())


def test_whatever_happens_every_clock_passes_once_in_its_time(
    sqlite_beginnings: SqliteBeginnings, tmp_path: Path
) -> None:
    _live(sqlite_beginnings.like(EMPTY, tmp_path), LIVES)


def test_and_so_it_does_where_two_sweepers_are_truly_at_work_at_once(postgresql_address: str) -> None:
    _live(postgresql_address, max(2, LIVES // 6))


def _live(address: str, number: int) -> None:
    run_state_machine_as_test(
        type("ClocksHere", (Clocks,), {"address": address}),
        settings=settings(
            max_examples=number,
            stateful_step_count=40,
            suppress_health_check=list(HealthCheck),
            phases=(Phase.reuse, Phase.generate),  # a whole life is too long to be shrunk in time
        ),
    )
