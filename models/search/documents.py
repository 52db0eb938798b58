"""The documents that can be searched, and the index of their pairs: the one place where full text differs between the
databases, FTS5 on SQLite (which keeps no copy of the text), a tsvector with GIN on PostgreSQL.

The index knows which pairs of characters a document has, not where: a tsvector counts only 256 places of a word and
none after the 16,383rd. The pairs find, the text itself decides. A change of models/search/words.py::pairs needs a
migration that fills the index anew.
"""

import re
from collections.abc import Iterable, Sequence
from enum import StrEnum
from typing import Any

from sqlalchemy import (
    Column,
    Connection,
    Integer,
    MetaData,
    Table,
    Text,
    UniqueConstraint,
    bindparam,
    cast,
    column,
    delete,
    event,
    func,
    insert,
    select,
    table,
    text,
    true,
)
from sqlalchemy.dialects import postgresql
from sqlalchemy.dialects.postgresql import ARRAY, TSQUERY, TSVECTOR
from sqlalchemy.orm import Session

from models.ground.base import BIG, metadata, words_of
from models.ground.statements import Statement
from models.search.words import pairs

MARK = "\uf8ff\uf8ff"  # begins what is longer than a pair of characters: the region of a document


class About(StrEnum):
    """What a document is about. In the index every word begins with its first letter, so none begin alike."""

    MATTER = "matter"
    DEPARTMENT = "department"
    ANSWER = "answer"
    POLICY = "policy"


documents = Table(
    "documents",
    metadata,
    Column("id", BIG, primary_key=True),
    Column("kind", words_of(About), nullable=False),
    Column("subject", BIG, nullable=False),
    Column("region_id", Integer),
    Column("text", Text, nullable=False),  # folded: models/search/words.py
    UniqueConstraint("kind", "subject"),
    sqlite_autoincrement=True,  # a number given once is never given again
)

_CREATE = {
    "sqlite": """
CREATE VIRTUAL TABLE document_pairs USING fts5(pairs, content='', columnsize=0, detail=none, tokenize='ascii')
""",
    "postgresql": """
CREATE TABLE document_pairs (id BIGINT CONSTRAINT pk_document_pairs PRIMARY KEY, pairs TSVECTOR NOT NULL);
CREATE INDEX ix_document_pairs_pairs ON document_pairs USING gin (pairs) WITH (fastupdate = off)
""",
}

_SIGN = re.compile(r"[\x00-/:-`{-\x7f]")  # what neither database takes in a word; there are no capital letters here


@event.listens_for(documents, "after_create")
def _create(_documents: Table, connection: Connection, **_circumstances: Any) -> None:
    for sql in _CREATE[connection.dialect.name].split(";"):
        connection.execute(text(sql))


@event.listens_for(documents, "before_drop")
def _drop(_documents: Table, connection: Connection, **_circumstances: Any) -> None:
    connection.execute(text("DROP TABLE document_pairs"))


def indexed(kind: About, region_id: int | None, folded: str) -> list[str]:
    """The words that the index keeps of a document."""
    return [_plain(kind, word) for word in (*_of_regions([region_id]), *pairs(folded))]


def _plain(kind: About, word: str) -> str:
    return kind[0] + _SIGN.sub(lambda sign: chr(0xE000 + ord(sign[0])), word)


def _of_regions(regions: Iterable[int | None]) -> list[str]:
    return [f"{MARK}{region}" for region in regions if region is not None]


class Index:
    """The index as a database has it. Queries are text in the database's own signs."""

    quote: str
    both: str
    either: str
    beginning: str

    def query(self, kind: About, regions: Sequence[int] | None, *folded: str) -> str:
        """A query for documents of a kind, and of one of the regions unless that is None, that have every pair of any
        of the texts; neither regions nor texts may be empty.
        """
        found = self.either.join(f"({self._pairs(kind, text)})" for text in folded)
        if regions is not None:
            among = self.either.join(self._word(kind, region) for region in _of_regions(regions))
            found = f"({found}){self.both}({among})"
        return found

    def _pairs(self, kind: About, text: str) -> str:
        if len(text) == 1:
            return self._word(kind, text) + self.beginning
        return self.both.join(self._word(kind, pair) for pair in pairs(text) if len(pair) > 1)

    def _word(self, kind: About, word: str) -> str:
        return f"{self.quote}{_plain(kind, word)}{self.quote}"

    def put(self, session: Session, document: int, words: list[str]) -> None:
        """Adds a document, or gives it other words (on SQLite only after `take`)."""
        raise NotImplementedError

    def take(self, session: Session, document: int, words: list[str]) -> None:
        """Takes a document away, by the very words it was put with."""
        raise NotImplementedError

    def each(self, session: Session, queries: Sequence[str], limit: int) -> list[list[int]]:
        """Of each query up to `limit` documents, any of them."""
        raise NotImplementedError

    def newest(self, session: Session, query: str, limit: int) -> list[int]:
        """The documents a query finds, newest first."""
        raise NotImplementedError


