"""Two people at the same moment: one behind the other in both orders, and let loose together on PostgreSQL."""

import asyncio
import os
import random
from collections import Counter
from collections.abc import AsyncIterator, Callable
from datetime import timedelta
from functools import partial
from typing import Any

import asyncpg
import pytest
from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from models.ground.database import Database
from models.ground.ledger import ledger
from models.post.inbox import inbox
from models.post.outbox_table import outbox
from models.ratings.ratings import Rating, RatingLine
from models.register.people import Identity, Person
from models.visits.passes import Pass
from models.visits.states import PassState, State
from models.visits.visits import Visit, visitors
from tests.handlers.visits.races import RACES, Deed, Won, a_second_head
from tests.handlers.visits.story import NUMBERS, at
from tests.town import WORDS, Town

TIMES = int(os.environ.get("FUMA_RACES", "4"))
LONG_AGO = at(1, 9) - timedelta(days=365)
LOOSE = ("approve or withdraw", "two approvers", "two admins", "scan or revoke")

Marks = tuple[int, int]  # the last rows of the outbox and of the ledger before the race


@pytest.fixture
async def other(town_address: str, town: Town) -> AsyncIterator[Town]:
    """The same people at another process of the service, on the same database."""
    if town.database.is_sqlite:
        yield town
        return
    opened = await Database(town_address).open()
    there = await Town.found(opened)
    there.clock = there.turns._clock = town.clock  # both processes read the same time
    there._events = town._events  # and no two events of a platform have the same name
    yield there
    await opened.close()


@pytest.mark.parametrize("name", RACES)
async def test_of_two_in_either_order_one_is_first_and_the_other_hears_of_it(
    town: Town, other: Town, name: str
) -> None:
    """On PostgreSQL both are at it before either is done, each in a transaction of another process."""
    await town.database.run(a_second_head)
    start = town.clock.moment
    for is_in_order in (True, False):
        town.clock.moment = start
        race = await RACES[name](town)
        marks = await town.look(_last_rows)
        deeds = (race.first, race.second) if is_in_order else (race.second, race.first)
        if town.database.is_sqlite:
            await deeds[0](town)
            await deeds[1](town)
        else:
            await _one_behind_the_other(town, other, *deeds)
        won = race.if_first if is_in_order else race.if_second
        assert await town.look(partial(_faults, name, marks, won)) == []
        await _clear(town, other)


@pytest.mark.parametrize("fresh", ["postgresql"], indirect=True)
@pytest.mark.parametrize("name", LOOSE)
async def test_of_two_let_loose_together_exactly_one_is_first(
    town: Town, other: Town, name: str, record_property: Callable[[str, object], None]
) -> None:
    await town.database.run(a_second_head)
    start = town.clock.moment
    wins: Counter[bool] = Counter()
    for _ in range(TIMES):
        town.clock.moment = start
        race = await RACES[name](town)
        marks = await town.look(_last_rows)
        turns = [race.first(town), race.second(other)]
        random.shuffle(turns)
        await asyncio.gather(*turns)
        faults = [await town.look(partial(_faults, name, marks, won)) for won in (race.if_first, race.if_second)]
        assert [] in faults, faults
        wins[faults[0] == []] += 1
        await _clear(town, other)
    assert wins.total() == TIMES
    record_property("first and second", (wins[True], wins[False]))


async def _one_behind_the_other(town: Town, other: Town, first: Deed, second: Deed) -> None:
    """Holds the visit and its sheet until the first deed waits for it in its transaction, and then the second in its
    own.
    """
    url = town.database.url.set(drivername="postgresql").render_as_string(hide_password=False)
    holder, looks = await asyncpg.connect(url), await asyncpg.connect(url)
    try:
        holding = holder.transaction()
        await holding.start()
        await holder.execute("SELECT id FROM visits ORDER BY id DESC LIMIT 1 FOR NO KEY UPDATE")
        await holder.execute("SELECT id FROM ratings ORDER BY id DESC LIMIT 1 FOR NO KEY UPDATE")
        async with asyncio.TaskGroup() as group:
            group.create_task(first(town))
            await _waiting(looks, 1)
            group.create_task(second(other))
            await _waiting(looks, 2)
            await holding.commit()
    finally:
        await holder.close()
        await looks.close()


async def _waiting(looks: Any, expected: int) -> None:
    """Returns once so many transactions wait for a lock."""
    waiting = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"
    while await looks.fetchval(waiting) != expected:
        await asyncio.sleep(0.01)


