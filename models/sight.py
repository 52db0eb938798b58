"""Who may still see what a message shows. A message stays in somebody's chat after his right has ended, and one that is
queued may leave after it has: what it shows is named ("visit.12.reply", "inquiry.3.desk.2"), and whether he may see
it is asked at the moment it goes, here and nowhere else.
"""

from collections.abc import Callable, Iterable

from sqlalchemy.orm import Session

from models.ground.subjects import SubjectKind, read_about
from models.inquiries.inquiries import Inquiry, load_inquiry
from models.inquiries.rights import HANDLING, accused, asker
from models.inquiries.rights import RIGHTS as INQUIRY_RIGHTS
from models.inquiries.rights import supervisor as placer
from models.ratings.follow_ups import FollowUp, load_follow_up
from models.ratings.rights import RIGHTS as RATING_RIGHTS
from models.register.offices import SUSPENDED, departments_of, offices
from models.register.people import Person
from models.register.rights import Office, Right
from models.visits.paper_notices import PaperNotice, notice_of
from models.visits.rights import HEADS, RIGHTS, admin, approver, gate, official, visitor
from models.visits.snapshots import visit_snapshot
from models.visits.visits import Visit, Visitor, visitor_of_id

Look = Callable[[Session, Person, int, str], bool]
"""Whether somebody may see one side of a subject, by its number."""

OF_HIMSELF = "himself"  # what tells somebody how it stands with his own rights: the suspended hear that too
DIGITS = "0123456789"  # after the name of what was asked of another department

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
    "rating": RATING_RIGHTS["rate"],
}
"""Who may see it: the audiences of a visit, and what asks them something."""
OF_A_FOLLOW_UP = {"contact": "contact", "consent": "consent", "remedy": "remedy", "appeal": "decide_appeal"}
OF_AN_INQUIRY = {
    "asker": asker,
    "offer": INQUIRY_RIGHTS["take"].office,
    "extension": INQUIRY_RIGHTS["grant"].office,
    "placing": placer,
    "help": INQUIRY_RIGHTS["contribute"].office,
    "see": INQUIRY_RIGHTS["see"].office,
}


def may_still(session: Session, person: Person, sight: str | None, then: Iterable[str] | None) -> bool:
    """Whether something meant for somebody who was all this `then` may still go to him as he is now.

    What says nothing of what it shows goes to nobody who has lost an office since. What was put down for somebody
    suspended (his red verdict) is his.
    """
    was, now = set(then or ()), set(offices(person))
    if SUSPENDED in now:
        return SUSPENDED in was
    if then is not None and was <= now:
        return True
    return sees(session, person, sight) if sight else then is None


def sees(session: Session, person: Person, sight: str) -> bool:
    """Whether somebody may see what is named so; what nothing is known of hangs on no right."""
    subject, what = read_about(sight)
    look = _LOOK.get(subject.kind) if subject is not None else None
    if person.suspended_at is not None:
        return False
    return look is None or subject is None or look(session, person, subject.number, what)


def _visit(session: Session, person: Person, number: int, what: str) -> bool:
    visit, right = visit_snapshot(session, number), OF_A_VISIT.get(what.partition(".")[0])
    return right is None or (visit is not None and right.holds(session, person, visit))


def _visitor(session: Session, person: Person, number: int, what: str) -> bool:
    named = visitor_of_id(session, number)
    visit = visit_snapshot(session, named.visit_id) if named is not None else None
    return visit is not None and (admin if what == "came" else gate).holds(session, person, visit)


def _notice(session: Session, person: Person, number: int, _what: str) -> bool:
    notice = notice_of(session, number)
    return notice is not None and _holds(session, person, notice.visit_id, RIGHTS["uphold"])


def _follow_up(session: Session, person: Person, number: int, what: str) -> bool:
    follow_up = load_follow_up(session, number)
    if follow_up is None or what not in OF_A_FOLLOW_UP or (what == "remedy" and follow_up.consented_at is None):
        return False
    return _holds(session, person, follow_up.visit_id, RATING_RIGHTS[OF_A_FOLLOW_UP[what]])


def _holds(session: Session, person: Person, visit_id: int, right: Right[Visit]) -> bool:
    visit: Visit | None = visit_snapshot(session, visit_id)
    return visit is not None and right.holds(session, person, visit)


def _inquiry(session: Session, person: Person, number: int, what: str) -> bool:
    inquiry: Inquiry | None = load_inquiry(session, number)
    if inquiry is None or accused(session, person, inquiry):
        return False
    name, _, department = what.partition(".")
    name = name.rstrip(DIGITS)
    if name == "desk":  # also of a department that it has left: that it went on is the last it hears
        return department.isdecimal() and int(department) in departments_of(person, *HANDLING)
    office = OF_AN_INQUIRY.get(name)
    return office is None or office.holds(session, person, inquiry)


_LOOK: dict[str, Look] = {
    Visit.KIND.name: _visit,
    Visitor.KIND.name: _visitor,
    PaperNotice.KIND.name: _notice,
    FollowUp.KIND.name: _follow_up,
    Inquiry.KIND.name: _inquiry,
}


def shown_to(kind: SubjectKind) -> Callable[[Look], Look]:
    """Registers who may see what messages show of a kind of subject."""

    def register(look: Look) -> Look:
        _LOOK[kind.name] = look
        return look

    return register
