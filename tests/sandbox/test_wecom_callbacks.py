"""What members send and do, as it reaches the app: checked address, encrypted, signed, tried again."""

import asyncio
from dataclasses import replace

import pytest
from wechatpy.enterprise import parse_message

from sandbox.options import Options
from sandbox.wecom.events import xml
from tests.sandbox.conftest import Wall
from tests.sandbox.stage import PDF, Stage, everybody, png, until
from tests.sandbox.stand_in import Inside


async def test_the_address_is_checked_before_the_first_callback_and_not_again(stage: Stage, fuma: Inside) -> None:
    for text in ("一", "二"):
        await stage.does("wang", "say", text=text)
    await until(lambda: len(fuma.callbacks) == 2)
    assert fuma.checks == 1
    assert [one["Content"] for one in fuma.callbacks] == ["一", "二"]


async def test_the_check_is_repeated_until_the_plain_text_comes_back_in_time(stage: Stage, fuma: Inside) -> None:
    fuma.check_answers = ["wrong", "late", "wrong", "right"]
    await stage.does("wang", "say", text="x")
    await until(lambda: len(fuma.callbacks) == 1)
    assert fuma.checks == 4


async def test_a_text_has_the_fields_of_wecoms_and_wechatpy_reads_it(stage: Stage, fuma: Inside) -> None:
    await stage.does("wang", "say", text="收到]]><x>&")
    await until(lambda: len(fuma.callbacks) == 1)
    told = fuma.callbacks[0]
    assert (told["ToUserName"], told["FromUserName"], told["AgentID"]) == ("wwfuma0000000001", "WangGong", "1000002")
    assert (told["MsgType"], told["Content"]) == ("text", "收到]]><x>&")
    assert int(told["MsgId"]) < 2**63
    message = parse_message(xml("xml", [("MsgType", "text"), ("Content", "你好"), ("MsgId", 7), ("AgentID", 3)]))
    assert (message.content, message.id, message.agent) == ("你好", 7, 3)


async def test_a_picture_can_be_fetched_by_media_id_and_by_address(stage: Stage, fuma: Inside) -> None:
    files = {"file": ("a.png", png(), "image/png")}
    await stage.web.post("/sandbox/people/wang/photo", files=files, data={"caption": "说明"})
    await until(lambda: len(fuma.callbacks) == 2)
    picture, caption = fuma.callbacks
    assert (picture["MsgType"], caption["Content"]) == ("image", "说明")
    query = {"access_token": await stage.token(), "media_id": picture["MediaId"]}
    got = await stage.web.get("/wecom/cgi-bin/media/get", params=query)
    assert (got.content, got.headers["content-type"]) == (png(), "image/png")
    assert (await stage.web.get(picture["PicUrl"])).content == png()


async def test_a_file_carries_its_media_id_and_name(stage: Stage, fuma: Inside) -> None:
    await stage.web.post("/sandbox/people/wang/file", files={"file": ("审批单.pdf", PDF, "application/pdf")})
    await until(lambda: len(fuma.callbacks) == 1)
    told = fuma.callbacks[0]
    assert (told["MsgType"], told["FileName"]) == ("file", "审批单.pdf")
    query = {"access_token": await stage.token(), "media_id": told["MediaId"]}
    got = await stage.web.get("/wecom/cgi-bin/media/get", params=query)
    assert got.content == PDF
    assert "%E5%AE%A1" in got.headers["content-disposition"]


async def test_a_callback_is_tried_again_with_the_same_message_in_a_new_envelope(stage: Stage, fuma: Inside) -> None:
    fuma.callback_statuses = [500]
    await stage.does("wang", "say", text="first")
    await stage.does("wang", "say", text="second")
    await until(lambda: len(fuma.callbacks) == 3)
    assert [one["Content"] for one in fuma.callbacks] == ["first", "first", "second"]
    assert fuma.callbacks[0]["MsgId"] == fuma.callbacks[1]["MsgId"]
    assert fuma.sealed[0] != fuma.sealed[1]


