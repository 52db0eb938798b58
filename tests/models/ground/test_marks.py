"""Low-water marks: nothing that is open is ever below one, and what has ended costs no look beside a long dump."""

from collections.abc import AsyncIterator
from datetime import timedelta
from functools import partial
from itertools import count

import asyncpg
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy.orm import Session

from bench import dump
from models.ground import marks, tenures
from models.ground.database import Database
from models.ground.marks import LowWaterMarks, Moments, Settled
from models.ground.messages import Act, Channel, Incoming
from models.ground.subjects import Subject
from models.post import inbox, outbox
from models.post.inbox import EventState
from models.post.outbox_table import Row, RowEnding
from models.time import clocks
from models.time.clocks import ClockKind
from tests.handlers.visits.story import friday

NOW = friday(9)
SENDER = "sender:telegram"


@pytest.fixture
async def beside(postgresql_database: Database) -> AsyncIterator[asyncpg.Connection]:
    """Another program on the same database."""
    connection = await asyncpg.connect(
        postgresql_database.url.set(drivername="postgresql").render_as_string(hide_password=False)
    )
    yield connection
    await connection.close()


@pytest.fixture
def quick(postgresql_database: Database) -> LowWaterMarks:
    """The marks of a process to which each look comes a second after the last."""
    postgresql_database.info[marks.KEPT] = kept = LowWaterMarks(clock=partial(next, count(1.0, 2.0)))
    return kept


def put(session: Session) -> int:
    return outbox.put(session, Row(channel="telegram", account="7001", urgency="notice", effect="send", body={}), NOW)[
        0
    ].id


def claim(session: Session) -> list[int]:
    """The numbers of what the next sender claims."""
    tenure = tenures.begin(session, SENDER, "", 0.0)
    return [row.id for each in outbox.claim(session, "telegram", "notice", tenure, 1.0, 99) for row in each.rows]


def send(session: Session) -> None:
    """All that is open is sent."""
    tenure = tenures.begin(session, SENDER, "", 0.0)
    for each in outbox.claim(session, "telegram", "notice", tenure, 1.0, 99):
        for row in each.rows:
            assert outbox.ended(session, row, RowEnding.SENT, 1.0)


def _put_and_send(session: Session) -> int:
    number = put(session)
    send(session)
    return number


INSERTED = """
INSERT INTO outbox (channel, account, class, effect, body, created_at)
VALUES ('telegram', '7002', 'notice', 'send', '{}', now()) RETURNING id
"""


async def test_a_message_that_is_committed_after_later_ones_were_sent_is_found(
    postgresql_database: Database, beside: asyncpg.Connection, quick: LowWaterMarks
) -> None:
    slow = beside.transaction()
    await slow.start()
    early = await beside.fetchval(INSERTED)
    for _ in range(6):
        assert await postgresql_database.run(put) > early
        await postgresql_database.run(send)
        assert quick.low("outbox.telegram.notice") <= early
    await slow.commit()
    assert await postgresql_database.run(claim) == [early]
    await postgresql_database.run(send)
    last = [await postgresql_database.run(_put_and_send) for _ in range(6)][-1]
    assert early < quick.low("outbox.telegram.notice") <= last + 1, "and then it moves on"


async def test_a_message_that_is_put_off_holds_the_mark_of_its_own_class_only(
    postgresql_database: Database, quick: LowWaterMarks
) -> None:
    def put_off(session: Session) -> int:
        row = put(session)
        tenure = tenures.begin(session, SENDER, "", 0.0)
        (claimed,) = outbox.claim(session, "telegram", "notice", tenure, 1.0, 1)
        outbox.again(session, claimed.rows[0], 99.0, "later")
        return row

    waiting = await postgresql_database.run(put_off)
    for _ in range(6):
        await postgresql_database.run(put)
        await postgresql_database.run(claim)
        for urgency in ("verdict", "notice"):
            await postgresql_database.run(
                partial(outbox.claim, channel="telegram", urgency=urgency, tenure=1, now=1.0, limit=1)
            )
    assert quick.low("outbox.telegram.notice") == waiting < quick.low("outbox.telegram.verdict")


