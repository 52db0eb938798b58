"""Two judges, written apart from each other, agree on who may go in, whatever has happened before."""

import asyncio
import os
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import cache, partial
from pathlib import Path
from random import Random
from shutil import copy
from tempfile import TemporaryDirectory, mkdtemp
from typing import Any

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from sqlalchemy import make_url, select
from sqlalchemy.orm import Session

from models.ground.database import Database, sqlite_writer
from models.register.enterprises import Sign
from models.register.people import Person
from models.schema import metadata
from models.visits.entry import judge_at_sign, judge_pass
from models.visits.passes import Pass
from models.visits.reasons import Verdict
from models.visits.visits import Visit
from tests.handlers.visits.lives import NAME, NEAR_ITS_ENDS, NUMBER, PEOPLE, STEPS, Life, settle
from tests.handlers.visits.story import RULES_IN_FORCE
from tests.town import Town

EDGES = len(NEAR_ITS_ENDS)
LIVES = int(os.environ.get("FUMA_LIVES", "4"))  # more of them where there is time: about a second each


def a_life(chance: Random) -> list[Any]:
    """What people do, one thing after another: `STEPS` and the choices that each needs."""
    names, place = sorted(PEOPLE), partial(chance.choice, (1, 1, 1, 2))
    which, number = partial(chance.choice, (0, 0, 0, 1, 2)), chance.randrange
    steps: dict[str, tuple[int, Callable[[], tuple[Any, ...]]]] = {
        "request": (
            12,
            lambda: (
                chance.choice(("王工", "王工", "孙工")),
                number(4),
                place(),
                chance.choice((3, 4, 7, 7, 8, 9)),
                number(3),
                number(4),
            ),
        ),
        "something": (50, lambda: (which(), number(50), number(32))),
        "scan": (10, lambda: (chance.choice(names), place())),
        "arrive": (10, lambda: (which(), min(number(EDGES), number(EDGES)), number(3))),
        "go": (2, lambda: (which(), min(number(EDGES), number(EDGES)))),
        "wait": (3, lambda: (chance.choice((5, 60, 24 * 60)),)),
        "suspend": (1, lambda: (chance.choice(names),)),
        "move": (1, lambda: (chance.choice(names), number(3))),
    }
    drawn = chance.choices(list(steps), [weight for weight, _ in steps.values()], k=10 + number(35))
    return [(name, *steps[name][1]()) for name in (*("request",) * 2, *("something",) * 4, *drawn)]


@settings(
    max_examples=LIVES,
    suppress_health_check=list(HealthCheck),
    phases=(Phase.reuse, Phase.generate),  # a whole life is too long to be shrunk in time
)
@given(seed=st.integers(0, 2**31))
def test_two_judges_agree_on_who_may_go_in_whatever_happened_before(seed: int) -> None:
    chance = Random(seed)
    life, later = a_life(chance), set(chance.sample(NEAR_ITS_ENDS, 4))
    with TemporaryDirectory() as folder:
        copy(_template(), f"{folder}/fuma.db")
        asyncio.run(_live(f"sqlite+aiosqlite:///{folder}/fuma.db", life, later))


async def _live(address: str, life: list[Any], later: set[timedelta]) -> None:
    database = await Database(address).open()
    try:
        lived = Life(await _town(database))
        for name, *choices in life:
            await STEPS[name](lived, *choices)
            await lived.town.look(lambda session: _stand_alike(session, lived))
        for told, expected in lived.answers:
            assert told == expected
        await lived.town.look(lambda session: _judge_alike(session, lived, later))
    finally:
        await database.close()


async def _town(database: Database) -> Town:
    town = await Town.found(database)
    for name in ("小何", "郑工"):
        town.accounts[name] = (town.accounts["王工"][0], name)
    return town


@cache
def _template() -> Path:
    """The town before anything has happened, made once."""
    path = Path(mkdtemp()) / "fuma.db"
    engine = sqlite_writer(make_url(f"sqlite+aiosqlite:///{path}"))
    with engine.begin() as connection:
        metadata.create_all(connection)
    engine.dispose()

    async def found() -> None:
        database = await Database(f"sqlite+aiosqlite:///{path}").open()
        await Town.found(database)
        await database.run(settle)
        await database.close()

    asyncio.run(found())
    return path


def _stand_alike(session: Session, life: Life) -> None:
    """Both think that the visits stand where they do, and that the same people hold the same passes."""
    judge = life.judge
    for row in session.scalars(select(Visit)):
        theirs = judge.visits[row.id]
        assert (row.state.value, row.starts_at, row.ends_at) == (theirs.state, *theirs.window)
        cards = session.scalars(select(Pass).where(Pass.visit_id == row.id).order_by(Pass.id))
        assert sorted([NAME[card.person_id], card.state.value] for card in cards) == sorted(theirs.passes)


def _judge_alike(session: Session, life: Life, later: set[timedelta]) -> None:
    """Everybody at every sign and with every pass, now and around some edges of the windows to come there."""
    judge = life.judge
    for place in (1, 2):
        sign = session.scalars(select(Sign).where(Sign.enterprise_id == place)).one()
        for now in _moments(life, str(place), later):
            for name in PEOPLE:
                verdict = judge_at_sign(session, session.get_one(Person, NUMBER[name]), sign, now, RULES_IN_FORCE)
                assert _codes(verdict) == judge.at_sign(name, str(place), now), (name, place, now)
            for card in session.scalars(select(Pass).where((Pass.enterprise_id == place) | (now == life.now))):
                verdict = judge_pass(session, card, place, now, RULES_IN_FORCE)
                expected = judge.with_pass(NAME[card.person_id], card.visit_id, card.state.value, str(place), now)
                assert _codes(verdict) == expected, (card.id, place, now)


def _moments(life: Life, place: str, later: set[timedelta]) -> list[datetime]:
    windows = {visit.window for visit in life.judge.visits.values() if visit.place == place}
    return [life.now, *sorted(start + edge for start, _ in windows for edge in later if start + edge > life.now)]


def _codes(verdict: Verdict) -> list[str]:
    return [reason.code.value for reason in verdict.reasons]
