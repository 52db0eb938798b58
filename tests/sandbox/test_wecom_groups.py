"""appchat: groups the app makes, what it says there, and what is refused."""

import pytest

from tests.sandbox.stage import Stage

BOTH = ["WangGong", "LiJu"]


async def test_what_is_said_to_a_group_is_on_every_member_s_phone(stage: Stage) -> None:
    made = await stage.post(
        "appchat/create", {"name": "生态环境局", "owner": "LiJu", "userlist": BOTH, "chatid": "wr1"}
    )
    assert (made["errcode"], made["chatid"]) == (0, "wr1")
    body = {"chatid": "wr1", "msgtype": "text", "text": {"content": "今日到期3件"}}
    assert await stage.post("appchat/send", body) == {"errcode": 0, "errmsg": "ok"}
    for person in ("wang", "li"):
        bubble = await stage.last(person)
        assert (bubble["from"], bubble["title"], bubble["text"]) == ("fuma", "生态环境局", "生态环境局\n今日到期3件")
    told = await stage.get("appchat/get", chatid="wr1")
    assert told["chat_info"] == {"chatid": "wr1", "name": "生态环境局", "owner": "LiJu", "userlist": BOTH}


async def test_a_group_without_an_id_gets_one(stage: Stage) -> None:
    made = await stage.post("appchat/create", {"userlist": BOTH})
    assert len(made["chatid"]) == 32
    assert (await stage.get("appchat/get", chatid=made["chatid"]))["errcode"] == 0


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ({"userlist": ["WangGong"]}, 86006),
        ({"userlist": ["WangGong", "nobody"]}, 86006),
        ({"userlist": "WangGong"}, 40058),
        ({"userlist": BOTH, "owner": "ZhaoZong"}, 86007),
        ({"userlist": BOTH, "chatid": "not ours"}, 86001),
    ],
)
async def test_a_group_that_cannot_be_is_refused(stage: Stage, body: object, code: int) -> None:
    assert (await stage.post("appchat/create", body))["errcode"] == code


async def test_an_id_is_given_once(stage: Stage) -> None:
    await stage.post("appchat/create", {"userlist": BOTH, "chatid": "wr1"})
    assert (await stage.post("appchat/create", {"userlist": BOTH, "chatid": "wr1"}))["errcode"] == 86215


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ({"chatid": "theirs", "msgtype": "text", "text": {"content": "您好"}}, 86001),
        ({"chatid": "wr1", "msgtype": "template_card", "template_card": {}}, 40008),
        ({"chatid": "wr1", "msgtype": "text", "text": {"content": " "}}, 44004),
        ({"chatid": "wr1", "msgtype": "text", "text": "您好"}, 44004),
    ],
)
async def test_what_a_group_does_not_take_is_refused(stage: Stage, body: object, code: int) -> None:
    await stage.post("appchat/create", {"userlist": BOTH, "chatid": "wr1"})
    assert (await stage.post("appchat/send", body))["errcode"] == code
    assert await stage.chat("wang") == []
    assert (await stage.get("appchat/get", chatid="theirs"))["errcode"] == 86001


async def test_too_much_for_a_member_vanishes_for_him(stage: Stage) -> None:
    await stage.post("appchat/create", {"userlist": BOTH, "chatid": "wr1"})
    for number in range(31):
        body = {"chatid": "wr1", "msgtype": "text", "text": {"content": f"第{number}次"}}
        assert (await stage.post("appchat/send", body))["errcode"] == 0
    assert len(await stage.chat("wang")) == 30