async def test_an_event_that_is_not_handled_is_never_below_the_mark(
    postgresql_database: Database, quick: LowWaterMarks
) -> None:
    numbers = count()

    def store(session: Session, state: EventState) -> int:
        incoming = Incoming(channel=Channel.TELEGRAM, event=f"{next(numbers)}", account="7001", act=Act.TEXT)
        return inbox.store(session, incoming, f"person:{next(numbers)}", state, NOW) or 0

    async def look() -> list[str]:
        return await postgresql_database.run(lambda session: inbox.due_lanes(session, 1.0, 99))

    await postgresql_database.run(partial(store, state=EventState.OPEN))
    for _ in range(6):
        await postgresql_database.run(partial(store, state=EventState.HANDLED))
        assert len(await look()) == 1
    await postgresql_database.run(lambda session: session.execute(inbox.inbox.update().values(state="handled")))
    last = 0
    for _ in range(6):
        last = await postgresql_database.run(partial(store, state=EventState.HANDLED))
        assert await look() == []
    assert quick.low("inbox") >= last - 3
    waiting = await postgresql_database.run(partial(store, state=EventState.WAITING))
    later = NOW + timedelta(seconds=1)
    assert [event.id for event in await postgresql_database.run(partial(inbox.waiting_for_file, limit=9))] == [waiting]
    assert not await postgresql_database.run(lambda session: inbox.waits(session, list, later))


async def test_a_clock_that_is_set_to_the_past_is_found_at_once_in_this_process_and_by_the_next_sweep_in_others(
    postgresql_database: Database,
) -> None:
    seconds = [1.0]
    postgresql_database.info[marks.KEPT] = LowWaterMarks(clock=lambda: seconds[0])

    def due(session: Session) -> list[str]:
        return [str(clock.subject) for clock in clocks.due(session, NOW, 1.0, 9)]

    def start(session: Session, subject: str) -> None:
        clocks.start(session, ClockKind.REPLY, Subject.read(subject), NOW, NOW - timedelta(days=1))

    assert await postgresql_database.run(due) == []
    await postgresql_database.run(partial(start, subject="visit:1"))
    assert await postgresql_database.run(due) == ["visit:1"]
    other = await Database(postgresql_database.url.render_as_string(hide_password=False)).open()
    await postgresql_database.run(lambda session: clocks.stop(session, Subject("visit", 1), ClockKind.REPLY))
    seconds[0] += 2
    assert await postgresql_database.run(due) == []
    await other.run(partial(start, subject="visit:2"))
    await other.close()
    await postgresql_database.run(clocks.prove)
    assert await postgresql_database.run(due) == ["visit:2"]


@given(st.data())
def test_a_mark_moves_over_nothing_whose_transaction_is_under_way(data: st.DataObject) -> None:
    """Transactions take their numbers in one order, and end in any other."""
    settled, following, running, newest, open_numbers = Settled(), 1, dict[int, int](), 0, set[int]()
    for _ in range(data.draw(st.integers(1, 60))):
        match data.draw(st.sampled_from(["begin", "end", "look"])):
            case "begin":
                newest += 1
                running[following], following = newest, following + 1
                open_numbers.add(newest)
            case "end" if running:
                ends = data.draw(st.sampled_from(sorted(running)))
                open_numbers.discard(running.pop(ends))
            case _:
                visible = max((number for number in range(1, newest + 1) if number not in open_numbers), default=0)
                settled.look(visible, min(running, default=following), following)
        assert not any(number <= settled.number for number in open_numbers)


def test_the_moment_from_which_clocks_are_looked_for_is_never_later_than_the_look() -> None:
    moments, asked = Moments(), []

    def oldest(low: object) -> None:
        asked.append(low)

    assert moments.low(NOW, 0.0, oldest) == NOW
    assert moments.low(NOW + timedelta(hours=1), 0.5, oldest) == NOW, "a second has not gone"
    assert moments.low(NOW + timedelta(hours=1), 1.5, oldest) == NOW + timedelta(hours=1)
    assert moments.low(NOW, 3.0, oldest) == NOW, "time was moved back: from the beginning"
    assert asked == [marks.BEGINNING, NOW, marks.BEGINNING]


async def test_beside_a_long_dump_a_look_reads_a_few_pages_however_many_rows_have_ended(
    postgresql_address: str,
) -> None:
    found = await dump.measure(postgresql_address, 3_000, rounds=1)
    assert set(found) == {"inbox", "outbox", "clocks"}
    for what, (with_mark, without) in found.items():
        assert with_mark.pages * 5 < without.pages, (what, with_mark, without)
