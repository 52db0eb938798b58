"""What waits for me, what is coming, who comes today; the menu, help and languages."""

from dataclasses import replace

import pytest
from sqlalchemy import event, select
from sqlalchemy.orm import Session

from handlers.talking import paging
from handlers.talking.paging import MOST
from models.register.people import Appointment, Person, Role
from models.register.rules import Kind
from models.visits.states import State
from models.visits.visits import Visit
from tests.handlers.visits import story
from tests.handlers.visits.story import NUMBERS, at, last
from tests.town import Said, Town

MENUS = {
    "王工": ["访企预约", "我的访企", "待我处理"],
    "周科": ["访企预约", "我的访企", "待我处理", "诉求清单", "办理情况"],
    "李局": ["待我处理", "诉求清单", "办理情况"],
    "赵总": ["待我处理", "今日来访", "核验绿码", "码上问", "有人干预", "诉求清单"],
    "小陈": ["今日来访", "核验绿码"],
    "何督查": ["待我处理", "辖区访企", "诉求清单", "办理情况"],
    "孙工": ["访企预约", "我的访企", "待我处理", "诉求清单", "办理情况"],
    "吴管理": ["待我处理"],
}


def _labels(one: Said) -> list[str]:
    return [label for label, _ in one.buttons]


async def test_the_menu_offers_what_the_person_can_do(town: Town) -> None:
    for who, entries in MENUS.items():
        (menu,) = await town.says(who, "菜单")
        assert (menu.key, _labels(menu)) == ("menu", entries)
        told = await town.says(who, "帮助")
        assert [one.key for one in told] == ["help", "menu"]


async def test_a_language_is_chosen_by_its_own_name_and_kept(town: Town) -> None:
    (offered,) = await town.says("王工", "语言")
    assert _labels(offered) == ["中文", "English"]
    (chosen,) = await town.presses("王工", offered.button("English"))
    assert chosen.text.isascii()
    (menu,) = await town.says("王工", "/menu")
    assert "您好" not in menu.text
    assert await town.look(lambda session: session.get_one(Person, NUMBERS["王工"]).locale) == "en"


async def test_an_official_sees_his_visits_each_with_what_he_can_do_now(town: Town) -> None:
    assert [one.key for one in await town.says("王工", "我的访企")] == ["visits-none"]
    await story.moving(town)
    offered = {
        State.REQUESTED: ["撤回"],
        State.ASKED: ["撤回"],
        State.MOVING: ["接受", "另提一天", "撤回"],
        State.OBJECTED: ["撤回"],
        State.AGREED: ["更换人员", "撤回"],
        State.UNDER_WAY: [],
    }
    for state, labels in offered.items():
        await story.put_into(town, state)
        (shown,) = await town.says("王工", "我的访企")
        assert (shown.key, _labels(shown)) == ("visit-shown", labels)
    for state in set(State) - offered.keys() - {State.ENDED}:
        await story.put_into(town, state)
        assert [one.key for one in await town.says("王工", "我的访企")] == ["visits-none"]
    assert [one.key for one in await town.says("孙工", "我的访企")] == ["visits-none"], "it is not his"


async def test_a_list_is_no_longer_than_a_small_screen(town: Town) -> None:
    for _ in range(MOST + 1):
        await story.requested(town, Kind.SURVEY)
    for who, words in (("王工", "我的访企"), ("李局", "待办")):
        (*shown, more) = await town.says(who, words)
        assert [one.key for one in shown] == ["visit-shown"] * MOST
        rest = await town.presses(who, more.button("还有1件"))
        assert [one.key for one in rest] == ["visit-shown"], "and there is a way on, to its end"


