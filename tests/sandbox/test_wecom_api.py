"""Tokens, media, menu, members and the sign-in page of the pretend WeCom."""

from urllib.parse import parse_qs, urlsplit

import httpx
import pytest

from tests.sandbox.conftest import PUBLIC, Wall
from tests.sandbox.stage import PDF, SECRET, Stage, multipart, png
from tests.sandbox.stand_in import CORP

TOKEN_QUERIES = [
    ({}, 41002),
    ({"corpid": CORP}, 41004),
    ({"corpid": "x", "corpsecret": SECRET}, 40013),
    ({"corpid": CORP, "corpsecret": "x"}, 40001),
    ({"corpid": CORP, "corpsecret": SECRET}, 0),
]


@pytest.mark.parametrize(("query", "code"), TOKEN_QUERIES)
async def test_a_token_is_given_for_the_right_secret_only(stage: Stage, query: dict[str, str], code: int) -> None:
    told = (await stage.web.get("/wecom/cgi-bin/gettoken", params=query)).json()
    assert told["errcode"] == code
    assert (told.get("expires_in") == 7200) is (code == 0)


async def test_a_token_lasts_two_hours_of_wall_time(stage: Stage, wall: Wall) -> None:
    assert (await stage.get("getcallbackip"))["ip_list"] == ["127.0.0.1"]
    assert (await stage.get("getcallbackip", access_token=""))["errcode"] == 41001
    assert (await stage.get("getcallbackip", access_token="forged"))["errcode"] == 40014
    wall.ahead += 7199
    assert (await stage.get("getcallbackip"))["errcode"] == 0
    wall.ahead += 2
    assert (await stage.get("getcallbackip"))["errcode"] == 42001


async def test_tokens_can_be_withdrawn_early_and_new_ones_work(stage: Stage) -> None:
    await stage.token()
    await stage.web.post("/sandbox/tokens/expire")
    assert (await stage.get("getcallbackip"))["errcode"] == 42001
    stage.forget_token()
    assert (await stage.get("getcallbackip"))["errcode"] == 0


UPLOADS: list[tuple[str, bytes, int]] = [
    ("image", png(), 0),
    ("file", PDF, 0),
    ("file", b"123456", 0),
    ("file", b"12345", 40006),
    ("file", b"", 40006),
    ("voice", PDF, 40004),
    ("", PDF, 40004),
    ("image", PDF, 40123),
    ("image", b"GIF89a" + bytes(10), 40123),
    ("image", png() + bytes(10 * 1024 * 1024), 40009),
    ("file", bytes(20 * 1024 * 1024), 0),
    ("file", bytes(20 * 1024 * 1024 + 1), 45001),
    ("file", bytes(33_000_000), 45001),
]


@pytest.mark.parametrize(("kind", "data", "code"), UPLOADS)
async def test_uploads_keep_the_limits_of_their_kind(stage: Stage, kind: str, data: bytes, code: int) -> None:
    told = await stage.upload(kind, data)
    assert told["errcode"] == code
    assert ("media_id" in told) is (code == 0)


@pytest.mark.parametrize(
    ("disposition", "boundary"),
    [
        ("name=\"media\"; filename*=utf-8''a.pdf", "XX"),
        ('name="media"', "XX"),
        ('name="other"; filename="a.pdf"', "XX"),
        ('name="media"; filename="a.pdf"', "YY"),
    ],
)
async def test_an_upload_without_a_plain_file_name_is_empty(stage: Stage, disposition: str, boundary: str) -> None:
    answer = await stage.web.post(
        "/wecom/cgi-bin/media/upload",
        params={"access_token": await stage.token(), "type": "file"},
        content=multipart(disposition, PDF),
        headers={"Content-Type": f"multipart/form-data; boundary={boundary}"},
    )
    assert answer.json()["errcode"] == 44001


async def test_media_lasts_three_days(stage: Stage, wall: Wall) -> None:
    media_id = (await stage.upload("image", png()))["media_id"]
    assert (await stage.send("image", {"media_id": media_id}))["errcode"] == 0
    wall.ahead += 3 * 24 * 3600 + 1
    stage.forget_token()
    assert (await stage.send("image", {"media_id": media_id}))["errcode"] == 40007
    assert (await stage.get("media/get", media_id=media_id))["errcode"] == 40007


def item(**fields: object) -> dict[str, object]:
    return {"type": "click", "name": "n", "key": "k"} | fields


def below(*items: object) -> dict[str, object]:
    return {"name": "n", "sub_button": list(items)}


