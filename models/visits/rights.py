"""Who may do what to a visit: small predicates, joined with | & and ~, and the loader that is the check."""

from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy.orm import Session

from models.ground.refusals import Refusal
from models.register import snapshots
from models.register.conflicts import NONE, ON_VISITS, Conflict, departments_belonged_to, enterprises_belonged_to
from models.register.offices import departments_of, enterprises_of
from models.register.people import ADMINS, GATE, Person, Role
from models.visits.snapshots import visit_snapshot
from models.visits.states import State
from models.visits.visits import Part, Visit, load, standing_parts


@dataclass(frozen=True)
class Right:
    """A predicate over a person and a visit."""

    holds: Callable[[Session, Person, Visit], bool]

    def __or__(self, other: "Right") -> "Right":
        return Right(lambda *facts: self.holds(*facts) or other.holds(*facts))

    def __and__(self, other: "Right") -> "Right":
        return Right(lambda *facts: self.holds(*facts) and other.holds(*facts))

    def __invert__(self) -> "Right":
        return Right(lambda *facts: not self.holds(*facts))


def _supervises(session: Session, person: Person, visit: Visit) -> bool:
    mine = {a.region_id for a in person.appointments if a.role is Role.SUPERVISOR}
    region = snapshots.region(session, visit.region_id)
    while region is not None:
        if region.id in mine:
            return True
        region = snapshots.region(session, region.parent_id) if region.parent_id else None
    return False


def _serves(person: Person, part: Part) -> bool:
    """Whether the person is still an official of the part's department."""
    return part.department_id in departments_of(person, Role.OFFICIAL)


requester = Right(
    lambda _s, person, visit: visit.requested_by == person.id and any(_serves(person, part) for part in visit.parts)
)
visitor = Right(
    lambda _s, person, visit: any(
        named.person_id == person.id
        for part in standing_parts(visit)
        if _serves(person, part)
        for named in part.visitors
    )
)
approver = Right(
    lambda _s, person, visit: any(part.department_id in departments_of(person, Role.APPROVER) for part in visit.parts)
)
admin = Right(lambda _s, person, visit: visit.enterprise_id in enterprises_of(person, *ADMINS))
gate = Right(lambda _s, person, visit: visit.enterprise_id in enterprises_of(person, *GATE))
supervisor = Right(_supervises)


def _asked(person: Person, visit: Visit) -> bool:
    return person.id in {visit.requested_by, *(part.requested_by for part in visit.parts)}


def _decided(person: Person, visit: Visit) -> bool:
    """He approved it, or raised the objection that waits: by now he may be somebody who decides on it."""
    objected = visit.state is State.OBJECTED and visit.changed_by == person.id
    return objected or any(part.decided_by == person.id for part in visit.parts)


def _takes_part(person: Person, visit: Visit) -> bool:
    return any(named.person_id == person.id for part in visit.parts for named in part.visitors)


_TIED: dict[Conflict, Callable[[Person, Visit], bool]] = {
    Conflict.ASKED: _asked,
    Conflict.TAKES_PART: _takes_part,
    Conflict.DECIDED: _decided,
    Conflict.DEPARTMENT: lambda person, visit: (
        not departments_belonged_to(person).isdisjoint(part.department_id for part in visit.parts)
    ),
    Conflict.ENTERPRISE: lambda person, visit: visit.enterprise_id in enterprises_belonged_to(person),
}


def tied(person: Person, visit: Visit, verb: str) -> bool:
    """Whether it is his own matter, so that he may not do this to the visit, whatever his office is."""
    return any(_TIED[conflict](person, visit) for conflict in ON_VISITS.get(verb, NONE))


def _but_tied(verb: str, office: Right) -> Right:
    return office & Right(lambda _s, person, visit: not tied(person, visit, verb))


OFFICES: dict[str, Right] = {
    "approve": approver,
    "reject": approver,
    "withdraw": requester,
    "agree": admin,
    "decline": admin,
    "postpone": admin,
    "accept": admin,
    "counter": admin,
    "accept_for_department": requester,
    "counter_for_department": requester,
    "uphold": supervisor,
    "overrule": supervisor,
    "revoke": supervisor,
    "change": requester,
    "check_out": visitor,
    "take_back": visitor,
    "nobody_came": admin,
    "admit": gate,
    "outcome": requester | visitor,
    "serve": requester,
    "judge_notice": supervisor,
    "rate": admin,
    "interfere": admin,
    "contact": supervisor,
    "consent": admin,
    "remedy": requester | approver,
    "appeal": requester | approver,
    "decide_appeal": supervisor,
    "see": requester | visitor | approver | admin | supervisor,
    "see_slip": approver,
}
"""Whose office it is to do it, were it not his own matter."""
HIDDEN = frozenset({"contact", "decide_appeal", "consent"})
"""That there is such a thing is hidden from whoever belongs to the department."""

RIGHTS: dict[str, Right] = {verb: _but_tied(verb, office) for verb, office in OFFICES.items()}
for _both in ("accept", "counter"):  # either side answers the other
    RIGHTS[_both] |= RIGHTS.pop(f"{_both}_for_department")


def visit_for(session: Session, person: Person, verb: str, visit_id: int, *, hold: bool = False) -> Visit:
    """The visit, for somebody who may do this to it; raises Refusal("not-yours") for everybody else, and
    Refusal("own-matter") for somebody whose office it would be, were he not tied to the matter himself.

    A visit that doesn't exist is refused in the same words, so that numbers tell nothing. Whoever means to change it
    takes `hold`: others who change it wait until the transaction ends, and then read what it came to. Without it the
    visit is a snapshot, to be looked at.
    """
    visit = load(session, visit_id, hold=True) if hold else visit_snapshot(session, visit_id)
    if visit is None or person.suspended_at is not None:
        raise Refusal("not-yours")
    if not RIGHTS[verb].holds(session, person, visit):
        own = verb not in HIDDEN and verb in OFFICES and OFFICES[verb].holds(session, person, visit)
        raise Refusal("own-matter" if own else "not-yours")
    return visit