@pytest.mark.parametrize("fresh", ["sqlite"], indirect=True)
async def test_a_supervisor_gets_to_the_last_visit_and_no_more_is_read_than_shown(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    """His list ended after eight of any number, and read them all."""
    monkeypatch.setattr(paging, "MOST", 2)
    for _ in range(5):
        await story.requested(town, Kind.SURVEY)
    loaded: list[object] = []
    event.listen(Visit, "load", lambda visit, _context: loaded.append(visit))
    said = await town.says("何督查", "辖区访企")
    seen = said[:-1]
    assert len(loaded) <= 2
    while said[-1].key == "visits-more":
        said = await town.presses("何督查", said[-1].buttons[0][1])
        seen += [one for one in said if one.key == "visit-shown"]
    assert len({one.text for one in seen}) == len(seen) == 5
    assert (await town.presses("何督查", "2.visits.o99.0"))[0].key == "visit-shown", "a list that became shorter begins"


async def test_what_waits_is_shown_to_whoever_decides_it_with_its_buttons(town: Town) -> None:
    for who in ("李局", "赵总"):
        assert [one.key for one in await town.says(who, "待办")] == ["waiting-nothing"]
    await story.requested(town)
    (shown,) = await town.says("李局", "待办")
    assert _labels(shown) == ["批准", "不批准"]
    assert [one.key for one in await town.says("赵总", "待办")] == ["waiting-nothing"]
    await town.presses("李局", shown.button("批准"))
    (shown,) = await town.says("钱副总", "待办")
    assert _labels(shown) == ["同意", "改期", "不同意"]
    assert [one.key for one in await town.says("李局", "待办")] == ["waiting-nothing"]
    await town.presses("钱副总", shown.button("同意"))
    assert [one.key for one in await town.says("钱副总", "待办")] == ["waiting-nothing"]


async def test_a_day_the_official_put_on_the_table_waits_for_the_enterprise(town: Town) -> None:
    await story.moving(town)
    assert [one.key for one in await town.says("赵总", "待办")] == ["waiting-nothing"], "it is 王工's turn"
    await story.counters(town, story.TUESDAY)
    (shown,) = await town.says("赵总", "待办")
    assert _labels(shown) == ["接受", "提最后一天"]
    await town.presses("赵总", shown.button("接受"))
    assert (await town.visit()).starts_at == story.TUESDAY


async def test_a_head_is_not_shown_what_he_takes_part_in(town: Town) -> None:
    await town.database.run(
        lambda session: session.add(Appointment(person_id=NUMBERS["周科"], role=Role.APPROVER, department_id=1))
    )
    await story.requested(town)
    assert [one.key for one in await town.says("周科", "待办")] == ["waiting-nothing"]


async def test_the_gate_sees_who_comes_today_who_is_in_and_who_has_left(town: Town) -> None:
    said = await story.under_way(town)
    await town.scans("周科", await town.sign())
    town.clock.moment = at(3, 15)
    await town.presses("王工", last(said, "王工").button("离企"))
    (seen,) = await town.says("小陈", "今日来访")
    assert "王工（12月3日（周四）15:00离企）、周科（12月3日（周四）14:20入企）" in seen.text
    town.clock.moment = at(4, 9)
    assert [one.key for one in await town.says("小陈", "今日来访")] == ["today-nobody"]


async def test_visits_that_are_not_agreed_are_not_todays(town: Town) -> None:
    await story.asked(town)
    town.clock.moment = at(3, 9)
    assert [one.key for one in await town.says("小陈", "今日来访")] == ["today-nobody"]


async def test_the_lists_of_others_are_refused(town: Town) -> None:
    await story.agreed(town)
    for who, command in (("王工", "/today"), ("赵总", "/visits"), ("小陈", "/visits")):
        assert story.refusal_of(await town.says(who, command)) == "not-yours"


async def test_the_supervisor_sees_the_visits_of_his_region_and_what_he_can_do_about_them(town: Town) -> None:
    assert [one.key for one in await town.says("何督查", "访企列表")] == ["visits-none"]
    await story.requested(town)
    for state, labels in {
        State.REQUESTED: [],
        State.ASKED: ["撤销"],
        State.OBJECTED: ["支持异议", "驳回异议"],
        State.AGREED: ["撤销"],
        State.UNDER_WAY: ["撤销"],
    }.items():
        await story.put_into(town, state)
        (shown,) = await town.says("何督查", "访企列表")
        assert _labels(shown) == labels
    await story.put_into(town, State.ENDED)
    assert [one.key for one in await town.says("何督查", "访企列表")] == ["visits-none"]


async def test_the_slip_can_be_read_before_approving(town: Town) -> None:
    command = replace(story.request_for(), slip="a" * 64, slip_name="审批单.pdf")
    said = await story.perform(town, "王工", command)
    assert _labels(last(said, "李局")) == ["批准", "不批准", "看审批单"]


async def test_a_red_verdict_keeps_to_itself_which_enterprise_a_pass_was_for(town: Town) -> None:
    await story.agreed(town)
    town.clock.moment = at(3, 14, 20)

    def move(session: Session) -> None:
        session.scalars(select(Appointment).where(Appointment.person_id == NUMBERS["小陈"])).one().enterprise_id = 2

    await town.database.run(move)
    card = await town.pass_of("王工")
    (red,) = await town.scans("小陈", f"p_{card.code}")
    assert "这个绿码不是来本企业的" in red.text
    assert "雁北" not in red.text
