"""Snapshots of visits: copies that hold for as long as the editions of the visit and of the register stand."""

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from models.ground.machine import LARGEST_ID
from models.ground.statements import Statement
from models.register.editions import register_edition, touched
from models.register.snapshots import snapshot
from models.visits.visits import WHOLE, Visit

_of_visit = Statement(select(Visit.edition).where(Visit.id == bindparam("visit")))


def visit_edition(session: Session, visit_id: int) -> int | None:
    """The edition of a visit; None where there is none."""
    rows = _of_visit(session, visit=visit_id)
    return rows[0][0] if rows else None


def visit_snapshot(session: Session, number: int) -> Visit | None:
    """A visit with its parts and visitors, to be looked at."""
    if number > LARGEST_ID:
        return None
    own = visit_edition(session, number)
    if own is None:
        return None
    edition = (own, register_edition(session))
    return snapshot(session, Visit, number, edition, options=(WHOLE,), changed=bool(touched(session)), whole=True)
