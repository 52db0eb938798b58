"""Which department an inquiry may be for, and which answers are like it: found by words, with the words as the reason.

A proposal decides nothing. The enterprise confirms it or chooses another.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.register.people import Department, Matter, Section, region_and_above
from models.search import search
from models.search.documents import About
from models.search.search import Hit

AT_MOST = 3  # departments proposed: more is no proposal but a list
LOOKED_AT = 60  # hits of a kind from which departments are made


@dataclass(frozen=True, kw_only=True)
class Proposal:
    """A department that fits, the matter on its list that fits best (None: its name or a section does), and what they
    have in common with the inquiry, in its own writing.
    """

    department_id: int
    matter_id: int | None
    because: tuple[str, ...]


def enter(session: Session, department_id: int) -> None:
    """Makes a department found by its name, its sections and the matters on its list; to be called again in the
    transaction that changes any of them.
    """
    session.flush()
    department = session.get_one(Department, department_id)
    of_sections = select(Section.name).where(Section.department_id == department_id).order_by(Section.id)
    of_matters = select(Matter.id, Matter.name).where(Matter.department_id == department_id).order_by(Matter.id)
    named = "\n".join([department.name, *session.scalars(of_sections)])
    search.put(session, About.DEPARTMENT, department_id, named, region=department.region_id)
    for number, name in session.execute(of_matters):
        search.put(session, About.MATTER, number, name, region=department.region_id)


def propose(session: Session, text: str, region_id: int) -> list[Proposal]:
    """The departments of the region and of those it lies in that an inquiry may be for, at most three, best first,
    equal ones by their number; none where no word fits.
    """
    regions = region_and_above(session, region_id)
    matters = search.find(session, About.MATTER, text, limit=LOOKED_AT, regions=regions)
    names = search.find(session, About.DEPARTMENT, text, limit=LOOKED_AT, regions=regions)
    best = _best_matters(session, matters)
    by_name = {hit.subject: hit for hit in names}
    scores = {
        department: sum(hit.score for hit in (best.get(department), by_name.get(department)) if hit)
        for department in _standing(session, best.keys() | by_name.keys())
    }
    ranked = sorted(scores, key=lambda department: (-scores[department], department))[:AT_MOST]
    return [_proposal(department, best.get(department), by_name.get(department)) for department in ranked]


def similar(session: Session, text: str, limit: int) -> list[Hit]:
    """The released answers that are like an inquiry, best first, each with the words they share."""
    return search.find(session, About.ANSWER, text, limit=limit)


def _best_matters(session: Session, hits: Sequence[Hit]) -> dict[int, Hit]:
    """Of each department its best hit; a matter that was struck off since is none."""
    listed = select(Matter.id, Matter.department_id).where(Matter.id.in_([hit.subject for hit in hits]))
    department_of = {row.id: row.department_id for row in session.execute(listed)}
    best: dict[int, Hit] = {}
    for hit in hits:
        if hit.subject in department_of:
            best.setdefault(department_of[hit.subject], hit)
    return best


def _standing(session: Session, departments: Iterable[int]) -> list[int]:
    return list(
        session.scalars(select(Department.id).where(Department.id.in_(departments), Department.ended_at.is_(None)))
    )


def _proposal(department: int, matter: Hit | None, name: Hit | None) -> Proposal:
    words = [word for hit in (matter, name) if hit for word in hit.shared]
    because = tuple(
        word for word in dict.fromkeys(words) if not any(word != other and word in other for other in words)
    )
    return Proposal(department_id=department, matter_id=matter.subject if matter else None, because=because)
