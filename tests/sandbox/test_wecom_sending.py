"""message/send and its kin: what arrives, what is refused, what vanishes."""

import json
from typing import Any

import pytest

from tests.sandbox.cards import button_card, text_card
from tests.sandbox.conftest import Wall
from tests.sandbox.stage import PDF, Stage, png
from tests.sandbox.stand_in import Inside


async def test_a_text_arrives_and_its_links_are_buttons(stage: Stage) -> None:
    content = '请看<a href="http://fuma.example/v/1">详情</a>。'
    told = await stage.send("text", {"content": content})
    assert (told["errcode"], told["errmsg"], told["invaliduser"]) == (0, "ok", "")
    assert told["msgid"]
    bubble = await stage.last("wang")
    assert (bubble["from"], bubble["text"]) == ("fuma", "请看详情。")
    assert [(one["text"], one["url"]) for one in bubble["buttons"]] == [("详情", "http://fuma.example/v/1")]


async def test_a_text_is_cut_at_2048_bytes_without_breaking_a_character(stage: Stage) -> None:
    await stage.send("text", {"content": "字" * 1000})
    assert (await stage.last("wang"))["text"] == "字" * 682


async def test_markdown_is_shown_without_its_marks_and_refused_above_2048_bytes(stage: Stage) -> None:
    text = '# 标题\n> <font color="info">绿</font> **粗** `码` [看](http://fuma.example/s/1)'
    await stage.send("markdown", {"content": text})
    bubble = await stage.last("wang")
    assert bubble["text"] == "标题\n绿 粗 码 看"
    assert bubble["buttons"][0]["url"] == "http://fuma.example/s/1"
    assert (await stage.send("markdown", {"content": "字" * 683}))["errcode"] == 45002


async def test_pictures_and_files_arrive_by_media_id(stage: Stage) -> None:
    picture = (await stage.upload("image", png(), "绿码.png"))["media_id"]
    file = (await stage.upload("file", PDF, "审批单.pdf"))["media_id"]
    await stage.send("image", {"media_id": picture})
    await stage.send("file", {"media_id": file})
    one, other = await stage.chat("wang")
    assert (await stage.web.get(one["picture"])).content == png()
    assert (other["file"]["name"], other["file"]["size"]) == ("审批单.pdf", len(PDF))
    assert (await stage.send("image", {"media_id": file}))["errcode"] == 40007
    assert (await stage.send("file", {"media_id": "x"}))["errcode"] == 40007


async def test_textcards_and_news_show_title_text_and_link(stage: Stage) -> None:
    card = {"title": "通知", "description": '<div class="gray">明天</div>', "url": "http://fuma.example/v/1"}
    await stage.send("textcard", card)
    await stage.send("textcard", card | {"btntxt": "打开它吧啊"})
    articles = [{"title": "甲", "description": "乙", "url": "http://fuma.example/"}, {"title": "丙"}]
    await stage.send("news", {"articles": articles})
    plain, named, news = await stage.chat("wang")
    assert (plain["title"], plain["text"], plain["card"]) == ("通知", "通知\n明天", True)
    assert [bubble["buttons"][0]["text"] for bubble in (plain, named, news)] == ["查看详情", "打开它吧", "甲"]
    assert news["text"] == "甲\n乙\n丙"


async def test_a_card_with_callbacks_arrives_with_a_response_code(stage: Stage, fuma: Inside) -> None:
    told = await stage.send("template_card", button_card())
    assert told["response_code"]
    assert fuma.checks == 1
    bubble = await stage.last("wang")
    assert (bubble["card"], bubble["title"]) == (True, "来访申请")
    assert bubble["text"] == "来访申请\n11月27日\n请答复\n单位：市生态环境局"
    assert [(one["text"], one["greyed"]) for one in bubble["buttons"]] == [("同意", False), ("不同意", False)]
    assert "response_code" not in await stage.send("template_card", text_card())


async def test_a_card_with_callbacks_needs_a_callback_address_that_answers(stage: Stage, fuma: Inside) -> None:
    fuma.check_answers = ["wrong", "late"]
    assert (await stage.send("template_card", button_card()))["errcode"] == 43012
    assert (await stage.send("template_card", button_card()))["errcode"] == 43012
    assert (await stage.send("template_card", text_card()))["errcode"] == 0
    assert (await stage.send("template_card", button_card()))["errcode"] == 0


async def test_a_task_id_is_taken_once(stage: Stage) -> None:
    assert (await stage.send("template_card", button_card("t-9")))["errcode"] == 0
    assert (await stage.send("template_card", button_card("t-9")))["errcode"] == 42014
    assert (await stage.send("template_card", button_card("t-10")))["errcode"] == 0


