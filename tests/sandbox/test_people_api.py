"""The phones: who has one, what stands on it, what a person can do."""

import pytest

from tests.sandbox.cards import button_card
from tests.sandbox.conftest import Wall
from tests.sandbox.stage import PDF, ZHAO, Stage, encoded, multipart, png


async def test_everybody_is_listed_with_what_he_has_not_read(stage: Stage) -> None:
    await stage.send("text", {"content": "x"})
    await stage.does("wang", "say", text="own words count for nothing")
    people = (await stage.web.get("/sandbox/people")).json()
    assert [(one["id"], one["who"], one["channel"], one["unread"]) for one in people] == [
        ("wang", "王工", "wecom", 1),
        ("li", "李局", "wecom", 0),
        ("zhao", "赵总", "telegram", 0),
        ("qian", "钱副总", "telegram", 0),
    ]
    assert (people[3]["account"], people[3]["language"], people[3]["note"]) == ("100002", "en", "企业")
    await stage.chat("wang")
    assert (await stage.web.get("/sandbox/people")).json()[0]["unread"] == 0


async def test_the_chat_goes_on_after_a_bubble_or_a_revision(stage: Stage) -> None:
    for text in "abc":
        await stage.does("zhao", "say", text=text)
    bubbles = await stage.chat("zhao", after="")
    assert [one["text"] for one in bubbles] == ["a", "b", "c"]
    assert [one["id"] for one in bubbles] == sorted(one["id"] for one in bubbles)
    assert await stage.chat("zhao", after=bubbles[0]["id"]) == bubbles[1:]
    assert await stage.chat("zhao", since_revision=bubbles[1]["revision"]) == bubbles[2:]
    assert await stage.chat("zhao", after=bubbles[0]["id"], since_revision=0) == bubbles
    assert bubbles[0]["at"].endswith("+08:00")


BAD_ACTS = [
    ("nobody", "say", {"text": "x"}, 404),
    ("wang", "say", {}, 400),
    ("wang", "say", {"text": 7}, 400),
    ("wang", "say", {"text": "  "}, 400),
    ("wang", "say", {"text": "x" * 4097}, 400),
    ("zhao", "say", {"text": "😀" * 2049}, 400),
    ("zhao", "say", {"text": " \n"}, 400),
    ("zhao", "press", {}, 400),
    ("zhao", "press", {"button": "b99"}, 404),
    ("zhao", "photo", {"name": "a.png"}, 400),
    ("zhao", "photo", {"data": "not base64"}, 400),
    ("zhao", "photo", {"data": encoded(b"no picture")}, 400),
    ("wang", "photo", {"data": encoded(b"no picture")}, 400),
    ("wang", "file", {"path": "/etc/passwd"}, 400),
    ("zhao", "file", {"data": encoded(PDF), "caption": "x" * 1025}, 400),
    ("zhao", "photo", {"data": encoded(png()), "caption": "x" * 1025}, 400),
    ("zhao", "block", {"blocked": "yes"}, 400),
    ("nobody", "block", {"blocked": True}, 404),
    ("zhao", "scan", {"picture": "999"}, 404),
    ("zhao", "scan", {}, 404),
]


@pytest.mark.parametrize(("person", "act", "told", "status"), BAD_ACTS)
async def test_an_act_that_cannot_be_is_refused_with_a_sentence(
    stage: Stage, person: str, act: str, told: dict[str, object], status: int
) -> None:
    code, answer = await stage.act(person, act, **told)
    assert code == status
    assert len(answer["error"]) > 5


async def test_requests_that_cannot_be_read_are_refused(stage: Stage) -> None:
    say = "/sandbox/people/zhao/say"
    assert (await stage.web.post(say, content=b"{")).status_code == 400
    assert (await stage.web.post(say, content=b"[]")).status_code == 400
    assert (await stage.web.post(say)).status_code == 400
    assert (await stage.web.get("/sandbox/people/zhao/chat?after=x")).status_code == 400
    assert (await stage.web.get("/sandbox/people/nobody/chat")).status_code == 404
    assert (await stage.web.get("/sandbox/people/nobody/menu")).status_code == 404
    assert (await stage.web.get("/sandbox/media/m99")).status_code == 404