class Fts5(Index):
    """The index on SQLite. FTS5 takes its orders, and the query, by a column of its own name."""

    quote, both, either, beginning = '"', " AND ", " OR ", "*"

    _table = table("document_pairs", column("rowid", Integer), column("pairs", Text), column("document_pairs", Text))
    _is_found = _table.c.document_pairs.op("MATCH")(bindparam("query", type_=Text))
    _put = Statement(insert(_table).values(rowid=bindparam("document"), pairs=bindparam("words")))
    _take = Statement(
        insert(_table).values(document_pairs="delete", rowid=bindparam("document"), pairs=bindparam("words"))
    )
    _some = Statement(select(_table.c.rowid).where(_is_found).limit(bindparam("most", type_=Integer)))
    _newest = Statement(
        select(_table.c.rowid).where(_is_found).order_by(_table.c.rowid.desc()).limit(bindparam("most", type_=Integer))
    )

    def put(self, session: Session, document: int, words: list[str]) -> None:
        """Adds a document."""
        self._put(session, document=document, words=" ".join(words))

    def take(self, session: Session, document: int, words: list[str]) -> None:
        """Takes a document away."""
        self._take(session, document=document, words=" ".join(words))

    def each(self, session: Session, queries: Sequence[str], limit: int) -> list[list[int]]:
        """A query at a time, as none costs a way to a server; those of the lowest numbers."""
        return [[row[0] for row in self._some(session, query=query, most=limit)] for query in queries]

    def newest(self, session: Session, query: str, limit: int) -> list[int]:
        """The index gives its numbers downwards by itself."""
        return [row[0] for row in self._newest(session, query=query, most=limit)]


class Gin(Index):
    """The index on PostgreSQL. The planner holds unpacking a tsvector for free: it would rather walk through them all,
    or from the newest, than use the index. So the query is hidden in a SELECT, and what it finds is fenced off.
    """

    quote, both, either, beginning = "'", " & ", " | ", ":*"

    _table = Table(
        "document_pairs", MetaData(), Column("id", BIG, primary_key=True), Column("pairs", TSVECTOR, nullable=False)
    )
    _asked = (
        func.unnest(bindparam("queries", type_=ARRAY(Text)))
        .table_valued("query", with_ordinality="place")
        .render_derived()
    )
    _vector = func.array_to_tsvector(bindparam("words", type_=ARRAY(Text)))
    _put = Statement(
        postgresql.insert(_table)
        .values(id=bindparam("document", type_=BIG), pairs=_vector)
        .on_conflict_do_update(index_elements=[_table.c.id], set_={"pairs": _vector})
    )
    _take = Statement(delete(_table).where(_table.c.id == bindparam("document", type_=BIG)))
    _of_one = (
        select(_table.c.id)
        .where(_table.c.pairs.bool_op("@@")(cast(_asked.c.query, TSQUERY)))
        .limit(bindparam("most", type_=Integer))
        .lateral("of_one")
    )
    _each = Statement(select(_asked.c.place, _of_one.c.id).select_from(_asked).join(_of_one, true()))
    _query = select(cast(bindparam("query", type_=Text), TSQUERY)).scalar_subquery()
    _found = select(_table.c.id).where(_table.c.pairs.bool_op("@@")(_query)).cte("found").prefix_with("MATERIALIZED")
    _newest = Statement(select(_found.c.id).order_by(_found.c.id.desc()).limit(bindparam("most", type_=Integer)))

    def put(self, session: Session, document: int, words: list[str]) -> None:
        """Adds a document, or gives it other words."""
        self._put(session, document=document, words=words)

    def take(self, session: Session, document: int, words: list[str]) -> None:  # noqa: ARG002 - the number is enough here
        """Takes a document away."""
        self._take(session, document=document)

    def each(self, session: Session, queries: Sequence[str], limit: int) -> list[list[int]]:
        """All in one statement; which ones they are is the server's choice."""
        found: list[list[int]] = [[] for _ in queries]
        for place, document in self._each(session, queries=list(queries), most=limit):
            found[place - 1].append(document)
        return found

    def newest(self, session: Session, query: str, limit: int) -> list[int]:
        """The numbers of all that is found are put in order."""
        return [row[0] for row in self._newest(session, query=query, most=limit)]


_FTS5, _GIN = Fts5(), Gin()


def index_of(session: Session) -> Index:
    """The index of the session's database."""
    return _FTS5 if session.get_bind().dialect.name == "sqlite" else _GIN
