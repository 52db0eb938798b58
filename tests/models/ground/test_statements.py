"""The door to prebuilt SQL: values both ways, and the index each query of the machinery stands on."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import JSON, Boolean, Float, Integer, Text, bindparam, event, insert, select, text
from sqlalchemy.orm import Session

from models.ground import files, ledger
from models.ground.base import Moment
from models.ground.database import Database
from models.ground.messages import Act, Channel, Incoming
from models.ground.statements import Statement
from models.post import chats, drafts, inbox, outbox
from models.post.inbox import EventState
from models.register import people
from models.time import clocks, failing_clocks

NOW = datetime(2026, 11, 27, 9, 0, tzinfo=UTC)
ROWS = 3_000  # of the past, beside which a handful is open
MODULES = (clocks, failing_clocks, inbox, outbox, chats, drafts, files, ledger, people)
GROWING = (
    "clocks",
    "inbox",
    "outbox",
    "shown",
    "drafts",
    "files",
    "file_chunks",
    "platform_files",
    "ledger",
    "identities",
    "people",
)

ECHO = Statement(
    select(
        bindparam("json", type_=JSON).label("json"),
        bindparam("moment", type_=Moment).label("moment"),
        bindparam("number", type_=Integer).label("number"),
        bindparam("words", type_=Text).label("words"),
        bindparam("share", type_=Float).label("share"),
        bindparam("yes", type_=Boolean).label("yes"),
    )
)
PLAIN = st.text(st.characters(codec="utf-8", exclude_characters="\x00"))
ANY_JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53), 2**53) | st.floats(allow_nan=False, allow_infinity=False) | PLAIN,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(PLAIN, inner, max_size=3),
    max_leaves=8,
)


@given(
    json=ANY_JSON,
    moment=st.datetimes(datetime(2000, 1, 1), datetime(2100, 1, 1), timezones=st.just(timezone(timedelta(hours=8)))),  # noqa: DTZ001 - the zone is the strategy's
    number=st.integers(-(2**31), 2**31 - 1),
    words=PLAIN,
    share=st.floats(allow_nan=False, allow_infinity=False),
    yes=st.booleans(),
)
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
async def test_whatever_goes_in_comes_out_the_same(database: Database, **values: Any) -> None:
    (row,) = await database.run(lambda session: ECHO(session, **values))
    assert tuple(row) == tuple(values[name] for name in ("json", "moment", "number", "words", "share", "yes"))


async def test_nothing_stays_nothing(database: Database) -> None:
    none = dict.fromkeys(("json", "moment", "number", "words", "share", "yes"))
    assert [tuple(row) for row in await database.run(lambda session: ECHO(session, **none))] == [(None,) * 6]


@pytest.mark.parametrize("values", [{}, {"lane": "person:1", "lain": 1}, {"lain": "person:1"}])
async def test_a_value_forgotten_or_misspelt_is_a_fault_and_not_an_empty_one(
    database: Database, values: dict[str, Any]
) -> None:
    with pytest.raises(TypeError):
        await database.run(lambda session: inbox._oldest(session, **values))


async def test_a_statement_tells_how_many_rows_it_touched(database: Database) -> None:
    incoming = Incoming(channel=Channel.TELEGRAM, event="1", account="7001", act=Act.TEXT)

    def touch(session: Session) -> tuple[int, int]:
        number = inbox.store(session, incoming, "person:1", EventState.OPEN, NOW)
        return inbox._take.count(session, row=number), inbox._take.count(session, row=number)

    assert await database.run(touch) == (1, 0)


def _statements() -> Iterator[tuple[str, Statement]]:
    for module in MODULES:
        for name, found in vars(module).items():
            if isinstance(found, Statement):
                yield f"{module.__name__.rpartition('.')[2]}.{name}", found


ALL = dict(_statements())
STANDS_ON = {
    "clocks._due": ["ix_clocks_due"],
    "clocks._next": ["ix_clocks_due"],
    "clocks._running": ["uq_clocks_running"],
    "clocks._paused": ["uq_clocks_running"],
    "clocks._stop": ["uq_clocks_running"],
    "clocks._pause": ["uq_clocks_running"],
    "clocks._resume": ["uq_clocks_running"],
    "failing_clocks._failures": ["ix_clocks_failing"],
    "failing_clocks._failing": ["ix_clocks_failing"],
    "clocks._awaiting": ["ix_clocks_provisional"],
    "clocks._awaiting_count": ["ix_clocks_provisional"],
    "inbox._oldest": ["ix_inbox_unhandled"],
    "inbox._has_earlier": ["ix_inbox_unhandled"],
    "inbox._due_lanes": ["ix_inbox_"],
    "inbox._waiting": ["ix_inbox_waiting"],
    "inbox._anything": ["ix_inbox_"],
    "inbox._count": ["ix_inbox_"],
    "inbox._oldest_unhandled": ["ix_inbox_open"],
    "inbox._longest": ["ix_inbox_"],
    "outbox._oldest_open": ["ix_outbox_"],
    "outbox._put": ["ix_outbox_"],
    "outbox._claimable": ["ix_outbox_due"],
    "outbox._followers": ["ix_outbox_"],
    "outbox._leased": ["ix_outbox_"],
    "chats._about": ["ix_outbox_about", "ix_shown_about"],
    "outbox._count": ["ix_outbox_"],
    "outbox._longest": ["ix_outbox_"],
    "ledger._head": ["place"],
    "people._identify": ["channel"],
}
WHOLE = {"drafts._expire"}  # looks at every draft once a second; there are as many as people in mid-talk


async def test_every_query_of_the_machinery_stands_on_an_index_and_reads_no_growing_table_through(
    database: Database,
) -> None:
    await database.run(_fill)
    plans = await database.run(lambda session: {name: _plan(session, ALL[name]) for name in sorted(set(ALL) - WHOLE)})
    without = [(name, index) for name, wanted in STANDS_ON.items() for index in wanted if index not in plans[name]]
    assert not without, [plans[name] for name, _ in without]
    through = [
        (name, plan)
        for name, plan in plans.items()
        for table in GROWING
        if f"Seq Scan on {table}" in plan or f"SCAN {table}\n" in f"{plan}\n"
    ]
    assert not through


async def test_the_card_that_was_pressed_is_found_by_its_mark(database: Database) -> None:
    def look(session: Session) -> str:
        seen: list[tuple[str, Any]] = []

        def hear(_connection: Any, _cursor: Any, sql: str, values: Any, *_: Any) -> None:
            seen.append((sql, values))

        engine = session.connection().engine
        event.listen(engine, "before_cursor_execute", hear)
        chats.pressed(session, "wecom", "wang", "task-1", dict)
        event.remove(engine, "before_cursor_execute", hear)
        return _explained(session, *seen[0])

    await database.run(_fill)
    assert "ix_shown_mark" in await database.run(look)


def _fill(session: Session) -> None:
    moment = {"received_at": NOW, "body": {}, "channel": "telegram"}
    session.execute(
        insert(inbox.inbox),
        [
            {
                **moment,
                "event": f"e{n}",
                "lane": f"person:{n % 50}",
                "state": ("open", "waiting", "handled")[min(n // 3, 2)],
            }
            for n in range(ROWS)
        ],
    )
    session.execute(
        insert(outbox.outbox),
        [
            {
                "channel": "telegram",
                "account": f"{n % 50}",
                "class": "reply",
                "effect": "send",
                "about": f"visit.{n}",
                "body": {},
                "created_at": NOW,
                "state": "open" if n < 9 else "sent",
            }
            for n in range(ROWS)
        ],
    )
    session.execute(
        insert(chats.shown),
        [
            {
                "outbox_id": n,
                "channel": "wecom",
                "account": f"{n % 50}",
                "class": "reply",
                "about": f"visit.{n}",
                "mark": f"task-{n}",
                "target": {},
            }
            for n in range(ROWS)
        ],
    )
    session.execute(
        insert(ledger.ledger),
        [
            {
                "at": NOW,
                "verb": "asked",
                "subject": "visit.1",
                "authority": "role",
                "salt": "",
                "content": "",
                "place": n + 1 if n > 5 else None,
            }
            for n in range(ROWS)
        ],
    )
    session.execute(
        insert(clocks.clocks),
        [
            {
                "kind": "reply",
                "subject": f"visit:{n}",
                "started_at": NOW,
                "due_at": NOW + timedelta(hours=n),
                "reminders": [],
                "next_at": NOW + timedelta(hours=n),
                "state": ("open", "paused", "passed")[min(n // 9, 2)],
                "failures": n % 3,
                "provisional": 2027 if n % 50 == 0 else None,
            }
            for n in range(ROWS)
        ],
    )
    session.execute(
        insert(drafts.drafts),
        [
            {
                "person_id": n,
                "public_id": f"d{n}",
                "talk": "visit.request",
                "subject": "",
                "answers": [],
                "question": "",
                "offered": [],
                "touched_at": NOW,
            }
            for n in range(ROWS)
        ],
    )
    session.execute(insert(files.files), [{"digest": f"{n}", "size": 1, "mime": ""} for n in range(ROWS)])
    session.execute(insert(files.chunks), [{"digest": f"{n}", "number": 0, "data": b""} for n in range(ROWS)])
    session.execute(
        insert(files.platform_files), [{"digest": f"{n}", "channel": "telegram", "name": ""} for n in range(ROWS)]
    )
    session.execute(insert(people.Person), [{"name": f"{n}"} for n in range(ROWS)])
    session.execute(
        insert(people.Identity),
        [{"person_id": n + 1, "channel": Channel.TELEGRAM, "account": f"{n}"} for n in range(ROWS)],
    )
    session.execute(text("ANALYZE"))


def _plan(session: Session, statement: Statement) -> str:
    if session.get_bind().dialect.name == "postgresql":
        # A few thousand rows are read through as fast; what counts is whether there is another way.
        session.execute(text("SET LOCAL enable_seqscan = off"))
    plan = statement._plan(session.connection().dialect)
    compiled: Any = statement._clause.compile(dialect=session.connection().dialect)
    values = [
        _sample(name, compiled.binds[name].type) if default is None else default for name, default in plan.parameters
    ]
    for place, convert in plan.binds:
        values[place] = convert(values[place])
    return _explained(session, plan.sql, tuple(values))


def _sample(name: str, kind: Any) -> Any:
    """A value of the parameter's sort; what has no type of its own gets that of its column."""
    if isinstance(kind, JSON):
        return {}
    if isinstance(kind, Moment):
        return NOW
    samples = {str: "1", int: 1, float: 1.0, bool: True, Channel: Channel.TELEGRAM}
    return 1 if name in ("person", "draft", "row", "tries", "clock") else samples.get(kind.python_type, "1")


def _explained(session: Session, sql: str, values: tuple[Any, ...]) -> str:
    connection = session.connection()
    explain = "EXPLAIN QUERY PLAN " if connection.dialect.name == "sqlite" else "EXPLAIN "
    cursor = connection.connection.cursor()
    cursor.execute(explain + sql, values)
    rows = cursor.fetchall()
    cursor.close()
    return "\n".join(str(row[-1]) for row in rows)
