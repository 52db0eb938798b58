"""Search by words on both databases: any shared word finds, no more and no less, and says why, and every query stands
on its index.
"""

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import event, func, select, text
from sqlalchemy.orm import Session

from models.ground.database import Database
from models.ground.statements import Statement
from models.search import search
from models.search.documents import About, Fts5, documents, index_of
from models.search.search import Hit
from models.search.words import folded, stands_in, telling

ALPHABET = "排污许可证危险废物理aBß1０ＡＢ ,，%_/'\"\\-*:&|!()水😀👨‍👩‍👧許可證\u200b\x00\ud800\uf8ffé"
WRITTEN = (
    st.text(st.sampled_from(ALPHABET), max_size=30)
    | st.text(st.sampled_from("排污a"), max_size=12)
    | st.text(max_size=20)
)
"""A handful of characters that meet again and again, with every sign either database could stumble over; three, that
make the same pairs; and any at all.
"""


def sharing(asked: str, written: dict[int, str]) -> list[int]:
    """Which texts have a telling word of what is asked, read one by one and by no index."""
    words = telling(asked)
    return [number for number, said in written.items() if any(stands_in(word, folded(said)) for word in words)]


def index_rows(session: Session) -> int:
    """How many documents the index itself knows."""
    if session.get_bind().dialect.name == "sqlite":
        session.execute(text("CREATE VIRTUAL TABLE temp.known_pairs USING fts5vocab(main, document_pairs, instance)"))
        counted = session.scalar(text("SELECT count(DISTINCT doc) FROM temp.known_pairs"))
        session.execute(text("DROP TABLE temp.known_pairs"))
    else:
        counted = session.scalar(text("SELECT count(*) FROM document_pairs"))
    assert isinstance(counted, int)
    return counted


class Undone(Exception):
    """Ends a trial, so that the next begins as it did."""


async def trial(database: Database, look: Callable[[Session], None]) -> None:
    def turn(session: Session) -> None:
        look(session)
        raise Undone

    with pytest.raises(Undone):
        await database.run(turn)


async def fill(database: Database, kind: About, *texts: str) -> None:
    def write(session: Session) -> None:
        for number, said in enumerate(texts, 1):
            search.put(session, kind, number, said)

    await database.run(write)


async def find(database: Database, words: str, kind: About = About.ANSWER, limit: int = 10) -> list[Hit]:
    return await database.run(lambda session: search.find(session, kind, words, limit=limit))


@given(first=WRITTEN, then=WRITTEN)
@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
async def test_what_was_said_before_is_found_no_more(database: Database, first: str, then: str) -> None:
    def look(session: Session) -> None:
        search.put(session, About.POLICY, 1, first, region=3)
        search.put(session, About.POLICY, 1, then, region=4)
        search.put(session, About.POLICY, 1, then, region=4)
        for said in (first, then):
            found = search.find(session, About.POLICY, said, limit=9)
            assert [hit.subject for hit in found] == sharing(said, {1: then})
            assert search.find(session, About.POLICY, said, limit=9, regions=[3]) == []
        search.put(session, About.POLICY, 1, "别的")
        found = search.find(session, About.POLICY, then, limit=9)
        assert [hit.subject for hit in found] == sharing(then, {1: "别的"})
        assert index_rows(session) == 1
        assert session.scalar(select(func.count()).select_from(documents)) == 1

    await trial(database, look)


@given(asked=WRITTEN, written=st.lists(WRITTEN, max_size=5))
@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
async def test_any_shared_word_finds_no_more_and_no_less_and_is_said_as_it_stands_in_both_texts(
    database: Database, asked: str, written: list[str]
) -> None:
    def look(session: Session) -> None:
        for number, said in enumerate(written):
            search.put(session, About.ANSWER, number, said)
            search.put(session, About.POLICY, 100 + number, said)
        hits = search.find(session, About.ANSWER, asked, limit=9)
        assert sorted(hit.subject for hit in hits) == sharing(asked, dict(enumerate(written)))
        assert [hit.score for hit in hits] == sorted((hit.score for hit in hits), reverse=True)
        for hit in hits:
            assert hit.shared
            for word in hit.shared:
                assert folded(word) in folded(asked)
                assert folded(word) in folded(written[hit.subject])

    await trial(database, look)


async def test_the_longest_shared_words_are_the_reason(database: Database) -> None:
    await fill(database, About.MATTER, "排污许可证核发", "危险废物贮存", "ISO 9001 认证补贴", "建筑工程施工许可")
    hits = await find(database, "请问我们公司的排污许可怎么办理？", About.MATTER)
    assert [(hit.subject, hit.shared) for hit in hits] == [(1, ("排污许可",)), (4, ("许可",))]
    assert [hit.shared for hit in await find(database, "ＩＳＯ　认证能补贴吗", About.MATTER)] == [
        ("ISO", "认证", "补贴")
    ]


async def test_the_rarer_word_weighs_more(database: Database) -> None:
    await fill(database, About.ANSWER, *["税务登记"] * 5, "税务检查", "消防检查", "消防检查")
    assert [hit.subject for hit in await find(database, "税务和消防", limit=3)] == [7, 8, 1]


async def test_what_says_nothing_finds_nothing(database: Database) -> None:
    await fill(database, About.ANSWER, "请问我们公司怎么办理", "how do we apply", "排污")
    for words in (
        "",
        " ",
        "请问我们怎么办理？",
        "How do we apply?",
        "，。！",
        "😀",
        "👨‍👩‍👧",
        "\u200b",
        "\x00",
        "\ud800",
    ):
        assert await find(database, words) == [], words


