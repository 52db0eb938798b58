"""People: one record a person, his identities on the channels, and the appointments that give him rights."""

from collections.abc import Sequence
from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ColumnElement, ForeignKey, Index, String, UniqueConstraint, bindparam, select
from sqlalchemy.orm import Mapped, Session, mapped_column, relationship, validates

from models.ground.base import Base, ChannelName
from models.ground.messages import Act, Channel, Incoming
from models.ground.statements import Statement
from models.register.numbers import LONGEST_MARK, MARK_OF_SUPERVISOR


class Role(StrEnum):
    """What a person may be; an appointment binds a role to a department, an enterprise or a region."""

    OFFICIAL = "official"
    APPROVER = "approver"
    DESK = "desk"
    OWNER = "owner"
    DEPUTY = "deputy"
    GATEKEEPER = "gatekeeper"
    SUPERVISOR = "supervisor"
    OPERATOR = "operator"


ADMINS = frozenset({Role.OWNER, Role.DEPUTY})
GATE = ADMINS | {Role.GATEKEEPER}
PUBLIC = frozenset(Role) - GATE
"""The offices of the administration, whose holders act by name."""


class Region(Base):
    """A region of the three levels; `parent_id` leads upwards."""

    __tablename__ = "regions"

    id: Mapped[int] = mapped_column(primary_key=True)
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("regions.id"))
    name: Mapped[str]


class Department(Base):
    """A department of a region's administration; one that was merged away names its `successor_id`. `group_chat` is
    its group as `models/register/groups.py` reads it, "" where it has named none. `mark` is its 代字, which stands in
    the numbers of what is asked of it.
    """

    __tablename__ = "departments"
    __table_args__ = (Index("ix_departments_mark", "region_id", "mark", unique=True),)

    id: Mapped[int] = mapped_column(primary_key=True)
    region_id: Mapped[int] = mapped_column(ForeignKey("regions.id"))
    name: Mapped[str] = mapped_column(unique=True)
    ended_at: Mapped[datetime | None] = mapped_column(default=None)
    successor_id: Mapped[int | None] = mapped_column(default=None)
    group_chat: Mapped[str] = mapped_column("wecom_group", default="", server_default="")
    mark: Mapped[str] = mapped_column(String(LONGEST_MARK), server_default="")

    @validates("mark")
    def _is_its_own(self, _key: str, mark: str) -> str:
        """Raises ValueError for a mark no department can have."""
        if not 1 <= len(mark) <= LONGEST_MARK or mark == MARK_OF_SUPERVISOR or any(map(str.isdigit, mark)):
            raise ValueError(f"no department can have the mark {mark!r}")
        return mark


class Section(Base):
    """A section of a department."""

    __tablename__ = "sections"

    id: Mapped[int] = mapped_column(primary_key=True)
    department_id: Mapped[int] = mapped_column(ForeignKey("departments.id"), index=True)
    name: Mapped[str]


class Matter(Base):
    """A matter on a department's list, for which it may visit."""

    __tablename__ = "matters"

    id: Mapped[int] = mapped_column(primary_key=True)
    department_id: Mapped[int] = mapped_column(ForeignKey("departments.id"), index=True)
    name: Mapped[str]


class Person(Base):
    """A person. `card_valid_until` is the last day of his enforcement card; `channel` where he wrote last."""

    __tablename__ = "people"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    locale: Mapped[str] = mapped_column(default="zh-CN")
    channel: Mapped[Channel | None] = mapped_column(default=None)
    suspended_at: Mapped[datetime | None] = mapped_column(default=None)
    card_number: Mapped[str | None] = mapped_column(default=None)
    card_valid_until: Mapped[date | None] = mapped_column(default=None)
    assistant: Mapped[bool] = mapped_column(default=False)
    appointments: Mapped[list["Appointment"]] = relationship(
        lazy="selectin", primaryjoin="and_(Appointment.person_id == Person.id, Appointment.ended_at.is_(None))"
    )
    identities: Mapped[list["Identity"]] = relationship(lazy="select")


