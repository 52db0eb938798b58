"""Template cards on the phone: pressed, greyed, replaced."""

from typing import Any

import pytest

from tests.sandbox.cards import button_card, multiple_card, text_card, vote_card, without
from tests.sandbox.conftest import PUBLIC, Wall
from tests.sandbox.stage import Stage, until
from tests.sandbox.stand_in import Inside, page


async def sent(stage: Stage, card: dict[str, Any], **fields: object) -> str:
    told = await stage.send("template_card", card, touser="WangGong|LiJu", **fields)
    return str(told["response_code"])


async def update(stage: Stage, code: str, **fields: object) -> dict[str, Any]:
    return await stage.post(
        "message/update_template_card", {"agentid": 1000002, "response_code": code, "atall": 1} | fields
    )


GREY = {"button": {"replace_name": "已由李局处理"}}


async def test_one_update_greys_a_card_for_all_its_receivers(stage: Stage) -> None:
    code = await sent(stage, button_card())
    old = await stage.button("wang", "同意")
    assert await update(stage, code, **GREY) == {"errcode": 0, "errmsg": "ok", "invaliduser": []}
    for person in ("wang", "li"):
        bubble = await stage.last(person)
        assert [(one["text"], one["greyed"]) for one in bubble["buttons"]] == [("已由李局处理", True)]
        assert (bubble["edited"], bubble["text"].splitlines()[0]) == (True, "来访申请")
    assert await stage.act("wang", "press", button=old) == (409, {"error": "the button is greyed: 已由李局处理"})


async def test_an_update_for_one_leaves_the_others_alone(stage: Stage) -> None:
    code = await sent(stage, button_card())
    told = await update(stage, code, atall=0, userids=["wanggong", "Nobody"], **GREY)
    assert told["invaliduser"] == ["Nobody"]
    assert (await stage.last("wang"))["buttons"][0]["greyed"]
    assert not (await stage.last("li"))["buttons"][0]["greyed"]


async def test_a_card_gives_way_to_another_of_any_type(stage: Stage) -> None:
    code = await sent(stage, button_card())
    await update(stage, code, template_card=text_card())
    bubble = await stage.last("li")
    assert (bubble["title"], [one["text"] for one in bubble["buttons"]]) == ("通知", ["规定", "查看详情"])


async def test_a_press_is_reported_with_its_task_and_a_code_for_an_update(stage: Stage, fuma: Inside) -> None:
    await sent(stage, button_card("t-7"))
    await stage.presses("wang", "同意")
    await until(lambda: len(fuma.callbacks) == 1)
    event = fuma.callbacks[0]
    named = {name: event[name] for name in ("FromUserName", "Event", "EventKey", "TaskId", "CardType", "AgentID")}
    assert named == {
        "FromUserName": "WangGong",
        "Event": "template_card_event",
        "EventKey": "1.agree",
        "TaskId": "t-7",
        "CardType": "button_interaction",
        "AgentID": "1000002",
    }
    assert "SelectedItems" not in event
    assert (await update(stage, event["ResponseCode"], **GREY))["errcode"] == 0


async def test_a_replaced_card_keeps_its_task_and_may_be_pressed(stage: Stage, fuma: Inside) -> None:
    code = await sent(stage, button_card("t-7"))
    await update(stage, code, template_card=without(button_card(main_title={"title": "改期"}), "task_id"))
    await stage.presses("wang", "不同意")
    await until(lambda: len(fuma.callbacks) == 1)
    assert (fuma.callbacks[0]["TaskId"], fuma.callbacks[0]["EventKey"]) == ("t-7", "1.decline")


