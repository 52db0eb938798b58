"""Rights that may have ended, as the database itself notes them when a row that gave one changes, whoever changes it.

A note is no more than a hint: whether the right is lost is seen when the note is dealt with, so that a note too many
does no harm. What writes them stands in models/register/triggers.py.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from sqlalchemy import Column, Float, Index, Integer, Table, Text, bindparam, delete, func, select, update
from sqlalchemy.orm import Session

from models.ground.base import BIG, ChannelName, metadata, words_of
from models.ground.messages import Channel
from models.ground.statements import Statement
from models.register.people import Person, Role


class Lost(StrEnum):
    """What a note is about."""

    PERSON = "person"
    """suspended, or gone"""
    APPOINTMENT = "appointment"
    CARD = "card"
    ACCOUNT = "account"


lost_rights = Table(
    "lost_rights",
    metadata,
    Column("id", BIG, primary_key=True),
    Column("person_id", Integer, nullable=False),
    Column("what", words_of(Lost), nullable=False),
    Column("role", words_of(Role)),
    Column("department_id", Integer),
    Column("enterprise_id", Integer),
    Column("region_id", Integer),
    Column("channel", ChannelName()),
    Column("account", Text),
    Column("failures", Integer, nullable=False, server_default="0"),
    Column("not_before", Float, nullable=False, server_default="0"),  # seconds since 1970, after it could not be done
    Index("ix_lost_rights_person", "person_id"),
    sqlite_autoincrement=True,  # a number given once is never given again
)


@dataclass(frozen=True, kw_only=True)
class LostRight:
    """A right that somebody had and that may have ended: an appointment with role and place, an account, or neither."""

    what: Lost
    role: Role | None = None
    department_id: int | None = None
    enterprise_id: int | None = None
    region_id: int | None = None
    channel: Channel | None = None
    account: str | None = None


_of = lost_rights.c
_waiting = Statement(
    select(_of.person_id, func.max(_of.failures))
    .where(_of.not_before <= bindparam("wall", type_=Float))
    .group_by(_of.person_id)
    .order_by(func.min(_of.id))
    .limit(bindparam("limit", type_=Integer))
)
_take = Statement(
    delete(lost_rights)
    .where(_of.person_id == bindparam("person"))
    .returning(
        _of.id, _of.what, _of.role, _of.department_id, _of.enterprise_id, _of.region_id, _of.channel, _of.account
    )
)
_step_aside = Statement(
    update(lost_rights)
    .where(_of.person_id == bindparam("person"))
    .values(failures=_of.failures + 1, not_before=bindparam("until", type_=Float))
)


def waiting(session: Session, wall: float, limit: int) -> list[tuple[int, int]]:
    """The people about whom there are notes, the oldest first, and how often dealing with them has failed; not those
    who stepped aside until after `wall`.
    """
    return [(person, failures) for person, failures in _waiting(session, wall=wall, limit=limit)]


def take(session: Session, person_id: int) -> list[LostRight]:
    """Takes the notes about a person, each once, whoever else takes them at the same time; equal ones become one."""
    noted = sorted(_take(session, person=person_id))
    return list(dict.fromkeys(_right(row[1:]) for row in noted))


def step_aside(session: Session, person_id: int, until: float) -> None:
    """Leaves the notes about a person alone until a moment of the wall clock, after they could not be dealt with."""
    _step_aside.count(session, person=person_id, until=until)


def is_held(person: Person, right: LostRight) -> bool:
    """Whether the person has the right all the same: in another row, or because the change was taken back. Of a card
    that depends on what it is wanted for, and is never said.
    """
    if right.what is Lost.PERSON:
        return person.suspended_at is None
    if right.what is Lost.ACCOUNT:
        return any((each.channel, each.account) == (right.channel, right.account) for each in person.identities)
    place = (right.role, right.department_id, right.enterprise_id, right.region_id)
    return any((a.role, a.department_id, a.enterprise_id, a.region_id) == place for a in person.appointments)


def _right(values: Any) -> LostRight:
    what, role, department, enterprise, region, channel, account = values
    return LostRight(
        what=Lost(what),
        role=Role(role) if role else None,
        department_id=department,
        enterprise_id=enterprise,
        region_id=region,
        channel=Channel(channel) if channel else None,
        account=account,
    )
