"""What a button is about: the row behind the letter of its kind and a random id."""

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from models.ground.public_ids import was_shipped
from models.ground.statements import Statement
from models.inquiries.inquiries import Inquiry
from models.ratings.follow_ups import FollowUp
from models.visits.paper_notices import PaperNotice
from models.visits.visits import Visit, Visitor

NOTHING = -1  # the number no row has; 0 would be taken for "about nothing"

KINDS = {rows.KIND.letter: rows for rows in (Visit, Visitor, Inquiry, FollowUp, PaperNotice)}
"""By the letter before the id."""

_find = {
    letter: Statement(select(rows.__table__.c.id).where(rows.__table__.c.public_id == bindparam("public_id")))
    for letter, rows in KINDS.items()
}


def number_of(session: Session, letter: str, named: str | int) -> int:
    """The number of the row a button is about, NOTHING where there is none; `named` is its random id, or its number
    where the button was shipped before there were any.
    """
    if isinstance(named, int):
        return named if was_shipped(session, letter, named) else NOTHING
    rows = _find[letter](session, public_id=named) if letter in _find else []
    return rows[0][0] if rows else NOTHING
