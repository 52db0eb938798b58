"""What goes into somebody's digest: by what he is, what is due today, overdue, or half its time gone this morning."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, select

from handlers.digest.items import Item, Todo, most_urgent_first
from handlers.terms import TERMS
from handlers.turn import Step
from models.digest import digests
from models.digest.digests import DigestSpan, Due
from models.inquiries.inquiries import IS_PLACING, Inquiry, InquiryState, load_inquiry
from models.inquiries.rights import HANDLING
from models.inquiries.rights import RIGHTS as INQUIRY_RIGHTS
from models.ratings.follow_ups import FollowUp, Stage
from models.ratings.rights import RIGHTS as RATING_RIGHTS
from models.register.conflicts import enterprises_belonged_to
from models.register.offices import departments_of, has_role, supervised_regions
from models.register.people import Person, Role, with_successors
from models.time.clocks import ClockKind
from models.time.moments import midnight
from models.time.workdays import ONE_DAY
from models.visits import deadlines
from models.visits.parts import asked_by, gone_to_by, own_parts
from models.visits.rights import RIGHTS
from models.visits.snapshots import visit_snapshot
from models.visits.states import Side, State
from models.visits.visits import IS_OBJECTED, Part, Visit

A_WEEK = timedelta(days=7)  # after a visit, in which an outcome that isn't noted is called to mind

HANDLED = (InquiryState.ASKED, InquiryState.ACCEPTED)  # where the time of the department runs


Items = Callable[[Step, Person, DigestSpan], Iterable[Item]]
Whom = Callable[[DigestSpan], ColumnElement[bool]]


@dataclass(frozen=True)
class Gatherer:
    """What another wing has for the digest: `whom` says, of an appointment's person, who may have something."""

    whom: Whom
    items: Items


MORE: list[Gatherer] = []
"""What wings add that this one doesn't know."""


def gathers(whom: Whom) -> Callable[[Items], Items]:
    """Registers what a wing has for somebody's digest."""

    def register(items: Items) -> Items:
        MORE.append(Gatherer(whom, items))
        return items

    return register


def span_of(step: Step, since: datetime | None = None) -> DigestSpan:
    """What a digest of now is about; `since` the last one was made, else of this day alone."""
    return DigestSpan(since=since or midnight(step.today), now=step.now, until=midnight(step.today + ONE_DAY))


def for_person(step: Step, person: Person, span: DigestSpan) -> list[Item]:
    """Everything for one person, whatever he is, the most urgent first."""
    all_his = departments_of(person, *Role)
    handles, heads = departments_of(person, *HANDLING), departments_of(person, Role.APPROVER)
    mine = [
        *_his(step, person, "answer", _to_handle(step, handles, span)),
        *_his(step, person, "grant", _to_grant(step, heads, span)),
        *_his(step, person, "designate", _to_place(step, person, span)),
    ]
    others = _owed_in_region(step, person, span)
    requests = (due for due in _to_approve(step, heads, span) if _may(step, person, "approve", due))
    objections = (due for due in _objections(step, person, span) if _may(step, person, "uphold", due))
    visits = [*requests, *_to_answer(step, person, span), *objections]
    items = [
        *_on_inquiries(_but_about(step, all_his, mine)),
        *_on_inquiries(_but_about(step, all_his, others), by_department=True),
        *_on_visits(visits),
        *_on_ratings(step, person, span),
    ]
    if has_role(person, Role.OFFICIAL):
        items += _own_visits(step, person)
    for more in MORE:
        items += more.items(step, person, span)
    return most_urgent_first(items)


def for_department(step: Step, department_id: int, span: DigestSpan) -> list[Item]:
    """Everything for a department's desk and head, the most urgent first."""
    mine = {department_id}
    found = [*_to_handle(step, mine, span), *_to_grant(step, mine, span)]
    return most_urgent_first([*_on_inquiries(found), *_on_visits(_to_approve(step, mine, span))])


def _to_handle(step: Step, departments: set[int], span: DigestSpan) -> list[Due]:
    if not departments:
        return []
    session = step.session
    mine = Inquiry.department_id.in_(departments) & Inquiry.state.in_(HANDLED)
    offered = Inquiry.offered_to.in_(departments)
    handling = (ClockKind.ACCEPT, ClockKind.FIRST_REPLY, ClockKind.RESOLVE)
    return [
        *digests.inquiries_due(session, span, mine, handling),
        *digests.inquiries_due(session, span, offered, (ClockKind.TRANSFER,)),
        *digests.overdue(session, span, departments),
        *digests.help_owed(session, span, departments),
    ]


def _to_grant(step: Step, departments: set[int], span: DigestSpan) -> list[Due]:
    mine = Inquiry.department_id.in_(departments) & (Inquiry.state == InquiryState.ACCEPTED)
    return digests.inquiries_due(step.session, span, mine, (ClockKind.EXTENSION,)) if departments else []


def _to_place(step: Step, person: Person, span: DigestSpan) -> list[Due]:
    if not has_role(person, Role.SUPERVISOR):
        return []
    regions = supervised_regions(step.session, person)
    placing = Inquiry.region_id.in_(regions) & IS_PLACING
    return digests.inquiries_due(step.session, span, placing, (ClockKind.DESIGNATION,))


def _owed_in_region(step: Step, person: Person, span: DigestSpan) -> list[Due]:
    """What is overdue at the departments of the supervisor's region."""
    if not has_role(person, Role.SUPERVISOR):
        return []
    departments = digests.departments_in(step.session, supervised_regions(step.session, person))
    return digests.overdue(step.session, span, departments)


