"""What `make kills` finds where something is wrong: a comparison that finds nothing proves nothing."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from bot.demo.seed import read_people, seed
from bot.demo.tour import read_story
from models.ground import tenures
from models.ground.database import Database
from models.ground.ledger import Proof
from models.ground.messages import Act, Channel, Incoming
from models.post import chats, inbox, outbox
from models.post.inbox import EventState
from models.post.outbox_table import Row, RowEnding
from models.register.people import Identity, Matter, Person
from models.schema import metadata
from models.time.moments import CST
from tests.kills import business
from tests.kills.chats import Comparison, Step, compare, normal
from tests.kills.judging import State, judge
from tests.kills.killing import Killed, plan
from tests.kills.playing import Played, until_the_end_of

NINE = datetime(2026, 11, 27, 9, 0, tzinfo=CST)


def bubble(number: int, text: str, *, seconds: float = 0, **other: Any) -> dict[str, Any]:
    """A bubble as the sandbox tells it."""
    told: dict[str, Any] = {
        "id": number,
        "at": (NINE + timedelta(seconds=seconds)).isoformat(timespec="seconds"),
        "from": "fuma",
        "text": text,
        "title": "",
        "picture": None,
        "file": None,
        "buttons": [],
        "card": False,
        "edited": False,
        "deleted": False,
        "notice": None,
        "revision": number,
    }
    return told | other


def step(*bubbles: dict[str, Any]) -> Step:
    """What a step brought to 赵总."""
    return [("zhao", one) for one in bubbles]


def found(comparison: Comparison) -> tuple[int, int, int]:
    """How many were lost, repeated and unexplained."""
    return len(comparison.lost), len(comparison.repeated), len(comparison.unexplained)


QUIET = [step(bubble(1, "请您答复"), bubble(2, "已约定")), step(bubble(3, "评价"))]


def test_the_same_chats_in_another_order_of_classes_are_the_same() -> None:
    assert found(compare(QUIET, [step(bubble(1, "已约定"), bubble(2, "请您答复")), QUIET[1]], [])) == (0, 0, 0)


def test_ids_minutes_codes_and_numbers_are_left_to_chance() -> None:
    one = "编号：12 于09:07批准 http://127.0.0.1:4711/s/nfw3QW4vgxfI_aISyGm45Q 回执号：89638556 绿码874896"
    other = "编号：3 于14:30批准 http://127.0.0.1:80/s/oUWmY2KaXKQcCZ9aDWka8A 回执号：00000000 绿码123456"
    assert normal(one) == normal(other)
    assert normal(one) != normal(one.replace("批准", "驳回"))
    assert normal("91430499MA0DEM0A13 43049900101") == "91430499MA0DEM0A13 43049900101"


@pytest.mark.parametrize("missing", [1, 2, 3])
def test_a_message_that_is_missing_is_lost(missing: int) -> None:
    disturbed = [[(person, one) for person, one in each if one["id"] != missing] for each in QUIET]
    assert found(compare(QUIET, disturbed, [Killed(at=NINE, newest=1)])) == (1, 0, 0)


def test_a_tour_that_stopped_has_lost_what_should_have_followed() -> None:
    assert found(compare(QUIET, QUIET[:1], [])) == (1, 0, 0)


def test_what_nobody_was_to_be_told_is_unexplained() -> None:
    assert found(compare(QUIET, [*QUIET, step(bubble(4, "您好"))], [Killed(at=NINE, newest=3)])) == (0, 0, 1)


@pytest.mark.parametrize(
    ("second", "kill", "explained"),
    [
        (4, Killed(at=NINE + timedelta(seconds=1), newest=3), True),
        (4, Killed(at=NINE + timedelta(seconds=60), newest=3), False),  # recorded long before
        (4, Killed(at=NINE + timedelta(seconds=1), newest=4), False),  # both before it
        (4, Killed(at=NINE + timedelta(seconds=1), newest=0), False),  # both after it
        (4, Killed(at=NINE - timedelta(seconds=60), newest=3), False),
    ],
)
def test_a_message_may_come_twice_only_where_a_kill_came_between(second: int, kill: Killed, explained: bool) -> None:
    disturbed = [QUIET[0], step(bubble(3, "评价"), bubble(second, "评价", seconds=8))]
    assert found(compare(QUIET, disturbed, [kill])) == ((0, 1, 0) if explained else (0, 0, 1))


def test_a_change_made_once_more_is_unexplained_and_one_that_is_missing_is_lost() -> None:
    changed = step(bubble(1, "赵总已同意", edited=True))
    assert found(compare([*QUIET, changed], [*QUIET, changed], [])) == (0, 0, 0)
    assert found(compare([*QUIET, changed], QUIET, [])) == (1, 0, 0)
    assert found(compare([*QUIET, changed], [*QUIET, changed * 2], [Killed(at=NINE, newest=1)])) == (0, 0, 1)


@pytest.mark.parametrize("other", [{"picture": "/x.png"}, {"card": True}, {"deleted": True}, {"title": "访企"}])
def test_a_message_that_looks_otherwise_is_another_one(other: dict[str, Any]) -> None:
    assert found(compare([step(bubble(1, "同意"))], [step(bubble(1, "同意", **other))], [])) == (1, 0, 1)


@given(st.integers(0, 10**6), st.integers(1, 40))
def test_a_seed_plans_as_many_kills_as_it_was_asked_for_and_the_same_ones_again(number: int, kills: int) -> None:
    planned = plan(number, 89, kills)
    assert sum(1 if kill.again is None else 2 for kill in planned) == kills
    assert planned == plan(number, 89, kills)
    assert [kill.step for kill in planned] == sorted({kill.step for kill in planned})
    assert all(kill.again is None for kill in plan(number, 89, kills, pairs=False))


def test_one_chapter_is_played_with_what_comes_before_it_and_only_in_it_is_killed() -> None:
    story = read_story()
    assert until_the_end_of(0, story) == (1, story)
    first, played = until_the_end_of(3, story)
    assert played[first - 1]["chapter"] == 3
    assert story[len(played)]["chapter"] == 4
    assert {kill.step for kill in plan(7, len(played), 99, first=first)} == set(range(first, len(played) + 1))


@pytest.fixture
async def town_of_two(sqlite_database: Database) -> Database:
    """The demo's people in a database where numbers were skipped, as a rolled-back turn skips them."""
    await sqlite_database.run(lambda session: seed(session, read_people(), NINE))
    return sqlite_database


