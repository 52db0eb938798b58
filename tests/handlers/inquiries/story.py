"""An inquiry brought to any point of its story by the real actions, and what can be seen of it."""

from collections.abc import Awaitable, Callable
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from handlers.inquiries.commands import (
    AnswerInquiry,
    AskBack,
    AskExtension,
    AskInquiry,
    OfferTransfer,
    ReturnInquiry,
    WithdrawInquiry,
)
from models.ground.subjects import Subject
from models.inquiries.inquiries import Inquiry, load_inquiry, steps_of
from models.register.people import Appointment, Role
from models.time import clocks
from tests.handlers.visits import story
from tests.handlers.visits.story import NUMBERS
from tests.town import Said, Town, to

ENVIRONMENT, EMERGENCY = 1, 2  # 市生态环境局, 周科 its desk and 李局 its head; 市应急管理局, 孙工 its desk
WORDS = "环保手续办理要多久？我们九月交的材料。"
ANSWER = "手续齐全，下周三前发证。"

Arrive = Callable[[Town], Awaitable[list[Said]]]


async def asked(town: Town, department: int = ENVIRONMENT, who: str = "赵总") -> list[Said]:
    """赵总 asks 市生态环境局."""
    return await story.perform(town, who, AskInquiry(words=WORDS, files=(), department=department))


async def complained(town: Town, about: int = ENVIRONMENT) -> list[Said]:
    """赵总 complains in confidence about 市生态环境局: 何督查 has to place it."""
    return await story.perform(town, "赵总", AskInquiry(words="窗口不收材料。", files=(), accused=about))


async def returned(town: Town, to_department: int = EMERGENCY, who: str = "周科") -> list[Said]:
    """The desk returns the newest."""
    inquiry = await newest(town)
    command = ReturnInquiry(
        inquiry=inquiry.id, revision=inquiry.revision, department=to_department, reason="不属于本部门职责"
    )
    return await story.perform(town, who, command)


async def returned_once(town: Town) -> list[Said]:
    """周科 returns it to 市应急管理局."""
    await asked(town)
    return await returned(town)


async def placing(town: Town) -> list[Said]:
    """Passed on three times: 何督查 has to place it."""
    await asked(town)
    await returned(town)
    await returned(town, ENVIRONMENT, "孙工")
    return await returned(town)


async def accepted(town: Town) -> list[Said]:
    """周科 accepts."""
    said = await asked(town)
    return await town.presses("周科", to(said, "周科")[0].button("受理"))


async def waiting(town: Town) -> list[Said]:
    """周科 asks back."""
    await accepted(town)
    return await asks_back(town)


async def asks_back(town: Town) -> list[Said]:
    """周科 needs something of the enterprise."""
    return await story.perform(town, "周科", AskBack(inquiry=(await newest(town)).id, words="请补充受理编号。"))


async def answered(town: Town) -> list[Said]:
    """周科 answers."""
    await accepted(town)
    return await answers(town)


async def answers(town: Town, who: str = "周科", number: int | None = None) -> list[Said]:
    """A desk answers."""
    command = AnswerInquiry(inquiry=number or (await newest(town)).id, words=ANSWER, files=())
    return await story.perform(town, who, command)


async def solved(town: Town) -> list[Said]:
    """赵总 marks it solved: closed."""
    said = await answered(town)
    return await town.presses("赵总", to(said, "赵总")[-1].button("解决了"))


async def withdrawn(town: Town) -> list[Said]:
    """赵总 takes the newest back."""
    command = WithdrawInquiry(inquiry=(await newest(town)).id, reason="提错了")
    return await story.perform(town, "赵总", command)


async def offered(town: Town) -> list[Said]:
    """周科 has accepted, and offers it to 市应急管理局."""
    await accepted(town)
    return await offers(town)


async def offers(town: Town, department: int = EMERGENCY, who: str = "周科") -> list[Said]:
    """A desk offers the newest to another department."""
    inquiry = await newest(town)
    command = OfferTransfer(
        inquiry=inquiry.id, revision=inquiry.revision, department=department, reason="消防验收归应急部门"
    )
    return await story.perform(town, who, command)


async def wants_time(town: Town, who: str = "周科") -> list[Said]:
    """The desk asks for more time."""
    return await story.perform(town, who, AskExtension(inquiry=1, until=date(2026, 12, 10), reason="等专家"))


async def appoint(town: Town, who: str, role: Role, department: int) -> None:
    """Somebody gets one more role."""
    row = Appointment(person_id=NUMBERS[who], role=role, department_id=department)
    await town.database.run(lambda session: session.add(row))


# Looking


async def newest(town: Town) -> Inquiry:
    """The newest inquiry."""
    return await town.look(lambda s: s.scalars(select(Inquiry).order_by(Inquiry.id.desc()).limit(1)).one())


async def inquiry_of(town: Town, number: int) -> Inquiry:
    """One of several."""
    return await town.look(lambda session: _there(load_inquiry(session, number)))


async def happened(town: Town, number: int = 1) -> list[str]:
    """What happened to an inquiry, in its order."""
    return await town.look(lambda session: [step.event.value for step in steps_of(session, number)])


async def when(town: Town, number: int = 1) -> list[tuple[str, datetime]]:
    """The same, with the moments as which it counts."""
    return await town.look(lambda session: [(step.event.value, step.at) for step in steps_of(session, number)])


async def running(town: Town, number: int = 1) -> dict[str, datetime]:
    """When each running clock of an inquiry is due."""

    def look(session: Session) -> dict[str, datetime]:
        return {clock.kind.value: clock.due_at for clock in clocks.running(session, Subject("inquiry", number))}

    return await town.look(look)


def heard(said: list[Said], key: str) -> set[str]:
    """Who was told something."""
    return {one.who for one in said if one.key == key and not one.edit}


def _there(found: Inquiry | None) -> Inquiry:
    assert found is not None
    return found