MENUS: list[tuple[object, int]] = [
    ([item()], 0),
    ([item(name="一二三四五x"), item(key="k" * 128), below(*[item(name="字" * 13 + "x")] * 5)], 0),
    ([item(type="view", url="http://x.example/")], 0),
    ([], 40016),
    ("x", 40016),
    ([item()] * 4, 40016),
    (["x"], 40017),
    ([item(type="dance")], 40017),
    ([item(name="")], 40018),
    ([item(name="一二三四五六")], 40018),
    ([item(key="")], 40019),
    ([item(key="k" * 129)], 40019),
    ([item(type="view", url="")], 40020),
    ([item(type="view", url="u" * 1025)], 40020),
    ([below(below(item()))], 40022),
    ([below(*[item()] * 6)], 40023),
    ([{"name": "n", "sub_button": "x"}], 40023),
    ([below(item(type="x"))], 40024),
    ([below(item(name="字" * 14))], 40025),
    ([below(item(key=""))], 40026),
    ([below(item(type="view"))], 40027),
]


@pytest.mark.parametrize(("buttons", "code"), MENUS)
async def test_a_menu_keeps_its_limits(stage: Stage, buttons: object, code: int) -> None:
    told = await stage.post("menu/create", {"button": buttons}, agentid=1000002)
    assert told["errcode"] == code
    shown = await stage.get("menu/get", agentid=1000002)
    assert (shown["errcode"], shown.get("button")) == ((0, buttons) if code == 0 else (46003, None))


async def test_a_deleted_menu_is_gone_and_another_apps_is_out_of_reach(stage: Stage) -> None:
    await stage.post("menu/create", {"button": [item()]}, agentid=1000002)
    assert (await stage.get("menu/delete", agentid=1000002))["errcode"] == 0
    assert (await stage.get("menu/get", agentid=1000002))["errcode"] == 46003
    assert (await stage.get("menu/get"))["errcode"] == 41011
    assert (await stage.get("menu/delete", agentid=7))["errcode"] == 301002


async def test_a_member_is_found_whatever_the_case_of_his_id(stage: Stage) -> None:
    told = await stage.get("user/get", userid="wanggong")
    assert (told["userid"], told["name"]) == ("WangGong", "王工")
    assert (await stage.get("user/get", userid="100001"))["errcode"] == 60111


AUTHORIZE = {
    "appid": CORP,
    "redirect_uri": f"{PUBLIC}/back?x=1",
    "response_type": "code",
    "scope": "snsapi_base",
    "state": "abc123",
}


async def sign_in(stage: Stage, **fields: str) -> httpx.Response:
    return await stage.web.get("/wecom/connect/oauth2/authorize", params=AUTHORIZE | fields)


async def test_the_sign_in_page_offers_the_members_and_sends_back_with_a_code(stage: Stage, wall: Wall) -> None:
    page = await sign_in(stage)
    assert "王工" in page.text
    assert "赵总" not in page.text
    back = urlsplit((await sign_in(stage, person="wang")).headers["location"])
    query = {name: values[0] for name, values in parse_qs(back.query).items()}
    assert (back.netloc, back.path, query["x"], query["state"]) == ("fuma.example", "/back", "1", "abc123")
    assert (await stage.get("auth/getuserinfo", code=query["code"]))["userid"] == "WangGong"
    assert (await stage.get("auth/getuserinfo", code=query["code"]))["errcode"] == 40029
    assert (await stage.get("auth/getuserinfo"))["errcode"] == 41008


async def test_a_code_lasts_five_minutes(stage: Stage, wall: Wall) -> None:
    back = urlsplit((await sign_in(stage, person="wang")).headers["location"])
    wall.ahead += 301
    assert (await stage.get("auth/getuserinfo", code=parse_qs(back.query)["code"][0]))["errcode"] == 40029


@pytest.mark.parametrize(
    ("fields", "status", "code"),
    [
        ({"appid": "x"}, 400, "40013"),
        ({"redirect_uri": "http://evil.example/"}, 400, "50001"),
        ({"redirect_uri": f"{PUBLIC}:81/"}, 400, "50001"),
        ({"response_type": "token"}, 400, "40058"),
        ({"scope": "all"}, 400, "40058"),
        ({"state": "a b"}, 400, "40058"),
        ({"state": "a" * 129}, 400, "40058"),
        ({"person": "zhao"}, 404, "40003"),
        ({"person": "nobody"}, 404, "40003"),
    ],
)
async def test_a_wrong_sign_in_is_refused(stage: Stage, fields: dict[str, str], status: int, code: str) -> None:
    answer = await sign_in(stage, **fields)
    assert (answer.status_code, answer.text[:5]) == (status, code)


async def test_every_call_stands_in_the_list_with_its_receiver(stage: Stage) -> None:
    await stage.send("text", {"content": "x"})
    await stage.send("text", {"content": "x"}, touser="Nobody")
    await stage.post("message/update_template_card", {"userids": ["LiJu"]})
    calls = (await stage.web.get("/sandbox/wire")).json()
    assert [(one["platform"], one["method"], one["to"], one["error"]) for one in calls] == [
        ("wecom", "gettoken", None, None),
        ("wecom", "message/send", "wang", None),
        ("wecom", "message/send", "Nobody", "81013 user & party & tag all invalid"),
        ("wecom", "message/update_template_card", "li", "41011 missing agentid"),
    ]
