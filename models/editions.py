"""Editions: numbers that count up with each change of something that is read in almost every turn.

The register (people with their appointments and accounts, departments, enterprises, regions) has one edition for all;
a visit with its parts and visitors has its own. Whatever changes them through a Session counts up in the same
transaction, so that a copy made of an edition can be trusted for as long as the number stands (models/snapshots.py).
"""

from typing import Any

from sqlalchemy import Column, Integer, String, Table, bindparam, event, select, update
from sqlalchemy.orm import ORMExecuteState, Session

from models.base import metadata
from models.enterprises import Enterprise
from models.people import Appointment, Department, Identity, Person, Region, Section
from models.statements import Statement, insert_into
from models.visits import COUNTS_ITSELF, Part, Visit, Visitor

REGISTER, VISITS = "register", "visits"
KEPT_APART = (Person, Identity, Appointment, Department, Section, Region, Enterprise)
EDITION = "editions.register"  # in a Session's info: the register's, once it was read
TOUCHED = "editions.touched"  # in a Session's info: what it has changed itself, and so must read afresh

editions = Table(
    "editions",
    metadata,
    Column("name", String(40), primary_key=True),
    Column("number", Integer, nullable=False),
)

OF_REGISTER = select(editions.c.number).where(editions.c.name == REGISTER).scalar_subquery()
"""The register's edition, for queries that bring it along; None before the first."""
_of_register = Statement(select(OF_REGISTER))
_of_visit = Statement(select(Visit.edition).where(Visit.id == bindparam("visit")))
_next_of_all = Statement(update(Visit).values(edition=Visit.edition + 1))
_next_of_visit = Statement(update(Visit).where(Visit.id == bindparam("visit")).values(edition=Visit.edition + 1))


def register_edition(session: Session) -> int:
    """The edition of the register, as the turn found it."""
    if EDITION not in session.info:
        note_register(session, _of_register(session)[0][0])
    edition: int = session.info[EDITION]
    return edition


def note_register(session: Session, number: int | None) -> None:
    """Another query brought the register's edition along."""
    session.info[EDITION] = number or 0


def visit_edition(session: Session, visit_id: int) -> int | None:
    """The edition of a visit; None where there is none."""
    rows = _of_visit(session, visit=visit_id)
    return rows[0][0] if rows else None


def count_register_up(session: Session) -> None:
    """Somebody's record, appointment or account has changed, or a department or an enterprise."""
    touched(session).add(REGISTER)
    row = insert_into(session, editions).values(name=REGISTER, number=1)
    session.connection().execute(
        row.on_conflict_do_update(index_elements=[editions.c.name], set_={"number": editions.c.number + 1})
    )


def touched(session: Session) -> set[str | int]:
    """What this Session has changed: the register, and visits by their numbers."""
    found: set[str | int] = session.info.setdefault(TOUCHED, set())
    return found


@event.listens_for(Session, "before_flush")
def _count_up(session: Session, _context: Any, _instances: Any) -> None:
    changed = [*session.new, *session.deleted, *(each for each in session.dirty if session.is_modified(each))]
    if any(isinstance(each, KEPT_APART) for each in changed):
        count_register_up(session)
    for visit in {_visit_of(each) for each in changed} - {None}:
        touched(session).add(visit)
        _next_of_visit(session, visit=visit)


@event.listens_for(Session, "do_orm_execute")
def _count_up_in_bulk(state: ORMExecuteState) -> None:
    """An UPDATE or DELETE of mapped classes tells no rows: of visits it counts up all, and of the register the one."""
    if not (state.is_update or state.is_delete or state.is_insert) or state.bind_mapper is None:
        return
    changed = state.bind_mapper.class_
    if issubclass(changed, KEPT_APART):
        count_register_up(state.session)
    elif issubclass(changed, Visit | Part | Visitor) and not state.execution_options.get(COUNTS_ITSELF):
        touched(state.session).add(VISITS)
        _next_of_all(state.session)


def _visit_of(changed: object) -> Any:
    if isinstance(changed, Part | Visitor):
        return changed.visit_id
    return changed.id if isinstance(changed, Visit) else None
