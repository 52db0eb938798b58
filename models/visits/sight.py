"""Who may see what messages show of a visit."""

from sqlalchemy.orm import Session

from models.register.people import Person
from models.register.rights import Office, Right
from models.register.sights import shown_to
from models.visits.paper_notices import PaperNotice, notice_of
from models.visits.rights import HEADS, RIGHTS, admin, approver, gate, official, visitor
from models.visits.snapshots import visit_snapshot
from models.visits.visits import Visit, Visitor, visitor_of_id

OF_A_VISIT: dict[str, Office[Visit] | Right[Visit]] = {
    "official": official,
    "visitors": visitor,
    "approver": approver,
    "admins": admin,
    "gatekeepers": gate,
    "supervisor": RIGHTS["uphold"],
    "approval": HEADS,
    "reply": RIGHTS["agree"],
    "agreed": official | admin,
    "moving": official | admin,
    "objection": RIGHTS["uphold"],
}
"""Who may see it: the audiences of a visit, and what asks them something; later wings add what they ask."""


@shown_to(Visit.KIND)
def _visit(session: Session, person: Person, number: int, what: str) -> bool:
    visit, right = visit_snapshot(session, number), OF_A_VISIT.get(what.partition(".")[0])
    return right is None or (visit is not None and right.holds(session, person, visit))


@shown_to(Visitor.KIND)
def _visitor(session: Session, person: Person, number: int, what: str) -> bool:
    named = visitor_of_id(session, number)
    visit = visit_snapshot(session, named.visit_id) if named is not None else None
    return visit is not None and (admin if what == "came" else gate).holds(session, person, visit)


@shown_to(PaperNotice.KIND)
def _notice(session: Session, person: Person, number: int, _what: str) -> bool:
    notice = notice_of(session, number)
    visit = visit_snapshot(session, notice.visit_id) if notice is not None else None
    return visit is not None and RIGHTS["uphold"].holds(session, person, visit)
