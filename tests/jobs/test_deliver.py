"""The outbox on its way: order, endings, pace, faults, restarts and several couriers."""

import asyncio
import random
import time
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session
from structlog.testing import capture_logs

from bot.channels.wecom.targets import renewed, standing
from jobs import deliver, memory, recording
from jobs.memory import Memory
from jobs.pace import Gate, Steady
from jobs.pulse import Pulse
from jobs.recording import record_of
from jobs.sending import Again, Call, Gone, Outcome, Pace, Sent, Target, Unknown, target_from_json
from models.ground import tenures
from models.ground.database import Database
from models.ground.messages import Channel, Class, Drawing, Picture
from models.post import chats, outbox
from models.post.outbox_table import Row
from models.register.people import Identity, Person
from tests.jobs.platform import (
    Office,
    Platform,
    QuickSteady,
    QuickWall,
    at_work,
    end,
    in_turn,
    number_in,
    takes,
    until,
)

SIGN = Picture(drawing=Drawing.SIGN, fields={"enterprise": "雁北示例机械", "code": "abc"})


@pytest.fixture
def office(database: Database) -> Office:
    return Office(database)


@pytest.mark.parametrize("handed", [True, False])
async def test_messages_reach_a_receiver_in_order_and_others_meanwhile(office: Office, handed: bool) -> None:
    async def slowly(call: Call) -> Outcome:
        await asyncio.sleep(0.03)
        return await takes(call)

    office.platform.answer = slowly
    async with at_work(office):
        for number in range(6):
            for account in ("7001", "7002", "7003"):
                await office.put(number, account=account, handed=handed)
        await office.settled()
    assert all(office.platform.to(account) == [0, 1, 2, 3, 4, 5] for account in ("7001", "7002", "7003"))
    assert office.platform.most_at_once >= 2
    assert set((await office.rows()).values()) == {"sent"}


