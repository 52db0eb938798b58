"""A city to measure in: an enterprise with its owner for each of the people, and a visit of each to be rated."""

import asyncio
import sys
from datetime import UTC, datetime, timedelta

from sqlalchemy.orm import Session

from bench.story import FIRST_ACCOUNT, PEOPLE
from models.ground.database import Database
from models.ground.messages import Channel
from models.ratings.ratings import open_rating
from models.register.enterprises import Enterprise
from models.register.people import Appointment, Department, Identity, Person, Region, Role, Section
from models.register.rules import Kind
from models.visits.states import PartState, State
from models.visits.visits import Part, Visit


def settle(session: Session) -> list[str]:
    """Writes everybody down; what the button under each person's invitation to rate carries."""
    region = Region(name="衡阳市")
    session.add(region)
    session.flush()
    department = Department(region_id=region.id, name="市生态环境局", mark="环")
    session.add(department)
    session.flush()
    section = Section(department_id=department.id, name="执法支队")
    official = _person(session, "王工", None)
    session.add(section)
    session.add(Appointment(person_id=official.id, role=Role.OFFICIAL, department_id=department.id))
    session.flush()
    return [_visit(session, region, department, official, number) for number in range(PEOPLE)]


def _person(session: Session, name: str, account: int | None) -> Person:
    person = Person(name=name, locale="zh-CN", channel=Channel.TELEGRAM)
    session.add(person)
    session.flush()
    if account is not None:
        session.add(Identity(person_id=person.id, channel=Channel.TELEGRAM, account=str(account)))
    return person


def _visit(session: Session, region: Region, department: Department, official: Person, number: int) -> str:
    now = datetime.now(UTC)
    start = now - timedelta(hours=3)
    owner = _person(session, "赵总", FIRST_ACCOUNT + number)
    enterprise = Enterprise(region_id=region.id, uscc=f"BENCH{number:013d}", name=f"雁北示例机械第{number}有限公司")
    session.add(enterprise)
    session.flush()
    session.add(Appointment(person_id=owner.id, role=Role.OWNER, enterprise_id=enterprise.id))
    visit = Visit(
        region_id=region.id,
        enterprise_id=enterprise.id,
        requested_by=official.id,
        requested_at=start - timedelta(days=7),
        state=State.ENDED,
        starts_at=start,
        ends_at=start + timedelta(hours=2),
        first_start=start,
        agreed_at=start - timedelta(days=5),
        ended_at=now,
    )
    session.add(visit)
    session.flush()
    session.add(
        Part(
            visit_id=visit.id,
            department_id=department.id,
            section_id=None,
            requested_by=official.id,
            kind=Kind.SURVEY,
            matters=[],
            matter_words="调研生产经营情况",
            state=PartState.APPROVED,
        )
    )
    open_rating(session, visit.id, now, now + timedelta(days=15))
    session.flush()
    return f"2.sheet.v{visit.public_id}.{visit.revision}"


async def build(address: str) -> list[str]:
    """A settled city in the migrated database at `address`."""
    database = await Database(address).open()
    buttons = await database.run(settle)
    await database.close()
    return buttons


if __name__ == "__main__":
    sys.stdout.write("\n".join(asyncio.run(build(sys.argv[1]))))
