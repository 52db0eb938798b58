"""A right that ends between the turn that put a message down and the moment it goes: nothing new reaches whoever lost
it.
"""

from collections.abc import Callable

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from jobs.sending import Again, Call, Outcome
from models.ground.messages import Channel
from models.register.people import Appointment, Person, Role
from models.register.rules import Kind
from tests.handlers.visits import story
from tests.handlers.visits.story import NUMBERS
from tests.jobs.platform import Office, Platform, at_work, takes
from tests.town import WORDS, Town

SQLITE = pytest.mark.parametrize("fresh", ["sqlite"], indirect=True)
REASON = "请打13800138000找保安老周"
OVER = WORDS.text("zh-CN", "no-longer-yours", {}).split("\n")[0]
ZHAO, QIAN = "100004", "100005"  # their accounts on Telegram
ENDS: dict[str, Callable[[Town], dict[str, object]]] = {
    "suspended": lambda town: {"suspended_at": town.clock.moment},
    "left": lambda town: {"ended_at": town.clock.moment},
    "moved": lambda _town: {"enterprise_id": 2},
}


async def _change(town: Town, who: str, **values: object) -> None:
    def put(session: Session) -> None:
        person = session.get_one(Person, NUMBERS[who])
        held = session.scalars(select(Appointment).where(Appointment.person_id == person.id)).first()
        for name, value in values.items():
            setattr(person if hasattr(person, name) else held, name, value)

    await town.database.run(put)


@SQLITE
@pytest.mark.parametrize("ends", ENDS)
async def test_whoever_lost_his_right_after_it_was_queued_gets_nothing_and_his_old_message_only_loses_its_buttons(
    town: Town, ends: str
) -> None:
    """The other administrator's reason, with a phone number in it, was read by a suspended deputy."""
    platform = Platform(channel=Channel.TELEGRAM)
    await story.asked(town, Kind.SURVEY)
    await _deliver(town, platform)
    assert any("来访人" in body for body in platform.bodies if QIAN in body), "he was asked"
    await story.declines(town, reason=REASON)
    await _change(town, "钱副总", **ENDS[ends](town))
    platform.arrived.clear()
    await _deliver(town, platform)
    told = {account: [body for body in platform.bodies if account in body] for account in (ZHAO, QIAN)}
    assert any(REASON in body for body in told[ZHAO]), "whoever still has his right hears it"
    assert not any(REASON in body for body in told[QIAN])
    assert [OVER in body for body in told[QIAN]] == [True], "one change, without anything new"


@SQLITE
async def test_what_was_refused_once_and_is_tried_again_is_looked_at_again(town: Town) -> None:
    platform = Platform(channel=Channel.TELEGRAM)
    await story.asked(town, Kind.SURVEY)
    await _deliver(town, platform)
    await story.declines(town, reason=REASON)
    tried: list[str] = []

    async def full(call: Call) -> Outcome:
        if QIAN not in call.body or tried:
            return await takes(call)
        tried.append(call.body)
        await _change(town, "钱副总", suspended_at=town.clock.moment)
        return Again(seconds=0.3, why="429")

    platform.answer = full
    platform.arrived.clear()
    await _deliver(town, platform)
    later = [body for body in platform.bodies if QIAN in body and body not in tried]
    assert tried
    assert not any(REASON in body for body in later)


@SQLITE
async def test_an_office_gained_or_another_one_lost_keeps_nothing_from_anybody(town: Town) -> None:
    platform = Platform(channel=Channel.TELEGRAM)

    def gate_too(session: Session) -> None:
        session.add(Appointment(person_id=NUMBERS["钱副总"], role=Role.GATEKEEPER, enterprise_id=2))

    await town.database.run(gate_too)
    await story.asked(town, Kind.SURVEY)
    await story.declines(town, reason=REASON)

    def gate_no_more(session: Session) -> None:
        held = select(Appointment).where(Appointment.role == Role.GATEKEEPER, Appointment.enterprise_id == 2)
        session.scalars(held).one().ended_at = town.clock.moment

    await town.database.run(gate_no_more)
    await _deliver(town, platform)
    assert any(REASON in body for body in platform.bodies if QIAN in body)


async def _deliver(town: Town, platform: Platform) -> None:
    """Everything goes that is open, from couriers who begin now."""
    office, wecom = Office(town.database, platform), Office(town.database, Platform(channel=Channel.WECOM))
    async with at_work(office, wecom):
        await office.settled()
        await wecom.settled()