async def test_a_code_is_used_once_and_lasts_72_hours(stage: Stage, wall: Wall) -> None:
    code, other = await sent(stage, button_card("t-1")), await sent(stage, button_card("t-2"))
    assert (await update(stage, code, **GREY))["errcode"] == 0
    assert (await update(stage, code, **GREY))["errcode"] == 60140
    assert (await update(stage, "", **GREY))["errcode"] == 60140
    wall.ahead += 72 * 3600 + 1
    stage.forget_token()
    assert (await update(stage, other, **GREY))["errcode"] == 60140


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"agentid": 7}, 42015),
        ({"button": {"replace_name": " "}}, 40058),
        ({"button": {}}, 40058),
        ({"template_card": {"card_type": "x"}}, 42031),
        ({"atall": 0, "userids": ["Nobody"]}, 81013),
        ({"atall": 0}, 81013),
        ({"atall": 0, "userids": "WangGong"}, 40035),
        ({"atall": 0, "userids": [1]}, 40035),
        ({"atall": 0, "userids": ["x"] * 1001}, 40035),
    ],
)
async def test_a_wrong_update_is_refused_and_leaves_the_code_good(
    stage: Stage, fields: dict[str, Any], code: int
) -> None:
    response_code = await sent(stage, button_card())
    assert (await update(stage, response_code, **(GREY | fields)))["errcode"] == code
    assert (await update(stage, response_code, **GREY))["errcode"] == 0


async def test_an_update_of_a_card_in_a_members_absence_leaves_him_out(stage: Stage) -> None:
    code = await sent(stage, button_card())
    await stage.act("li", "block", blocked=True)
    await update(stage, code, **GREY)
    assert [(await stage.last(one))["edited"] for one in ("wang", "li")] == [True, False]


async def test_choices_go_along_with_the_submit_button(stage: Stage, fuma: Inside) -> None:
    await sent(stage, multiple_card())
    await stage.presses("wang", "选项h2")
    await stage.presses("wang", "选项h1")
    chosen = [one["text"] for one in (await stage.last("wang"))["buttons"] if one.get("selected")]
    assert chosen == ["选项d1", "选项h1"]
    assert fuma.callbacks == []
    await stage.presses("wang", "提交")
    await until(lambda: len(fuma.callbacks) == 1)
    items = fuma.callbacks[0]["SelectedItems"]["SelectedItem"]
    assert [(one["QuestionKey"], one["OptionIds"]["OptionId"]) for one in items] == [("day", "d1"), ("hour", "h1")]


async def test_a_vote_with_several_answers_takes_each_tick_back(stage: Stage, fuma: Inside) -> None:
    await sent(stage, vote_card(mode=1))
    for option in ("选项o1", "选项o3", "选项o4", "选项o1"):
        await stage.presses("li", option)
    await stage.presses("li", "提交")
    await until(lambda: len(fuma.callbacks) == 1)
    item = fuma.callbacks[0]["SelectedItems"]["SelectedItem"]
    assert item["OptionIds"]["OptionId"] == ["o3", "o4"]


async def test_the_corner_menu_has_an_event_of_its_own(stage: Stage, fuma: Inside) -> None:
    menu = {"action_list": [{"text": "不再提醒", "key": "1.mute"}]}
    await stage.send("template_card", text_card(action_menu=menu, task_id="t-menu"))
    await stage.presses("wang", "不再提醒")
    await until(lambda: len(fuma.callbacks) == 1)
    assert (fuma.callbacks[0]["Event"], fuma.callbacks[0]["EventKey"]) == ("template_card_menu_event", "1.mute")
    assert fuma.callbacks[0]["CardType"] == "text_notice"


async def test_a_notice_without_buttons_has_nothing_to_grey(stage: Stage) -> None:
    code = await sent(stage, button_card())
    card = text_card(card_action={"type": 2, "appid": "wx1"}, jump_list=[])
    await stage.presses("wang", "同意")
    await update(stage, code, template_card=card)
    assert (await stage.last("wang"))["buttons"] == []


async def test_a_link_in_a_card_opens_and_stays_when_the_rest_turns_grey(stage: Stage, fuma: Inside) -> None:
    fuma.pages["/v/1"] = page("<p>详情</p>")
    link = {"text": "详情", "type": 1, "url": f"{PUBLIC}/v/1"}
    code = await sent(stage, button_card(button_list=[{"text": "同意", "key": "1.agree"}, link]))
    await update(stage, code, **GREY)
    assert [(one["text"], one["greyed"]) for one in (await stage.last("wang"))["buttons"]] == [
        ("已由李局处理", True),
        ("详情", False),
    ]
    await stage.presses("wang", "详情")
    assert (await stage.last("wang"))["text"] == "详情"
