"""What somebody is, and where: the offices by which rights are given."""

from collections.abc import Iterable

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.register import snapshots
from models.register.enterprises import Enterprise
from models.register.people import GATE, Person, Region, Role


def departments_of(person: Person, *roles: Role) -> set[int]:
    """The departments where the person holds one of the roles."""
    return {a.department_id for a in person.appointments if a.role in roles and a.department_id is not None}


def enterprises_of(person: Person, *roles: Role) -> set[int]:
    """The enterprises where the person holds one of the roles."""
    return {a.enterprise_id for a in person.appointments if a.role in roles and a.enterprise_id is not None}


def has_role(person: Person, *roles: Role) -> bool:
    """Whether the person holds one of the roles anywhere."""
    return any(a.role in roles for a in person.appointments)


def supervised_regions(session: Session, person: Person) -> set[int]:
    """The regions a supervisor was appointed to, with those below them."""
    found = {a.region_id for a in person.appointments if a.role is Role.SUPERVISOR and a.region_id is not None}
    below = found
    while below:
        below = set(session.scalars(select(Region.id).where(Region.parent_id.in_(below)))) - found
        found |= below
    return found


def enterprise_at_gate(session: Session, person: Person, rather: int | None = None) -> Enterprise | None:
    """The enterprise whose gate the person keeps, where there is one; of several, `rather` this one."""
    mine = sorted(enterprises_of(person, *GATE), key=lambda number: (number != rather, number))
    return snapshots.enterprise(session, mine[0]) if mine else None


SUSPENDED = "suspended"


def offices(person: Person, roles: Iterable[Role] = Role) -> list[str]:
    """What the person is at this moment, to be compared later; of some roles only, where these are named."""
    held = {
        f"{a.role}:{a.department_id or 0}:{a.enterprise_id or 0}:{a.region_id or 0}"
        for a in person.appointments
        if a.role in roles
    }
    return sorted(held | ({SUSPENDED} if person.suspended_at is not None else set()))
