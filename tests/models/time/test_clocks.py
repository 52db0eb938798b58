"""Running clocks: one a kind and subject, looked at in the order of time, each step once."""

import asyncio
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial

import pytest
from sqlalchemy.orm import Session

from models.ground import outages
from models.ground.database import Database
from models.ground.subjects import Subject
from models.time import clocks, failing_clocks
from models.time.clocks import Clock, ClockKind
from models.time.moments import CST

NINE = datetime(2026, 11, 27, 9, tzinfo=CST)
HOUR = timedelta(hours=1)


def started(
    kind: ClockKind = ClockKind.REPLY, subject: str = "visit:1", due: float = 8, *reminders: float
) -> Callable[[Session], None]:
    """A clock started at nine, due and reminding after so many hours."""
    moments = [NINE + HOUR * hours for hours in reminders]
    return lambda session: clocks.start(session, kind, Subject.read(subject), NINE, NINE + HOUR * due, moments)


def due_after(hours: float, wall: float = 0.0) -> Callable[[Session], list[Clock]]:
    return lambda session: clocks.due(session, NINE + HOUR * hours, wall, 10)


async def test_a_clock_shows_up_at_each_reminder_and_when_it_is_due(database: Database) -> None:
    await database.run(started(ClockKind.REPLY, "visit:1", 8, 4, 6))
    assert await database.run(due_after(3.99)) == []
    (clock,) = await database.run(due_after(4))
    assert (clock.kind, clock.subject.number, clock.next_at, clock.due_at) == (
        ClockKind.REPLY,
        1,
        NINE + HOUR * 4,
        NINE + HOUR * 8,
    )
    assert await database.run(lambda session: clocks.reminded(session, clock, NINE + HOUR * 4))
    assert await database.run(due_after(5)) == []
    (clock,) = await database.run(due_after(8))
    assert clock.next_at == NINE + HOUR * 6
    assert await database.run(lambda session: clocks.passed(session, clock))
    assert await database.run(due_after(99)) == []
    assert await database.run(clocks.next_moment) is None


async def test_clocks_come_in_the_order_of_time(database: Database) -> None:
    for number, hours in ((1, 3.0), (2, 1.0), (3, 2.0)):
        await database.run(started(ClockKind.REPLY, f"visit:{number}", hours))
    assert [clock.subject.number for clock in await database.run(due_after(4))] == [2, 3, 1]
    assert await database.run(clocks.next_moment) == NINE + HOUR


async def test_each_step_is_taken_once_however_many_want_to(database: Database) -> None:
    await database.run(started())
    (clock,) = await database.run(due_after(8))
    won = await asyncio.gather(*(database.run(lambda session: clocks.passed(session, clock)) for _ in range(5)))
    assert sorted(won) == [False] * 4 + [True]


async def test_a_stopped_clock_neither_passes_nor_reminds(database: Database) -> None:
    await database.run(started(ClockKind.REPLY, "visit:1", 8, 4))
    (clock,) = await database.run(due_after(8))
    await database.run(lambda session: clocks.stop(session, Subject("visit", 1), ClockKind.REPLY, ClockKind.WINDOW))
    assert not await database.run(lambda session: clocks.passed(session, clock))
    assert not await database.run(lambda session: clocks.reminded(session, clock, NINE + HOUR * 4))


async def test_a_clock_started_again_takes_the_place_of_the_one_before(database: Database) -> None:
    await database.run(started(due=8))
    await database.run(started(due=9))
    await database.run(started(ClockKind.WINDOW, due=10))
    running = await database.run(lambda session: clocks.running(session, Subject("visit", 1)))
    assert [(clock.kind, clock.due_at) for clock in running] == [
        (ClockKind.REPLY, NINE + HOUR * 9),
        (ClockKind.WINDOW, NINE + HOUR * 10),
    ]


async def test_there_is_never_a_second_one_of_a_kind(database: Database) -> None:
    await database.run(started())

    def second(session: Session) -> None:
        clocks._start(
            session,
            of_kind="reply",
            of="visit:1",
            started=NINE,
            due=NINE + HOUR,
            moments=[],
            first=NINE + HOUR,
            awaited=None,
            digest=None,
        )

    with pytest.raises(Exception, match=r"(?i)unique"):
        await database.run(second)


