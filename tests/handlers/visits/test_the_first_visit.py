"""A whole visit, from the request to the rating, in the order it is lived."""

from datetime import timedelta

import pytest

from models.time.moments import CST
from models.visits.states import State
from tests.town import Said, Town, to

PDF = b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\n%%EOF\n"


async def request_a_visit(town: Town, kind: str = "调研参观") -> list[Said]:
    """王工 asks for a visit on Thursday 3 December, 14:30 to 16:30; what 李局 and he are told."""
    said = await town.says("王工", "/visit")
    said = await town.presses("王工", said[-1].button(kind))
    for answer in ("雁北", "12月3日 14:30-16:30", "1", "无", "近三个月监测记录"):
        said = await town.says("王工", answer)
    if kind == "日常检查":
        said = await town.says("王工", "《大气污染防治法》第二十九条")
        said = await town.says("王工", "王工、周科")
    else:
        said = await town.says("王工", "王工")
    said = await town.sends_file("王工", PDF, "application/pdf")
    return await town.presses("王工", said[-1].button("提交"))


async def agreed_visit(town: Town) -> list[Said]:
    """The same, approved by 李局 and agreed by 赵总; what everybody is told last."""
    said = await request_a_visit(town)
    said = await town.presses("李局", to(said, "李局")[0].button("批准"))
    return await town.presses("赵总", to(said, "赵总")[0].button("同意"))


async def test_a_request_reaches_the_approver_and_nobody_at_the_enterprise(town: Town) -> None:
    said = await request_a_visit(town)
    assert {one.who for one in said} == {"王工", "李局"}
    assert (await town.visit()).state is State.REQUESTED


async def test_an_agreed_visit_gives_the_visitor_a_pass_and_the_gate_a_list(town: Town) -> None:
    said = await agreed_visit(town)
    assert [one.key for one in to(said, "王工")] == ["visit-agreed", "pass-yours"]
    assert [one.key for one in to(said, "小陈")] == ["pass-list"]
    assert (await town.visit()).state is State.AGREED


async def test_a_whole_visit_from_request_to_rating(town: Town) -> None:
    await agreed_visit(town)
    town.clock.moment = town.clock.moment.replace(month=12, day=3, hour=14, minute=20)
    said = await town.scans("王工", await town.sign())
    assert to(said, "王工")[0].key == "verdict-green"
    assert {one.who for one in said} == {"王工", "赵总", "钱副总", "小陈"}
    town.clock.move(timedelta(hours=1))
    said = await town.presses("王工", to(said, "王工")[0].button("离企"))
    assert (await town.visit()).state is State.ENDED
    rating = to(said, "赵总")[0]
    assert to(said, "王工")[-1].key == "talk-question"
    said = await town.presses("赵总", rating.button("非常满意"))
    assert to(said, "赵总")[-1].key == "rated"
    assert town.clock.moment.astimezone(CST).day == 3


@pytest.mark.parametrize("who", ["孙工", "何督查", "小陈", "王工", "李局"])
async def test_nobody_else_can_agree_for_the_enterprise(town: Town, who: str) -> None:
    said = await request_a_visit(town)
    said = await town.presses("李局", to(said, "李局")[0].button("批准"))
    agree = to(said, "赵总")[0].button("同意")
    said = await town.presses(who, agree)
    assert [one.key for one in said] == ["refused"]
    assert (await town.visit()).state is State.ASKED
