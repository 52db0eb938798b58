"""What holds of a visit whose parts differ: one answer over all parts that stand, in doubt the one that protects the
enterprise. A visit of one part is the common case of each.
"""

from collections.abc import Collection
from datetime import date, datetime

from sqlalchemy import ColumnElement, select

from models.register.people import Person, may_act_as_officer
from models.register.rules import Declining, Kind, KindRules, Rules, Silence
from models.time.moments import day_of
from models.time.workdays import Calendar
from models.visits import deadlines
from models.visits.states import PartState
from models.visits.visits import STANDING, Part, Visit, Visitor, standing_parts


def parts_told(visit: Visit) -> list[Part]:
    """The parts that are told of: those that stand; of a visit that was turned down whole, all of them."""
    return standing_parts(visit) or list(visit.parts)


def kinds(visit: Visit) -> tuple[Kind, ...]:
    """The kinds of its parts, each once."""
    return tuple(dict.fromkeys(part.kind for part in parts_told(visit)))


def officials(visit: Visit) -> list[int]:
    """Who asked for the visit, and for each part that is told of; whose word on the day it is, is the first's alone."""
    return list(dict.fromkeys((visit.requested_by, *(part.requested_by for part in parts_told(visit)))))


def own_parts(visit: Visit, person_id: int) -> list[Part]:
    """The parts that somebody asked for or goes to."""
    return [
        part
        for part in standing_parts(visit)
        if part.requested_by == person_id or any(named.person_id == person_id for named in part.visitors)
    ]


def requested_part(visit: Visit) -> Part:
    """The part of the official who asked for the visit, and whose team he may change unless it was turned down."""
    return next(part for part in parts_told(visit) if part.requested_by == visit.requested_by)


def asked_by(person_id: int) -> ColumnElement[bool]:
    """In a query: the visits of which somebody asked for a part that wasn't turned down."""
    return Visit.id.in_(select(Part.visit_id).where(Part.requested_by == person_id, Part.state.in_(STANDING)))


def gone_to_by(person_id: int) -> ColumnElement[bool]:
    """In a query: the visits to which somebody goes, for a part that wasn't turned down."""
    his = select(Visitor.visit_id).join(Part, Part.id == Visitor.part_id)
    named = (Visitor.person_id == person_id, Visitor.removed_at.is_(None), Part.state.in_(STANDING))
    return Visit.id.in_(his.where(*named))


def parts_of(visit: Visit, departments: Collection[int]) -> list[Part]:
    """The parts of some departments."""
    return [part for part in visit.parts if part.department_id in departments]


def waiting_parts(visit: Visit) -> list[Part]:
    """The parts whose head hasn't decided yet."""
    return [part for part in visit.parts if part.state is PartState.REQUESTED]


def is_inspection(visit: Visit, rules: Rules) -> bool:
    """Whether every part is an inspection: only then it may go on without the enterprise's word."""
    return all(each.inspection for each in _rules(visit, rules))


def silence_of(visit: Visit, rules: Rules) -> Silence | None:
    """What the enterprise's silence means: it accepts only what is accepted by silence in every part."""
    meant = {each.silence for each in _rules(visit, rules)}
    return meant.pop() if len(meant) == 1 else Silence.LAPSE


def declining_of(visit: Visit, rules: Rules) -> Declining | None:
    """What declining means: final where it is for any part, else an objection; None where nobody is asked."""
    meant = {each.declining for each in _rules(visit, rules)}
    return next((each for each in (Declining.FINAL, Declining.OBJECTION) if each in meant), None)


def postponements(visit: Visit, rules: Rules) -> int:
    """How often the enterprise can ask for another day."""
    return max(each.postponements for each in _rules(visit, rules))


def needs_officers(visit: Visit, rules: Rules) -> bool:
    """Whether officers with a card have to come for any part."""
    return any(each.cards for each in _rules(visit, rules))


def lacks_officers(visit: Visit, came: Collection[int], today: date, rules: Rules) -> bool:
    """Whether of the people who came too few are officers, for any part."""
    return any(_officers(part, came, today) < rules.kinds[part.kind].cards for part in standing_parts(visit))


def last_moment_to_ask(visit: Visit, rules: Rules, calendar: Calendar) -> datetime:
    """Until when it can be put to the enterprise so that the lead time of every part is kept."""
    return min(deadlines.last_moment_to_ask(visit.starts_at, kind, rules, calendar) for kind in kinds(visit))


def earliest_window_day(asked_at: datetime, visit: Visit, rules: Rules, calendar: Calendar) -> date:
    """The first day that keeps the lead time of every part."""
    return max(deadlines.earliest_window_day(asked_at, kind, rules, calendar) for kind in kinds(visit))


def last_day_for_postponement(visit: Visit, rules: Rules, calendar: Calendar) -> date:
    """The last day it can move to, by the part that allows most."""
    first = day_of(visit.first_start)
    return max(deadlines.last_day_for_postponement(first, kind, rules, calendar) for kind in kinds(visit))


def _rules(visit: Visit, rules: Rules) -> list[KindRules]:
    return [rules.kinds[kind] for kind in kinds(visit)]


def _officers(part: Part, came: Collection[int], today: date) -> int:
    people: list[Person] = [named.person for named in part.visitors if named.id in came]
    return sum(may_act_as_officer(person, today) for person in people)