async def test_skipped_numbers_codes_and_moments_make_no_difference(town_of_two: Database) -> None:
    before = await town_of_two.read(business.dump)

    def renumber(session: Session) -> None:
        session.add(Person(id=500, name="何督查二号"))
        session.flush()
        session.add(Identity(person_id=500, channel=Channel.WECOM, account="He2"))

    await town_of_two.run(renumber)
    after = await town_of_two.read(business.dump)
    assert after["people"][:-1] == before["people"]
    assert f"person_id=people {len(after['people'])}" in after["identities"][-1]
    assert len(before["signs"]) == 2
    assert all("code" not in field.partition("=")[0] for row in before["signs"] for field in row)


@pytest.mark.parametrize(
    "change",
    [
        lambda session: session.execute(update(Person).values(locale="en")),
        lambda session: session.execute(update(Person).values(suspended_at=datetime.now(UTC))),
        lambda session: session.execute(update(Identity).values(reachable=False)),
        lambda session: session.execute(delete(Matter)),
    ],
)
async def test_a_table_that_differs_in_its_business_differs(
    town_of_two: Database, change: Callable[[Session], Any]
) -> None:
    before = await town_of_two.read(business.dump)
    await town_of_two.run(change)
    assert await town_of_two.read(business.dump) != before


def test_every_table_of_the_business_is_compared() -> None:
    compared = set(metadata.tables) - business.MACHINERY
    assert compared >= {
        "visits",
        "parts",
        "visitors",
        "passes",
        "scans",
        "ratings",
        "rating_lines",
        "promises",
        "cases",
    }
    assert compared >= {"people", "identities", "appointments", "enterprises", "signs", "ledger"}


