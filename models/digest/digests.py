"""What is due for whom: the running clocks and the overdue stretches of which a digest is made, and who may get one."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, String, and_, cast, func, literal, literal_column, null, or_, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from models.ground.messages import Json, NumberForm
from models.ground.messages import number as told
from models.ground.subjects import HasSubject
from models.inquiries.inquiries import Help, Holding, Inquiry, InquiryState
from models.ratings.follow_ups import FollowUp, Stage
from models.register.numbers import Series
from models.register.people import Appointment, Department, Person, Role
from models.time.clocks import ClockKind, clocks
from models.visits.states import Side, State
from models.visits.visits import STANDING, Part, Promise, Visit, Visitor

MOST = 100  # things of a sort that are looked at: nobody reads further, and a digest mustn't take long

GETTING = (Role.DESK, Role.APPROVER, Role.SUPERVISOR)  # whose departments and regions are looked through each morning


@dataclass(frozen=True, kw_only=True)
class DigestSpan:
    """What a digest of `now` is about: what is due before `until`, and the half times of mornings after `since`."""

    since: datetime
    now: datetime
    until: datetime


@dataclass(frozen=True, kw_only=True)
class Due:
    """Something that has to be done by a moment: a clock of an inquiry or a visit, `number`, as it is in `revision`.
    `department` has the inquiry; `accused` is the one a complaint in confidence is about. A clock of what follows a bad
    rating has the follow-up's number, and its `visit`. `told` is an inquiry's number as people know it.
    """

    kind: ClockKind
    due: datetime
    started: datetime
    number: int
    public_id: str
    revision: int
    enterprise: int
    department: int | None = None
    accused: int | None = None
    visit: int | None = None
    told: Json = None


# Literals, as in the partial indexes, or they aren't used.
_IS_OPEN = clocks.c.state == literal_column("'open'")
_NUMBER = (Inquiry.number_mark, Inquiry.number_year, Inquiry.number_serial)
_INQUIRY = (
    Inquiry.id,
    Inquiry.public_id,
    Inquiry.revision,
    Inquiry.enterprise_id,
    Inquiry.department_id,
    Inquiry.accused_id,
    *_NUMBER,
)
_VISIT = (
    Visit.id,
    Visit.public_id,
    Visit.revision,
    Visit.enterprise_id,
    null().label("department"),
    null().label("accused"),
    *(null().label(each) for each in ("mark", "year", "serial")),
)


def inquiries_due(
    session: Session, span: DigestSpan, where: ColumnElement[bool], kinds: Collection[ClockKind]
) -> list[Due]:
    """The running clocks of some inquiries that belong into the digest."""
    return _read(session, _clocks_of(Inquiry, Inquiry.id, kinds, span, *_INQUIRY).where(where))


def visits_due(
    session: Session, span: DigestSpan, where: ColumnElement[bool], kinds: Collection[ClockKind]
) -> list[Due]:
    """The running clocks of some visits that belong into the digest."""
    return _read(session, _clocks_of(Visit, Visit.id, kinds, span, *_VISIT).where(where))


def requests_waiting(session: Session, departments: Collection[int]) -> list[Due]:
    """Until when the requests of some departments can still be approved, by the clock of their lead time."""
    theirs = Visit.id.in_(select(Part.visit_id).where(Part.department_id.in_(departments)))
    lead = _running(Visit, Visit.id, (ClockKind.LEAD_TIME,), *_VISIT)
    return _read(session, lead.where(theirs, Visit.state == State.REQUESTED))


def overdue(session: Session, span: DigestSpan, departments: Collection[int]) -> list[Due]:
    """The first replies and answers that departments owe since before the digest."""
    owed = (
        (ClockKind.FIRST_REPLY, Holding.reply_due, Holding.replied_at.is_(None)),
        (ClockKind.RESOLVE, Holding.resolve_due, Holding.answered_at.is_(None)),
    )
    found: list[Due] = []
    for kind, due, open_ in owed:
        query = (
            select(literal(kind.value), due, Holding.since, *_INQUIRY)
            .join(Inquiry, Inquiry.id == Holding.inquiry_id)
            .where(
                Holding.until.is_(None),
                Holding.department_id.in_(departments),
                Inquiry.state == InquiryState.ACCEPTED,
                due <= span.now,
                open_,
            )
        )
        found += _read(session, query.order_by(due).limit(MOST))
    return found


def help_owed(session: Session, span: DigestSpan, departments: Collection[int]) -> list[Due]:
    """What other departments asked of these and haven't got: overdue, due, or half its time gone."""
    of_help = and_(clocks.c.subject == _subject(Help, Help.id), _IS_OPEN)
    query = (
        select(literal(ClockKind.HELP.value), Help.due, Help.asked_at, *_INQUIRY)
        .join(Inquiry, Inquiry.id == Help.inquiry_id)
        .outerjoin(clocks, of_help)
        .where(Help.department_id.in_(departments), Help.done_at.is_(None), or_(Help.due < span.until, _half(span)))
    )
    return _read(session, query.order_by(Help.due).limit(MOST))


