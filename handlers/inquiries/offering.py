"""What is offered about an inquiry: no button is shown to somebody who would be refused."""

from sqlalchemy.orm import Session

from handlers.talking.offering import kept
from handlers.turn import Rows
from models.inquiries import rights as inquiry_rights
from models.inquiries.inquiries import Inquiry
from models.register.people import Person

ON_AN_INQUIRY = {
    "show": "see",
    "files": "see",
    "more": "note",
    **{f"satisfied{level}": "satisfied" for level in range(1, 6)},
}


def on_inquiry_offered(session: Session, person: Person, inquiry: Inquiry, rows: Rows) -> Rows:
    """The same of an inquiry."""

    def may(verb: str) -> bool:
        name = verb.removeprefix("q_")
        right = inquiry_rights.RIGHTS.get(ON_AN_INQUIRY.get(name, name))
        return right is None or right(session, person, inquiry)

    return kept(rows, may)
