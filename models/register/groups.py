"""The group chat of a department, on whatever channel it is: one at most."""

from sqlalchemy.orm import Session

from models.ground.messages import Channel, Group
from models.register.people import Department

FIRST = Channel.WECOM  # had groups when no other had: an id that names no channel is of it, and its groups are kept so


def group_of(department: Department) -> Group | None:
    """The group that a department has named; None where it has named none."""
    channel, colon, chat = department.group_chat.partition(":")
    if colon:
        return Group(Channel(channel), chat)
    return Group(FIRST, department.group_chat) if department.group_chat else None


def name_group(session: Session, number: int, group: Group | None) -> None:
    """From now on this is a department's group; None where it has none any more."""
    start = "" if group is None or group.channel is FIRST else f"{group.channel}:"
    session.get_one(Department, number).group_chat = f"{start}{group.id}" if group is not None else ""
    session.flush()
