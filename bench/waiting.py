"""A city that waits: visits with a clock each, of one sort, that are all due as soon as somebody says so."""

import asyncio
import sys
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import partial

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from models.ground.database import Database
from models.ground.messages import Channel
from models.ratings.ratings import open_rating
from models.register.enterprises import Enterprise
from models.register.people import Appointment, Department, Identity, Person, Region, Role, Section
from models.register.rules import Kind
from models.time import clocks
from models.time.clocks import ClockKind
from models.time.clocks import clocks as table
from models.visits.states import PartState, State
from models.visits.visits import Part, Visit, Visitor

OFFICES = 50  # departments, each with a head and two officers, who share the visits
FIRST_ACCOUNT = 7_000_000

Build = Callable[[Session, "Office", Enterprise, datetime], Visit]


@dataclass(frozen=True)
class Office:
    """A department and its people."""

    department: Department
    officers: tuple[Person, Person]


class Settlers:
    """Gives everybody an account of Telegram of his own."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._account = FIRST_ACCOUNT

    def person(self, name: str, role: Role, **where: int) -> Person:
        """Somebody with an appointment."""
        card = date(2099, 12, 31) if role is Role.OFFICIAL else None
        person = Person(name=name, locale="zh-CN", channel=Channel.TELEGRAM, card_valid_until=card)
        self._session.add(person)
        self._session.flush()
        self._account += 1
        self._session.add(Identity(person_id=person.id, channel=Channel.TELEGRAM, account=str(self._account)))
        self._session.add(Appointment(person_id=person.id, role=role, **where))
        return person


def settle(session: Session, sort: str, number: int) -> None:
    """So many visits that wait, each of an enterprise of its own."""
    now = datetime.now(UTC)
    settlers, region = Settlers(session), Region(name="衡阳市")
    session.add(region)
    session.flush()
    offices = [_office(session, settlers, region, each) for each in range(OFFICES)]
    for each in range(number):
        enterprise = Enterprise(region_id=region.id, uscc=f"BENCH{each:013d}", name=f"雁北示例机械第{each}有限公司")
        session.add(enterprise)
        session.flush()
        settlers.person("赵总", Role.OWNER, enterprise_id=enterprise.id)
        visit = BUILD[sort](session, offices[each % OFFICES], enterprise, now)
        clocks.start(session, KINDS[sort], visit.subject, now - timedelta(days=4), now + timedelta(days=4))
    session.flush()


def _office(session: Session, settlers: Settlers, region: Region, number: int) -> Office:
    department = Department(region_id=region.id, name=f"市第{number}局", mark=chr(ord("一") + number))
    session.add(department)
    session.flush()
    session.add(Section(department_id=department.id, name="执法支队"))
    settlers.person("李局", Role.APPROVER, department_id=department.id)
    officers = [settlers.person(name, Role.OFFICIAL, department_id=department.id) for name in ("王工", "周科")]
    return Office(department, (officers[0], officers[1]))


def _visit(session: Session, office: Office, enterprise: Enterprise, now: datetime, state: State) -> Visit:
    over = state is State.ENDED
    start = now - timedelta(days=8) if over else now + timedelta(days=14)
    visit = Visit(
        region_id=enterprise.region_id,
        enterprise_id=enterprise.id,
        requested_by=office.officers[0].id,
        requested_at=start - timedelta(days=20),
        state=state,
        starts_at=start,
        ends_at=start + timedelta(hours=2),
        first_start=start,
        asked_at=None if state is State.REQUESTED else start - timedelta(days=19),
        ended_at=start + timedelta(hours=2) if over else None,
    )
    session.add(visit)
    session.flush()
    part = Part(
        visit_id=visit.id,
        department_id=office.department.id,
        section_id=None,
        requested_by=office.officers[0].id,
        kind=Kind.ROUTINE,
        matters=["大气污染防治设施运行"],
        legal_basis="《大气污染防治法》第二十九条",
        state=PartState.REQUESTED if state is State.REQUESTED else PartState.APPROVED,
    )
    session.add(part)
    session.flush()
    session.add_all(Visitor(part_id=part.id, visit_id=visit.id, person_id=each.id) for each in office.officers)
    if over:
        open_rating(session, visit.id, now - timedelta(days=8), now)
    session.flush()
    return visit


BUILD: dict[str, Build] = {
    "rating": partial(_visit, state=State.ENDED),
    "approval": partial(_visit, state=State.REQUESTED),
    "reply": partial(_visit, state=State.ASKED),
}
KINDS = {"rating": ClockKind.RATING, "approval": ClockKind.APPROVAL, "reply": ClockKind.REPLY}


def make_due(session: Session, sort: str) -> None:
    """Time is up, for all of them."""
    moment = datetime.now(UTC) - timedelta(seconds=1)
    session.execute(update(table).where(table.c.kind == KINDS[sort]).values(due_at=moment, next_at=moment))


def left(session: Session, sort: str) -> int:
    """How many haven't acted yet."""
    count = select(func.count()).where(table.c.kind == KINDS[sort], table.c.state == "open")
    return int(session.scalar(count) or 0)


async def build(address: str, sort: str, number: int) -> None:
    """Such a city in the migrated database at `address`."""
    database = await Database(address).open()
    await database.run(partial(settle, sort=sort, number=number))
    await database.close()


if __name__ == "__main__":
    asyncio.run(build(sys.argv[1], sys.argv[2], int(sys.argv[3])))
