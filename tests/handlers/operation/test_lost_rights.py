"""Whoever has left, moved or is suspended: older messages lose their buttons and show nothing new."""

from collections.abc import Awaitable, Callable

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from handlers.inquiries.commands import WithdrawInquiry
from handlers.visits.commands import RejectVisit, WithdrawVisit
from models.register.people import Appointment, Person, Region, Role
from tests.handlers.inquiries import story as inquiry_story
from tests.handlers.visits import story
from tests.handlers.visits.story import NUMBERS
from tests.town import Said, Town, to

SQLITE = pytest.mark.parametrize("fresh", ["sqlite"], indirect=True)
REASON = "请打13800138000找老周"
Do = Callable[[Town], Awaitable[list[Said]]]


async def _rejects(town: Town) -> list[Said]:
    visit = await town.visit()
    return await story.perform(town, "孙工", RejectVisit(visit=visit.id, revision=visit.revision, reason=REASON))


async def _withdraws(town: Town) -> list[Said]:
    visit = await town.visit()
    return await story.perform(town, "王工", WithdrawVisit(visit=visit.id, revision=visit.revision, reason=REASON))


CASES: dict[str, tuple[str, Do, Do]] = {
    "a deputy's question": ("钱副总", story.asked, lambda town: story.declines(town, reason=REASON)),
    "an official's visit": ("王工", story.agreed, lambda town: story.postpones(town, story.MONDAY, reason=REASON)),
    "a head's request": ("李局", story.requested, _rejects),
    "a supervisor's objection": ("何督查", story.objected, _withdraws),
    "a desk's inquiry": (
        "周科",
        inquiry_story.asked,
        lambda town: story.perform(town, "赵总", WithdrawInquiry(inquiry=1, reason=REASON)),
    ),
}
"""Who loses his right, what stands in his chat by then, and what happens next."""


async def _loses(town: Town, who: str, how: str) -> None:
    def put(session: Session) -> None:
        person = session.get_one(Person, NUMBERS[who])
        if how == "suspended":
            person.suspended_at = town.clock.moment
        elif how == "moved":
            session.add(Region(id=2, name="邻市"))
            session.flush()
        for held in session.scalars(select(Appointment).where(Appointment.person_id == person.id)):
            if how == "left":
                held.ended_at = town.clock.moment
            elif how == "moved":
                held.department_id = held.department_id and 2
                held.enterprise_id = held.enterprise_id and 2
                held.region_id = held.region_id and 2

    await town.database.run(put)


@SQLITE
@pytest.mark.parametrize("how", ["suspended", "left", "moved"])
@pytest.mark.parametrize("case", CASES)
async def test_an_older_message_of_whoever_lost_his_right_loses_its_buttons_and_shows_nothing_new(
    town: Town, case: str, how: str
) -> None:
    who, arrive, happens = CASES[case]
    await arrive(town)
    await inquiry_story.appoint(town, "孙工", Role.APPROVER, 1)
    await _loses(town, who, how)
    said = to(await happens(town), who)
    assert [one.key for one in said if one.edit] == ["no-longer-yours"] * len([one for one in said if one.edit])
    assert any(one.edit for one in said), "the buttons go"
    assert not any(one.buttons for one in said)
    assert not any(REASON in one.text for one in said)


@SQLITE
async def test_a_suspended_person_is_told_nothing_by_anybody(town: Town) -> None:
    """Also what is said to him by name, such as that his check-in is disputed."""
    said = await story.under_way(town)
    came = to(said, "赵总")[0].button("没有人来")
    await _loses(town, "王工", "suspended")
    said = await town.presses("赵总", came)
    assert to(said, "王工") == []
