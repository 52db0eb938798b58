"""Two people at the same moment: one after the other in both orders, and truly at once on PostgreSQL."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

import pytest
from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from models.database import Database
from models.inbox import inbox
from models.outbox import outbox
from models.passes import Pass
from models.people import Appointment, Person, Role
from models.ratings import Rating, RatingLine
from models.rules import Kind
from models.states import PassState, State
from models.visits import Visit, visitors
from tests.handlers.actions import story
from tests.handlers.actions.story import NUMBERS, at
from tests.town import WORDS, Said, Town, to

TIMES = 6

Deed = Callable[[Town], Awaitable[list[Said]]]


@dataclass(frozen=True)
class Race:
    """Two deeds of two people; either may come first."""

    first: Deed
    second: Deed


def _presses(who: str, data: str) -> Deed:
    return lambda town: town.presses(who, data)


def _says(who: str, text: str) -> Deed:
    return lambda town: town.says(who, text)


def _scans(who: str, text: str) -> Deed:
    return lambda town: town.scans(who, text)


async def _withdraw_of(town: Town) -> Deed:
    """王工 is asked for his reason; his next words withdraw the visit."""
    visit = await town.visit()
    await town.presses("王工", f"1.withdraw.v{visit.id}.{visit.revision}")
    return _says("王工", "临时有事")


async def _approve_or_withdraw(town: Town) -> Race:
    said = await story.requested(town)
    return Race(_presses("李局", to(said, "李局")[0].button("批准")), await _withdraw_of(town))


async def _two_approvers(town: Town) -> Race:
    said = await story.requested(town)
    return Race(*(_presses(head, to(said, head)[0].button("批准")) for head in ("李局", "孙工")))


async def _two_admins(town: Town) -> Race:
    said = await story.asked(town)
    return Race(*(_presses(admin, to(said, admin)[0].button("同意")) for admin in ("赵总", "钱副总")))


async def _agree_or_withdraw(town: Town) -> Race:
    said = await story.asked(town)
    return Race(_presses("赵总", to(said, "赵总")[0].button("同意")), await _withdraw_of(town))


async def _scan_or_revoke(town: Town) -> Race:
    await story.agreed(town, Kind.SURVEY)
    visit = await town.visit()
    town.clock.moment = at(3, 14, 20)
    await town.presses("何督查", f"1.revoke.v{visit.id}.{visit.revision}")
    return Race(_scans("王工", await town.sign()), _says("何督查", "依据不足"))


async def _two_scans(town: Town) -> Race:
    await story.agreed(town)
    town.clock.moment = at(3, 14, 20)
    sign = await town.sign()
    return Race(_scans("王工", sign), _scans("周科", sign))


async def _both_inside(town: Town) -> list[Said]:
    said = await story.under_way(town)
    return [*said, *await town.scans("周科", await town.sign())]


async def _two_leave(town: Town) -> Race:
    said = await _both_inside(town)
    return Race(*(_presses(who, to(said, who)[0].button("离企")) for who in story.TEAM))


async def _two_sheets(town: Town) -> Race:
    said = await story.ended(town)
    return Race(
        _presses("赵总", to(said, "赵总")[0].button("非常满意")),
        _presses("钱副总", to(said, "钱副总")[0].button("非常不满意")),
    )


async def _disputed_or_left(town: Town) -> Race:
    said = await story.under_way(town, Kind.SURVEY, ("王工",))
    return Race(
        _presses("赵总", to(said, "赵总")[0].button("没有人来")), _presses("王工", to(said, "王工")[0].button("离企"))
    )


RACES = {
    "approve or withdraw": _approve_or_withdraw,
    "two approvers": _two_approvers,
    "two admins": _two_admins,
    "agree or withdraw": _agree_or_withdraw,
    "scan or revoke": _scan_or_revoke,
    "two scans": _two_scans,
    "two leave": _two_leave,
    "two sheets": _two_sheets,
    "disputed or left": _disputed_or_left,
}
ENDS = {
    "approve or withdraw": {State.ASKED, State.WITHDRAWN},
    "two approvers": {State.ASKED},
    "two admins": {State.AGREED},
    "agree or withdraw": {State.AGREED, State.WITHDRAWN},
    "scan or revoke": {State.UNDER_WAY, State.REVOKED},
    "two scans": {State.UNDER_WAY},
    "two leave": {State.ENDED},
    "two sheets": {State.ENDED},
    "disputed or left": {State.AGREED, State.ENDED},
}
ONE_WINS = ENDS.keys() - {"two scans", "two leave", "two sheets", "scan or revoke"}


@pytest.fixture
async def other(address: str, town: Town) -> AsyncIterator[Town]:
    """The same people at another process of the service, on the same database."""
    if town.database.is_sqlite:
        yield town
        return
    opened = await Database(address).open()
    there = await Town.found(opened)
    there.clock = there.turns._clock = town.clock  # both processes read the same time
    there._events = town._events  # and no two events of a platform have the same name
    yield there
    await opened.close()


@pytest.mark.parametrize("name", RACES)
async def test_of_two_at_once_one_is_first_and_the_other_hears_of_it(town: Town, other: Town, name: str) -> None:
    await town.database.run(_a_second_head)
    start = town.clock.moment
    for turn in range(2 if town.database.is_sqlite else TIMES):
        town.clock.moment = start
        race = await RACES[name](town)
        mark = await town.look(_last_row)
        if not town.database.is_sqlite:
            await asyncio.gather(race.first(town), race.second(other))
        elif turn == 0:
            await race.first(town)
            await race.second(town)
        else:
            await race.second(town)
            await race.first(town)
        await town.look(partial(_holds, name, mark))
        await town.database.run(_clear)
        await town.news(), await other.news()


def _holds(name: str, mark: int, session: Session) -> None:
    visit = session.scalars(select(Visit).order_by(Visit.id.desc()).limit(1)).one()
    heard = [_words(row) for row in session.execute(select(outbox).where(outbox.c.id > mark))]
    refusals = [text for key, text in heard if key in ("refused", "talk-over")]
    assert set(session.scalars(select(inbox.c.state))) == {"handled"}, "no turn failed"
    assert visit.state in ENDS[name]
    assert len(refusals) == (name in ONE_WINS or (name, visit.state) == ("scan or revoke", State.UNDER_WAY)), heard
    for text in (text for text in refusals if "情况已变" in text):
        assert f"经手：{session.get_one(Person, visit.changed_by).name}" in text
    open_passes = list(session.scalars(select(Pass).where(Pass.visit_id == visit.id, Pass.state == PassState.OPEN)))
    assert bool(open_passes) is (visit.state in (State.AGREED, State.UNDER_WAY, State.ENDED))
    if name in CHECKS:
        CHECKS[name](session, visit, [key for key, _ in heard])


def _both_are_in(_session: Session, visit: Visit, keys: list[str]) -> None:
    assert keys.count("verdict-green") == 2
    assert all(visitor.checked_in_at for visitor in visitors(visit))


def _one_rating_is_asked_for(session: Session, visit: Visit, keys: list[str]) -> None:
    assert all(visitor.checked_out_at for visitor in visitors(visit))
    assert len(session.scalars(select(Rating).where(Rating.visit_id == visit.id)).all()) == 1
    assert keys.count("visit-left") == 2, "owner and deputy, each once"


def _one_sheet_holds(session: Session, visit: Visit, _keys: list[str]) -> None:
    rating = session.scalars(select(Rating).where(Rating.visit_id == visit.id)).one()
    expected = 5 if rating.rated_by == NUMBERS["赵总"] else 1
    lines = session.scalars(select(RatingLine).where(RatingLine.rating_id == rating.id)).all()
    assert [line.level for line in lines] == [expected, expected]


def _in_or_out(_session: Session, visit: Visit, keys: list[str]) -> None:
    assert keys.count("verdict-green" if visit.state is State.UNDER_WAY else "verdict-red") == 1


CHECKS: dict[str, Callable[[Session, Visit, list[str]], None]] = {
    "two scans": _both_are_in,
    "two leave": _one_rating_is_asked_for,
    "two sheets": _one_sheet_holds,
    "scan or revoke": _in_or_out,
}


def _words(row: Any) -> tuple[str, str]:
    message = row.body["message"]
    return message["key"], WORDS.text(row.body["locale"], message["key"], message["fields"])


def _last_row(session: Session) -> int:
    return session.scalar(select(func.max(outbox.c.id))) or 0


def _a_second_head(session: Session) -> None:
    session.add(Appointment(person_id=NUMBERS["孙工"], role=Role.APPROVER, department_id=1))


def _clear(session: Session) -> None:
    """The visit is out of the way of the next one."""
    session.execute(update(Pass).values(state=PassState.REVOKED))
    session.execute(update(Visit).values(state=State.WITHDRAWN))
