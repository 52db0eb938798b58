"""People and time by chance, over New Year, a leap day and the holidays: every clock belongs to where its visit
stands, passes when it is due, and not a second before.
"""

import os
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import replace
from datetime import datetime, time, timedelta
from random import Random

import pytest
from sqlalchemy.orm import Session

from handlers.visits.commands import DeclineVisit, ProposeDay
from models.ground.refusals import Refusal
from models.ground.subjects import Subject
from models.register.rules import Kind
from models.time import clocks
from models.time.clocks import Clock
from models.time.moments import CST, at
from models.visits import deadlines
from models.visits.states import Side, State
from tests.handlers.visits import story
from tests.handlers.visits.clocks_of_visits import check_clocks, nothing_is_late
from tests.handlers.visits.story import CALENDAR, RULES_IN_FORCE
from tests.town import Said, Town

LIVES = int(os.environ.get("FUMA_LIVES", "1"))  # more of them where there is time: a second each
STEPS = 60
STARTS = {
    "an ordinary Friday": datetime(2026, 11, 27, 9, tzinfo=CST),
    "New Year": datetime(2026, 12, 29, 16, 45, tzinfo=CST),
    "a leap day": datetime(2028, 2, 24, 11, tzinfo=CST),
    "National Day": datetime(2027, 9, 28, 15, tzinfo=CST),
}
JUMPS = tuple(timedelta(minutes=minutes) for minutes in (0, 1, 14, 15, 61, 6 * 60, 24 * 60, 2 * 24 * 60, 9 * 24 * 60))
SECOND = timedelta(seconds=1)


class Walk:
    """A random walk through a town."""

    def __init__(self, town: Town, seed: str) -> None:
        self.town = town
        self.chance = Random(seed)
        self.shown: list[Said] = []

    async def step(self) -> None:
        """Somebody does something, or time passes."""
        steps: dict[Callable[[], Awaitable[None]], int] = {
            self.press: 12,
            self.request: 3,
            self.answer: 5,
            self.arrive: 3,
            self.jump: 2,
            self.go_to_a_clock: 6,
        }
        (chosen,) = self.chance.choices(list(steps), list(steps.values()))
        await chosen()

    async def press(self) -> None:
        """One of the buttons shown lately, by whoever got it."""
        buttons = [(one.who, data) for one in self.shown[-20:] for _, data in one.buttons]
        if buttons:
            self.shown += await self.town.presses(*self.chance.choice(buttons))

    async def request(self) -> None:
        """王工 asks for a visit as soon as its kind allows, or some days later."""
        await self.ask_for(self.chance.choice([Kind.ROUTINE, Kind.SURVEY, Kind.CLUE]))

    async def ask_for(self, kind: Kind) -> None:
        """王工 asks for a visit of this kind."""
        earliest = deadlines.earliest_window_day(self.town.clock.moment, kind, RULES_IN_FORCE, CALENDAR)
        day = earliest + timedelta(days=self.chance.randrange(3))
        start = at(day, time(self.chance.choice([9, 10, 14]), 30))
        command = replace(story.request_for(kind, start=start), legal_basis="《大气污染防治法》")
        await self.perform("王工", command)

    async def answer(self) -> None:
        """Another day is put on the table by whoever can, or the enterprise says no."""
        visit = await self.town.visit()
        by_official = visit.state is State.MOVING and visit.whose_turn is Side.OFFICIAL
        who, side = ("王工", Side.OFFICIAL) if by_official else ("赵总", Side.ENTERPRISE)
        start = visit.starts_at + timedelta(days=self.chance.randrange(1, 9))
        known = {"visit": visit.id, "revision": visit.revision}
        command: object = ProposeDay(
            **known, side=side, start=start, end=start + timedelta(hours=2), reason="" if by_official else "正在盘点"
        )
        if visit.state is State.ASKED and self.chance.random() < 0.5:
            command = DeclineVisit(**known, reason="刚检查过")
        await self.perform(who, command)

    async def arrive(self) -> None:
        """Somebody scans the sign, for an agreed visit about its time."""
        visit = await self.town.visit()
        if visit.state is State.AGREED:
            await self.until(visit.starts_at + timedelta(minutes=self.chance.choice([-31, -10, 20])))
        self.shown += await self.town.scans(self.chance.choice(["王工", "周科"]), await self.town.sign())

    async def perform(self, who: str, command: object) -> None:
        """Carries a command out, if it may be."""
        with suppress(Refusal):
            self.shown += await story.perform(self.town, who, command)

    async def jump(self) -> None:
        """Time passes."""
        await self.until(self.town.clock.moment + self.chance.choice(JUMPS))

    async def go_to_a_clock(self) -> None:
        """Until a second before something is due, and then until it is."""
        running = await self.town.look(all_running)
        if running:
            clock = self.chance.choice(running[:3])
            await self.until(clock.next_at - SECOND)
            still = await self.town.look(all_running)
            assert clock.next_at in [each.next_at for each in still if each.id == clock.id] or gone(clock, still)
            await self.until(clock.next_at)

    async def until(self, moment: datetime) -> None:
        """Time passes, and all that is due by then happens."""
        self.shown += await self.town.waits_until(max(self.town.clock.moment, moment))
        await self.town.look(lambda session: nothing_is_late(session, self.town.clock.moment))


def all_running(session: Session) -> list[Clock]:
    """The clocks of all visits, the next one first."""
    found = [clock for number in range(1, 99) for clock in clocks.running(session, Subject("visit", number))]
    return sorted(found, key=lambda clock: (clock.next_at, clock.id))


def gone(clock: Clock, still: list[Clock]) -> bool:
    """Whether the clock was stopped with the state it belonged to, by one that was due before."""
    return clock.id not in [each.id for each in still]


@pytest.mark.parametrize("number", range(LIVES))
@pytest.mark.parametrize("start", STARTS)
async def test_whatever_people_do_and_however_time_jumps_the_clocks_are_those_of_the_visits(
    town: Town, start: str, number: int
) -> None:
    town.clock.moment = STARTS[start]
    walk = Walk(town, f"{start} {number}")
    await walk.ask_for(Kind.ROUTINE)
    for _ in range(STEPS):
        await walk.step()
        await town.look(check_clocks)
    await walk.until(town.clock.moment + timedelta(days=60))
    assert await town.look(all_running) == []
