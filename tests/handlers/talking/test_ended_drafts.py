"""A draft ends with the right it was begun by, and he who began it is told in a sentence."""

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from models.inquiries.inquiries import Inquiry, InquiryStep
from models.post import drafts
from models.register.people import Appointment, Role
from models.visits.visits import Visit
from tests.handlers.inquiries import story as inquiry_story
from tests.handlers.visits.story import NUMBERS
from tests.town import WORDS, Said, Town, to

SQLITE = pytest.mark.parametrize("fresh", ["sqlite"], indirect=True)
SENTENCE = WORDS.text("zh-CN", "talk-right-ended", {})


async def _change(town: Town, who: str, role: Role, **values: object) -> None:
    def put(session: Session) -> None:
        mine = Appointment.person_id == NUMBERS[who], Appointment.role == role
        held = session.scalars(select(Appointment).where(*mine)).one()
        for name, value in values.items():
            setattr(held, name, value)

    await town.database.run(put)


async def _count(town: Town, what: type) -> int:
    return await town.look(lambda session: len(session.scalars(select(what)).all()))


def _is_ended(said: list[Said]) -> bool:
    return said[0].key == "talk-over" and said[0].text.startswith(SENTENCE)


async def _nothing_left(town: Town, who: str) -> bool:
    return await town.look(lambda session: not drafts.begun(session, NUMBERS[who], town.clock.moment))


@SQLITE
@pytest.mark.parametrize("change", ["ended", "moved"])
async def test_a_talk_begun_as_desk_is_not_finished_after_the_appointment_has_ended(town: Town, change: str) -> None:
    await inquiry_story.accepted(town)
    await town.presses("周科", "1.q_note.q1.2")
    steps = await _count(town, InquiryStep)
    await _change(
        town, "周科", Role.DESK, **({"ended_at": town.clock.moment} if change == "ended" else {"department_id": 2})
    )
    assert _is_ended(to(await town.says("周科", "材料已转窗口"), "周科"))
    assert await _count(town, InquiryStep) == steps
    assert await _nothing_left(town, "周科")


@SQLITE
async def test_a_request_begun_for_one_department_does_not_go_on_for_another(town: Town) -> None:
    await town.says("王工", "/visit")
    await town.says("王工", "1")
    await _change(town, "王工", Role.OFFICIAL, department_id=2)
    assert _is_ended(to(await town.says("王工", "雁北"), "王工"))
    assert await _nothing_left(town, "王工")
    assert await _count(town, Visit) == 0


@SQLITE
async def test_what_was_written_for_one_enterprise_is_not_asked_by_another(town: Town) -> None:
    await town.says("赵总", "/ask")
    await town.says("赵总", "环保手续办理要多久？")
    await _change(town, "赵总", Role.OWNER, enterprise_id=2)
    assert _is_ended(to(await town.says("赵总", "1"), "赵总"))
    assert await _count(town, Inquiry) == 0


@SQLITE
async def test_an_office_lost_that_has_nothing_to_do_with_a_talk_ends_nothing(town: Town) -> None:
    await town.says("周科", "/visit")
    await _change(town, "周科", Role.DESK, ended_at=town.clock.moment)
    said = to(await town.says("周科", "1"), "周科")
    assert said[0].key.startswith("talk-question")
