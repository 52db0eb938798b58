"""The group chat of a department on WeCom: made by the app, as it can speak in no other."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.channels.errors import ChannelFault
from bot.channels.wecom.platform import WeCom
from bot.opening import CannotStart, opened
from bot.settings import Settings
from bot.wiring import house
from bot.words import Words
from models.ground.database import Database
from models.ground.messages import Channel
from models.register.people import Department, Person, Role, holders

WECOM = WeCom()
LEAST = 2  # members of a group, WeCom's rule


@dataclass(frozen=True)
class Members:
    """Who is in a department's group: its heads, of whom the first owns it, and its desks, by their userids."""

    department: int
    owner: str
    accounts: tuple[str, ...]


async def make_group(settings: Settings, name: str) -> str:
    """Makes the group of a department and names it there; gives its id. Raises CannotStart with a line for the
    operator.
    """
    if not settings.of(WECOM).on:
        raise CannotStart("FUMA_WECOM_SECRET is empty: there is no WeCom to make a group on")
    async with opened(settings) as database:
        members = await database.read(lambda session: _members(session, name))
        group = await _made(settings, database, name, members)
        await database.run(lambda session: _name(session, members.department, group))
    return group


async def drop_group(settings: Settings, name: str) -> None:
    """A department has no group any more: nothing is said there. The chat itself stays with its members."""
    async with opened(settings) as database:
        number = await database.read(lambda session: _department(session, name).id)
        await database.run(lambda session: _name(session, number, ""))


async def _made(settings: Settings, database: Database, name: str, members: Members) -> str:
    channel = WECOM.plug_in(settings.of(WECOM), house(WECOM, settings, database, Words.load())).adapter
    await channel.open()
    try:
        return await channel.make_group(name, members.owner, members.accounts)
    except ChannelFault as fault:
        raise CannotStart(f"{fault}; the group was not made") from fault
    finally:
        await channel.close()


def _members(session: Session, name: str) -> Members:
    department = _department(session, name)
    heads = holders(session, Role.APPROVER, department=department.id)
    desks = holders(session, Role.DESK, department=department.id)
    accounts = tuple(dict.fromkeys(account for person in (*heads, *desks) for account in _userids(person)))
    if len(accounts) < LEAST:
        raise CannotStart(f"{name}: a group needs {LEAST} of its heads and desks on WeCom, there are {len(accounts)}")
    return Members(department.id, accounts[0], accounts)


def _userids(person: Person) -> list[str]:
    return [each.account for each in person.identities if each.channel is Channel.WECOM and each.reachable]


def _department(session: Session, name: str) -> Department:
    found = session.scalar(select(Department).where(Department.name == name, Department.ended_at.is_(None)))
    if found is None:
        raise CannotStart(f"{name}: no such department")
    return found


def _name(session: Session, department: int, group: str) -> None:
    session.get_one(Department, department).wecom_group = group
    session.flush()
