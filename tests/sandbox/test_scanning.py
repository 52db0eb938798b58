"""Codes scanned and links opened, on both kinds of phone."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from starlette.responses import JSONResponse, PlainTextResponse, Response

from sandbox.browser import read_page, start_payload
from sandbox.media import PictureTooLarge, open_picture, read_code
from sandbox.options import Options
from tests.sandbox.conftest import PUBLIC
from tests.sandbox.stage import ZHAO, Stage, encoded, everybody, png, png_that_claims, qr, until
from tests.sandbox.stand_in import Inside, page, redirect

SIGN = f"{PUBLIC}/s/SIGN1"
DEEP = '<a href="https://t.me/fuma_demo_bot?start=s-SIGN1">打开对话</a>'


async def test_a_scan_in_wecom_is_the_menus_scan_event(stage: Stage, fuma: Inside) -> None:
    await stage.does("wang", "scan", code=f" {SIGN} ")
    menu = {"button": [{"type": "scancode_waitmsg", "name": name, "key": name} for name in ("first", "second")]}
    await stage.post("menu/create", menu, agentid=1000002)
    await stage.does("wang", "scan", code="bare")
    await until(lambda: len(fuma.callbacks) == 2)
    told = [
        (one["Event"], one["EventKey"], one["ScanCodeInfo"]["ScanType"], one["ScanCodeInfo"]["ScanResult"])
        for one in fuma.callbacks
    ]
    assert told == [("scancode_waitmsg", "scan", "qrcode", SIGN), ("scancode_waitmsg", "first", "qrcode", "bare")]


async def test_a_telegram_phones_camera_opens_the_sign_and_enters_the_chat(stage: Stage, fuma: Inside) -> None:
    fuma.pages["/s/SIGN1"] = page(f"<p>某公司</p>{DEEP}")
    await stage.does("qian", "scan", code=SIGN)
    update = (await stage.bot("getUpdates"))["result"][0]
    assert update["message"]["text"] == "/start s-SIGN1"
    request = fuma.seen[0]
    assert (request.headers["accept-language"], "cookie" in request.headers) == ("en", False)


@pytest.mark.parametrize("target", ["https://t.me/fuma_demo_bot?start=x", "/s/inner"])
async def test_redirects_are_followed_into_the_chat(stage: Stage, fuma: Inside, target: str) -> None:
    fuma.pages |= {"/s/SIGN1": redirect(target), "/s/inner": page(DEEP.replace("s-SIGN1", "x"))}
    await stage.does("zhao", "scan", code=SIGN)
    assert (await stage.last("zhao"))["text"] == "/start x"


async def test_a_page_without_a_way_into_the_chat_is_shown_by_its_words(stage: Stage, fuma: Inside) -> None:
    fuma.pages["/p/PASS1"] = page("<style>x{}</style><h1>红码</h1><p>禁止 <b>入企</b></p><script>1</script><br>&amp;")
    await stage.does("zhao", "scan", code=f"{PUBLIC}/p/PASS1")
    bubble = await stage.last("zhao")
    assert (bubble["from"], bubble["text"]) == ("browser", "红码\n禁止 入企\n&")


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        (PlainTextResponse("x"), "text/plain"),
        (JSONResponse({}), "application/json"),
        (redirect("/p/PASS1"), "too many redirects"),
        (redirect("http://elsewhere.example/"), "http://elsewhere.example/"),
    ],
)
async def test_what_is_no_page_is_told_by_its_kind(stage: Stage, fuma: Inside, answer: Response, words: str) -> None:
    fuma.pages["/p/PASS1"] = answer
    await stage.does("zhao", "scan", code=f"{PUBLIC}/p/PASS1")
    assert (await stage.last("zhao"))["text"].splitlines()[-1] == words


async def test_a_link_elsewhere_is_only_shown_and_never_opened(stage: Stage, fuma: Inside) -> None:
    await stage.does("zhao", "scan", code="https://elsewhere.example/x")
    assert (await stage.last("zhao"))["text"] == "https://elsewhere.example/x"
    assert fuma.seen == []


async def test_a_deep_link_enters_the_chat_without_a_page(stage: Stage) -> None:
    await stage.does("zhao", "scan", code="https://t.me/Fuma_Demo_Bot?start=abc")
    assert (await stage.last("zhao"))["text"] == "/start abc"


async def test_a_bare_code_is_sent_as_text_on_telegram(stage: Stage) -> None:
    await stage.does("zhao", "scan", code="91330100MA27XXXX0X")
    assert (await stage.last("zhao"))["text"] == "91330100MA27XXXX0X"


async def test_a_picture_is_scanned_wherever_it_stands(stage: Stage, fuma: Inside) -> None:
    code = qr("PASS-7")
    await stage.done("sendPhoto", {"photo": ("a.png", code, "image/png")}, chat_id=ZHAO)
    bubble = await stage.last("zhao")
    fuma.pages["/sign.png"] = Response(code, media_type="image/png")
    for picture in (bubble["id"], str(bubble["id"]), bubble["picture"], f"{PUBLIC}/sign.png"):
        await stage.does("qian", "scan", picture=picture)
    await stage.does("qian", "scan", data=encoded(code))
    await stage.web.post("/sandbox/people/qian/scan", files={"file": ("a.png", code, "image/png")})
    assert [one["text"] for one in await stage.chat("qian")] == ["PASS-7"] * 6


async def test_a_picture_without_a_code_is_refused(stage: Stage, fuma: Inside) -> None:
    assert await stage.act("qian", "scan", data=encoded(png())) == (422, {"error": "there is no code in the picture"})
    assert await stage.act("qian", "scan", data=encoded(b"x")) == (400, {"error": "not a picture"})
    assert (await stage.act("qian", "scan", picture="http://elsewhere.example/a.png"))[0] == 404
    await stage.does("qian", "say", text="no picture in this bubble")
    assert (await stage.act("qian", "scan", picture=(await stage.last("qian"))["id"]))[0] == 404


def test_damaged_and_enormous_pictures_are_not_read() -> None:
    with pytest.raises(ValueError, match="damaged"):
        read_code(png(400, 400)[:90])
    with pytest.raises(PictureTooLarge):
        read_code(png_that_claims(8000, 8000))
    for side in (11_000, 30_000):
        with pytest.raises(PictureTooLarge):
            open_picture(png_that_claims(side, side))


async def test_while_fuma_is_away_its_links_and_pictures_say_so(
    options: Options, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sandbox.fuma.RESTART", 0.1)
    away = replace(options, fuma="http://127.0.0.1:9", public_url=PUBLIC)
    async with Stage.opened(away, everybody()) as stage:
        await stage.does("zhao", "scan", code=SIGN)
        assert (await stage.last("zhao"))["text"].startswith(f"{SIGN}\nCannot connect")
        status, answer = await stage.act("zhao", "scan", picture=f"{PUBLIC}/sign.png")
        assert (status, answer["error"].partition(":")[0]) == (502, "the picture can't be had")


async def test_an_endless_page_is_read_in_part(stage: Stage, fuma: Inside) -> None:
    fuma.pages["/p/PASS1"] = page("字" * 1_000_000)
    await stage.does("zhao", "scan", code=f"{PUBLIC}/p/PASS1")
    assert 600_000 < len((await stage.last("zhao"))["text"]) < 700_000


async def test_url_buttons_open_a_page_or_the_chat(stage: Stage, fuma: Inside) -> None:
    fuma.pages["/v/1"] = page("<p>详情</p>")
    rows = [[{"text": "详情", "url": f"{PUBLIC}/v/1"}, {"text": "对话", "url": "https://t.me/fuma_demo_bot"}]]
    await stage.done("sendMessage", chat_id=ZHAO, text="x", reply_markup={"inline_keyboard": rows})
    await stage.presses("zhao", "详情")
    assert (await stage.last("zhao"))["text"] == "详情"
    await stage.presses("zhao", "对话")
    assert (await stage.last("zhao"))["text"] == "/start"


async def test_a_wecom_page_that_asks_for_a_sign_in_gets_the_member(stage: Stage, fuma: Inside) -> None:
    fuma.pages["/v/1"] = redirect(
        "http://127.0.0.1:9/wecom/connect/oauth2/authorize?appid=wwfuma0000000001&response_type=code"
        f"&scope=snsapi_base&state=s1&redirect_uri={PUBLIC}/back"
    )
    fuma.pages["/back"] = page("<p>你好，王工</p>")
    await stage.send("textcard", {"title": "t", "description": "d", "url": f"{PUBLIC}/v/1"})
    await stage.presses("wang", "查看详情")
    assert (await stage.last("wang"))["text"] == "你好，王工"
    back = fuma.seen[-1].query_params
    assert back["state"] == "s1"
    assert (await stage.get("auth/getuserinfo", code=back["code"]))["userid"] == "WangGong"


async def test_a_sign_in_page_with_a_wrong_address_leads_nowhere(stage: Stage, fuma: Inside) -> None:
    wrong = "http://127.0.0.1:9/wecom/connect/oauth2/authorize?appid=x"
    fuma.pages["/v/1"] = redirect(wrong)
    await stage.send("textcard", {"title": "t", "description": "d", "url": f"{PUBLIC}/v/1"})
    await stage.presses("wang", "查看详情")
    assert (await stage.last("wang"))["text"] == wrong
    fuma.pages["/v/1"] = redirect("http://elsewhere.example/")
    await stage.presses("wang", "查看详情")
    assert (await stage.last("wang"))["text"] == "http://elsewhere.example/"


@pytest.mark.parametrize(
    ("url", "payload"),
    [
        ("https://t.me/fuma_demo_bot?start=a-b_1", "a-b_1"),
        ("http://telegram.me/FUMA_demo_bot/?start=x&y=2", "x"),
        ("https://t.me/fuma_demo_bot", ""),
        ("https://t.me/other_bot?start=x", None),
        ("https://evil.example/fuma_demo_bot?start=x", None),
        ("tg://t.me/fuma_demo_bot?start=x", None),
    ],
)
def test_deep_links_to_the_bot_are_known(url: str, payload: str | None) -> None:
    assert start_payload(url, "fuma_demo_bot") == payload


def test_unclosed_and_stray_tags_do_not_hide_a_page() -> None:
    seen = read_page("</style><a>x</a><a href=''>y</a><p>z<script>hidden")
    assert (seen.text, seen.links) == ("xy\nz", ())


@given(st.text(max_size=200))
def test_any_text_can_be_read_as_a_page(text: str) -> None:
    assert "\n\n" not in read_page(text).text
