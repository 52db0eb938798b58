"""The ledger: what was done, append-only, each entry bound to the one before by its hash.

A turn appends its entry unchained, since one chain would be one lock for all turns; a single holder chains the new
ones each second. An entry holds ids, verb, moment, authority and a salted hash of the content, never the content, and
never a rater.
"""

import json
import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any

from sqlalchemy import Column, Integer, String, Table, Text, bindparam, func, insert, select, update
from sqlalchemy.orm import Session

from models.ground import tenures
from models.ground.base import BIG, Moment, metadata, partial_index
from models.ground.messages import Fields
from models.ground.statements import Statement

FIRST = "0" * 64  # what the first entry is bound to

ledger = Table(
    "ledger",
    metadata,
    Column("id", BIG, primary_key=True),
    Column("at", Moment, nullable=False),
    Column("verb", String(40), nullable=False),
    Column("subject", Text, nullable=False),
    Column("actor", Integer),
    Column("authority", String(40), nullable=False),
    Column("salt", String(32), nullable=False),
    Column("content", String(64), nullable=False),
    Column("place", BIG, unique=True),
    Column("hash", String(64)),
    partial_index("ix_ledger_unchained", "id", where="place IS NULL"),
    sqlite_autoincrement=True,  # a number given once is never given again
)

_ENTRY = (ledger.c.id, ledger.c.at, ledger.c.verb, ledger.c.subject, ledger.c.actor, ledger.c.authority)
_append = Statement(
    insert(ledger).values(
        at=bindparam("at", type_=Moment),
        verb=bindparam("verb"),
        subject=bindparam("subject"),
        actor=bindparam("actor", type_=Integer),
        authority=bindparam("authority"),
        salt=bindparam("salt"),
        content=bindparam("content"),
    )
)
_unchained = Statement(
    select(*_ENTRY, ledger.c.content)
    .where(ledger.c.place.is_(None))
    .order_by(ledger.c.id)
    .limit(bindparam("limit", type_=Integer))
)
_head = Statement(
    select(ledger.c.place, ledger.c.hash).where(ledger.c.place.is_not(None)).order_by(ledger.c.place.desc()).limit(1)
)
_chain = Statement(
    update(ledger)
    .where(ledger.c.id == bindparam("row"), ledger.c.place.is_(None))
    .values(place=bindparam("at_place", type_=BIG), hash=bindparam("bound"))
)
_waiting = Statement(select(func.count()).select_from(ledger).where(ledger.c.place.is_(None)))


@dataclass(frozen=True, kw_only=True)
class Proof:
    """How the ledger stands: entries proved, entries that still wait to be chained, and the first broken one."""

    proved: int
    waiting: int
    broken: int | None = None


def append(
    session: Session, *, at: datetime, verb: str, subject: str, actor: int | None, authority: str, content: Fields
) -> None:
    """Writes down that something was done; `authority` names the rule or the role that allowed it."""
    salt = secrets.token_hex(16)
    _append(
        session,
        at=at,
        verb=verb,
        subject=subject,
        actor=actor,
        authority=authority,
        salt=salt,
        content=content_hash(salt, content),
    )


class ChainTorn(Exception):
    """Another entry was bound than was meant; nothing of it is kept."""


def chain(session: Session, tenure: int | None, limit: int) -> int:
    """Binds up to `limit` new entries to the chain, in the order of their numbers; how many it bound.

    Only whoever has the ledger's tenure may, and none other begins before it is committed: two that read the same end
    of the chain would tear it for good. Raises TenureEnded, and ChainTorn where an entry was bound meanwhile all the
    same.
    """
    tenures.hold(session, tenures.LEDGER, tenure)
    rows = _unchained(session, limit=limit)
    place, head = _head_of(session)
    for row in rows:
        place, head = place + 1, _bind(head, row)
        if _chain.count(session, row=row[0], at_place=place, bound=head) != 1:
            raise ChainTorn(row[0])
    return len(rows)


def verify(session: Session) -> Proof:
    """Proves the whole chain again from its first entry."""
    head, proved = FIRST, 0
    for place, row, bound in _chained(session):
        head = _bind(head, row)
        if place != proved + 1 or head != bound:
            return Proof(proved=proved, waiting=_waiting(session)[0][0], broken=row[0])
        proved += 1
    return Proof(proved=proved, waiting=_waiting(session)[0][0])


def content_hash(salt: str, content: Fields) -> str:
    """The salted hash that stands for an entry's content."""
    canonical = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=str)
    return sha256(f"{salt}\n{canonical}".encode()).hexdigest()


def _head_of(session: Session) -> tuple[int, str]:
    rows = _head(session)
    return (rows[0][0], rows[0][1]) if rows else (0, FIRST)


def _chained(session: Session) -> Iterator[tuple[int, Any, str]]:
    chained = select(*_ENTRY, ledger.c.content, ledger.c.place, ledger.c.hash).where(ledger.c.place.is_not(None))
    for row in session.execute(chained.order_by(ledger.c.place).execution_options(yield_per=1000)):
        yield row.place, tuple(row)[:7], row.hash


def _bind(head: str, row: Any) -> str:
    number, at, *rest = row
    words = json.dumps([head, number, at.isoformat(), *rest], ensure_ascii=False, separators=(",", ":"))
    return sha256(words.encode()).hexdigest()