async def test_one_members_trouble_does_not_hold_up_another(
    stage: Stage, fuma: Inside, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sandbox.wecom.callback.FIRST_DELAY", 60.0)
    fuma.callback_statuses = [500]
    await stage.does("wang", "say", text="trouble")
    await until(lambda: len(fuma.callbacks) == 1)
    await stage.does("li", "say", text="beside")
    await until(lambda: len(fuma.callbacks) == 2)
    assert fuma.callbacks[1]["Content"] == "beside"


async def test_a_callback_that_fails_to_the_end_is_lost(fuma: Inside, options: Options, wall: Wall) -> None:
    async with Stage.opened(replace(options, wecom_retries=1), everybody(), wall) as stage:
        fuma.callback_statuses = [500, 302]
        await stage.does("wang", "say", text="lost")
        await stage.does("wang", "say", text="kept")
        told = (await stage.web.post("/sandbox/settle")).json()
        assert told["lost"] == 1
        assert [(one["Content"], one["answered"]) for one in fuma.callbacks] == [
            ("lost", 500),
            ("lost", 302),
            ("kept", 200),
        ]


async def test_callbacks_wait_while_the_address_cannot_be_checked(fuma: Inside, options: Options, wall: Wall) -> None:
    down = replace(options, wecom_callback="http://127.0.0.1:9/wecom/callback")
    async with Stage.opened(down, everybody(), wall) as stage:
        await stage.does("wang", "say", text="x")
        await asyncio.sleep(0.3)
        answer = await stage.web.post("/sandbox/settle", json={"timeout": 0.1})
        assert (answer.status_code, "1 undelivered" in answer.json()["error"]) == (504, True)


async def test_entering_leaving_and_coming_back_are_events(stage: Stage, fuma: Inside) -> None:
    await stage.does("wang", "enter")
    for blocked in (True, True, False, False):
        await stage.act("wang", "block", blocked=blocked)
    await until(lambda: len(fuma.callbacks) == 3)
    assert [one["Event"] for one in fuma.callbacks] == ["enter_agent", "unsubscribe", "subscribe"]


async def test_three_retries_come_one_two_and_four_seconds_apart(
    stage: Stage, fuma: Inside, monkeypatch: pytest.MonkeyPatch
) -> None:
    slept: list[float] = []
    real = asyncio.sleep

    async def note(seconds: float) -> None:
        if seconds >= 1:
            slept.append(seconds)
        await real(min(seconds, 0.01))

    monkeypatch.setattr("sandbox.wecom.callback.asyncio.sleep", note)
    fuma.callback_statuses = [500] * 4
    await stage.does("wang", "say", text="x")
    await until(lambda: len(fuma.callbacks) == 4)
    assert slept == [1.0, 2.0, 4.0]


async def test_somebody_who_does_not_see_the_app_cannot_act_in_it(stage: Stage, fuma: Inside) -> None:
    await stage.act("wang", "block", blocked=True)
    refused = (409, {"error": "this member does not see the app"})
    assert await stage.act("wang", "say", text="x") == refused
    await stage.post("menu/create", MENU, agentid=1000002)
    assert await stage.act("wang", "press", menu="m2.2") == refused


MENU = {
    "button": [
        {"type": "scancode_waitmsg", "name": "扫码入企", "key": "scan.sign"},
        {
            "name": "更多",
            "sub_button": [
                {"type": "click", "name": "我的", "key": "mine"},
                {"type": "view", "name": "网页", "url": "http://fuma.example/p/1"},
            ],
        },
    ]
}


async def test_the_menu_is_shown_and_its_items_are_reported(stage: Stage, fuma: Inside) -> None:
    await stage.post("menu/create", MENU, agentid=1000002)
    shown = (await stage.web.get("/sandbox/people/wang/menu")).json()
    assert [(one["id"], one["text"], one["type"]) for one in shown] == [
        ("m1", "扫码入企", "scancode_waitmsg"),
        ("m2", "更多", "menu"),
    ]
    assert [one["id"] for one in shown[1]["children"]] == ["m2.1", "m2.2"]
    await stage.does("wang", "press", menu="m2.1")
    await stage.does("wang", "press", menu="mine")
    await stage.does("wang", "press", menu="m2.2")
    await until(lambda: len(fuma.callbacks) == 3)
    assert [(one["Event"], one["EventKey"]) for one in fuma.callbacks] == [
        ("click", "mine"),
        ("click", "mine"),
        ("view", "http://fuma.example/p/1"),
    ]
    assert (await stage.act("wang", "press", menu="m1"))[0] == 400
    assert (await stage.act("wang", "press", menu="m2"))[0] == 404
