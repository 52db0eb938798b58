"""A department's group chat: on whatever channel, and those named before there was more than one."""

import pytest

from models.ground.messages import Channel, Group
from models.register import snapshots
from models.register.groups import group_of, name_group
from tests.town import Town

ENVIRONMENT = 1


@pytest.mark.parametrize(
    ("group", "kept"),
    [(Group(Channel.WECOM, "wrG_1"), "wrG_1"), (Group(Channel("pigeon"), "flock:7"), "pigeon:flock:7"), (None, "")],
)
async def test_a_group_is_kept_with_its_channel_and_one_of_wecom_as_it_always_was(
    town: Town, group: Group | None, kept: str
) -> None:
    await town.database.run(lambda session: name_group(session, ENVIRONMENT, group))
    department = await town.database.read(lambda session: snapshots.department(session, ENVIRONMENT))
    assert (department.group_chat, group_of(department)) == (kept, group)
