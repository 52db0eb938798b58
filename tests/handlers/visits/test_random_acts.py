"""Anybody does anything in any order: nothing breaks, and what must always hold holds."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import timedelta
from functools import cache
from itertools import pairwise
from pathlib import Path
from shutil import copy
from tempfile import TemporaryDirectory, mkdtemp
from typing import Any

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from sqlalchemy import make_url, select
from sqlalchemy.orm import Session

from models.ground import ledger, tenures
from models.ground.database import Database, sqlite_writer
from models.ground.refusals import Refusal
from models.post.inbox import inbox
from models.post.outbox_table import outbox
from models.register.rules import Kind
from models.schema import metadata
from models.visits.passes import Pass
from models.visits.states import PassState, State
from models.visits.visits import TRANSITIONS, Visit
from tests.handlers.visits import story
from tests.handlers.visits.clocks_of_visits import check_clocks
from tests.handlers.visits.story import NUMBERS, at
from tests.town import WORDS, Said, Town

PEOPLE = tuple(NUMBERS)
ARRIVALS = (story.requested, story.asked, story.agreed, story.moving, story.countered, story.objected, story.under_way)
TEXTS = (
    *("1", "2", "3", "5", "9", "0", "无", "取消", "上一步", "菜单", "帮助", "语言", "待办", "我的访企", "今日来访"),
    *("访企列表", "核验", "123456", "访企预约", "雁北", "12月8日", "12月8日 14:30-16:30", "9点到11点", "王工、周科"),
    *("孙工", "没空", "\u200b", "١٢", "{ $x }", "<b>&amp;</b>", "赵" * 300),
)
MOVES = (0, 1, 14, 15, 61, 6 * 60, 24 * 60, 3 * 24 * 60, 8 * 24 * 60)  # minutes
NEXT = {state: {to for ends in steps.values() for to in ends} | {state} for state, steps in TRANSITIONS.items()}
LATER = {state: {to for after in NEXT[state] for to in NEXT[after]} for state in NEXT}  # a long wait may take two steps

who = st.sampled_from(PEOPLE)
acts = st.one_of(
    st.tuples(st.just("press"), st.booleans(), who, st.integers(0, 10_000)),
    st.tuples(st.just("newest"), who, st.integers(0, 40)),
    st.tuples(st.just("type"), who, st.sampled_from(TEXTS)),
    st.tuples(st.just("sign"), who),
    st.tuples(st.just("pass"), who, st.integers(0, 100)),
    st.tuples(st.just("forge"), who, st.sampled_from(sorted(story.VERBS)), st.integers(0, 4), st.integers(0, 9)),
    st.tuples(st.just("wait"), st.sampled_from(MOVES)),
    st.tuples(st.just("gate"), st.integers(0, 50)),
    st.tuples(st.just("request"), st.sampled_from([Kind.SURVEY, Kind.ROUTINE]), st.integers(4, 9)),
)


@settings(
    max_examples=20,
    deadline=None,
    suppress_health_check=list(HealthCheck),
    phases=(Phase.explicit, Phase.reuse, Phase.generate),  # a whole life is too long to be shrunk in time
)
@given(arrival=st.sampled_from(ARRIVALS), steps=st.lists(acts, min_size=5, max_size=40))
def test_whatever_people_do_the_rules_hold_and_everything_can_be_said(arrival: story.Arrive, steps: list[Any]) -> None:
    with TemporaryDirectory() as folder:
        copy(_template(), f"{folder}/fuma.db")
        asyncio.run(_live(f"sqlite+aiosqlite:///{folder}/fuma.db", arrival, steps))


@cache
def _template() -> Path:
    """An empty database with every table, made once."""
    path = Path(mkdtemp()) / "fuma.db"
    engine = sqlite_writer(make_url(f"sqlite+aiosqlite:///{path}"))
    with engine.begin() as connection:
        metadata.create_all(connection)
    engine.dispose()
    return path


async def _live(address: str, arrival: story.Arrive, steps: list[Any]) -> None:
    database = await Database(address).open()
    try:
        town = await Town.found(database)
        shown = await arrival(town)
        states = [await town.look(_states)]
        for step in steps:
            shown += await ACTS[step[0]](town, shown, *step[1:])
            states.append(await town.look(_states))
            await town.look(check_clocks)
        _check_paths(states)
        await town.database.run(_check_rows)
    finally:
        await database.close()


async def _press(town: Town, shown: list[Said], own: bool, person: str, number: int) -> list[Said]:
    """Any button ever shown, by whom it was shown to or by somebody else."""
    buttons = [(one.who, data) for one in shown for _, data in one.buttons]
    receiver, data = buttons[number % len(buttons)]
    return await town.presses(receiver if own else person, data)


async def _press_newest(town: Town, shown: list[Said], person: str, number: int) -> list[Said]:
    mine = [data for one in shown[-12:] if one.who == person for _, data in one.buttons]
    return await town.presses(person, mine[number % len(mine)]) if mine else []


async def _scan_sign(town: Town, _shown: list[Said], person: str) -> list[Said]:
    return await town.scans(person, await town.sign())


async def _scan_pass(town: Town, _shown: list[Said], person: str, number: int) -> list[Said]:
    codes = await town.look(lambda session: list(session.scalars(select(Pass.code))))
    return await town.scans(person, f"p_{codes[number % len(codes)]}" if codes else "p_none")


async def _wait(town: Town, _shown: list[Said], minutes: int) -> list[Said]:
    return await town.waits_until(town.clock.moment + timedelta(minutes=minutes))


async def _go_to_the_gate(town: Town, _shown: list[Said], minutes: int) -> list[Said]:
    return await town.waits_until(max(town.clock.moment, at(3, 14, 0) + timedelta(minutes=minutes)))


async def _request(town: Town, _shown: list[Said], kind: Kind, day: int) -> list[Said]:
    command = replace(story.request_for(kind), start=at(day, 14, 30), end=at(day, 16))
    try:
        return await story.perform(town, "王工", command)
    except Refusal:
        return []


ACTS: dict[str, Callable[..., Awaitable[list[Said]]]] = {
    "press": _press,
    "newest": _press_newest,
    "type": lambda town, _shown, person, text: town.says(person, text),
    "sign": _scan_sign,
    "pass": _scan_pass,
    "forge": lambda town, _shown, person, verb, subject, revision: town.presses(
        person, f"1.{verb}.v{subject}.{revision}"
    ),
    "wait": _wait,
    "gate": _go_to_the_gate,
    "request": _request,
}


def _states(session: Session) -> dict[int, State]:
    return {row.id: row.state for row in session.execute(select(Visit.id, Visit.state))}


def _check_paths(states: list[dict[int, State]]) -> None:
    for before, after in pairwise(states):
        for visit, state in after.items():
            assert state in LATER[before.get(visit, State.REQUESTED)], (before.get(visit), state)


def _check_rows(session: Session) -> None:
    assert set(session.scalars(select(inbox.c.state))) <= {"handled"}, "no turn failed"
    states = _states(session)
    holders = [
        (card.visit_id, card.person_id) for card in session.scalars(select(Pass).where(Pass.state == PassState.OPEN))
    ]
    assert len(holders) == len(set(holders)), "one open pass a visit and person"
    assert all(states[visit] in (State.AGREED, State.UNDER_WAY, State.ENDED, State.NO_SHOW) for visit, _ in holders)
    tenure = tenures.begin(session, tenures.LEDGER, "", 0.0)
    while ledger.chain(session, tenure, 50):
        pass
    assert ledger.verify(session).broken is None
    for row in session.execute(select(outbox)):
        for locale in WORDS.locales:
            _can_be_said(locale, row.body["message"])


def _can_be_said(locale: str, message: dict[str, Any]) -> None:
    assert WORDS.text(locale, message["key"], message["fields"]).strip()
    for line in message["buttons"]:
        for button in line:
            assert WORDS.say(locale, button["label"]).strip()
            assert len(button["data"].encode()) <= 64
    for value in (message["picture"] or {"fields": {}})["fields"].values():
        _can_be_drawn(locale, value)


def _can_be_drawn(locale: str, value: Any) -> None:
    """A picture's field: a value, or rows of named values."""
    if isinstance(value, list):
        for row in value:
            for each in row.values():
                WORDS.say(locale, each)
    else:
        WORDS.say(locale, value)
