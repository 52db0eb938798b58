"""The group chat of a department: made by Fuma, as it can speak in no other."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.channels.errors import ChannelFault
from bot.channels.plug import Platform, Plug
from bot.channels.registered import PLATFORMS
from bot.opening import CannotStart, opened
from bot.settings import Settings
from bot.wiring import plug_in
from bot.words import Words
from models.ground.messages import Channel, Group
from models.register.groups import name_group
from models.register.people import Department, Person, Role, holders

LEAST = 2  # members of a group: fewer are none


@dataclass(frozen=True)
class Members:
    """Who is in a department's group: its heads, of whom the first owns it, and its desks, by their accounts."""

    department: int
    owner: str
    accounts: tuple[str, ...]


async def make_group(settings: Settings, name: str) -> str:
    """Makes the group of a department and names it there; gives its id. Raises CannotStart with a line for the
    operator.
    """
    platform = _platform_with_groups(settings)
    async with opened(settings) as database:
        members = await database.read(lambda session: _members(session, platform, name))
        plug = plug_in(platform, settings, database, Words.load())
        group = Group(platform.name, await _made(plug, name, members))
        await database.run(lambda session: name_group(session, members.department, group))
    return group.id


async def drop_group(settings: Settings, name: str) -> None:
    """A department has no group any more: nothing is said there. The chat itself stays with its members."""
    async with opened(settings) as database:
        number = await database.read(lambda session: _department(session, name).id)
        await database.run(lambda session: name_group(session, number, None))


def _platform_with_groups(settings: Settings) -> Platform[Any]:
    able = [platform for platform in PLATFORMS if platform.has_groups]
    for platform in able:
        if settings.of(platform).on:
            return platform
    off, title = settings.of(able[0]), able[0].title
    raise CannotStart(f"{off.variable(off.SWITCH)} is empty: there is no {title} to make a group on")


async def _made(plug: Plug, name: str, members: Members) -> str:
    await plug.adapter.open()
    try:
        return await plug.make_group(name, members.owner, members.accounts)
    except ChannelFault as fault:
        raise CannotStart(f"{fault}; the group was not made") from fault
    finally:
        await plug.adapter.close()


def _members(session: Session, platform: Platform[Any], name: str) -> Members:
    department = _department(session, name)
    heads = holders(session, Role.APPROVER, department=department.id)
    desks = holders(session, Role.DESK, department=department.id)
    accounts = tuple(dict.fromkeys(each for person in (*heads, *desks) for each in _accounts(person, platform.name)))
    if len(accounts) < LEAST:
        words = f"a group needs {LEAST} of its heads and desks on {platform.title}, there are {len(accounts)}"
        raise CannotStart(f"{name}: {words}")
    return Members(department.id, accounts[0], accounts)


def _accounts(person: Person, channel: Channel) -> list[str]:
    return [each.account for each in person.identities if each.channel is channel and each.reachable]


def _department(session: Session, name: str) -> Department:
    found = session.scalar(select(Department).where(Department.name == name, Department.ended_at.is_(None)))
    if found is None:
        raise CannotStart(f"{name}: no such department")
    return found