@pytest.mark.parametrize(
    ("outcomes", "ending", "attempts"),
    [
        ((), "sent", 1),
        ((Gone(why="blocked"),), "gone", 1),
        ((Gone(why="bad_request", ours=True),), "refused", 1),
        ((Again(seconds=60, counted=False),) * 15, "sent", 1),
        ((Unknown(why="timeout"),), "sent", 2),
        ((Unknown(why="timeout"),) * 11, "sent", 12),
        ((Unknown(why="timeout"),) * 12, "aside", 12),
        ((Again(seconds=1, why="502"),) * 12, "aside", 12),
        ((Again(seconds=0.01), Again(seconds=0.01)), "sent", 3),
        ((Again(seconds=0.05, everybody=True), Again(seconds=0.05, everybody=True)), "sent", 1),
    ],
)
async def test_however_an_attempt_ends_a_message_is_repeated_by_the_byte_and_at_last_stands_aside(
    database: Database, outcomes: tuple[Outcome, ...], ending: str, attempts: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(deliver, "LOOK", 0.001)
    office = Office(database, wall=QuickWall())
    office.platform.answer = in_turn(*outcomes)
    async with at_work(office):
        await office.put(1)
        await office.settled()
    assert list((await office.rows()).values()) == [ending]
    assert list((await office.rows("attempts")).values()) == [attempts]
    assert len(set(office.platform.bodies)) == 1
    assert list((await office.rows("tenure")).values()) == [None]


async def test_what_a_platform_cannot_take_is_our_fault_and_a_warning(office: Office) -> None:
    office.platform.answer = in_turn(Gone(why="bad_request", ours=True))
    with capture_logs() as logs:
        async with at_work(office):
            await office.put(1)
            await office.settled()
    assert {"event": "outbox.refused", "log_level": "warning", "row": 1, "why": "bad_request"} in logs


@pytest.mark.parametrize("outcome", [Unknown(why="timeout"), Again(seconds=1, why="502")])
def test_the_pauses_between_repetitions_double_up_to_five_minutes(outcome: Outcome) -> None:
    row = Row(channel="telegram", account="7001", urgency="reply", effect="send", body={})
    records = [record_of(replace(row, attempts=tries), outcome, 1000.0) for tries in range(12)]
    moments = [record.write.keywords["at"] - 1000.0 for record in records if isinstance(record.write, partial)]
    assert moments == [1, 2, 4, 8, 16, 32, 64, 128, 256, 300, 300, 0]
    assert [record.stays_open for record in records] == [True] * 11 + [False]


async def test_nothing_is_said_a_second_time_before_the_platform_has_answered_a_cheap_call(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An outage of hours costs one attempt, and whoever hasn't been written to yet is tried at once."""
    monkeypatch.setattr(deliver, "LOOK", 0.001)
    office = Office(database, Platform(there=False), QuickWall(), QuickSteady().steady())
    office.platform.answer = in_turn(Unknown(why="timeout"))
    async with at_work(office):
        await office.put(1, 2)
        await until(lambda: office.platform.felt > 20)
        assert office.platform.to("7001") == [1]
        await office.put(3, account="7002", urgency=Class.VERDICT)
        await until(lambda: office.platform.to("7002") == [3])
        assert office.platform.to("7001") == [1]
        office.platform.there = True
        await office.settled()
    assert office.platform.to("7001") == [1, 1, 2, 2]
    assert set((await office.rows("attempts")).values()) == {2}


async def test_all_who_wait_for_a_platform_ask_it_with_one_call() -> None:
    platform = Platform(there=False)
    naps = [0]

    async def back_after_three(seconds: float) -> None:
        await asyncio.sleep(0 * seconds)
        naps[0] += 1
        platform.there = naps[0] == 3

    pulse = Pulse(platform, Steady(nap=back_after_three))
    await asyncio.gather(*(pulse.felt() for _ in range(50)))
    assert platform.felt == 4
    await pulse.felt()
    assert platform.felt == 5, "what was answered before says nothing about now"


async def test_a_picture_drawn_for_the_first_try_is_sent_again_and_not_drawn_anew(office: Office) -> None:
    office.platform.answer = in_turn(Again(seconds=0.01))
    async with at_work(office):
        (row,) = await office.put(1, picture=SIGN)
        await office.settled()
    first, second = office.platform.arrived
    assert first == second
    assert len(first.uploads["p"]) == 64
    assert (await office.rows("calls"))[row] == [{"method": "send", "body": first.body, "uploads": first.uploads}]


@pytest.mark.parametrize("fault", ["no words", "the channel breaks"])
async def test_a_row_that_cannot_be_said_steps_aside_and_holds_up_nobody_else(
    office: Office, fault: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def breaks(call: Call) -> Outcome:
        if number_in(call.body) == 1:
            raise ZeroDivisionError(call.body)
        return await takes(call)

    monkeypatch.setattr(deliver, "NOT_COMPOSED_PAUSE", 0.02)
    office.platform.answer = breaks
    with capture_logs() as logs:
        async with at_work(office):
            await office.put(1, key="turn-failed" if fault == "the channel breaks" else "no-such-words")
            await office.put(2)
            await office.put(3, account="7002")
            await office.settled()
    assert list((await office.rows()).values()) == ["aside", "sent", "sent"]
    assert list((await office.rows("why")).values()) == ["not composed", None, None]
    assert office.platform.to("7002") == [3]
    assert [line["event"] for line in logs].count("outbox.not_composed") == recording.LITTLE_PATIENCE


async def test_what_fails_again_and_again_is_given_up_after_ever_longer_pauses(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(recording, "LONGEST_PAUSE", 0.05)
    monkeypatch.setattr(deliver, "LOOK", 0.01)
    office.platform.answer = in_turn(*[Again(seconds=0.01, why="502")] * 12)
    with capture_logs() as logs:
        async with at_work(office):
            await office.put(1)
            await office.settled()
    assert list((await office.rows()).values()) == ["aside"]
    assert len(office.platform.arrived) == 12
    assert {"event": "outbox.given_up", "log_level": "warning", "row": 1, "uncertain": False, "why": "502"} in logs


def test_a_platform_that_is_down_for_ten_minutes_loses_no_message() -> None:
    pauses = [recording.pauses(1.0).after(attempt) for attempt in range(recording.PATIENCE - 1)]
    assert pauses == sorted(pauses)
    assert sum(pauses) > 600


async def test_a_receiver_whose_message_hangs_stalls_nobody(office: Office) -> None:
    hanging = asyncio.Event()

    async def hangs_for_one(call: Call) -> Outcome:
        if call.body.startswith("7001|"):
            await hanging.wait()
        return await takes(call)

    office.platform.answer = hangs_for_one
    async with at_work(office):
        await office.put(1)
        await office.put(2, account="7002")
        await office.put(3, account="7001", urgency=Class.VERDICT)
        await until(lambda: office.platform.to("7002") == [2])
        await until(lambda: sorted(office.platform.to("7001")) == [1, 3])  # the classes don't wait for each other
        hanging.set()
        await office.settled()


async def test_a_flood_of_hanging_notices_leaves_places_for_verdicts(office: Office) -> None:
    hanging = asyncio.Event()

    async def hangs_for_notices(call: Call) -> Outcome:
        if number_in(call.body) < 100:
            await hanging.wait()
        return await takes(call)

    office.platform.answer = hangs_for_notices
    async with at_work(office):
        for number in range(40):
            await office.put(number, account=f"8{number}", urgency=Class.NOTICE)
        await until(lambda: office.platform.most_at_once >= 24)
        await office.put(100, urgency=Class.VERDICT)
        await until(lambda: office.platform.to("7001") == [100])
        assert len(office.platform.arrived) == 25
        hanging.set()
        await office.settled()


@pytest.mark.parametrize("handed", [True, False])
async def test_a_verdict_never_waits_behind_a_flood(
    database: Database, handed: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """From the moment on in which it asks for its turn, nothing of the flood goes before it."""
    office, passage, before = Office(database, Platform(overall=Pace(((10, 0.2),)))), Gate.passage, list[int]()

    def noting(gate: Gate, account: str, *, urgent: bool) -> Any:
        if urgent:
            before.append(len(office.platform.arrived))
        return passage(gate, account, urgent=urgent)

    monkeypatch.setattr(Gate, "passage", noting)
    for number in range(150):
        await office.put(number, account=f"8{number}", urgency=Class.BULK)
    async with at_work(office):
        await until(lambda: len(office.platform.arrived) >= 20)
        await office.put(900, urgency=Class.VERDICT, handed=handed)
        await until(lambda: office.platform.to("7001") == [900])
    assert [number_in(body) for body in office.platform.bodies].index(900) == before[0]


@pytest.mark.parametrize("handed", [True, False])
async def test_a_verdict_comes_through_while_a_flood_that_fills_memory_and_table_goes_nowhere(
    office: Office, handed: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nothing of the flood ever arrives: who waited for any of it would wait for ever."""
    monkeypatch.setattr(memory, "MOST", 60)
    hanging = asyncio.Event()

    async def hangs_for_the_flood(call: Call) -> Outcome:
        if number_in(call.body) < 900:
            await hanging.wait()
        return await takes(call)

    put_off: set[str] = set()
    send_back = Memory.send_back

    def noted(held: Memory, *rows: Row) -> None:
        put_off.update(row.urgency for row in rows)
        send_back(held, *rows)

    monkeypatch.setattr(Memory, "send_back", noted)
    office.platform.answer = hangs_for_the_flood
    async with at_work(office):
        for number in range(0, 200, 2):
            await office.put(number, number + 1, account=f"8{number}", urgency=Class.BULK)
        for number, urgency in ((900, Class.VERDICT), (901, Class.REPLY)):
            assert office.courier.lease(urgency) is not None, "it has a room of its own"
            await office.put(number, urgency=urgency, handed=handed)
        assert office.courier.lease(Class.BULK) is None
        await until(lambda: sorted(office.platform.to("7001")) == [900, 901])
        assert not put_off & {Class.VERDICT, Class.REPLY}, "nothing urgent goes back to the table"
        hanging.set()
        await office.settled()


async def test_the_pace_of_all_and_of_each_receiver_is_kept(database: Database) -> None:
    office = Office(database, Platform(per_receiver=Pace(((2, 0.3),)), overall=Pace(((6, 0.2), (14, 1.0)))))
    async with at_work(office):
        for number in range(5):
            for account in ("7001", "7002", "7003", "7004"):
                await office.put(number, account=account, urgency=random.choice([Class.REPLY, Class.NOTICE]))
        await office.settled()
    moments = office.platform.moments
    assert all(later - earlier >= 0.19 for earlier, later in zip(moments, moments[6:], strict=False))
    assert all(later - earlier >= 0.99 for earlier, later in zip(moments, moments[14:], strict=False))
    for account in ("7001", "7002", "7003", "7004"):
        his = [at for at, body in zip(moments, office.platform.bodies, strict=True) if body.startswith(account)]
        assert all(later - earlier >= 0.29 for earlier, later in zip(his, his[2:], strict=False))


async def test_when_everybody_has_to_wait_nothing_goes_to_anybody(office: Office) -> None:
    office.platform.answer = in_turn(Again(seconds=0.4, everybody=True))
    async with at_work(office):
        await office.put(1)
        await until(lambda: len(office.platform.arrived) == 1)
        await office.put(2, account="7002", urgency=Class.VERDICT)
        await asyncio.sleep(0.2)
        assert len(office.platform.arrived) == 1
        office.platform.answer = takes
        await office.settled()
    assert office.platform.moments[1] - office.platform.moments[0] >= 0.39
    assert list((await office.rows("attempts")).values()) == [1, 1], "what the whole channel suffers isn't counted"


async def test_what_follows_a_message_that_was_put_off_waits_behind_it(office: Office) -> None:
    office.platform.answer = in_turn(Again(seconds=0.3))

    async with at_work(office):
        await office.put(1, 2)
        await until(lambda: office.platform.to("7001") == [1])
        office.platform.answer = takes
        for number in range(3, 9):
            await office.put(number)
            await asyncio.sleep(0.01)
        await office.settled()
    assert office.platform.to("7001") == [1, 1, 2, 3, 4, 5, 6, 7, 8]


@pytest.mark.parametrize("seed", [1, 2])
async def test_whatever_a_platform_answers_order_holds_and_every_row_ends(
    database: Database, seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(recording, "UNKNOWN_PAUSE", 0.01)
    monkeypatch.setattr(deliver, "LOOK", 0.02)
    chance = random.Random(seed)
    ended: list[int] = []

    async def moody(call: Call) -> Outcome:
        await asyncio.sleep(chance.random() / 200)
        troubles = (Again(seconds=0.02), Unknown(), Again(seconds=0.01, everybody=True), Gone(why="no"), None)
        outcome = chance.choices(troubles, weights=(1, 1, 1, 1, 4))[0]
        if outcome is None or isinstance(outcome, Gone):
            ended.append(number_in(call.body))
        return outcome or await takes(call)

    office = Office(database, Platform(answer=moody))
    async with at_work(office):
        for number in range(60):
            await office.put(
                number,
                account=f"700{number % 3}",
                urgency=chance.choice([Class.REPLY, Class.NOTICE]),
                handed=number % 5 > 0,
            )
        await office.settled()
    urgencies = {number - 1: urgency for number, urgency in (await office.rows("class")).items()}
    for account in range(3):
        for urgency in ("reply", "notice"):
            his = [number for number in ended if number % 3 == account and urgencies[number] == urgency]
            assert his == sorted(his)
    assert sorted(ended) == list(range(60))


async def test_after_a_kill_at_most_what_was_not_recorded_is_sent_again(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = Office(database), Office(database)
    async with at_work(first):
        await first.put(*range(10))
        await first.settled()
    first = Office(database, first.platform)
    monkeypatch.setattr(deliver, "FLUSH", 60)
    killed = asyncio.create_task(first.run())
    await until(lambda: first.courier.active)
    await first.put(*range(10, 30))
    await until(lambda: len(first.platform.arrived) == 30)
    await first.dies(killed, monkeypatch)
    monkeypatch.undo()
    async with at_work(second):
        await second.settled()
    assert second.platform.to("7001") == list(range(10, 30)), "in order, and none that was recorded"
    assert second.platform.bodies == first.platform.bodies[10:], "the same bytes"
    assert set((await second.rows()).values()) == {"sent"}


async def test_a_row_half_sent_before_a_restart_goes_on_where_it_stopped(office: Office) -> None:
    (row,) = await office.put(1)
    calls = [{"method": "send", "body": f"7001|{part}", "uploads": {}} for part in (1, 2, 3)]
    await office.database.run(lambda session: outbox.composed(session, row, calls))
    failed: list[str] = []

    async def second_part_fails_once(call: Call) -> Outcome:
        if call.body == "7001|2" and not failed:
            failed.append(call.body)
            return Again(seconds=0.01)
        return await takes(call)

    office.platform.answer = second_part_fails_once
    async with at_work(office):
        await office.settled()
    assert office.platform.bodies == ["7001|1", "7001|2", "7001|2", "7001|3"]


async def test_words_below_a_change_are_said_although_a_kill_hid_that_the_change_was_made(office: Office) -> None:
    (row,) = await office.put(1)
    calls = [{"method": "send", "body": f"7001|{part}", "uploads": {}} for part in (1, 2, 3)]
    await office.database.run(lambda session: outbox.composed(session, row, calls))

    async def knows_no_code(call: Call) -> Outcome:
        return Gone(why="60140", fresh=True) if call.body in ("7001|1", "7001|3") else await takes(call)

    office.platform.answer = knows_no_code
    async with at_work(office):
        await office.settled()
    assert office.platform.bodies == ["7001|1", "7001|2", "7001|3"]
    assert await office.rows() == {row: "gone"}


async def test_what_went_before_a_restart_still_counts_for_the_pace(database: Database) -> None:
    pace = Pace(((3, 1.5),))
    first, second = Office(database, Platform(per_receiver=pace)), Office(database, Platform(per_receiver=pace))
    async with at_work(first):
        await first.put(1, 2)
        await first.put(3, account="7002")
        await first.settled()
    async with at_work(second):
        await second.put(4, 5, 6)
        await second.put(7, 8, account="7002")
        await second.settled()
    moments = [*first.platform.moments, *second.platform.moments]
    bodies = [*first.platform.bodies, *second.platform.bodies]
    his = [at for at, body in zip(moments, bodies, strict=True) if body.startswith("7001")]
    assert len(his) == 5
    assert all(later - earlier >= 1.4 for earlier, later in zip(his, his[3:], strict=False))
    others = [at for at, body in zip(moments, bodies, strict=True) if body.startswith("7002")]
    assert others[-1] - others[0] < 1.4, "who was sent less waits for nothing"


async def test_only_one_courier_of_a_channel_is_active_and_the_next_takes_over(database: Database) -> None:
    platform = Platform()
    first, second = Office(database, platform), Office(database, platform)
    task = asyncio.create_task(first.run())
    await until(lambda: first.courier.active)
    async with at_work(second, active=False):
        await second.put(*range(5), handed=False)
        await second.settled()
        assert [first.courier.active, second.courier.active] == [True, False]
        await end(task)
        await until(lambda: second.courier.active)
        await second.put(*range(5, 10))
        await second.settled()
    assert platform.to("7001") == list(range(10))


async def test_who_is_told_to_end_lets_arrive_what_is_under_way_and_nothing_goes_twice(database: Database) -> None:
    """An orderly end, as by SIGTERM, with nine receivers' messages under way and more behind them."""
    answers = asyncio.Event()

    async def slowly(call: Call) -> Outcome:
        await answers.wait()
        return await takes(call)

    first, second = Office(database, Platform(answer=slowly)), Office(database)
    ending = asyncio.create_task(first.run())
    await until(lambda: first.courier.active)
    for number in range(9):
        await first.put(number, number + 100, account=f"70{number}")
    await until(lambda: len(first.platform.arrived) == 9)
    ending.cancel()
    await asyncio.sleep(0)
    assert not first.courier.active, "nothing more is taken"
    await first.put(900, account="70")
    answers.set()
    await end(ending)
    assert sorted(number_in(body) for body in first.platform.bodies) == list(range(9))
    assert [*(await second.rows()).values()].count("sent") == 9, "recorded before it ended"
    async with at_work(second):
        await second.settled()
    assert sorted(number_in(body) for body in second.platform.bodies) == [*range(100, 109), 900]


async def test_a_message_of_several_parts_that_an_end_interrupts_goes_on_elsewhere(database: Database) -> None:
    answers = asyncio.Event()

    async def slowly(call: Call) -> Outcome:
        await answers.wait()
        return await takes(call)

    first, second = Office(database, Platform(answer=slowly)), Office(database)
    (row,) = await first.put(1)
    calls = [{"method": "send", "body": f"7001|{part}", "uploads": {}} for part in (1, 2, 3)]
    await database.run(lambda session: outbox.composed(session, row, calls))
    ending = asyncio.create_task(first.run())
    await until(lambda: len(first.platform.arrived) == 1)
    ending.cancel()
    await asyncio.sleep(0)
    answers.set()
    await end(ending)
    async with at_work(second):
        await second.settled()
    assert [first.platform.bodies, second.platform.bodies] == [["7001|1"], ["7001|2", "7001|3"]]


async def test_who_never_gets_an_answer_ends_all_the_same(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(deliver, "ENDING", 0.05)
    office = Office(database, Platform(answer=lambda _call: asyncio.get_running_loop().create_future()))
    ending = asyncio.create_task(office.run())
    await until(lambda: office.courier.active)
    await office.put(1)
    await until(lambda: len(office.platform.arrived) == 1)
    await end(ending)
    assert list((await office.rows()).values()) == ["open"]


async def test_a_sender_that_was_replaced_sends_nothing_more_and_changes_nothing(database: Database) -> None:
    """Its message had arrived, and was refused when the other sent it again: who is replaced knows only the first."""
    hanging = asyncio.Event()

    async def hangs(call: Call) -> Outcome:
        await hanging.wait()
        return Gone(why="no")

    first, second = Office(database, Platform(answer=hangs)), Office(database)
    async with at_work(first):
        await first.put(1, 2, 3)
        await until(lambda: first.platform.to("7001") == [1])
        await first.holding.close()  # the connection it stands on is gone
        assert not first.courier.active
        async with at_work(second):
            await second.settled()
            assert list((await second.rows()).values()) == ["sent", "sent", "sent"]
            hanging.set()
            await until(lambda: not first.courier.busy)
            assert list((await second.rows()).values()) == ["sent", "sent", "sent"]
    assert second.platform.to("7001") == [1, 2, 3]
    assert first.platform.to("7001") == [1], "only what was under way has gone twice"


async def test_a_sender_that_does_not_know_yet_that_it_was_replaced_takes_and_ends_nothing(database: Database) -> None:
    office = Office(database)
    (row,) = await office.put(1)
    old = await database.run(partial(tenures.begin, role="sender:telegram", holder="a", now=0.0))
    claim = partial(outbox.claim, channel="telegram", urgency="reply", now=time.time(), limit=16)
    (mine,) = await database.run(partial(claim, tenure=old))
    new = await database.run(partial(tenures.begin, role="sender:telegram", holder="b", now=0.0))
    assert await database.run(partial(claim, tenure=old)) == []
    (his,) = await database.run(partial(claim, tenure=new))
    assert [his.rows[0].id, his.rows[0].tenure] == [row, new]
    assert await database.run(partial(claim, tenure=old)) == []
    gone = Gone(why="blocked")
    await database.run(recording.record_of(mine.rows[0], gone, 1.0).write)
    await database.run(recording.record_of(mine.rows[0], Again(seconds=60), 1.0).write)
    await database.run(lambda session: outbox.release(session, [row], old))
    assert [await office.rows(), await office.rows("tenure")] == [{row: "open"}, {row: new}]
    await database.run(recording.record_of(his.rows[0], Sent(), 1.0).write)
    await database.run(recording.record_of(his.rows[0], gone, 2.0).write)
    assert await office.rows() == {row: "sent"}, "and what has ended has ended"


async def test_a_change_waits_for_its_message_and_knows_where_it_stands(office: Office) -> None:
    async def slowly(call: Call) -> Outcome:
        await asyncio.sleep(0.05)
        return Sent(target=Target(message=f"m{number_in(call.body)}"))

    office.platform.answer = slowly
    async with at_work(office):
        (row,) = await office.put(1, about="visit.1")
        await office.put(2, of=row, about="visit.1")
        await office.settled()
    assert [call.method for call in office.platform.arrived] == ["send", "edit"]
    assert office.platform.bodies[1].endswith("|m1|")


async def test_a_change_of_a_message_that_never_arrived_is_not_sent(office: Office) -> None:
    office.platform.answer = in_turn(Gone(why="no"))
    async with at_work(office):
        (row,) = await office.put(1)
        await office.put(2, of=row)
        await office.settled()
    assert len(office.platform.arrived) == 1
    assert list((await office.rows()).values()) == ["gone", "sent"]


async def test_each_change_of_a_card_uses_a_code_that_was_not_used_before(database: Database) -> None:
    async def card(call: Call) -> Outcome:
        if call.method == "send":
            return Sent(target=standing("m1", "t1", "born", time.time()))
        return Sent()

    office = Office(database, Platform(answer=card, channel=Channel.WECOM))
    async with at_work(office):
        (row,) = await office.put(1)
        await office.put(2, of=row)
        await office.put(3, of=row)
        await office.settled()
        await database.run(lambda s: press(s, "pressed", time.time()))
        await office.put(4, of=row)
        await office.put(5, of=row)
        await office.settled()
    assert [body.split("|")[3] for body in office.platform.bodies[1:]] == ["born", "", "pressed", ""]


def press(session: Session, code: str, now: float) -> None:
    """Somebody presses a button on the card."""
    own = {"response_code": code}
    chats.pressed(session, "wecom", "7001", "t1", lambda stood: renewed(target_from_json(stood), own, now).to_json())


async def test_a_press_while_a_change_is_under_way_keeps_its_fresh_code(database: Database) -> None:
    pressed = asyncio.Event()

    async def card(call: Call) -> Outcome:
        if call.method == "send":
            return Sent(target=standing("m1", "t1", "born", time.time()))
        await pressed.wait()
        return Sent()

    office = Office(database, Platform(answer=card, channel=Channel.WECOM))
    async with at_work(office):
        (row,) = await office.put(1)
        await office.settled()
        await office.put(2, of=row)
        await until(lambda: len(office.platform.arrived) == 2)
        await database.run(lambda s: press(s, "pressed", time.time() + 1))
        pressed.set()
        await office.put(3, of=row)
        await office.settled()
    assert [body.split("|")[3] for body in office.platform.bodies[1:]] == ["born", "pressed"]


async def test_who_blocked_us_is_not_reachable_any_more(office: Office) -> None:
    def blocked_person(session: Session) -> None:
        person = Person(name="赵总", identities=[Identity(channel=Channel.TELEGRAM, account="7001")])
        session.add(person)

    await office.database.run(blocked_person)
    office.platform.answer = in_turn(Gone(why="forbidden", receiver=True))
    async with at_work(office):
        await office.put(1)
        await office.settled()
    assert not await office.database.read(lambda session: session.scalars(select(Identity.reachable)).one())


async def test_more_than_memory_holds_waits_in_the_table_in_order(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(memory, "MOST", 5)
    monkeypatch.setattr(deliver, "ENOUGH", 5)
    monkeypatch.setattr(deliver, "LOOK", 0.01)
    async with at_work(office):
        for number in range(40):
            await office.put(number, urgency=Class.NOTICE)
        await office.settled()
    assert office.platform.to("7001") == list(range(40))


async def test_a_row_that_was_never_handed_over_is_found_and_sent(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(deliver, "ON_ITS_WAY", 0.05)
    monkeypatch.setattr(deliver, "LOOK", 0.01)
    async with at_work(office):
        handing_over = office.courier.hand_over
        monkeypatch.setattr(office.courier, "hand_over", lambda _rows: None)  # the turn's task was cancelled
        await office.put(1)
        monkeypatch.setattr(office.courier, "hand_over", handing_over)
        await office.settled()
    assert office.platform.to("7001") == [1]


@pytest.mark.parametrize("seed", [1, 2])
async def test_order_holds_however_memory_and_table_take_turns(
    office: Office, seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A receiver is put off again and again while more is put down for him, and the database takes its time."""
    monkeypatch.setattr(recording, "PATIENCE", 1000)
    monkeypatch.setattr(recording, "LONGEST_PAUSE", 0.001)
    monkeypatch.setattr(deliver, "LOOK", 0.001)
    monkeypatch.setattr(deliver, "FLUSH", 0.001)
    chance, ended, real = random.Random(seed), list[int](), Database.run

    async def slow(database: Database, turn: Callable[[Session], Any]) -> Any:
        couriers_own = "put" not in getattr(turn, "__qualname__", "")
        await asyncio.sleep(couriers_own * chance.random() / 50)
        result = await real(database, turn)
        await asyncio.sleep(couriers_own * chance.random() / 50)
        return result

    monkeypatch.setattr(Database, "run", slow)

    async def often_not_now(call: Call) -> Outcome:
        await asyncio.sleep(0)
        if chance.random() < 0.25:
            return Again(seconds=0.001)
        ended.append(number_in(call.body))
        return await takes(call)

    office.platform.answer = often_not_now
    async with at_work(office):
        for number in range(60):
            await office.put(number)
            await asyncio.sleep(chance.random() / 15)
        await office.settled()
    assert ended == list(range(60))


async def test_a_row_handed_over_twice_is_sent_once(office: Office) -> None:
    async with at_work(office):
        put_down = await office.put(1, 2)
        rows = [office.courier._memory[row] for row in put_down]
        office.courier.hand_over(rows)
        await office.settled()
    office.courier.hand_over(rows)
    assert office.platform.to("7001") == [1, 2]
    assert not office.courier.busy, "and one that has ended takes nothing"


async def test_a_database_that_breaks_off_ends_no_delivery(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(deliver, "BROKEN_PAUSE", 0.01)
    monkeypatch.setattr(deliver, "LOOK", 0.01)
    real, failing = Database.run, [5]

    async def breaks_off(database: Database, turn: Callable[[Session], Any]) -> Any:
        if failing[0] and "test" not in getattr(turn, "__qualname__", ""):
            failing[0] -= 1
            raise OSError("the connection broke off")
        return await real(database, turn)

    with capture_logs() as logs:
        async with at_work(office):
            monkeypatch.setattr(Database, "run", breaks_off)
            await until(lambda: failing[0] == 0)
            await office.put(1, 2, 3)
            await office.settled()
    assert office.platform.to("7001") == [1, 2, 3]
    assert "outbox.database" in [line["event"] for line in logs]


async def test_a_courier_that_cannot_put_down_what_it_knows_ends_all_the_same(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def broken(_database: Database, _turn: Callable[[Session], Any]) -> None:
        raise OSError("the connection broke off")

    monkeypatch.setattr(deliver, "FLUSH", 60)  # so that something is left to be put down
    with capture_logs() as logs:
        async with at_work(office):
            await office.put(1)
            await until(lambda: len(office.platform.arrived) == 1)
            monkeypatch.setattr(Database, "run", broken)
    assert "outbox.not_put_down" in [line["event"] for line in logs]
    assert not office.courier.active
