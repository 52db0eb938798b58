"""Events become turns: once, in a person's order, in one transaction, whatever goes wrong."""

import asyncio
import random
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from functools import partial

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session
from structlog.testing import capture_logs

from bot import turns as turns_module
from bot.turns import Turns
from handlers import catalogue
from handlers.talking.asking import Screen, Suspend
from handlers.turn import Turn
from jobs.backoff import Backoff
from jobs.deliver import Courier
from jobs.holding import HeldRoles
from jobs.sending import Call, Outcome
from models.ground import ledger
from models.ground.database import Database
from models.ground.messages import Act, Channel, Incoming
from models.ground.subjects import Subject
from models.post import inbox, outbox
from models.post.drafts import Draft, drafts
from models.post.inbox import EventState
from models.register.people import Identity, Person
from tests.bot.events import file_from, turns_on, typed
from tests.jobs.platform import Platform, end, takes, until
from tests.town import Town

ZHAO = "赵总"


@asynccontextmanager
async def working(*workers: Turns) -> AsyncIterator[None]:
    """The workers at their work until the block ends."""
    tasks = [asyncio.create_task(worker.run()) for worker in workers]
    try:
        yield
    finally:
        await end(*tasks)


@asynccontextmanager
async def delivering(courier: Courier) -> AsyncIterator[None]:
    """The courier at work until the block ends."""
    holding = HeldRoles(courier._database, "turns")
    courier.tenure = holding.role(courier.tenure.role)
    holding.want(courier.tenure)
    held, task = asyncio.create_task(holding.run()), asyncio.create_task(courier.run())
    try:
        await until(lambda: courier.active)
        yield
    finally:
        await end(task)
        await end(held)


def states(session: Session) -> list[tuple[str, int]]:
    """State and attempts of each event, in the order they came."""
    rows = session.execute(select(inbox.inbox.c.state, inbox.inbox.c.attempts).order_by(inbox.inbox.c.id))
    return [(state, attempts) for state, attempts in rows]


def left_behind(session: Session) -> tuple[int, ...]:
    """How many rows the tables have that a turn fills."""
    return tuple(
        session.scalar(select(func.count()).select_from(table)) or 0 for table in (outbox.outbox, ledger.ledger, drafts)
    )


async def handled(database: Database) -> None:
    """Waits until no event waits."""
    waiting = 1
    while waiting:
        await asyncio.sleep(0.02)
        waiting = await database.read(inbox.unhandled)


# Once


async def test_the_same_event_twice_is_one_also_at_once_and_after_a_restart(town: Town) -> None:
    _, account = town.accounts[ZHAO]
    again, _, _ = turns_on(town.database)
    event = typed(account, "u1")
    await asyncio.gather(*(turns.receive(event) for turns in (town.turns, again) * 4))
    assert [one.key for one in await town.news()] == ["choose-language"]
    await town.turns.receive(event)
    restarted, _, _ = turns_on(town.database)
    await restarted.receive(event)
    assert await town.news() == []
    assert await town.look(states) == [("handled", 0)]


async def test_the_same_number_on_another_channel_is_another_event(town: Town) -> None:
    (_, wang), (_, zhao) = town.accounts["王工"], town.accounts[ZHAO]
    await town.turns.receive(typed(zhao, "1"))
    await town.turns.receive(Incoming(channel=Channel.WECOM, event="1", account=wang, act=Act.TEXT, text="/help"))
    assert {one.who for one in await town.news()} == {ZHAO, "王工"}


# Failing


class Broken(BaseException):
    """Not even an Exception."""


ASKED = Screen(draft=Draft(id=1, person_id=1, talk="visit.request"), question="enterprise", fields={}, choices=())