def _faults(name: str, marks: Marks, won: Won, session: Session) -> list[str]:
    """What doesn't hold of all that should where this side was first."""
    visit = session.scalars(select(Visit).order_by(Visit.id.desc()).limit(1)).one()
    heard = list(session.execute(select(outbox).where(outbox.c.id > marks[0], outbox.c.effect != "edit")))
    told = [(_name(session, row), row.body["message"]["key"], _text(row)) for row in heard]
    done = tuple(session.scalars(select(ledger.c.verb).where(ledger.c.id > marks[1]).order_by(ledger.c.id)))
    has_passes = session.scalar(select(Pass.id).where(Pass.visit_id == visit.id, Pass.state == PassState.OPEN).limit(1))
    refusals = [each for each in told if each[1] in ("refused", "talk-over")]
    news = [each for each, row in zip(told, heard, strict=True) if row._mapping["class"] != "verdict"]
    holds = {
        f"every turn is done: {visit.state}": set(session.scalars(select(inbox.c.state))) == {"handled"},
        f"the visit is {won.state}, not {visit.state}": visit.state is won.state,
        f"the ledger has {won.ledger}, not {done}": done == won.ledger,
        f"{won} is told: {told}": any(
            (who, key) == (won.hears, won.key) and won.words in text for who, key, text in told
        ),
        f"nobody else is refused: {refusals}": len(refusals) == (won.key in ("refused", "talk-over")),
        f"nothing is said twice: {news}": len(news) == len(set(news)),
        "passes are open exactly if the visit stands": bool(has_passes) is _stands(visit),
        "what is particular to this race": name not in CHECKS
        or CHECKS[name](session, visit, [each[1] for each in told]),
    }
    return [fact for fact, is_so in holds.items() if not is_so]


def _stands(visit: Visit) -> bool:
    return visit.state in (State.AGREED, State.UNDER_WAY) or (visit.state is State.ENDED and visit.marked is None)


def _both_are_in(_session: Session, visit: Visit, keys: list[str]) -> bool:
    return keys.count("verdict-green") == 2 and all(visitor.checked_in_at for visitor in visitors(visit))


def _one_is_in_once(_session: Session, visit: Visit, keys: list[str]) -> bool:
    came = [visitor for visitor in visitors(visit) if visitor.checked_in_at]
    return keys.count("visitor-came") == 3 and len(came) == 1  # owner, deputy and gatekeeper, each once


def _one_rating_is_asked_for(session: Session, visit: Visit, keys: list[str]) -> bool:
    ratings = session.scalars(select(Rating).where(Rating.visit_id == visit.id)).all()
    everybody_left = all(visitor.checked_out_at for visitor in visitors(visit))
    return everybody_left and len(ratings) == 1 and keys.count("visit-left") == 2  # owner and deputy, each once


def _one_sheet_holds(session: Session, visit: Visit, _keys: list[str]) -> bool:
    rating = session.scalars(select(Rating).where(Rating.visit_id == visit.id)).one()
    expected = 5 if rating.rated_by == NUMBERS["赵总"] else 1
    lines = session.scalars(select(RatingLine).where(RatingLine.rating_id == rating.id)).all()
    return [line.level for line in lines] == [expected, expected]


def _in_or_out(_session: Session, visit: Visit, keys: list[str]) -> bool:
    return keys.count("verdict-green" if visit.state is State.UNDER_WAY else "verdict-red") == 1


CHECKS: dict[str, Callable[[Session, Visit, list[str]], bool]] = {
    "two scans": _both_are_in,
    "one scans twice": _one_is_in_once,
    "two leave": _one_rating_is_asked_for,
    "two sheets": _one_sheet_holds,
    "scan or revoke": _in_or_out,
    "scan or withdraw": _in_or_out,
    "scan or renamed": _in_or_out,
}


def _name(session: Session, row: Any) -> str:
    account = select(Identity.person_id).where(Identity.channel == row.channel, Identity.account == row.account)
    return session.scalars(select(Person.name).where(Person.id.in_(account))).one()


def _text(row: Any) -> str:
    message = row.body["message"]
    return WORDS.text(row.body["locale"], message["key"], message["fields"])


def _last_rows(session: Session) -> Marks:
    return session.scalar(select(func.max(outbox.c.id))) or 0, session.scalar(select(func.max(ledger.c.id))) or 0


async def _clear(town: Town, other: Town) -> None:
    """The visit is out of the way of the next one."""
    await town.database.run(lambda session: session.execute(update(Pass).values(state=PassState.REVOKED)))
    gone = update(Visit).values(state=State.WITHDRAWN, starts_at=LONG_AGO, ends_at=LONG_AGO + timedelta(hours=1))
    await town.database.run(lambda session: session.execute(gone))
    await town.news(), await other.news()
