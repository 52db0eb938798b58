"""The ledger: what was written can't be changed, removed, added or reordered without being found."""

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any

import asyncpg
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import delete, insert, select, update
from sqlalchemy.orm import Session
from sqlalchemy.util import await_only

from models.ground import tenures
from models.ground.database import Database
from models.ground.ledger import FIRST, ChainTorn, Proof, append, chain, content_hash, ledger, verify
from tests.handlers.visits import story

NOW = story.friday(9)


def mine(session: Session) -> int:
    """The next tenure of the chain."""
    return tenures.begin(session, tenures.LEDGER, "", 0.0)


def _write(session: Session, count: int = 6) -> None:
    for number in range(count):
        append(
            session,
            at=NOW + timedelta(minutes=number),
            verb="agree",
            subject=f"visit:{number}",
            actor=number or None,
            authority="owner or deputy",
            content={"reason": "盘点", "at": NOW},
        )


def _written(session: Session) -> None:
    _write(session)
    assert chain(session, mine(session), 100) == 6
    assert verify(session) == Proof(proved=6, waiting=0)


async def test_entries_wait_until_they_are_chained_and_are_proved_then(database: Database) -> None:
    def work(session: Session) -> None:
        assert verify(session) == Proof(proved=0, waiting=0)
        _write(session, 5)
        assert verify(session) == Proof(proved=0, waiting=5)
        assert [chain(session, mine(session), 2) for _ in range(4)] == [2, 2, 1, 0]
        assert verify(session) == Proof(proved=5, waiting=0)
        _write(session, 1)
        assert verify(session) == Proof(proved=5, waiting=1)

    await database.run(work)


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("at", NOW + timedelta(seconds=1)),
        ("verb", "decline"),
        ("subject", "visit:77"),
        ("actor", 77),
        ("actor", None),
        ("authority", "supervisor"),
        ("content", content_hash("0" * 32, {})),
        ("hash", "f" * 64),
        ("place", 77),
    ],
)
async def test_a_changed_entry_is_found(database: Database, column: str, value: Any) -> None:
    def work(session: Session) -> Proof:
        _written(session)
        session.execute(update(ledger).where(ledger.c.id == 3).values({column: value}))
        return verify(session)

    proof = await database.run(work)
    assert proof.proved == 2
    assert proof.broken == (3 if column != "place" else 4)


@pytest.mark.parametrize("gone", [1, 3, 5])
async def test_a_removed_entry_is_found(database: Database, gone: int) -> None:
    def work(session: Session) -> Proof:
        _written(session)
        session.execute(delete(ledger).where(ledger.c.id == gone))
        return verify(session)

    assert (await database.run(work)).broken == gone + 1


async def test_a_removed_entry_is_found_even_if_the_places_are_closed_up(database: Database) -> None:
    def work(session: Session) -> Proof:
        _written(session)
        session.execute(delete(ledger).where(ledger.c.id == 3))
        for number in (4, 5, 6):
            session.execute(update(ledger).where(ledger.c.id == number).values(place=number - 1))
        return verify(session)

    assert (await database.run(work)).broken == 4


async def test_an_added_entry_is_found(database: Database) -> None:
    def work(session: Session) -> Proof:
        _written(session)
        for number in (6, 5, 4):
            session.execute(update(ledger).where(ledger.c.id == number).values(place=number + 1))
        row = session.execute(select(ledger).where(ledger.c.id == 3)).one()._asdict()
        session.execute(insert(ledger).values({**row, "id": 77, "place": 4, "hash": "a" * 64}))
        return verify(session)

    assert (await database.run(work)).broken == 77


async def test_reordered_entries_are_found(database: Database) -> None:
    def work(session: Session) -> Proof:
        _written(session)
        for number, place in ((3, 77), (4, 3), (3, 4)):
            session.execute(update(ledger).where(ledger.c.id == number).values(place=place))
        return verify(session)

    assert (await database.run(work)).broken == 4


async def test_an_entry_holds_no_content_only_its_salted_hash(database: Database) -> None:
    def work(session: Session) -> list[Any]:
        _write(session, 2)
        return list(session.execute(select(ledger)))

    rows = await database.run(work)
    assert "盘点" not in str(rows)
    assert rows[0].content == content_hash(rows[0].salt, {"at": NOW, "reason": "盘点"})
    assert rows[0].content != rows[1].content, "equal contents don't look equal"
    assert len(FIRST) == 64


@settings(max_examples=50, deadline=None)
@given(
    one=st.dictionaries(st.text(), st.text() | st.integers()),
    other=st.dictionaries(st.text(), st.text() | st.integers()),
)
def test_a_hash_stands_for_one_content(one: dict[str, Any], other: dict[str, Any]) -> None:
    assert (content_hash("salt", one) == content_hash("salt", other)) is (one == other)
    assert content_hash("salt", one) != content_hash("other", one)


# Two who think they hold the chain


@pytest.fixture
async def beside(postgresql_database: Database) -> AsyncIterator[asyncpg.Connection]:
    """Another program on the same database."""
    url = postgresql_database.url.set(drivername="postgresql").render_as_string(hide_password=False)
    connection = await asyncpg.connect(url)
    yield connection
    await connection.close()


async def somebody_waits(beside: asyncpg.Connection) -> None:
    """Until a transaction waits for another."""
    while not await beside.fetchval("SELECT count(*) FROM pg_locks WHERE NOT granted"):
        await asyncio.sleep(0.01)


async def test_nobody_else_begins_to_chain_before_what_is_just_bound_is_committed(
    postgresql_database: Database, beside: asyncpg.Connection
) -> None:
    goes_on = asyncio.Event()
    await postgresql_database.run(_write)
    first = await postgresql_database.run(mine)

    def binds_slowly(session: Session) -> int:
        bound = chain(session, first, 4)
        await_only(goes_on.wait())
        return bound

    def takes_over(session: Session) -> int:
        return chain(session, mine(session), 100)

    slow = asyncio.create_task(postgresql_database.run(binds_slowly))
    await asyncio.sleep(0)
    while not await beside.fetchval("SELECT count(*) FROM pg_locks WHERE relation = 'tenures'::regclass"):
        await asyncio.sleep(0.01)
    other = asyncio.create_task(postgresql_database.run(takes_over))
    await somebody_waits(beside)
    goes_on.set()
    assert [await slow, await other] == [4, 2]
    assert await postgresql_database.read(verify) == Proof(proved=6, waiting=0)
    with pytest.raises(tenures.TenureEnded):
        await postgresql_database.run(lambda session: chain(session, first, 4))


async def test_an_entry_that_somebody_bound_meanwhile_is_a_fault_and_nothing_of_the_chain_is_kept(
    postgresql_database: Database, beside: asyncpg.Connection
) -> None:
    await postgresql_database.run(_write)
    first = await postgresql_database.run(mine)
    bound = beside.transaction()
    await bound.start()
    await beside.execute("UPDATE ledger SET place = 99, hash = 'x' WHERE id = (SELECT max(id) FROM ledger)")
    chains = asyncio.create_task(postgresql_database.run(lambda session: chain(session, first, 100)))
    url = postgresql_database.url.set(drivername="postgresql").render_as_string(hide_password=False)
    watch = await asyncpg.connect(url)
    await somebody_waits(watch)
    await watch.close()
    await bound.commit()
    with pytest.raises(ChainTorn):
        await chains
    proof = await postgresql_database.read(verify)
    assert (proof.proved, proof.waiting) == (0, 5)