BODY = {"touser": "WangGong", "agentid": 1000002, "msgtype": "text", "text": {"content": "x"}}
REFUSALS: list[tuple[Any, int]] = [
    (b"{", 40058),
    (b"[]", 40058),
    ({"touser": "WangGong"}, 41011),
    (BODY | {"agentid": "x"}, 40056),
    (BODY | {"agentid": 7}, 301002),
    (BODY | {"touser": ""}, 82001),
    (BODY | {"touser": ["WangGong"]}, 40058),
    (BODY | {"touser": "nobody|100001"}, 81013),
    (BODY | {"touser": "", "toparty": "1"}, 81013),
    (BODY | {"touser": "|".join(f"u{n}" for n in range(1001))}, 40032),
    (BODY | {"toparty": "|".join(map(str, range(101)))}, 40032),
    (BODY | {"msgtype": "dance"}, 40008),
    (BODY | {"text": "x"}, 40058),
    (BODY | {"text": {}}, 44004),
    (BODY | {"text": {"content": "  "}}, 44004),
    (BODY | {"msgtype": "image", "image": {}}, 41006),
    (BODY | {"msgtype": "textcard", "textcard": {"description": "d", "url": "http://x.example"}}, 41016),
    (BODY | {"msgtype": "textcard", "textcard": {"title": "t", "url": "http://x.example"}}, 41033),
    (BODY | {"msgtype": "textcard", "textcard": {"title": "t", "description": "d"}}, 41010),
    (BODY | {"msgtype": "textcard", "textcard": {"title": "t", "description": "d", "url": "x.example"}}, 45034),
    (
        BODY | {"msgtype": "textcard", "textcard": {"title": "t", "description": "d", "url": "http://" + "x" * 2042}},
        40039,
    ),
    (BODY | {"msgtype": "news", "news": {"articles": []}}, 45008),
    (BODY | {"msgtype": "news", "news": {"articles": [{"title": "t"}] * 9}}, 45008),
    (BODY | {"msgtype": "news", "news": {"articles": ["t"]}}, 40058),
    (BODY | {"msgtype": "template_card", "template_card": {"card_type": "x"}}, 42031),
    (BODY | {"enable_duplicate_check": 1, "duplicate_check_interval": "x"}, 40058),
]


@pytest.mark.parametrize(("body", "code"), REFUSALS)
async def test_a_wrong_message_is_refused_with_its_code(stage: Stage, body: object, code: int) -> None:
    assert (await stage.post("message/send", body))["errcode"] == code
    assert await stage.chat("wang") == []


async def test_unknown_members_are_told_in_small_letters_and_the_others_served(stage: Stage) -> None:
    told = await stage.send("text", {"content": "x"}, touser="WANGGONG|Nobody|wanggong|LiJu", toparty="3", totag="T")
    assert (told["invaliduser"], told["invalidparty"], told["invalidtag"]) == ("nobody", "3", "t")
    assert [len(await stage.chat(one)) for one in ("wang", "li")] == [1, 1]


async def test_everybody_is_all_members_who_see_the_app(stage: Stage) -> None:
    await stage.act("li", "block", blocked=True)
    assert (await stage.send("text", {"content": "x"}, touser="@all"))["errcode"] == 0
    assert [len(await stage.chat(one)) for one in ("wang", "li")] == [1, 0]
    assert (await stage.send("text", {"content": "x"}, touser="LiJu"))["errcode"] == 81013


async def test_the_same_request_is_not_delivered_again_within_its_interval(stage: Stage, wall: Wall) -> None:
    checked = {"enable_duplicate_check": 1, "duplicate_check_interval": 600}
    first = await stage.send("text", {"content": "x"}, **checked)
    wall.ahead += 599
    assert await stage.send("text", {"content": "x"}, **checked) == first
    assert len(await stage.chat("wang")) == 1
    await stage.send("text", {"content": "y"}, **checked)
    wall.ahead += 2
    await stage.send("text", {"content": "x"}, **checked)
    assert [one["text"] for one in await stage.chat("wang")] == ["x", "y", "x"]


async def test_without_the_check_a_repeat_is_delivered(stage: Stage) -> None:
    for _ in range(2):
        await stage.send("text", {"content": "x"})
    assert len(await stage.chat("wang")) == 2


async def test_a_repeated_card_keeps_its_task_and_code(stage: Stage) -> None:
    first = await stage.send("template_card", button_card(), enable_duplicate_check=1)
    assert await stage.send("template_card", button_card(), enable_duplicate_check=1) == first
    assert len(await stage.chat("wang")) == 1


async def test_the_check_lasts_four_hours_at_most(stage: Stage, wall: Wall) -> None:
    checked = {"enable_duplicate_check": 1, "duplicate_check_interval": 10**6}
    await stage.send("text", {"content": "x"}, **checked)
    wall.ahead += 4 * 3600
    stage.forget_token()
    await stage.send("text", {"content": "x"}, **checked)
    assert len(await stage.chat("wang")) == 2


async def test_the_31st_message_in_a_minute_vanishes_without_a_word(stage: Stage, wall: Wall) -> None:
    for number in range(31):
        assert (await stage.send("text", {"content": str(number)}))["errcode"] == 0
    assert len(await stage.chat("wang")) == 30
    assert (await stage.web.get("/sandbox/wire")).json()[-1]["dropped"] == ["wang"]
    await stage.send("text", {"content": "x"}, touser="LiJu")
    assert len(await stage.chat("li")) == 1
    wall.ahead += 61
    await stage.send("text", {"content": "again"})
    assert (await stage.last("wang"))["text"] == "again"


async def test_the_1001st_message_in_an_hour_vanishes(stage: Stage, wall: Wall) -> None:
    body = json.dumps(BODY).encode()
    for _ in range(34):
        for _ in range(30):
            await stage.post("message/send", body)
        wall.ahead += 61
    assert len(await stage.chat("wang")) == 1000
    wall.ahead += 1600
    await stage.post("message/send", body)
    assert len(await stage.chat("wang")) == 1001


async def test_a_message_is_recalled_from_every_phone_for_24_hours(stage: Stage, wall: Wall) -> None:
    sent = await stage.send("text", {"content": "x"}, touser="WangGong|LiJu")
    assert (await stage.post("message/recall", {"msgid": sent["msgid"]}))["errcode"] == 0
    assert [(await stage.last(one))["deleted"] for one in ("wang", "li")] == [True, True]
    assert (await stage.post("message/recall", {"msgid": "x"}))["errcode"] == 40058
    late = await stage.send("text", {"content": "x"})
    wall.ahead += 7000
    stage.forget_token()
    wall.ahead += 24 * 3600
    assert (await stage.post("message/recall", {"msgid": late["msgid"]}))["errcode"] == 42052