async def test_a_clock_that_stepped_aside_lets_others_go_first(database: Database) -> None:
    await database.run(started(ClockKind.REPLY, "visit:1", 1))
    await database.run(started(ClockKind.REPLY, "visit:2", 2))
    first = (await database.run(due_after(2)))[0]
    await database.run(lambda session: clocks.step_aside(session, first, 100.0, failed=True))
    assert [clock.subject.number for clock in await database.run(due_after(2, wall=99.0))] == [2]
    assert await database.run(failing_clocks.failing) == 1
    again = (await database.run(due_after(2, wall=100.0)))[0]
    assert (again.subject.number, again.failures) == (1, 1)


async def test_a_clock_is_extended_once_and_is_due_later(database: Database) -> None:
    await database.run(started())
    (clock,) = await database.run(due_after(8))
    assert await database.run(lambda session: clocks.extend(session, clock, NINE + HOUR * 10))
    assert not await database.run(lambda session: clocks.extend(session, clock, NINE + HOUR * 12))
    assert await database.run(due_after(9)) == []
    (later,) = await database.run(due_after(10))
    assert later.extended


def paused_after(hours: float, subject: str = "visit:1") -> Callable[[Session], None]:
    return lambda session: clocks.pause(session, Subject.read(subject), ClockKind.REPLY, NINE + HOUR * hours)


def resumed_after(hours: float, due: float, *reminders: float) -> Callable[[Session], None]:
    moments = [NINE + HOUR * each for each in reminders]
    now = NINE + HOUR * hours
    return lambda session: clocks.resume(session, Subject("visit", 1), ClockKind.REPLY, now, NINE + HOUR * due, moments)


def of(subject: str) -> Callable[[Session], list[Clock]]:
    of_subject = Subject.read(subject)
    return lambda session: clocks.running(session, of_subject) + clocks.paused(session, of_subject)


async def test_a_paused_clock_keeps_all_it_has_and_is_not_due(database: Database) -> None:
    await database.run(started(ClockKind.REPLY, "visit:1", 8, 4))
    await database.run(started(ClockKind.WINDOW, "visit:1", 9))
    (running, other) = await database.run(of("visit:1"))
    await database.run(paused_after(3))
    assert await database.run(lambda session: clocks.running(session, Subject("visit", 1))) == [other]
    (paused,) = await database.run(lambda session: clocks.paused(session, Subject("visit", 1)))
    assert paused == replace(running, paused_at=NINE + HOUR * 3)
    assert await database.run(due_after(8)) == []
    assert await database.run(clocks.next_moment) == NINE + HOUR * 9
    for step in (clocks.passed, partial(clocks.reminded, now=NINE + HOUR * 5), partial(clocks.extend, due=NINE)):
        assert not await database.run(partial(step, clock=running))
    assert await database.run(lambda session: clocks.paused(session, Subject("visit", 2))) == []


async def test_a_clock_paused_twice_is_paused_since_the_first_time(database: Database) -> None:
    await database.run(started())
    await database.run(paused_after(1))
    await database.run(paused_after(2))
    (paused,) = await database.run(lambda session: clocks.paused(session, Subject("visit", 1)))
    assert paused.paused_at == NINE + HOUR


async def test_a_resumed_clock_goes_on_as_the_same_one_with_its_new_moments(database: Database) -> None:
    await database.run(started(ClockKind.REPLY, "visit:1", 8, 4))
    (before,) = await database.run(of("visit:1"))
    await database.run(paused_after(3))
    await database.run(resumed_after(30, 38, 29, 34))
    (after,) = await database.run(lambda session: clocks.running(session, Subject("visit", 1)))
    moment = NINE + HOUR * 34  # the one slept through doesn't come
    assert after == replace(before, due_at=NINE + HOUR * 38, reminders=(moment,), next_at=moment)
    assert await database.run(due_after(33)) == []
    assert await database.run(due_after(34)) == [after]


async def test_nothing_is_resumed_that_was_not_paused_and_nothing_paused_that_does_not_run(database: Database) -> None:
    await database.run(paused_after(1))
    assert await database.run(of("visit:1")) == []
    await database.run(started())
    before = await database.run(of("visit:1"))
    await database.run(paused_after(1, "visit:2"))
    await database.run(resumed_after(2, 20))
    assert await database.run(of("visit:1")) == before
    await database.run(lambda session: clocks.stop(session, Subject("visit", 1), ClockKind.REPLY))
    await database.run(paused_after(3))
    await database.run(resumed_after(4, 20))
    assert await database.run(of("visit:1")) == []


