"""Snapshots: copies of what is read in almost every turn, kept in memory for as long as their edition stands.

A snapshot belongs to no Session: it is looked at, never changed. A turn that has itself changed what it asks for, and
a Session without snapshots (a test's, a script's), reads the rows.
"""

from collections import OrderedDict
from collections.abc import Hashable, Sequence
from typing import Any, TypeVar

from sqlalchemy.orm import Session, joinedload
from sqlalchemy.orm.interfaces import ORMOption

from models.ground.base import Base
from models.register import notices
from models.register.editions import REGISTER, register_edition, touched
from models.register.enterprises import Enterprise
from models.register.people import Department, Person, Region
from models.time.workdays import Calendar, OfficeHours

MOST = 4_000  # snapshots kept; a few kilobytes each
KEPT = "snapshots"  # in a Session's info

_WHOLE_PERSON = (joinedload(Person.appointments), joinedload(Person.identities))

T = TypeVar("T", bound=Base)


class Snapshots:
    """Copies with the edition they are of; those longest unused give way."""

    def __init__(self) -> None:
        self._kept: OrderedDict[Hashable, tuple[Hashable, Any]] = OrderedDict()

    def find(self, key: Hashable, edition: Hashable) -> Any:
        """The copy of this edition, or None."""
        kept = self._kept.get(key)
        if kept is None or kept[0] != edition:
            return None
        self._kept.move_to_end(key)
        return kept[1]

    def keep(self, key: Hashable, edition: Hashable, copy: Any) -> None:
        """Keeps a copy in place of an older one."""
        self._kept[key] = edition, copy
        if len(self._kept) > MOST:
            self._kept.popitem(last=False)


def person(session: Session, number: int) -> Person | None:
    """A person with his appointments and accounts, to be looked at."""
    return _of_register(session, Person, number, _WHOLE_PERSON)


def department(session: Session, number: int) -> Department:
    """A department that is known to be there."""
    return _there(_of_register(session, Department, number))


def enterprise(session: Session, number: int) -> Enterprise | None:
    """An enterprise, to be looked at."""
    return _of_register(session, Enterprise, number)


def region(session: Session, number: int) -> Region | None:
    """A region, to be looked at."""
    return _of_register(session, Region, number)


def calendar(session: Session, hours: OfficeHours) -> Calendar:
    """The working calendar, which is announced together with the register."""
    kept: Snapshots | None = session.info.get(KEPT)
    if kept is None or REGISTER in touched(session):
        return notices.find_calendar(session, hours)
    edition = (register_edition(session), hours)
    found: Calendar | None = kept.find(Calendar, edition)
    if found is None:
        found = notices.find_calendar(session, hours)
        kept.keep(Calendar, edition, found)
    return found


def _of_register(session: Session, cls: type[T], number: int, options: Sequence[ORMOption] = ()) -> T | None:
    return snapshot(
        session, cls, number, register_edition(session), options=options, changed=REGISTER in touched(session)
    )


def snapshot(
    session: Session,
    cls: type[T],
    number: int,
    edition: Hashable,
    *,
    options: Sequence[ORMOption] = (),
    changed: bool,
    whole: bool = False,
) -> T | None:
    """The copy of a row of this edition, kept where there is none yet. Where the Session itself has `changed` what it
    is of, its own row, read anew where it must be `whole`.
    """
    kept: Snapshots | None = session.info.get(KEPT)
    if kept is None or changed or session.new or session.dirty:
        session.flush()
        return session.get(cls, number, populate_existing=whole)
    found: T | None = kept.find((cls, number), edition)
    if found is None:
        with Session(session.connection(), autoflush=False) as apart:
            found = apart.get(cls, number, options=options)
            apart.expunge_all()
        if found is not None:
            kept.keep((cls, number), edition, found)
    return found


def _there(found: T | None) -> T:
    if found is None:
        raise LookupError
    return found