def follow_ups_due(session: Session, span: DigestSpan, where: ColumnElement[bool], stage: Stage) -> list[Due]:
    """What is due, overdue, or new to a department since the last digest, of the follow-ups of bad ratings that are in
    a stage.
    """
    late_at = {Stage.CONTACT: FollowUp.contact_late_at, Stage.REMEDY: FollowUp.remedy_late_at}.get(stage)
    running = and_(clocks.c.subject == _subject(FollowUp, FollowUp.id), _IS_OPEN)
    due = clocks.c.due_at if late_at is None else func.coalesce(late_at, clocks.c.due_at)
    new = and_(clocks.c.kind == ClockKind.REMEDY, clocks.c.started_at > span.since, clocks.c.started_at <= span.now)
    query = (
        select(
            literal(stage.value),
            due,
            FollowUp.opened_at,
            FollowUp.id,
            FollowUp.public_id,
            literal(0),
            Visit.enterprise_id,
            Visit.id,
        )
        .join(Visit, Visit.id == FollowUp.visit_id)
        .outerjoin(clocks, running)
        .where(where, FollowUp.state == stage, or_(due < span.until, new))
    )
    return [
        Due(
            kind=ClockKind(kind),
            due=at,
            started=began,
            number=number,
            public_id=public_id,
            revision=seen,
            enterprise=whose,
            visit=visit,
        )
        for kind, at, began, number, public_id, seen, whose, visit in session.execute(query.order_by(due).limit(MOST))
    ]


def promises_due(session: Session, span: DigestSpan, person_id: int) -> list[Due]:
    """What an official promised until today."""
    query = (
        select(literal(ClockKind.PROMISE.value), Promise.until, Promise.noted_at, *_VISIT)
        .join(Part, Part.id == Promise.part_id)
        .join(Visit, Visit.id == Part.visit_id)
        .where(
            Part.requested_by == person_id,
            Promise.side == Side.OFFICIAL,
            Promise.until > span.now,
            Promise.until <= span.until,
        )
    )
    return _read(session, query)


def departments_in(session: Session, regions: Collection[int]) -> list[int]:
    """The departments of some regions."""
    return list(session.scalars(select(Department.id).where(Department.region_id.in_(regions))))


def next_people(
    session: Session,
    after: int,
    span: DigestSpan,
    ended_since: datetime,
    limit: int,
    also: Collection[ColumnElement[bool]] = (),
) -> list[int]:
    """Who may have something in his digest, by number: who handles, decides or supervises, and officials with a visit
    that is to come, that ended since a moment or has to be put right, or with a promise of today; `also` says who may
    have something of another kind.
    """
    person = Appointment.person_id
    live = Visit.state.in_((State.MOVING, State.AGREED, State.UNDER_WAY))
    asked = select(Visit.id).where(Visit.requested_by == person, or_(live, Visit.ended_at > ended_since))
    of_part = select(Part.id).join(Visit, Visit.id == Part.visit_id).where(Part.requested_by == person)
    asked_part = of_part.where(Part.state.in_(STANDING), or_(live, Visit.ended_at > ended_since))
    goes = select(Visitor.id).join(Visit, Visit.id == Visitor.visit_id).where(Visitor.person_id == person, live)
    promised = (
        select(Promise.id)
        .join(Part, Part.id == Promise.part_id)
        .join(Visit, Visit.id == Part.visit_id)
        .where(Part.requested_by == person, Promise.until > span.now, Promise.until <= span.until)
    )
    rated = (
        select(FollowUp.id)
        .join(Visit, Visit.id == FollowUp.visit_id)
        .where(Visit.requested_by == person, FollowUp.state == Stage.REMEDY)
    )
    some = or_(asked.exists(), asked_part.exists(), goes.exists(), promised.exists(), rated.exists())
    visiting = and_(Appointment.role == Role.OFFICIAL, some)
    query = (
        select(person)
        .join(Person, Person.id == person)
        .where(
            person > after,
            Appointment.ended_at.is_(None),
            Person.suspended_at.is_(None),
            or_(Appointment.role.in_(GETTING), visiting, *also),
        )
    )
    return list(session.scalars(query.distinct().order_by(person).limit(limit)))


def next_groups(session: Session, after: int, limit: int) -> list[int]:
    """The departments that have named a group, by number."""
    named = and_(Department.id > after, Department.group_chat != "", Department.ended_at.is_(None))
    return list(session.scalars(select(Department.id).where(named).order_by(Department.id).limit(limit)))


def _clocks_of(
    rows: type[HasSubject],
    number: ColumnElement[int] | InstrumentedAttribute[int],
    kinds: Collection[ClockKind],
    span: DigestSpan,
    *columns: Any,
) -> Select[Any]:
    due = or_(clocks.c.due_at < span.until, _half(span))
    return _running(rows, number, kinds, *columns).where(due).order_by(clocks.c.due_at).limit(MOST)


def _running(
    rows: type[HasSubject],
    number: ColumnElement[int] | InstrumentedAttribute[int],
    kinds: Collection[ClockKind],
    *columns: Any,
) -> Select[Any]:
    wanted = clocks.c.kind.in_([each.value for each in kinds])
    joined = and_(clocks.c.subject == _subject(rows, number), _IS_OPEN)
    return select(clocks.c.kind, clocks.c.due_at, clocks.c.started_at, *columns).join(clocks, joined).where(wanted)


def _half(span: DigestSpan) -> ColumnElement[bool]:
    return and_(clocks.c.digest_at > span.since, clocks.c.digest_at <= span.now)


def _subject(rows: type[HasSubject], number: ColumnElement[int] | InstrumentedAttribute[int]) -> ColumnElement[str]:
    return literal(f"{rows.KIND.name}:") + cast(number, String)


def _read(session: Session, query: Select[*tuple[Any, ...]]) -> list[Due]:
    return [
        Due(
            kind=ClockKind(kind),
            due=due,
            started=started,
            number=number,
            public_id=public_id,
            revision=revision,
            enterprise=enterprise,
            department=department,
            accused=accused,
            told=_told(*numbered),
        )
        for (
            kind,
            due,
            started,
            number,
            public_id,
            revision,
            enterprise,
            department,
            accused,
            *numbered,
        ) in session.execute(query)
    ]


def _told(mark: str | None, year: int, serial: int) -> Json:
    return told(Series.INQUIRY.value, mark, year, serial, NumberForm.BARE) if mark is not None else None
