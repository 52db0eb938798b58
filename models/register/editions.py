"""Editions: numbers that count up with each change of something that is read in almost every turn.

The register (people with their appointments and accounts, departments, enterprises, regions) has one edition for all;
a visit with its parts and visitors has its own. Triggers of the database count up in the transaction that changes
something (models/register/triggers.py), whichever program that is, so that a copy made of an edition can be trusted
for as long as the number stands (models/register/snapshots.py). A Session only notes what it has itself changed: what
it reads then may be rolled back, and no copy is kept of it.
"""

from typing import Any

from sqlalchemy import Column, Integer, String, Table, event, select
from sqlalchemy.orm import ORMExecuteState, Session

from models.ground.base import metadata
from models.ground.statements import Statement
from models.register.triggers import COUNTED_TABLES, REGISTER_TABLES

REGISTER, VISITS = "register", "visits"
EDITION = "editions.register"  # in a Session's info: the register's, once it was read
TOUCHED = "editions.touched"  # in a Session's info: what it has changed itself, of which it must keep no copy

editions = Table(
    "editions",
    metadata,
    Column("name", String(40), primary_key=True),
    Column("number", Integer, nullable=False),
)

OF_REGISTER = select(editions.c.number).where(editions.c.name == REGISTER).scalar_subquery()
"""The register's edition, for queries that bring it along; None before the first."""
_of_register = Statement(select(OF_REGISTER))


def register_edition(session: Session) -> int:
    """The edition of the register, as the turn found it."""
    if EDITION not in session.info:
        note_register(session, _of_register(session)[0][0])
    edition: int = session.info[EDITION]
    return edition


def note_register(session: Session, number: int | None) -> None:
    """Another query brought the register's edition along."""
    session.info[EDITION] = number or 0


def touched(session: Session) -> set[str]:
    """What this Session has changed: REGISTER, VISITS, or both."""
    found: set[str] = session.info.setdefault(TOUCHED, set())
    return found


@event.listens_for(Session, "before_flush")
def _note_rows(session: Session, _context: Any, _instances: Any) -> None:
    for each in (*session.new, *session.deleted, *session.dirty):
        _note_table(session, each.__tablename__)


@event.listens_for(Session, "do_orm_execute")
def _note_statements(state: ORMExecuteState) -> None:
    if state.is_update or state.is_delete or state.is_insert:
        _note_table(state.session, state.statement.table.name)  # type: ignore[attr-defined] # what changes rows has one


def _note_table(session: Session, table: str) -> None:
    if table in COUNTED_TABLES:
        touched(session).add(REGISTER if table in REGISTER_TABLES else VISITS)