def state(**other: Any) -> State:
    """What a tour of two steps left where everything is right."""
    played = Played(chats=QUIET, kills=[], verified="2 entries hold; 0 wait to be chained")
    told: dict[str, Any] = {
        "played": played,
        "tables": {"ledger": [["verb=agree"], ["verb=rate"]]},
        "undone": [],
        "out_of_order": [],
        "proof": Proof(proved=2, waiting=0),
    }
    return State(**(told | other))


@pytest.mark.parametrize(
    "other",
    [
        {"played": Played(chats=QUIET, kills=[], verified="")},
        {"played": Played(chats=QUIET, kills=[], verified="1 entries hold; 1 wait to be chained")},
        {"played": replace(state().played, given_up=1)},
        {"played": replace(state().played, stopped="step 2: nobody saw it")},
        {"played": replace(state().played, chats=QUIET[:1])},
        {"tables": {"ledger": [["verb=agree"], ["verb=decline"]]}},
        {"tables": {"ledger": [["verb=agree"]]}},
        {"proof": Proof(proved=1, waiting=1)},
        {"proof": Proof(proved=1, waiting=0, broken=2)},
        {"proof": Proof(proved=3, waiting=0)},
        {"undone": ["1 of the inbox: aside"]},
        {"out_of_order": ["row 3 stands before row 2"]},
    ],
)
def test_whatever_is_not_as_it_must_be_is_a_fault(other: dict[str, Any]) -> None:
    assert judge(state(), state()).faults == []
    assert judge(state(proof=Proof(proved=1, waiting=1)), state()).faults == [], "the undisturbed one may end sooner"
    assert judge(state(), state(**other)).faults != []


def put(session: Session, number: int) -> int:
    """A reply to 赵总."""
    meant = Row(channel="telegram", account="100004", urgency="reply", effect="send", body={"number": number})
    return outbox.put(session, meant, NINE)[0].id


def end(session: Session, number: int, ending: RowEnding, message: int) -> None:
    """The row ended, as that message of the chat."""
    mine = tenures.begin(session, "sender:telegram", "", 1.0)
    (row,) = (row for each in outbox.claim(session, "telegram", "reply", mine, 1.0, 1) for row in each.rows[:1])
    assert row.id == number
    outbox.ended(session, row, ending, 1.0)
    chats.stands(session, row, {"message": str(message), "captioned": False}, mark=str(message))


async def test_what_is_still_open_given_up_or_unhandled_is_told(sqlite_database: Database) -> None:
    assert await sqlite_database.read(business.undone) == []
    incoming = Incoming(channel=Channel.TELEGRAM, event="1", account="100004", act=Act.TEXT, text="同意")

    def leave(session: Session) -> None:
        put(session, 1)
        end(session, put(session, 2) - 1, RowEnding.ASIDE, 7)
        inbox.store(session, incoming, "person:4", EventState.ASIDE, NINE)

    await sqlite_database.run(leave)
    told = await sqlite_database.read(business.undone)
    assert [line.partition(" (")[0] for line in sorted(told)] == [
        "1 of the inbox: aside",
        "1 of the outbox to send: aside",
        "1 of the outbox to send: open",
    ]


@pytest.mark.parametrize(("messages", "faults"), [((7, 8, 9), 0), ((7, 9, 8), 1), ((9, 8, 7), 2)])
async def test_messages_that_stand_in_another_order_are_told(
    sqlite_database: Database, messages: tuple[int, ...], faults: int
) -> None:
    def send(session: Session) -> None:
        for message in messages:
            end(session, put(session, message), RowEnding.SENT, message)

    await sqlite_database.run(send)
    assert len(await sqlite_database.read(business.out_of_order)) == faults
    assert await sqlite_database.read(lambda session: len(session.execute(select(chats.shown)).all())) == 3
