"""What a button is about: the letters of its kinds, and the row behind a random id."""

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from models.ground.public_ids import was_shipped
from models.ground.statements import Statement
from models.inquiries.inquiries import Inquiry
from models.ratings.follow_ups import FollowUp
from models.visits.paper_notices import PaperNotice
from models.visits.visits import Visit, Visitor

NOTHING = -1  # the number no row has; 0 would be taken for "about nothing"

VISIT, VISITOR, INQUIRY, FOLLOW_UP, PAPER_NOTICE = "v", "n", "q", "f", "p"
KINDS = {VISIT: Visit, VISITOR: Visitor, INQUIRY: Inquiry, FOLLOW_UP: FollowUp, PAPER_NOTICE: PaperNotice}
"""By the letter before the id."""

_find = {
    kind: Statement(select(rows.__table__.c.id).where(rows.__table__.c.public_id == bindparam("public_id")))
    for kind, rows in KINDS.items()
}


def number_of(session: Session, kind: str, named: str | int) -> int:
    """The number of the row a button is about, NOTHING where there is none; `named` is its random id, or its number
    where the button was shipped before there were any.
    """
    if isinstance(named, int):
        return named if was_shipped(session, kind, named) else NOTHING
    rows = _find[kind](session, public_id=named) if kind in _find else []
    return rows[0][0] if rows else NOTHING
