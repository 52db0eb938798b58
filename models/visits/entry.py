"""Who may go in: loads the facts a verdict needs and asks for it."""

from datetime import datetime

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from models.register.enterprises import Sign
from models.register.offices import departments_of, has_role
from models.register.people import Person, Role
from models.register.rules import Rules
from models.time.moments import Interval, day_of, midnight
from models.visits.deadlines import pass_validity
from models.visits.facts import CodeFacts, CodeKind, Facts, PersonFacts, TeamMember, VisitFacts
from models.visits.passes import Pass
from models.visits.reasons import Verdict
from models.visits.states import PassState
from models.visits.verdict import judge
from models.visits.visits import Part, Visit, Visitor


def judge_at_sign(session: Session, person: Person, sign: Sign | None, now: datetime, rules: Rules) -> Verdict:
    """The verdict on a person who scanned a sign; None for a code that belongs to no sign."""
    if sign is None:
        code = CodeFacts(kind=CodeKind.SIGN, known=False)
        return _judge(session, code, person, None, now, rules)
    code = CodeFacts(kind=CodeKind.SIGN, replaced=sign.replaced_at is not None, enterprise=sign.enterprise_id)
    return _judge(session, code, person, sign.enterprise_id, now, rules)


def judge_pass(session: Session, card: Pass | None, shown_at: int, now: datetime, rules: Rules) -> Verdict:
    """The verdict on the holder of a pass that an enterprise verifies; None for a code or number that opens nothing."""
    if card is None:
        return _judge(session, CodeFacts(kind=CodeKind.PASS, known=False), None, None, now, rules)
    code = CodeFacts(kind=CodeKind.PASS, enterprise=card.enterprise_id, shown_at=shown_at, visit=card.visit_id)
    person = session.get_one(Person, card.person_id)
    return _judge(session, code, person, card.enterprise_id, now, rules, card.state)


def _judge(
    session: Session,
    code: CodeFacts,
    person: Person | None,
    enterprise_id: int | None,
    now: datetime,
    rules: Rules,
    pass_state: PassState | None = None,
) -> Verdict:
    visits = _candidates(session, code, person, enterprise_id, now, rules) if person and enterprise_id else []
    lost = _lost_passes(session, person, visits) if person and visits and pass_state is None else set()
    facts = Facts(
        now=now,
        code=code,
        person=_person_facts(person) if person else None,
        visits=tuple(
            _visit_facts(visit, part, rules, PassState.REVOKED if visit.id in lost else pass_state)
            for visit, part in visits
        ),
        nearest=rules.scan.nearest_visit,
    )
    return judge(facts)


def _candidates(
    session: Session, code: CodeFacts, person: Person, enterprise_id: int, now: datetime, rules: Rules
) -> list[tuple[Visit, Part]]:
    """The visit of the pass; at a sign those here in which the person is named, which he asked for, or which are his
    department's.
    """
    query = select(Visit, Part).join(Part, Part.visit_id == Visit.id).where(Visit.enterprise_id == enterprise_id)
    if code.visit is not None:
        query = query.where(Visit.id == code.visit)
    else:
        reach, today = rules.scan.nearest_visit.delta, midnight(day_of(now))
        named = select(Visitor.part_id).where(Visitor.person_id == person.id, Visitor.removed_at.is_(None))
        query = query.where(
            or_(
                Part.id.in_(named),
                Part.requested_by == person.id,
                Part.department_id.in_(departments_of(person, Role.OFFICIAL, Role.APPROVER)),
            ),
            Visit.starts_at > today - 2 * reach,
            Visit.starts_at < today + 2 * reach,
        )
    return [(row[0], row[1]) for row in session.execute(query.order_by(Visit.id)).unique()]


def _lost_passes(session: Session, person: Person, visits: list[tuple[Visit, Part]]) -> set[int]:
    """The visits for which the person's last pass was revoked: at a sign too he needs to be named anew."""
    his = (Pass.person_id == person.id, Pass.visit_id.in_([visit.id for visit, _ in visits]))
    last = select(func.max(Pass.id)).where(*his).group_by(Pass.visit_id)
    return set(session.scalars(select(Pass.visit_id).where(Pass.id.in_(last), Pass.state == PassState.REVOKED)))


def _person_facts(person: Person) -> PersonFacts:
    return PersonFacts(
        id=person.id,
        is_official=has_role(person, Role.OFFICIAL, Role.APPROVER),
        suspended=person.suspended_at is not None,
        card_valid_until=person.card_valid_until,
    )


def _visit_facts(visit: Visit, part: Part, rules: Rules, pass_state: PassState | None) -> VisitFacts:
    window = Interval(visit.starts_at, visit.ends_at)
    return VisitFacts(
        id=visit.id,
        part=part.id,
        state=visit.state,
        window=window,
        validity=pass_validity(window, rules),
        cards=rules.kinds[part.kind].cards,
        team=tuple(_member(visitor) for visitor in part.visitors if _still_serves(visitor.person, part)),
        part_state=part.state,
        revoked=visit.marked == "revoked",
        pass_state=pass_state,
    )


def _still_serves(person: Person, part: Part) -> bool:
    """Somebody who has left the department since he was named comes for nobody."""
    return part.department_id in departments_of(person, Role.OFFICIAL, Role.APPROVER)


def _member(visitor: Visitor) -> TeamMember:
    person = visitor.person
    return TeamMember(
        person=person.id,
        assistant=person.assistant,
        suspended=person.suspended_at is not None,
        card_valid_until=person.card_valid_until,
        checked_in_at=visitor.checked_in_at,
        checked_out_at=visitor.checked_out_at,
    )