async def test_a_paused_clock_is_stopped_like_any_other_and_makes_room_for_a_new_one(database: Database) -> None:
    for stop in (
        lambda session: clocks.stop(session, Subject("visit", 1), ClockKind.REPLY),
        started(ClockKind.REPLY, "visit:1", 20),
    ):
        await database.run(started())
        await database.run(paused_after(1))
        await database.run(stop)
        await database.run(resumed_after(2, 30))
        assert await database.run(lambda session: clocks.paused(session, Subject("visit", 1))) == []
    assert [clock.due_at for clock in await database.run(of("visit:1"))] == [NINE + HOUR * 20]


async def test_there_is_never_a_second_one_beside_a_paused_one(database: Database) -> None:
    await database.run(started())
    await database.run(paused_after(1))
    moments = {"started": NINE, "due": NINE, "moments": [], "first": NINE, "awaited": None, "digest": None}
    with pytest.raises(Exception, match=r"(?i)unique"):
        await database.run(lambda session: clocks._start(session, of_kind="reply", of="visit:1", **moments))


async def test_a_clock_that_could_not_act_has_a_fresh_start_after_a_pause(database: Database) -> None:
    await database.run(started())
    (clock,) = await database.run(due_after(8))
    await database.run(lambda session: clocks.step_aside(session, clock, 100.0, failed=True))
    await database.run(paused_after(8))
    assert await database.run(failing_clocks.failing) == 0
    await database.run(resumed_after(9, 10))
    (again,) = await database.run(due_after(10, wall=0.0))
    assert again.failures == 0


async def test_a_clock_is_postponed_by_whoever_saw_it_as_it_is(database: Database) -> None:
    def postpone(clock: Clock, due: float, *reminders: float) -> Callable[[Session], bool]:
        moments = [NINE + HOUR * each for each in reminders]
        return lambda session: clocks.postpone(session, clock, NINE + HOUR * due, moments)

    await database.run(started(ClockKind.REPLY, "visit:1", 8, 4))
    (clock,) = await database.run(of("visit:1"))
    assert await database.run(postpone(clock, 30, 20, 28))
    assert not await database.run(postpone(clock, 40))
    (later,) = await database.run(of("visit:1"))
    moments = (NINE + HOUR * 20, NINE + HOUR * 28)
    assert later == replace(clock, due_at=NINE + HOUR * 30, reminders=moments, next_at=moments[0])
    assert await database.run(due_after(19)) == []
    assert await database.run(postpone(later, 50))
    await database.run(paused_after(5))
    (paused,) = await database.run(of("visit:1"))
    assert not await database.run(postpone(paused, 60))


async def test_a_clock_postponed_until_it_only_reminds_at_its_old_moment_does_not_pass_then(database: Database) -> None:
    await database.run(started())
    (seen,) = await database.run(due_after(8))
    assert await database.run(lambda session: clocks.postpone(session, seen, NINE + HOUR * 30, [NINE + HOUR * 8]))
    assert not await database.run(lambda session: clocks.passed(session, seen))
    (clock,) = await database.run(due_after(8))
    assert clock.due_at == NINE + HOUR * 30


async def test_a_clock_is_stopped_though_the_sweep_has_just_reminded(database: Database) -> None:
    await database.run(started(ClockKind.REPLY, "visit:1", 8, 4))

    def remind_and_stop(session: Session) -> None:
        (clock,) = clocks.running(session, Subject("visit", 1))
        clocks.reminded(session, clock, NINE + HOUR * 4)
        clocks.stop(session, Subject("visit", 1), ClockKind.REPLY)

    await database.run(remind_and_stop)
    assert await database.run(of("visit:1")) == []


async def test_a_gap_between_two_beats_is_an_outage_by_the_wall_clock(database: Database) -> None:
    async def beats(hours: float, wall: float) -> None:
        await database.run(lambda session: outages.beat(session, NINE + HOUR * hours, wall))

    async def found(start: float, end: float) -> datetime | None:
        return await database.run(
            lambda session: outages.outage_within(session, NINE + HOUR * start, NINE + HOUR * end)
        )

    await beats(0, 1_000.0)
    await beats(24, 1_001.0)  # a demo moved the clock
    assert await found(0, 24) is None
    await beats(26, 1_001.0 + 7200)
    assert await found(23, 25) == NINE + HOUR * 26
    assert await found(25.5, 25.6) == NINE + HOUR * 26
    assert await found(20, 24) is None
    assert await found(26, 30) is None
