"""Passes (绿码): one open pass a visit and person, for this enterprise and window."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, select, update
from sqlalchemy.orm import Mapped, Session, mapped_column

from models.ground.base import Base, partial_index
from models.ground.codes import new_code, new_number
from models.register.offices import departments_of
from models.register.people import Person, Role, may_act_as_officer
from models.visits.states import PassState, State
from models.visits.visits import Part, Visit, Visitor, standing_parts


class Pass(Base):
    """A visitor's pass. It opens nothing by itself: the verdict at the gate decides."""

    __tablename__ = "passes"
    __table_args__ = (
        partial_index("uq_passes_open", "visit_id", "person_id", unique=True, where="state = 'open'"),
        partial_index("uq_passes_number", "enterprise_id", "number", unique=True, where="state = 'open'"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    visit_id: Mapped[int] = mapped_column(ForeignKey("visits.id"), index=True)
    part_id: Mapped[int] = mapped_column(ForeignKey("parts.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    enterprise_id: Mapped[int] = mapped_column(ForeignKey("enterprises.id"))
    code: Mapped[str] = mapped_column(unique=True)
    number: Mapped[str]
    state: Mapped[PassState] = mapped_column(default=PassState.OPEN)
    issued_at: Mapped[datetime]


def issue_passes(session: Session, visit: Visit, now: datetime) -> list[Pass]:
    """A new pass for everybody named who still serves; the passes before are superseded."""
    end_passes(session, visit, PassState.SUPERSEDED)
    taken = set(
        session.scalars(
            select(Pass.number).where(Pass.enterprise_id == visit.enterprise_id, Pass.state == PassState.OPEN)
        )
    )
    passes = []
    for visitor in (v for part in standing_parts(visit) for v in part.visitors if _still_serves(v.person, part)):
        number = next(fresh for fresh in iter(new_number, "") if fresh not in taken)
        taken.add(number)
        passes.append(
            Pass(
                visit_id=visit.id,
                part_id=visitor.part_id,
                person_id=visitor.person_id,
                enterprise_id=visit.enterprise_id,
                code=new_code(),
                number=number,
                issued_at=now,
            )
        )
    session.add_all(passes)
    session.flush()
    return passes


def _still_serves(person: Person, part: Part) -> bool:
    """Whether he is still an official there: whoever moved, left or was suspended since he was named gets no pass."""
    return person.suspended_at is None and part.department_id in departments_of(person, Role.OFFICIAL)


def may_still_come(person: Person, part: Part, day: date, cards: int) -> bool:
    """Whether somebody named for a part may come on the day of the visit: he still serves, and where `cards` are wanted
    has one that is valid then, unless he comes as an assistant.
    """
    return _still_serves(person, part) and (not cards or person.assistant or may_act_as_officer(person, day))


def to_come(session: Session, person_id: int) -> list[Visit]:
    """The visits for which the person has an open pass that he hasn't used, in a fixed order."""
    unused = (Visitor.person_id == person_id, Visitor.removed_at.is_(None), Visitor.checked_in_at.is_(None))
    his = (Pass.person_id == person_id, Pass.state == PassState.OPEN)
    found = select(Visit).join(Visitor, Visitor.visit_id == Visit.id).join(Pass, Pass.visit_id == Visit.id)
    living = Visit.state.in_((State.AGREED, State.UNDER_WAY))
    return list(session.scalars(found.where(*unused, *his, living).order_by(Visit.id)).unique())


def end_passes(session: Session, visit: Visit, state: PassState) -> None:
    """Ends the visit's open passes."""
    session.execute(
        update(Pass).where(Pass.visit_id == visit.id, Pass.state == PassState.OPEN).values(state=state),
        execution_options={"synchronize_session": "evaluate"},
    )


def had_pass(session: Session, visit: Visit) -> set[int]:
    """Everybody who was ever given a pass for the visit, and so knows of it."""
    return set(session.scalars(select(Pass.person_id).where(Pass.visit_id == visit.id)))


def open_pass(session: Session, visit_id: int, person_id: int) -> Pass | None:
    """The person's open pass for the visit."""
    return session.scalar(
        select(Pass).where(Pass.visit_id == visit_id, Pass.person_id == person_id, Pass.state == PassState.OPEN)
    )


def pass_of_code(session: Session, code: str) -> Pass | None:
    """The pass a QR code belongs to, in whatever state."""
    return session.scalar(select(Pass).where(Pass.code == code))


def pass_of_number(session: Session, enterprise_id: int, number: str) -> Pass | None:
    """The open pass with this number at this enterprise."""
    return session.scalar(
        select(Pass).where(Pass.enterprise_id == enterprise_id, Pass.number == number, Pass.state == PassState.OPEN)
    )
