"""Tenures: which process alone does a thing, and the how-manieth to do it.

Who holds a role's lock (models/ground/locks.py) begins a tenure, whose number is one higher than the last. What a
process writes as the holder of a role carries its number, so that one that was replaced, and doesn't know it yet,
changes nothing any more.
"""

from dataclasses import dataclass

from sqlalchemy import Column, Float, String, Table, Text, bindparam, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from models.ground.base import BIG, metadata
from models.ground.statements import Statement

CLOCKS, LEDGER = "clocks", "ledger"  # who passes deadlines, who binds the ledger
MINUTES_LOST = "minutes-lost"  # who tells of an outage
SENDER = "sender:"  # and a channel: who delivers it

tenures = Table(
    "tenures",
    metadata,
    Column("role", String(40), primary_key=True),
    Column("number", BIG, nullable=False),
    Column("holder", Text, nullable=False),  # "" once it was given back
    Column("since", Float, nullable=False),  # wall clock, seconds since 1970
)

_VALUES = {
    "role": bindparam("of"),
    "number": 1,
    "holder": bindparam("who"),
    "since": bindparam("moment", type_=Float),
}
_begin = {
    dialect: Statement(
        (statement := insert(tenures).values(_VALUES))
        .on_conflict_do_update(
            index_elements=[tenures.c.role],
            set_={
                "number": tenures.c.number + 1,
                "holder": statement.excluded.holder,
                "since": statement.excluded.since,
            },
        )
        .returning(tenures.c.number)
    )
    for dialect, insert in (("sqlite", sqlite.insert), ("postgresql", postgresql.insert))
}
_hold = Statement(
    select(tenures.c.number)
    .where(tenures.c.role == bindparam("of"), tenures.c.number == bindparam("tenure", type_=BIG))
    .with_for_update()
)
_end = Statement(
    update(tenures)
    .where(tenures.c.role == bindparam("of"), tenures.c.number == bindparam("tenure", type_=BIG))
    .values(holder="")
)


class TenureEnded(Exception):
    """Somebody else has the role by now; nothing may be written as its holder."""


@dataclass(frozen=True)
class HeldRole:
    """A role as it stands in the table: who had it last, since when; `holder` is "" where it was given back."""

    role: str
    number: int
    holder: str
    since: float


def begin(session: Session, role: str, holder: str, now: float) -> int:
    """Begins the next tenure of a role, once what the one before it is just writing is written; its number."""
    number: int = _begin[session.get_bind().dialect.name](session, of=role, who=holder, moment=now)[0][0]
    return number


def hold(session: Session, role: str, number: int | None) -> None:
    """Makes sure of a tenure until the transaction ends: no other can begin before. Raises TenureEnded."""
    if not is_held(session, role, number):
        raise TenureEnded(role)


def is_held(session: Session, role: str, number: int | None) -> bool:
    """Whether a tenure is still the last one, and then so until the transaction ends."""
    return number is not None and bool(_hold(session, of=role, tenure=number))


def end(session: Session, role: str, number: int) -> None:
    """The tenure was given back in order."""
    _end(session, of=role, tenure=number)


def every(session: Session) -> list[HeldRole]:
    """Every role anybody ever had."""
    columns = (tenures.c.role, tenures.c.number, tenures.c.holder, tenures.c.since)
    return [HeldRole(*row) for row in session.execute(select(*columns).order_by(tenures.c.role))]