async def test_uploads_that_are_empty_broken_or_too_big_are_refused(stage: Stage) -> None:
    url, form = "/sandbox/people/zhao/file", {"Content-Type": "multipart/form-data; boundary=XX"}
    empty = await stage.web.post(url, content=multipart('name="file"; filename="a"', b""), headers=form)
    other = await stage.web.post(url, content=multipart('name="else"; filename="a"', PDF), headers=form)
    broken = await stage.web.post(url, content=b"x", headers=form)
    big = await stage.web.post(url, files={"file": ("a", bytes(50_000_001), "x/y")})
    huge = await stage.web.post(url, json={"data": "A" * 70_000_001})
    told = [(one.status_code, one.json()["error"]) for one in (empty, other, broken, big, huge)]
    assert told == [
        (400, "the file is empty"),
        (400, "the field file is missing"),
        (400, "the form can't be read"),
        (413, "the file is too big: 50 MB at most"),
        (413, "the request is too big"),
    ]


async def test_files_come_as_json_too_and_show_on_the_phone(stage: Stage) -> None:
    await stage.does("wang", "photo", name="a.png", data=encoded(png()))
    await stage.does("wang", "file", name="审批单.pdf", data=encoded(PDF), caption="给李局")
    picture, file, caption = await stage.chat("wang")
    assert (picture["from"], file["file"]["name"], caption["text"]) == ("me", "审批单.pdf", "给李局")
    served = await stage.web.get(picture["picture"])
    assert (served.content, served.headers["x-content-type-options"]) == (png(), "nosniff")
    assert (await stage.web.get(file["file"]["url"])).headers["content-type"] == "application/pdf"


async def test_a_wecom_picture_over_10_mb_is_refused(stage: Stage) -> None:
    files = {"file": ("a.png", png() + bytes(10 * 1024 * 1024), "image/png")}
    answer = await stage.web.post("/sandbox/people/wang/photo", files=files)
    assert answer.json() == {"error": "invalid image size"}


async def test_a_button_belongs_to_one_phone_and_its_id_to_one_button(stage: Stage) -> None:
    await stage.send("template_card", button_card(), touser="WangGong|LiJu")
    wang, li = (await stage.last("wang"))["buttons"], (await stage.last("li"))["buttons"]
    assert len({one["id"] for one in wang + li}) == 4
    assert (await stage.act("wang", "press", button=li[0]["id"]))[0] == 404


async def test_bubbles_bear_business_time(stage: Stage, wall: Wall) -> None:
    await stage.web.get("/sandbox/clock")
    await stage.does("zhao", "say", text="x")
    assert (await stage.last("zhao"))["at"].startswith("2026-11-27T09:00:0")
    sent = await stage.done("sendMessage", chat_id=ZHAO, text="x")
    assert 0 <= sent["date"] - 1795741200 < 10


async def test_opening_the_chat_on_telegram_is_start(stage: Stage) -> None:
    await stage.does("zhao", "enter")
    assert (await stage.last("zhao"))["text"] == "/start"


async def test_a_strange_host_name_is_refused(stage: Stage) -> None:
    answer = await stage.web.get("/sandbox/people", headers={"Host": "evil.example"})
    assert answer.status_code == 400


async def test_the_page_and_its_files_are_served(stage: Stage) -> None:
    page = await stage.web.get("/")
    assert (page.status_code, page.headers["content-type"].split(";")[0]) == (200, "text/html")
    assert (await stage.web.get("/page/index.html")).text == page.text
    assert (await stage.web.get("/page/../app.py")).status_code == 404
