"""A visit in fields: what its words need, the same wherever it is told."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from handlers.turn import Step
from models.ground.messages import Fields, Json, listing, quoted, window, word
from models.register import snapshots
from models.visits import deadlines
from models.visits.parts import parts_told
from models.visits.visits import Part, Visit, visitors


def matters_of(parts: Sequence[Part]) -> Json:
    """The matters of the parts, those of the list and those in words."""
    return listing([matter for part in parts for matter in matters_said(part.matters, part.matter_words)])


def matters_said(names: Iterable[str], words: str) -> list[Json]:
    """Matters of the list, and in the official's own words."""
    return [*names, *([quoted(words)] if words else [])]


def describe(session: Session, visit: Visit) -> dict[str, Json]:
    """Who comes where, when and what for."""
    parts = parts_told(visit)
    requester = snapshots.person(session, visit.requested_by)
    enterprise = snapshots.enterprise(session, visit.enterprise_id)
    return {
        "visit": visit.number,
        "enterprise": enterprise.name if enterprise else "",
        "departments": departments_named(session, parts),
        "kind": listing([word(f"kind-{kind}") for kind in dict.fromkeys(part.kind.value for part in parts)]),
        "window": window(visit.starts_at, visit.ends_at),
        "matters": matters_of(parts),
        "visitors": listing([visitor.person.name for visitor in visitors(visit)]),
        "official": requester.name if requester else "",
    }


def departments_named(session: Session, parts: Iterable[Part]) -> Json:
    """The departments of some parts, each once."""
    departments = dict.fromkeys(part.department_id for part in parts)
    return listing([snapshots.department(session, department).name for department in departments])


def slips_named(visit: Visit) -> str:
    """The names of the signed slips, a line each, "" where there are none."""
    return "\n".join(part.slip_name for part in parts_told(visit) if part.slip_name)


def needs(visit: Visit) -> dict[str, Json]:
    """What a visit asks of the enterprise: materials to prepare and the legal basis, "" where there are none."""
    return {
        "materials": "\n".join(part.materials for part in parts_told(visit) if part.materials),
        "basis": "\n".join(part.legal_basis for part in parts_told(visit) if part.legal_basis),
    }


def other_day(visit: Visit) -> Fields:
    """The day on the table, where there is one."""
    if visit.proposed_start is None or visit.proposed_end is None:
        return {"proposed": ""}
    return {"proposed": window(visit.proposed_start, visit.proposed_end)}


def reply_deadline(step: Step, visit: Visit, asked_at: datetime | None = None) -> Json:
    """Until when the enterprise has to reply; it is asked now unless it was before."""
    due = deadlines.reply_due(asked_at or step.now, visit.starts_at, step.rules, step.calendar)
    return step.deadline(due, deadlines.counted_to(due, visit.starts_at, step.rules, step.calendar))
