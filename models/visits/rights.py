"""Who may do what to a visit, and the loader that is the check."""

from collections.abc import Iterable

from sqlalchemy.orm import Session

from models.ground.refusals import Refusal
from models.register import snapshots
from models.register.conflicts import (
    HEAD,
    JUDGE,
    NONE,
    OF_ENTERPRISE,
    SPEAKER,
    Conflict,
    departments_belonged_to,
    enterprises_belonged_to,
)
from models.register.offices import departments_of, enterprises_of
from models.register.people import ADMINS, GATE, Person, Role
from models.register.rights import Office, Right, Ties
from models.visits.parts import own_parts, parts_told, waiting_parts
from models.visits.snapshots import visit_snapshot
from models.visits.states import State
from models.visits.visits import Part, Visit, load, standing_parts


def _serves(person: Person, part: Part) -> bool:
    """Whether the person is still an official of the part's department."""
    return part.department_id in departments_of(person, Role.OFFICIAL)


@Office
def requester(_session: Session, person: Person, visit: Visit) -> bool:
    """The official who asked, as long as he is one there."""
    own = [part for part in visit.parts if part.requested_by == visit.requested_by]
    return visit.requested_by == person.id and any(_serves(person, part) for part in own)


@Office
def official(session: Session, person: Person, visit: Visit) -> bool:
    """Whoever asked for the visit or for a part of it that stands, as long as he is an official there."""
    own = [part for part in standing_parts(visit) if part.requested_by == person.id]
    return requester.holds(session, person, visit) or any(_serves(person, part) for part in own)


@Office
def _stands(_session: Session, person: Person, visit: Visit) -> bool:
    """What he asked for himself wasn't turned down while the others' parts stand."""
    return any(part.requested_by == person.id for part in parts_told(visit))


@Office
def noting(_session: Session, person: Person, visit: Visit) -> bool:
    """Whoever asked for a part that stands or goes to it, as long as he is an official there: it is he who knows what
    was found.
    """
    return any(_serves(person, part) for part in own_parts(visit, person.id))


@Office
def visitor(_session: Session, person: Person, visit: Visit) -> bool:
    """Whoever is named to come, as long as he is an official there."""
    parts = (part for part in standing_parts(visit) if _serves(person, part))
    return any(named.person_id == person.id for part in parts for named in part.visitors)


@Office
def approver(_session: Session, person: Person, visit: Visit) -> bool:
    """The head of a department that asks."""
    return _heads(person, visit.parts)


@Office
def decider(_session: Session, person: Person, visit: Visit) -> bool:
    """The head of a department whose part still waits for him; where none waits, of any."""
    return _heads(person, waiting_parts(visit) or visit.parts)


def _heads(person: Person, parts: Iterable[Part]) -> bool:
    return not departments_of(person, Role.APPROVER).isdisjoint(part.department_id for part in parts)


@Office
def admin(_session: Session, person: Person, visit: Visit) -> bool:
    """Owner and deputies."""
    return visit.enterprise_id in enterprises_of(person, *ADMINS)


@Office
def gate(_session: Session, person: Person, visit: Visit) -> bool:
    """Whoever keeps the enterprise's gate, its owner and deputies among them."""
    return visit.enterprise_id in enterprises_of(person, *GATE)


@Office
def supervisor(session: Session, person: Person, visit: Visit) -> bool:
    """Whoever supervises the visit's region, or one above it."""
    mine = {a.region_id for a in person.appointments if a.role is Role.SUPERVISOR}
    region = snapshots.region(session, visit.region_id)
    while region is not None:
        if region.id in mine:
            return True
        region = snapshots.region(session, region.parent_id) if region.parent_id else None
    return False


@Office
def _asked(_session: Session, person: Person, visit: Visit) -> bool:
    return person.id in {visit.requested_by, *(part.requested_by for part in visit.parts)}


@Office
def _takes_part(_session: Session, person: Person, visit: Visit) -> bool:
    return any(named.person_id == person.id for part in visit.parts for named in part.visitors)


@Office
def _decided(_session: Session, person: Person, visit: Visit) -> bool:
    """He approved it, or raised the objection that waits: by now he may be somebody who decides on it."""
    objected = visit.state is State.OBJECTED and visit.changed_by == person.id
    return objected or any(part.decided_by == person.id for part in visit.parts)


@Office
def _of_department(_session: Session, person: Person, visit: Visit) -> bool:
    return not departments_belonged_to(person).isdisjoint(part.department_id for part in visit.parts)


@Office
def _of_enterprise(_session: Session, person: Person, visit: Visit) -> bool:
    return visit.enterprise_id in enterprises_belonged_to(person)


TIES: Ties[Visit] = {
    Conflict.ASKED: _asked,
    Conflict.TAKES_PART: _takes_part,
    Conflict.DECIDED: _decided,
    Conflict.DEPARTMENT: _of_department,
    Conflict.ENTERPRISE: _of_enterprise,
}


def right(office: Office[Visit], against: frozenset[Conflict] = NONE, *, hidden: bool = False) -> Right[Visit]:
    """A right to do something to a visit."""
    return Right(office=office, ties=TIES, against=against, hidden=hidden)


HEADS = right(approver, HEAD)
"""Who was asked to approve, whether he has decided or not."""

RIGHTS: dict[str, Right[Visit]] = {
    "approve": right(decider, HEAD),
    "reject": right(decider, HEAD),
    "see_slip": right(decider, HEAD),
    "agree": right(admin, SPEAKER),
    "decline": right(admin, SPEAKER),
    "postpone": right(admin, SPEAKER),
    # Either side answers a day that the other has put on the table.
    "accept": right(admin, SPEAKER) | right(requester, OF_ENTERPRISE),
    "counter": right(admin, SPEAKER) | right(requester, OF_ENTERPRISE),
    "uphold": right(supervisor, JUDGE),
    "overrule": right(supervisor, JUDGE),
    "revoke": right(supervisor, JUDGE),
    "judge_notice": right(supervisor, JUDGE),
    "admit": right(gate, SPEAKER),
    # The gatekeeper lets people in, and only owner and deputies say that nobody came: it opens a case.
    "nobody_came": right(admin, SPEAKER),
    # What somebody does to what is his own
    "withdraw": right(requester),
    "change": right(requester & _stands),
    "serve": right(requester),
    "check_out": right(visitor),
    "take_back": right(visitor),
    "outcome": right(noting),
    "see_pass": right(visitor),
    "see": right(official | visitor | approver | admin | supervisor),
}
"""Whose office it is to do what to a visit, and whose own matter it must not be."""


def visit_for(session: Session, person: Person, right: Right[Visit], visit_id: int, *, hold: bool = False) -> Visit:
    """The visit, for somebody who may do this to it; raises what `Right.check` does for everybody else.

    A visit that doesn't exist is refused in the same words as another's, so that numbers tell nothing. Whoever means to
    change it takes `hold`: others who change it wait until the transaction ends, and then read what it came to. Without
    it the visit is a snapshot, to be looked at.
    """
    visit = load(session, visit_id, hold=True) if hold else visit_snapshot(session, visit_id)
    if visit is None:
        raise Refusal("not-yours")
    right.check(session, person, visit)
    return visit
