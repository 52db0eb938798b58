"""What is offered about a visit: no button is shown to somebody who would be refused."""

from sqlalchemy.orm import Session

from handlers.talking.offering import kept
from handlers.turn import Rows
from models.register.people import Person
from models.visits import rights as visit_rights
from models.visits.visits import Visit

ON_A_VISIT = {
    "slip": "see_slip",
    "visitors": "change",
    "leave": "check_out",
    "show": "see",
    "sheet": "rate",
    **{f"rate{level}": "rate" for level in range(1, 6)},
    "notice_show": "judge_notice",
    "notice_approve": "judge_notice",
    "notice_reject": "judge_notice",
    "rating_contact": "contact",
    "rating_consent": "consent",
    "rating_remedy": "remedy",
    "rating_appeal": "appeal",
    "rating_decide": "decide_appeal",
}
"""The right behind a button about a visit, where it isn't called like its verb."""


def offered(session: Session, person: Person, visit: Visit, rows: Rows) -> Rows:
    """The buttons about a visit that somebody may press; others he isn't shown."""

    def may(verb: str) -> bool:
        right = visit_rights.RIGHTS.get(ON_A_VISIT.get(verb, verb))
        return right is None or right.holds(session, person, visit)

    return kept(rows, may)
