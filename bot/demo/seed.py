"""Puts the demo's people, departments and enterprises into an empty database."""

import tomllib
from datetime import date, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.ground.messages import Channel
from models.inquiries import proposals
from models.register.enterprises import Enterprise, put_up_sign
from models.register.people import Appointment, Department, Identity, Matter, Person, Region, Role, Section

PEOPLE = Path(__file__).with_name("people.toml")
CARDS_UNTIL = date(2029, 12, 31)
SWAPPED = {Channel.WECOM: Channel.TELEGRAM, Channel.TELEGRAM: Channel.WECOM}


def read_people(*, mirrored: bool = False) -> dict[str, Any]:
    """The demo's data; `mirrored` gives everybody the other phone."""
    data = tomllib.loads(PEOPLE.read_text(encoding="utf-8"))
    for person in data["people"]:
        channel = Channel(person["channel"])
        person["channel"] = SWAPPED[channel].value if mirrored else channel.value
        person["account"] = person[person["channel"]]
    return data


def phones(data: dict[str, Any], languages: dict[str, str]) -> str:
    """The people in the form the sandbox reads: one phone each."""
    lines = []
    for person in data["people"]:
        lines.append("[[people]]")
        lines += [f'{key} = "{person[key]}"' for key in ("id", "name", "note", "channel", "account")]
        lines.append(f'language = "{languages.get(person["id"], "zh-CN")}"')
    return "\n".join(lines) + "\n"


def seed(session: Session, data: dict[str, Any], now: datetime, languages: dict[str, str] | None = None) -> None:
    """Writes everybody down, if nobody is there yet."""
    if session.scalar(select(Person.id).limit(1)) is not None:
        return
    region = Region(name=data["region"]["name"])
    session.add(region)
    session.flush()
    departments = {row["name"]: _department(session, region, row) for row in data["departments"]}
    enterprises = {row["key"]: _enterprise(session, region, row, now) for row in data["enterprises"]}
    for row in data["people"]:
        person = Person(
            name=row["name"],
            locale=(languages or {}).get(row["id"], "zh-CN"),
            channel=Channel(row["channel"]),
            card_number=row.get("card"),
            card_valid_until=CARDS_UNTIL if "card" in row else None,
        )
        session.add(person)
        session.flush()
        session.add(Identity(person_id=person.id, channel=Channel(row["channel"]), account=row["account"]))
        for held in row["roles"]:
            session.add(_appointment(person, held, region, departments, enterprises))
    session.flush()


def _department(session: Session, region: Region, row: dict[str, Any]) -> tuple[int, int]:
    department = Department(region_id=region.id, name=row["name"], mark=row["mark"])
    session.add(department)
    session.flush()
    section = Section(department_id=department.id, name=row["section"])
    session.add(section)
    session.add_all(Matter(department_id=department.id, name=name) for name in row["matters"])
    proposals.enter(session, department.id)
    return department.id, section.id


def _enterprise(session: Session, region: Region, row: dict[str, Any], now: datetime) -> int:
    enterprise = Enterprise(region_id=region.id, uscc=row["uscc"], name=row["name"], address=row["address"])
    session.add(enterprise)
    session.flush()
    put_up_sign(session, enterprise.id, now)
    return enterprise.id


def _appointment(
    person: Person,
    held: dict[str, str],
    region: Region,
    departments: dict[str, tuple[int, int]],
    enterprises: dict[str, int],
) -> Appointment:
    role = Role(held["role"])
    if "department" in held:
        department, section = departments[held["department"]]
        return Appointment(person_id=person.id, role=role, department_id=department, section_id=section)
    if "enterprise" in held:
        return Appointment(person_id=person.id, role=role, enterprise_id=enterprises[held["enterprise"]])
    return Appointment(person_id=person.id, role=role, region_id=region.id)