class Identity(Base):
    """A person's account on a channel; `reachable` turns false when the platform says he can't be reached there."""

    __tablename__ = "identities"
    __table_args__ = (UniqueConstraint("channel", "account"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    channel: Mapped[Channel]
    account: Mapped[str]
    reachable: Mapped[bool] = mapped_column(default=True)


class Appointment(Base):
    """A role held by a person somewhere; ended, never deleted."""

    __tablename__ = "appointments"
    __table_args__ = (
        CheckConstraint(
            "coalesce(department_id, enterprise_id, region_id) IS NOT NULL",
            name="somewhere",
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    role: Mapped[Role]
    department_id: Mapped[int | None] = mapped_column(ForeignKey("departments.id"), index=True)
    section_id: Mapped[int | None] = mapped_column(ForeignKey("sections.id"))
    enterprise_id: Mapped[int | None] = mapped_column(ForeignKey("enterprises.id"), index=True)
    region_id: Mapped[int | None] = mapped_column(ForeignKey("regions.id"), index=True)
    ended_at: Mapped[datetime | None] = mapped_column(default=None)


_identify = Statement(
    select(Identity.person_id).where(
        Identity.channel == bindparam("channel", type_=ChannelName()), Identity.account == bindparam("account")
    )
)
# NO KEY UPDATE: rows of others that refer to the person (a pass, a part) must not wait for his turn to end.
_lock = Statement(select(Person.id).where(Person.id == bindparam("person")).with_for_update(key_share=True))


def identify(session: Session, channel: Channel, account: str) -> int | None:
    """The person behind an account of a channel, or None for a stranger."""
    rows = _identify(session, channel=channel, account=account)
    return rows[0][0] if rows else None


def reached(session: Session, channel: str, account: str, *, reachable: bool) -> None:
    """Remembers whether a person can be reached by an account: a platform's refusal says no, his own writing says
    yes.
    """
    where = (Identity.channel == Channel(channel), Identity.account == account)
    for identity in session.scalars(select(Identity).where(*where)):
        identity.reachable = reachable
    session.flush()


def lock(session: Session, person_id: int) -> None:
    """Holds the person until the transaction ends. In a statement of its own: what is read after it is read afresh.

    On SQLite the transaction has the whole database to itself already.
    """
    if session.get_bind().dialect.name != "sqlite":
        _lock(session, person=person_id)


def is_lost(person: Person, incoming: Incoming) -> bool:
    """Whether the platform said of the account that he can't be reached there."""
    account = (incoming.channel, incoming.account)
    return any((each.channel, each.account) == account and not each.reachable for each in person.identities)


def wrote(session: Session, person: Person, incoming: Incoming) -> Person:
    """The person acted here: notices follow him to this channel, and its account can be reached again; his record as
    it is then.
    """
    if is_lost(person, incoming):
        reached(session, incoming.channel, incoming.account, reachable=True)
    if person.channel is incoming.channel or incoming.act is Act.BACK:
        return person
    known = session.get_one(Person, person.id)
    known.channel = incoming.channel
    session.flush()
    return known


def is_public(person: Person) -> bool:
    """Whether the person holds an office of the administration, and none at an enterprise."""
    roles = {each.role for each in person.appointments}
    return bool(roles & PUBLIC) and not roles & GATE


def may_act_as_officer(person: Person, day: date) -> bool:
    """Whether the person has an enforcement card that is valid on the day; an assistant never acts as an officer."""
    return not person.assistant and person.card_valid_until is not None and day <= person.card_valid_until


def holders(
    session: Session, *roles: Role, department: int | None = None, enterprise: int | None = None
) -> list[Person]:
    """Who holds one of the roles at a department or an enterprise now, in a fixed order; suspended people are left
    out.
    """
    if department is not None:
        return _holding(session, roles, Appointment.department_id == department)
    return _holding(session, roles, Appointment.enterprise_id == enterprise)


def region_and_above(session: Session, region_id: int) -> list[int]:
    """A region and the regions it lies in, from the smallest up."""
    regions = []
    region = session.get(Region, region_id)
    while region is not None:
        regions.append(region.id)
        region = session.get(Region, region.parent_id) if region.parent_id else None
    return regions


def with_successors(session: Session, department_id: int | None) -> frozenset[int]:
    """A department and those to which its people and matters went when it was merged away; none for none."""
    found: set[int] = set()
    while department_id is not None and department_id not in found:
        found.add(department_id)
        department = session.get(Department, department_id)
        department_id = department.successor_id if department is not None else None
    return frozenset(found)


def supervisors(session: Session, region_id: int) -> list[Person]:
    """The supervisors of a region and of the regions it lies in."""
    regions = region_and_above(session, region_id)
    return _holding(session, (Role.SUPERVISOR,), Appointment.region_id.in_(regions))


def operators(session: Session) -> list[Person]:
    """Everybody who runs the platform."""
    return _holding(session, (Role.OPERATOR,), Appointment.id.is_not(None))


def _holding(session: Session, roles: Sequence[Role], where: ColumnElement[bool]) -> list[Person]:
    held = select(Appointment.person_id).where(where, Appointment.role.in_(roles), Appointment.ended_at.is_(None))
    return list(
        session.scalars(select(Person).where(Person.id.in_(held), Person.suspended_at.is_(None)).order_by(Person.id))
    )
