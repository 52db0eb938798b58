"""Who may see what messages show of a rating, and of what follows a bad one."""

from sqlalchemy.orm import Session

from models.ratings.follow_ups import FollowUp, load_follow_up
from models.ratings.rights import RIGHTS
from models.register.people import Person
from models.register.sights import shown_to
from models.visits.sight import OF_A_VISIT
from models.visits.snapshots import visit_snapshot

OF_A_FOLLOW_UP = {"contact": "contact", "consent": "consent", "remedy": "remedy", "appeal": "decide_appeal"}

OF_A_VISIT["rating"] = RIGHTS["rate"]


@shown_to(FollowUp.KIND)
def _follow_up(session: Session, person: Person, number: int, what: str) -> bool:
    follow_up = load_follow_up(session, number)
    if follow_up is None or what not in OF_A_FOLLOW_UP or (what == "remedy" and follow_up.consented_at is None):
        return False
    visit = visit_snapshot(session, follow_up.visit_id)
    return visit is not None and RIGHTS[OF_A_FOLLOW_UP[what]].holds(session, person, visit)
