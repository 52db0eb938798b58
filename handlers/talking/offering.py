"""What is offered to whom: no button is shown to somebody who would be refused, and where by a conflict of interest
nobody is left who may act, the operators hear that somebody has to be appointed.
"""

from collections.abc import Callable
from enum import StrEnum

from sqlalchemy.orm import Session

from handlers.talking.buttons import OneTap, Unreadable, read_button
from handlers.turn import Rows, Step
from models.ground.messages import Button, word
from models.inquiries import rights as inquiry_rights
from models.inquiries.inquiries import Inquiry
from models.register.people import Person, operators
from models.visits import rights as visit_rights
from models.visits.visits import Visit


class Matter(StrEnum):
    """What a supervisor decides."""

    OBJECTION = "objection"
    NOTICE = "notice"
    RATING = "rating"
    APPEAL = "appeal"
    CASE = "case"
    INQUIRY = "inquiry"


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
ON_AN_INQUIRY = {
    "show": "see",
    "files": "see",
    "more": "note",
    **{f"satisfied{level}": "satisfied" for level in range(1, 6)},
}


def offered(session: Session, person: Person, visit: Visit, rows: Rows) -> Rows:
    """The buttons about a visit that somebody may press; others he isn't shown."""

    def may(verb: str) -> bool:
        right = visit_rights.RIGHTS.get(ON_A_VISIT.get(verb, verb))
        return right is None or right.holds(session, person, visit)

    return _kept(rows, may)


def on_inquiry_offered(session: Session, person: Person, inquiry: Inquiry, rows: Rows) -> Rows:
    """The same of an inquiry."""

    def may(verb: str) -> bool:
        name = verb.removeprefix("q_")
        right = inquiry_rights.RIGHTS.get(ON_AN_INQUIRY.get(name, name))
        return right is None or right(session, person, inquiry)

    return _kept(rows, may)


def tell_nobody_left(step: Step, matter: Matter) -> None:
    """Tells the operators that nobody is left who may decide on something; of a matter its kind and nothing else."""
    for person in operators(step.session):
        step.notify(person, "operator-nobody-left", {"matter": word(f"matter-{matter.value}")})


def _kept(rows: Rows, may: Callable[[str], bool]) -> Rows:
    kept = (tuple(button for button in row if may(_verb(button))) for row in rows)
    return tuple(row for row in kept if row)


def _verb(button: Button) -> str:
    try:
        read = read_button(button.data)
    except Unreadable:
        return ""
    return read.verb if isinstance(read, OneTap) else ""
