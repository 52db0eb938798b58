"""Search by words on both databases: a phrase finds what LIKE finds, any shared word finds and says why, and every
query stands on its index.
"""

from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select, text
from sqlalchemy.orm import Session

from models import search
from models.database import Database
from models.documents import About, documents
from models.search import Hit
from models.words import folded

ALPHABET = "排污许可证危险废物理aBß1０ＡＢ ,，%_/'\"\\-*:&|!()水😀👨‍👩‍👧許可證\u200b\x00\ud800\uf8ffé"
WRITTEN = st.text(st.sampled_from(ALPHABET), max_size=30) | st.text(max_size=20)
"""A handful of characters that meet again and again, with every sign either database could stumble over."""


def within(session: Session, *, kind: About, phrase: str) -> list[int]:
    """What stands in the text, by the language's own comparison and no index."""
    rows = session.execute(select(documents.c.subject, documents.c.text).where(documents.c.kind == kind))
    return sorted(subject for subject, said in rows if folded(phrase) in said)


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


async def phrase(database: Database, words: str, kind: About = About.ANSWER, limit: int = 100) -> list[int]:
    return await database.run(lambda session: search.find_phrase(session, kind, words, limit=limit))


@given(written=st.lists(WRITTEN, max_size=6), data=st.data())
@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
async def test_a_phrase_finds_what_like_finds_no_more_and_no_less(
    database: Database, written: list[str], data: st.DataObject
) -> None:
    whole = "".join(written)
    start = data.draw(st.integers(0, len(whole)))
    part = whole[start : data.draw(st.integers(start, len(whole)))]
    sought = [one for one in (data.draw(WRITTEN), part, folded(part)) if folded(one)]

    def look(session: Session) -> None:
        for number, said in enumerate(written):
            search.put(session, About.POLICY, number, said)
            search.put(session, About.ANSWER, 100 + number, said)
        for one in sought:
            found = search.find_phrase(session, About.POLICY, one, limit=100)
            assert found == sorted(found, reverse=True)
            assert sorted(found) == within(session, kind=About.POLICY, phrase=one)
            like = documents.c.text.contains(folded(one), autoescape=True)
            rows = session.scalars(select(documents.c.subject).where(documents.c.kind == About.POLICY, like))
            assert sorted(found) == sorted(rows)

    await trial(database, look)


@given(first=WRITTEN, then=WRITTEN)
@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
async def test_what_was_said_before_is_found_no_more(database: Database, first: str, then: str) -> None:
    def look(session: Session) -> None:
        search.put(session, About.POLICY, 1, first, region=3)
        search.put(session, About.POLICY, 1, then, region=4)
        search.put(session, About.POLICY, 1, then, region=4)
        for said in (first, then):
            if folded(said):
                found = search.find_phrase(session, About.POLICY, said, limit=9)
                assert found == within(session, kind=About.POLICY, phrase=said)
                assert search.find_phrase(session, About.POLICY, said, limit=9, regions=[3]) == []
        search.remove(session, About.POLICY, 1)
        search.remove(session, About.POLICY, 1)
        assert index_rows(session) == 0
        assert session.scalar(select(func.count()).select_from(documents)) == 0

    await trial(database, look)


@given(asked=WRITTEN, written=st.lists(WRITTEN, max_size=5))
@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
async def test_whatever_is_found_by_words_says_words_of_both_texts(
    database: Database, asked: str, written: list[str]
) -> None:
    def look(session: Session) -> None:
        for number, said in enumerate(written):
            search.put(session, About.ANSWER, number, said)
        hits = search.find(session, About.ANSWER, asked, limit=9)
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
    for words in ("", " ", "\u200b", "\x00", "\ud800"):
        assert await phrase(database, words) == [], words


@pytest.mark.parametrize(
    ("said", "asked"),
    [
        ("ISO9001认证", "ｉｓｏ９００１"),
        ("Straße 7", "STRASSE"),
        ("排污許可證", "許可證"),
        ("一个😀符号", "😀符"),
        ("100%_达标/合格", "%_达标/"),
        ('it\'s "so" \\ said', 'it\'s "so" \\'),
        ("水", "水"),
        ("电和水", "水"),
        ("第\u200b一条", "第一"),
        ("上\u3000 \n海", "上 海"),
    ],
)
async def test_a_phrase_is_found_however_it_is_written(database: Database, said: str, asked: str) -> None:
    await fill(database, About.POLICY, said, "别的")
    assert await phrase(database, asked, About.POLICY) == [1]


async def test_a_part_of_a_latin_word_is_a_phrase_but_no_word(database: Database) -> None:
    await fill(database, About.ANSWER, "ISO9001 认证")
    assert await phrase(database, "so90") == [1]
    assert await find(database, "so90") == []
    assert [hit.shared for hit in await find(database, "iso9001")] == [("iso9001",)]


async def test_kinds_and_regions_are_kept_apart(database: Database) -> None:
    def write(session: Session) -> None:
        search.put(session, About.MATTER, 1, "排污许可", region=1)
        search.put(session, About.MATTER, 2, "排污许可", region=11)
        search.put(session, About.POLICY, 3, "排污许可")

    await database.run(write)

    def look(session: Session, kind: About, *regions: int) -> tuple[list[int], list[int]]:
        hits = search.find(session, kind, "排污", limit=9, regions=regions)
        return [hit.subject for hit in hits], search.find_phrase(session, kind, "排污", limit=9, regions=regions)

    assert await database.run(lambda session: look(session, About.MATTER)) == ([1, 2], [2, 1])
    assert await database.run(lambda session: look(session, About.MATTER, 1)) == ([1], [1])
    assert await database.run(lambda session: look(session, About.MATTER, 1, 11)) == ([1, 2], [2, 1])
    assert await database.run(lambda session: look(session, About.POLICY)) == ([3], [3])
    assert await database.run(lambda session: look(session, About.POLICY, 1)) == ([], [])