@pytest.fixture(
    params=[ZeroDivisionError("王工 typed 秘密"), Suspend(ASKED), Broken("赵总")],
    ids=["exception", "suspend", "base"],
)
def fault(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> BaseException:
    """The help command does half of its work and then raises."""
    found: BaseException = request.param

    def breaks(turn: Turn) -> None:
        turn.record("asked", Subject("visit", 1), "role")
        catalogue.COMMANDS["language"](turn)
        raise found

    monkeypatch.setitem(catalogue.COMMANDS, "help", breaks)
    monkeypatch.setattr(turns_module, "PAUSES", Backoff(0.05, 2, 0.1))
    monkeypatch.setattr(turns_module, "LOOK", 0.02)
    return found


async def test_a_turn_that_fails_leaves_nothing_behind_but_its_event(town: Town, fault: BaseException) -> None:
    before = await town.look(left_behind)
    await town.says(ZHAO, "/help")
    assert await town.look(left_behind) == before
    assert await town.look(states) == [("open", 1)]


async def test_an_event_that_fails_three_times_is_set_aside_and_the_later_ones_go_on(
    town: Town, fault: BaseException
) -> None:
    with capture_logs() as logs:
        await town.says(ZHAO, "/help")
        assert await town.says(ZHAO, "/language") == [], "it waits behind the one that failed"
        assert [one.key for one in await town.says("小陈", "/language")] == ["choose-language"], "nobody else does"
        async with working(town.turns):  # only now, so that no second try is quicker than these looks
            await handled(town.database)
    assert await town.look(states) == [("aside", 3), ("handled", 0), ("handled", 0)]
    said = await town.news()
    assert [(one.who, one.key) for one in said] == [(ZHAO, "turn-failed"), (ZHAO, "choose-language")]
    number = await town.look(lambda session: session.scalar(select(func.min(inbox.inbox.c.id))))
    failures = [line for line in logs if line["event"] == "turn.failed"]
    assert len(failures) == 3
    (aside,) = [line for line in logs if line["event"] == "turn.set_aside"]
    assert (aside["log_level"], aside["event_id"]) == ("error", number)
    assert said[0].text.endswith(f"请把编号{aside['reference']}告诉平台管理员。")


async def test_who_speaks_english_is_told_in_english_that_his_event_failed(
    database: Database, fault: BaseException
) -> None:
    town = await Town.found(database, language="en")
    async with working(turns_on(database)[0]):
        await town.says(ZHAO, "/help")
        await handled(database)
    assert [one.key for one in await town.news()] == ["turn-failed"]
    rows = await database.read(lambda session: session.scalars(select(outbox.outbox.c.body)).all())
    assert [row["locale"] for row in rows] == ["en"]


def test_three_tries_are_made_within_a_minute() -> None:
    pauses = [turns_module.PAUSES.after(failures) for failures in range(turns_module.TRIES - 1)]
    assert sum(pauses) + turns_module.TRIES * turns_module.LOOK < 60


async def test_a_pause_after_a_failure_is_kept_though_more_arrives(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    calls = []

    def breaks(turn: Turn) -> None:
        calls.append(turn.now)
        raise ZeroDivisionError

    monkeypatch.setitem(catalogue.COMMANDS, "help", breaks)
    monkeypatch.setattr(turns_module, "PAUSES", Backoff(3600.0, 1, 3600.0))
    async with working(town.turns):
        await town.says(ZHAO, "/help")
        for _ in range(5):
            await town.says(ZHAO, "/language")
            await asyncio.sleep(0.1)
    await town.turns.handle_next(f"person:{await person_id(town, ZHAO)}")
    assert len(calls) == 1


async def test_a_turn_that_is_cancelled_is_cancelled(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    def cancelled(_turn: Turn) -> None:
        raise asyncio.CancelledError

    monkeypatch.setitem(catalogue.COMMANDS, "help", cancelled)
    with pytest.raises(asyncio.CancelledError):
        await town.says(ZHAO, "/help")
    assert await town.look(states) == []


async def test_a_database_that_breaks_off_ends_no_worker(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(turns_module, "LOOK", 0.02)
    lane = f"person:{await person_id(town, ZHAO)}"
    event = typed(town.accounts[ZHAO][1], "u1")
    await town.database.run(lambda session: inbox.store(session, event, lane, EventState.OPEN, datetime.now(UTC)))
    real, failures = inbox.due_lanes, [OSError("gone"), OSError("gone")]

    def due_lanes(session: Session, now: float, limit: int) -> list[str]:
        if failures:
            raise failures.pop()
        return real(session, now, limit)

    monkeypatch.setattr(inbox, "due_lanes", due_lanes)
    with capture_logs() as logs:
        async with working(town.turns):
            await handled(town.database)
    assert [line["event"] for line in logs] == ["turns.database"] * 2
    assert [one.key for one in await town.news()] == ["choose-language"]


# Who


async def test_a_stranger_gets_a_sentence_and_so_does_who_is_suspended(town: Town) -> None:
    await town.turns.receive(typed("9999", "u1"))
    assert [(one.who, one.key) for one in await town.news()] == [("9999", "stranger-explained")]

    def suspend(session: Session) -> None:
        session.scalars(select(Person).where(Person.name == ZHAO)).one().suspended_at = datetime.now(UTC)

    await town.database.run(suspend)
    assert [one.key for one in await town.says(ZHAO, "/visit")] == ["stranger-explained"]


async def test_a_stranger_is_answered_in_the_language_of_his_phone(town: Town) -> None:
    await town.turns.receive(typed("9999", "u1", language="en"))
    (said,) = await town.news()
    assert said.text.startswith("Hello")


async def test_in_a_group_there_is_only_the_way_into_the_private_chat_and_no_file_is_fetched(town: Town) -> None:
    _, account = town.accounts[ZHAO]
    await town.turns.receive(typed(account, "u1", private=False))
    await town.turns.receive(Incoming(**{**vars(file_from(account, "u2")), "private": False}))
    said = await town.news()
    assert [one.key for one in said] == ["group-only-private"] * 2
    assert "https://t.me/fuma_demo_bot" in said[0].text


async def test_who_writes_again_can_be_reached_again_and_is_told_things_there(town: Town) -> None:
    def blocked(session: Session) -> None:
        for identity in session.scalars(select(Identity)):
            identity.reachable = False

    await town.database.run(blocked)
    await town.says(ZHAO, "/help")
    _, account = town.accounts[ZHAO]
    reachable = select(Identity.reachable).where(Identity.account == account)
    assert await town.look(lambda session: session.scalars(reachable).one())


@pytest.mark.parametrize("text", ["\x00", "a\x00b", "\ud800", "/help\udfff", "📎" * 4000, "%s {0} $1 ?", ""])
async def test_whatever_is_typed_is_answered_once(town: Town, text: str) -> None:
    said = await town.says(ZHAO, text)
    assert said
    assert {one.who for one in said} == {ZHAO}
    assert await town.look(states) == [("handled", 0)]


# Order


async def test_hundreds_of_events_at_several_workers_are_handled_once_and_in_each_persons_order(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    def left_open(session: Session, event: Incoming) -> None:
        """As by a process that stores an event and is killed before its turn."""
        person = session.scalars(select(Identity.person_id).where(Identity.account == event.account)).one()
        session.execute(select(Person.id).where(Person.id == person).with_for_update())
        inbox.store(session, event, f"person:{person}", EventState.OPEN, datetime.now(UTC))

    def note(turn: Turn, event: inbox.Event) -> None:
        account, _, number = event.incoming.event.rpartition(".")
        turn.record("noted", Subject(account, int(number)), "role")

    monkeypatch.setattr(catalogue, "handle", note)
    monkeypatch.setattr(turns_module, "LOOK", 0.02)
    count = 3 if not town.database.is_sqlite else 1
    address = town.database.url.render_as_string(hide_password=False)
    databases = [town.database, *[await Database(address).open() for _ in range(count - 1)]]
    processes = [turns_on(database)[0] for database in databases]
    everybody = sorted(account for channel, account in town.accounts.values() if channel is Channel.TELEGRAM)
    chance = random.Random(5)

    async def chats(account: str) -> None:
        for number in range(40):
            event = typed(account, f"{account}.{number:03}")
            if chance.random() < 0.3:
                await town.database.run(partial(left_open, event=event))
            else:
                await chance.choice(processes).receive(event)
                if chance.random() < 0.2:
                    await chance.choice(processes).receive(event)  # the platform sends it again

    async with working(*processes):
        await asyncio.gather(*(chats(account) for account in everybody))
        await handled(town.database)
    for database in databases[1:]:
        await database.close()
    noted = await town.look(
        lambda session: list(session.scalars(select(ledger.ledger.c.subject).order_by(ledger.ledger.c.id)))
    )
    assert len(noted) == 40 * len(everybody) >= 120
    for account in everybody:
        assert [each for each in noted if each.startswith(account)] == [f"{account}:{n}" for n in range(40)]


async def test_strangers_events_are_handled_once_by_several_workers(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(turns_module, "LOOK", 0.02)

    def stored(session: Session) -> None:
        for number in range(60):
            event = typed(f"{number % 5}", f"{number}")
            inbox.store(session, event, f"telegram:{number % 5}", EventState.OPEN, datetime.now(UTC))

    await database.run(stored)
    async with working(*(turns_on(database)[0] for _ in range(3))):
        await handled(database)
    assert await database.read(lambda session: session.scalar(select(func.count()).select_from(outbox.outbox))) == 60


async def test_lanes_that_wait_take_nobody_elses_place(database: Database) -> None:
    def stored(session: Session) -> list[str]:
        for number in range(200):
            lane = f"person:{number}"
            waits = EventState.WAITING if number % 2 else EventState.OPEN
            row = inbox.store(session, typed(f"{number}", f"a{number}"), lane, waits, datetime.now(UTC))
            if waits is EventState.OPEN:
                session.execute(inbox.inbox.update().where(inbox.inbox.c.id == row).values(next_at=10_000.0))
            inbox.store(session, typed(f"{number}", f"b{number}"), lane, EventState.OPEN, datetime.now(UTC))
        inbox.store(session, typed("777", "c"), "person:777", EventState.OPEN, datetime.now(UTC))
        return inbox.due_lanes(session, 5_000.0, 64)

    assert await database.run(stored) == ["person:777"]


# Beside the platforms


async def test_a_platform_that_answers_nobody_slows_no_turn(town: Town) -> None:
    never = asyncio.Event()

    async def hangs(call: Call) -> Outcome:
        await never.wait()
        return await takes(call)

    platform = Platform(answer=hangs)
    turns, couriers, _ = turns_on(town.database, senders=(platform,))
    courier = couriers[Channel.TELEGRAM]
    async with delivering(courier):
        _, account = town.accounts[ZHAO]
        for number in range(30):
            await turns.receive(typed(account, f"u{number}"))
        for number in range(40):
            await turns.receive(typed(f"9{number}", f"s{number}"))
        await until(lambda: platform.most_at_once == 25)  # 24 for the crowd, and the answers have places of their own
        assert await town.look(states) == [("handled", 0)] * 70
        never.set()  # what is under way is waited for at the end


async def test_what_was_said_goes_out_only_after_the_commit(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    platform = Platform()
    turns, couriers, _ = turns_on(town.database, senders=(platform,))
    _, account = town.accounts[ZHAO]

    def says_and_fails(turn: Turn) -> None:
        catalogue.COMMANDS["language"](turn)
        raise ZeroDivisionError

    monkeypatch.setitem(catalogue.COMMANDS, "help", says_and_fails)
    async with delivering(couriers[Channel.TELEGRAM]):
        await turns.receive(typed(account, "u1"))
        await until(lambda: len(platform.arrived) == 1)
        await turns.receive(typed(account, "u2", "/help"))
        await asyncio.sleep(0.3)
    assert len(platform.arrived) == 1


async def test_a_channel_that_is_off_keeps_what_is_meant_for_it_until_it_is_on(town: Town) -> None:
    turns, _, _ = turns_on(town.database)
    _, account = town.accounts[ZHAO]
    await turns.receive(typed(account, "u1", "/language"))
    assert await town.look(outbox.unsent) == 1
    platform = Platform()
    _, couriers, _ = turns_on(town.database, senders=(platform,))
    async with delivering(couriers[Channel.TELEGRAM]):
        await until(lambda: len(platform.arrived) == 1)
    assert await town.look(outbox.unsent) == 0


async def person_id(town: Town, who: str) -> int:
    """The number of somebody."""
    return await town.look(lambda session: session.scalars(select(Person.id).where(Person.name == who)).one())