async def test_kinds_and_regions_are_kept_apart(database: Database) -> None:
    def write(session: Session) -> None:
        search.put(session, About.MATTER, 1, "排污许可", region=1)
        search.put(session, About.MATTER, 2, "排污许可", region=11)
        search.put(session, About.POLICY, 3, "排污许可")

    await database.run(write)

    def look(session: Session, kind: About, regions: list[int] | None = None) -> list[int]:
        return [hit.subject for hit in search.find(session, kind, "排污", limit=9, regions=regions)]

    assert await database.run(lambda session: look(session, About.MATTER)) == [1, 2]
    assert await database.run(lambda session: look(session, About.MATTER, [1])) == [1]
    assert await database.run(lambda session: look(session, About.MATTER, [1, 11])) == [1, 2]
    assert await database.run(lambda session: look(session, About.POLICY)) == [3]
    assert await database.run(lambda session: look(session, About.POLICY, [1])) == []
    assert await database.run(lambda session: look(session, About.MATTER, [])) == []


async def test_a_text_cannot_forge_its_region_or_its_kind(database: Database) -> None:
    def write(session: Session) -> None:
        search.put(session, About.MATTER, 1, "排污许可 \uf8ff1 \uf8ff\uf8ff1 m\uf8ff\uf8ff1 p排污 m排", region=2)

    await database.run(write)
    assert await database.run(lambda s: search.find(s, About.MATTER, "排污", limit=9, regions=[1])) == []
    assert await find(database, "排污", About.POLICY) == []


def test_no_two_kinds_begin_with_the_same_letter() -> None:
    assert len({kind[0] for kind in About}) == len(About)


async def test_a_rare_word_brings_up_what_a_common_one_would_hide(database: Database) -> None:
    await fill(database, About.ANSWER, "排污许可证的延续", *["许可证"] * (search.COMMON + 50))
    hits = await find(database, "延续许可证", limit=3)
    assert (hits[0].subject, hits[0].shared) == (1, ("延续", "许可证"))
    assert [hit.subject for hit in hits[1:]] == [52, 53]  # of the common ones the newest 200 are looked at


async def test_a_flood_of_words_is_cut_and_answered(database: Database) -> None:
    await fill(database, About.ANSWER, "排污许可", "水" * 200_000)
    flood = "".join(chr(0x4E00 + number) for number in range(20_000))
    assert await find(database, flood * 5 + "排污许可") == []
    assert [hit.subject for hit in await find(database, "排污许可" + flood)] == [1]
    assert [hit.subject for hit in await find(database, " " * 1_200 + "水水")] == [2]


async def test_every_query_stands_on_its_index(database: Database) -> None:
    await fill(database, About.POLICY, *(f"第{number}号文件：排污许可" for number in range(1_500)))
    plans = await database.run(_plans)
    on_sqlite = database.is_sqlite
    for name in ("_each", "_some", "_newest"):
        wanted = "VIRTUAL TABLE INDEX" if on_sqlite else "Bitmap Index Scan on ix_document_pairs_pairs"
        assert name not in plans or wanted in plans[name], plans[name]
    assert len(plans) == 4
    assert ("kind" if on_sqlite else "uq_documents_kind_subject") in plans["_known"], plans["_known"]
    for plan in plans.values():
        assert "Seq Scan" not in plan
        assert "SCAN documents" not in plan


def _plans(session: Session) -> dict[str, str]:
    """How the database means to answer each question, by the names of the statements."""
    index = index_of(session)
    session.execute(text("ANALYZE"))
    if not isinstance(index, Fts5):
        # Some thousand rows are read through as fast; what counts is whether there is another way.
        session.execute(text("SET LOCAL enable_seqscan = off"))
    query = index.query(About.POLICY, [1, 2], "第7号", "水")
    values: dict[str, Any] = {"query": query, "queries": [query], "most": 10}
    values |= {"of_kind": About.POLICY, "of_subject": 7}
    asked = {**vars(type(index)), "_known": search._known}
    statements = {name: found for name, found in asked.items() if isinstance(found, Statement)}
    looks = {name: found for name, found in statements.items() if name not in ("_put", "_take")}
    plans = {name: _explained(session, found, values) for name, found in looks.items()}
    return plans | {"texts": _texts_explained(session)}


def _explained(session: Session, statement: Statement, values: dict[str, Any]) -> str:
    plan = statement._plan(session.connection().dialect)
    bound = [values.get(name, default) for name, default in plan.parameters]
    return _explain(session, plan.sql, tuple(bound))


def _texts_explained(session: Session) -> str:
    seen: list[tuple[str, Any]] = []

    def hear(_connection: Any, _cursor: Any, sql: str, values: Any, *_: Any) -> None:
        seen.append((sql, values))

    engine = session.connection().engine
    event.listen(engine, "before_cursor_execute", hear)
    search.find(session, About.POLICY, "第7号文件", limit=3)
    event.remove(engine, "before_cursor_execute", hear)
    (heard,) = seen
    return _explain(session, *heard)


def _explain(session: Session, sql: str, values: Any) -> str:
    explain = "EXPLAIN QUERY PLAN " if isinstance(index_of(session), Fts5) else "EXPLAIN "
    cursor = session.connection().connection.cursor()
    cursor.execute(explain + sql, values)
    rows = cursor.fetchall()
    cursor.close()
    return "\n".join(str(row[-1]) for row in rows)