def _his(step: Step, person: Person, verb: str, found: list[Due]) -> list[Due]:
    """Without what is his own matter, on which others decide; most people belong to one side only."""
    if verb == "answer" and not enterprises_belonged_to(person):
        return found
    inquiries = ((due, load_inquiry(step.session, due.number)) for due in found)
    return [
        due for due, inquiry in inquiries if inquiry and not INQUIRY_RIGHTS[verb].tied(step.session, person, inquiry)
    ]


def _but_about(step: Step, departments: set[int], found: list[Due]) -> list[Due]:
    """Without complaints in confidence about these departments: they never hear of them."""
    return [due for due in found if with_successors(step.session, due.accused).isdisjoint(departments)]


def _to_approve(step: Step, departments: set[int], span: DigestSpan) -> list[Due]:
    """Requests whose head's own time or whose lead time ends today, or has; and those reminded of this morning."""
    if not departments:
        return []
    kinds = (ClockKind.LEAD_TIME, ClockKind.APPROVAL)
    waiting = digests.requests_waiting(step.session, departments)
    numbers = [due.number for due in waiting]
    halves = {due.number for due in digests.visits_due(step.session, span, Visit.id.in_(numbers), kinds)}
    rules, calendar = step.rules, step.calendar
    found = [replace(due, due=min(due.due, deadlines.approval_due(due.started, rules, calendar))) for due in waiting]
    return [due for due in found if due.due < span.until or due.number in halves]


def _may(step: Step, person: Person, verb: str, due: Due) -> bool:
    """Whether it is his to decide, and not his own matter."""
    visit = visit_snapshot(step.session, due.number)
    return visit is not None and RIGHTS[verb].holds(step.session, person, visit)


def _to_answer(step: Step, person: Person, span: DigestSpan) -> list[Due]:
    """Days the enterprise put on the table, and promises of today."""
    if not has_role(person, Role.OFFICIAL):
        return []
    mine = (Visit.requested_by == person.id) & (Visit.state == State.MOVING) & (Visit.whose_turn == Side.OFFICIAL)
    return [
        *digests.visits_due(step.session, span, mine, (ClockKind.ANSWER,)),
        *digests.promises_due(step.session, span, person.id),
    ]


def _objections(step: Step, person: Person, span: DigestSpan) -> list[Due]:
    if not has_role(person, Role.SUPERVISOR):
        return []
    regions = supervised_regions(step.session, person)
    objected = Visit.region_id.in_(regions) & IS_OBJECTED
    return digests.visits_due(step.session, span, objected, (ClockKind.OBJECTION,))


def _on_ratings(step: Step, person: Person, span: DigestSpan) -> Iterator[Item]:
    """What follows a bad rating, for those alone who may do it: others mustn't learn that there is one."""
    wanted: list[tuple[ColumnElement[bool], Stage, str]] = []
    departments = departments_of(person, Role.OFFICIAL, Role.APPROVER)
    if has_role(person, Role.SUPERVISOR):
        there = Visit.region_id.in_(supervised_regions(step.session, person))
        wanted += [(there, Stage.CONTACT, "contact"), (there, Stage.APPEAL, "decide_appeal")]
    if departments:
        theirs = Visit.id.in_(select(Part.visit_id).where(Part.department_id.in_(departments)))
        wanted.append((theirs, Stage.REMEDY, "remedy"))
    for where, stage, verb in wanted:
        for due in digests.follow_ups_due(step.session, span, where, stage):
            visit = visit_snapshot(step.session, due.visit or 0)
            if visit is not None and RATING_RIGHTS[verb].holds(step.session, person, visit):
                yield Item(
                    todo=Todo(TERMS[due.kind].line),
                    due=due.due,
                    subject=FollowUp.numbered(due.number),
                    public_id=due.public_id,
                    revision=due.revision,
                    enterprise=due.enterprise,
                )


def _own_visits(step: Step, person: Person) -> Iterator[Item]:
    """Where he goes today, and what he hasn't noted of where he was."""
    start, end = midnight(step.today), midnight(step.today + ONE_DAY)
    mine = (Visit.requested_by == person.id) | asked_by(person.id) | gone_to_by(person.id)
    to_come = Visit.state.in_((State.AGREED, State.UNDER_WAY)) & (Visit.starts_at >= start) & (Visit.starts_at < end)
    for visit in step.session.scalars(select(Visit).where(mine, to_come).order_by(Visit.starts_at)):
        yield _on_visit(Todo.VISIT, visit.starts_at, visit)
    ended = (Visit.state == State.ENDED) & (Visit.ended_at > step.now - A_WEEK)
    for visit in step.session.scalars(select(Visit).where(asked_by(person.id), ended)):
        if any(part.outcome is None for part in own_parts(visit, person.id)):
            yield _on_visit(Todo.OUTCOME, end, visit)


def _on_inquiries(found: Iterable[Due], *, by_department: bool = False) -> Iterator[Item]:
    for due in found:
        yield Item(
            todo=Todo(TERMS[due.kind].line),
            due=due.due,
            subject=Inquiry.numbered(due.number),
            public_id=due.public_id,
            revision=due.revision,
            enterprise=due.enterprise,
            department=due.department if by_department else None,
            told=due.told,
            secret=due.accused is not None,
        )


def _on_visits(found: Iterable[Due]) -> Iterator[Item]:
    for due in found:
        yield Item(
            todo=Todo(TERMS[due.kind].line),
            due=due.due,
            subject=Visit.numbered(due.number),
            public_id=due.public_id,
            revision=due.revision,
            enterprise=due.enterprise,
        )


def _on_visit(todo: Todo, due: datetime, visit: Visit) -> Item:
    return Item(
        todo=todo,
        due=due,
        subject=visit.subject,
        public_id=visit.public_id,
        revision=visit.revision,
        enterprise=visit.enterprise_id,
    )
