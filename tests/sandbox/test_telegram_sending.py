"""What the pretend Bot API sends, and how it refuses."""

from typing import Any

import pytest
from telegram import Message

from sandbox.telegram.pace import Pace
from sandbox.telegram.refusals import Refused
from tests.sandbox.conftest import Wall
from tests.sandbox.stage import PDF, QIAN, TELEGRAM_TOKEN, ZHAO, Stage, png, png_that_claims


async def test_a_message_arrives_as_a_bubble_with_its_buttons_and_parses_as_telegrams(stage: Stage) -> None:
    rows = [[{"text": "同意", "callback_data": "1.agree.7.3"}, {"text": "官网", "url": "http://fuma.example/"}]]
    sent = await stage.done(
        "sendMessage", chat_id=ZHAO, text="<b>来访</b>申请", parse_mode="HTML", reply_markup={"inline_keyboard": rows}
    )
    message = Message.de_json(sent, None)
    assert message is not None
    assert (message.text, message.chat.id, message.from_user and message.from_user.is_bot) == ("来访申请", ZHAO, True)
    assert message.reply_markup is not None
    assert message.reply_markup.inline_keyboard[0][0].callback_data == "1.agree.7.3"
    bubble = await stage.last("zhao")
    assert (bubble["from"], bubble["text"], bubble["edited"], bubble["card"]) == ("fuma", "来访申请", False, False)
    agree, site = bubble["buttons"]
    assert (agree["text"], agree["greyed"], "url" in agree) == ("同意", False, False)
    assert (site["text"], site["url"]) == ("官网", "http://fuma.example/")


async def test_methods_take_json_forms_queries_and_any_case(stage: Stage) -> None:
    base = f"/telegram/bot{TELEGRAM_TOKEN}"
    form = await stage.web.post(f"{base}/SENDMESSAGE", data={"chat_id": str(ZHAO), "text": "form"})
    query = await stage.web.get(f"{base}/sendmessage", params={"chat_id": ZHAO, "text": "query"})
    markup = '{"inline_keyboard":[[{"text":"x","callback_data":"y"}]]}'
    multi = await stage.bot("SendMessage", {"unused": b"x"}, chat_id=ZHAO, text="multi", reply_markup=markup)
    assert form.json()["ok"]
    assert query.json()["ok"]
    assert multi["result"]["reply_markup"]["inline_keyboard"][0][0]["text"] == "x"
    assert [bubble["text"] for bubble in await stage.chat("zhao")] == ["form", "query", "multi"]


async def test_entities_given_as_such_are_kept(stage: Stage) -> None:
    entities = [{"type": "bold", "offset": 0, "length": 1}]
    sent = await stage.done("sendMessage", chat_id=ZHAO, text="ab", entities=entities)
    assert sent["entities"] == entities


async def test_a_wrong_token_is_unauthorized_and_nonsense_is_not_found(stage: Stage) -> None:
    wrong = await stage.web.post("/telegram/bot4242:wrong/getMe")
    nonsense = await stage.web.post("/telegram/botnonsense/getMe")
    assert (wrong.status_code, wrong.json()) == (
        401,
        {"ok": False, "error_code": 401, "description": "Unauthorized"},
    )
    assert (nonsense.status_code, nonsense.json()["description"]) == (404, "Not Found")
    assert (await stage.refused("sendEverything"))[0] == 404


KEYBOARD_65 = {"inline_keyboard": [[{"text": "x", "callback_data": "a" * 65}]]}
REFUSALS: list[tuple[str, dict[str, Any], str]] = [
    ("sendMessage", {"text": "x"}, "chat_id is empty"),
    ("sendMessage", {"chat_id": 5, "text": "x"}, "chat not found"),
    ("sendMessage", {"chat_id": "WangGong", "text": "x"}, "chat not found"),
    ("sendMessage", {"chat_id": ZHAO}, "message text is empty"),
    ("sendMessage", {"chat_id": ZHAO, "text": None}, "message text is empty"),
    ("sendMessage", {"chat_id": ZHAO, "text": "  \n"}, "message text is empty"),
    ("sendMessage", {"chat_id": ZHAO, "text": "<b></b>", "parse_mode": "HTML"}, "message text is empty"),
    ("sendMessage", {"chat_id": ZHAO, "text": "字" * 4097}, "message is too long"),
    ("sendMessage", {"chat_id": ZHAO, "text": "😀" * 2049}, "message is too long"),
    ("sendMessage", {"chat_id": ZHAO, "text": "x", "reply_markup": KEYBOARD_65}, "BUTTON_DATA_INVALID"),
    ("sendMessage", {"chat_id": ZHAO, "text": "x", "reply_markup": "{"}, "can't parse reply markup JSON object"),
    ("sendPhoto", {"chat_id": ZHAO}, "there is no photo in the request"),
    ("sendPhoto", {"chat_id": ZHAO, "photo": "no-such-id"}, "wrong file identifier/HTTP URL specified"),
    ("sendPhoto", {"chat_id": ZHAO, "photo": "x", "caption": "字" * 1025}, "message caption is too long"),
    ("sendDocument", {"chat_id": ZHAO}, "there is no document in the request"),
    ("sendDocument", {"chat_id": ZHAO, "document": "no-such-id"}, "wrong file identifier/HTTP URL specified"),
    ("sendChatAction", {"chat_id": ZHAO, "action": "dance"}, "wrong parameter action in request"),
]


@pytest.mark.parametrize(("method", "fields", "words"), REFUSALS)
async def test_a_wrong_call_is_refused_in_telegrams_words(
    stage: Stage, method: str, fields: dict[str, Any], words: str
) -> None:
    assert await stage.refused(method, **fields) == (400, f"Bad Request: {words}")
    assert await stage.chat("zhao") == []


async def test_exactly_4096_units_after_formatting_are_taken(stage: Stage) -> None:
    text = f"<b>{'😀' * 2047}</b>ab"
    sent = await stage.done("sendMessage", chat_id=ZHAO, text=text, parse_mode="HTML")
    assert sent["text"] == "😀" * 2047 + "ab"


async def test_a_body_that_is_no_json_object_is_refused(stage: Stage) -> None:
    url = f"/telegram/bot{TELEGRAM_TOKEN}/sendMessage"
    for body in (b"{", b"[1]", b'"x"'):
        answer = await stage.web.post(url, content=body, headers={"Content-Type": "application/json"})
        assert answer.json()["error_code"] == 400
    empty = await stage.web.post(url, headers={"Content-Type": "application/json"})
    assert empty.json()["description"] == "Bad Request: message text is empty"
    broken = await stage.web.post(url, content=b"x", headers={"Content-Type": "multipart/form-data; boundary=Q"})
    assert broken.json()["description"] == "Bad Request: can't parse the multipart body"


async def test_a_number_that_is_none_is_refused(stage: Stage) -> None:
    told = await stage.refused("deleteMessage", chat_id=ZHAO, message_id="soon")
    assert told == (400, 'Bad Request: field "message_id" must be a valid Number')


async def test_somebody_who_blocked_the_bot_is_forbidden_until_he_returns(stage: Stage) -> None:
    assert (await stage.act("zhao", "block", blocked=True))[0] == 200
    words = "Forbidden: bot was blocked by the user"
    assert await stage.refused("sendMessage", chat_id=ZHAO, text="x") == (403, words)
    assert await stage.act("zhao", "say", text="x") == (409, {"error": "the bot is blocked on this phone"})
    await stage.act("zhao", "block", blocked=False)
    assert (await stage.done("sendMessage", chat_id=ZHAO, text="x"))["text"] == "x"


async def test_a_chat_takes_a_burst_of_30_and_then_one_a_second(stage: Stage, wall: Wall) -> None:
    answers = [await stage.bot("sendMessage", chat_id=ZHAO, text=str(n)) for n in range(33)]
    assert [one["ok"] for one in answers[:30]] == [True] * 30
    late = [one for one in answers if not one["ok"]]
    assert late[0] == {
        "ok": False,
        "error_code": 429,
        "description": "Too Many Requests: retry after 1",
        "parameters": {"retry_after": 1},
    }
    wall.ahead += 1
    assert (await stage.bot("sendMessage", chat_id=QIAN, text="another chat"))["ok"]
    assert (await stage.bot("sendMessage", chat_id=ZHAO, text="a second later"))["ok"]


def test_all_chats_together_take_30_a_second() -> None:
    now = [100.0]
    pace = Pace(lambda: now[0])
    for chat in range(30):
        pace.spend(chat)
    with pytest.raises(Refused, match="retry after 1"):
        pace.spend(31)
    now[0] += 0.04
    pace.spend(31)


async def test_a_photo_has_its_sizes_and_is_served_by_its_path(stage: Stage) -> None:
    files = {"photo": ("pass.png", png(1600, 400), "image/png")}
    sent = await stage.done("sendPhoto", files, chat_id=ZHAO, caption="绿码")
    assert [(one["width"], one["height"]) for one in sent["photo"]] == [(90, 23), (320, 80), (800, 200), (1280, 320)]
    assert sent["caption"] == "绿码"
    bubble = await stage.last("zhao")
    picture = await stage.web.get(bubble["picture"])
    assert (bubble["text"], picture.headers["content-type"]) == ("绿码", "image/jpeg")
    file = await stage.done("getFile", file_id=sent["photo"][-1]["file_id"])
    got = await stage.web.get(f"/telegram/file/bot{TELEGRAM_TOKEN}/{file['file_path']}")
    assert got.content == picture.content
    assert len(got.content) == file["file_size"]
    assert (await stage.web.get(f"/telegram/file/bot1:x/{file['file_path']}")).status_code == 404
    assert (await stage.web.get(f"/telegram/file/bot{TELEGRAM_TOKEN}/photos/none.jpg")).status_code == 404


async def test_a_photo_is_sent_again_by_its_file_id_and_by_attach(stage: Stage) -> None:
    first = await stage.done("sendPhoto", {"p1": ("a.png", png(), "image/png")}, chat_id=ZHAO, photo="attach://p1")
    again = await stage.done("sendPhoto", chat_id=QIAN, photo=first["photo"][0]["file_id"])
    assert again["photo"] == first["photo"]
    assert (await stage.last("qian"))["picture"] is not None


async def test_a_document_keeps_its_name_and_type(stage: Stage) -> None:
    files = {"document": ("审批单.pdf", PDF, "application/pdf")}
    sent = await stage.done("sendDocument", files, chat_id=ZHAO, caption="x")
    shape = sent["document"]
    assert (shape["file_name"], shape["mime_type"], shape["file_size"]) == ("审批单.pdf", "application/pdf", len(PDF))
    bubble = await stage.last("zhao")
    assert (bubble["file"]["name"], bubble["file"]["size"]) == ("审批单.pdf", len(PDF))
    assert (await stage.web.get(bubble["file"]["url"])).content == PDF
    again = await stage.done("sendDocument", chat_id=ZHAO, document=shape["file_id"])
    assert again["document"] == shape


async def test_photos_and_documents_are_not_taken_for_each_other(stage: Stage) -> None:
    photo = await stage.done("sendPhoto", {"photo": ("a.png", png(), "image/png")}, chat_id=ZHAO)
    document = await stage.done("sendDocument", {"document": ("a.pdf", PDF, "application/pdf")}, chat_id=ZHAO)
    one = await stage.refused("sendDocument", chat_id=ZHAO, document=photo["photo"][0]["file_id"])
    other = await stage.refused("sendPhoto", chat_id=ZHAO, photo=document["document"]["file_id"])
    assert one[1] == "Bad Request: can't use file of type Photo as Document"
    assert other[1] == "Bad Request: can't use file of type Document as Photo"


BAD_PHOTOS = [
    (b"", "file must be non-empty"),
    (b"not a picture", "IMAGE_PROCESS_FAILED"),
    (png(60, 60)[:70], "IMAGE_PROCESS_FAILED"),
    (png(6000, 4001), "PHOTO_INVALID_DIMENSIONS"),
    (png_that_claims(30_000, 30_000), "PHOTO_INVALID_DIMENSIONS"),
    (png(210, 10), "PHOTO_INVALID_DIMENSIONS"),
    (b"\xff\xd8\xff" + bytes(10_000_000), "PHOTO_SAVE_FILE_INVALID"),
]


@pytest.mark.parametrize(("data", "words"), BAD_PHOTOS)
async def test_a_photo_beyond_the_limits_is_refused(stage: Stage, data: bytes, words: str) -> None:
    told = await stage.refused("sendPhoto", {"photo": ("a.png", data, "image/png")}, chat_id=ZHAO)
    assert told == (400, f"Bad Request: {words}")


async def test_a_photo_with_the_largest_sides_and_the_longest_ratio_is_taken(stage: Stage) -> None:
    for width, height in ((5000, 5000), (200, 10)):
        files = {"photo": ("a.png", png(width, height), "image/png")}
        assert (await stage.done("sendPhoto", files, chat_id=ZHAO))["photo"]


async def test_an_upload_over_50_mb_is_too_large_and_a_file_over_20_mb_cannot_be_fetched(stage: Stage) -> None:
    over = {"document": ("a.bin", bytes(50_000_001), "application/octet-stream")}
    assert await stage.refused("sendDocument", over, chat_id=ZHAO) == (413, "Request Entity Too Large")
    huge = {"document": ("a.bin", bytes(51_000_001), "application/octet-stream")}
    assert await stage.refused("sendDocument", huge, chat_id=ZHAO) == (413, "Request Entity Too Large")
    big = {"document": ("a.bin", bytes(20_000_001), "application/octet-stream")}
    sent = await stage.done("sendDocument", big, chat_id=ZHAO)
    told = await stage.refused("getFile", file_id=sent["document"]["file_id"])
    assert told == (400, "Bad Request: file is too big")
    assert await stage.refused("getFile", file_id="x") == (400, "Bad Request: invalid file_id")


async def test_an_action_leaves_nothing_in_the_chat(stage: Stage) -> None:
    assert (await stage.bot("sendChatAction", chat_id=ZHAO, action="typing"))["result"] is True
    assert await stage.chat("zhao") == []


async def test_every_call_stands_in_the_list_of_calls(stage: Stage) -> None:
    await stage.bot("sendMessage", chat_id=ZHAO, text="x")
    await stage.bot("sendMessage", chat_id=5, text="x")
    await stage.bot("getMe")
    calls = (await stage.web.get("/sandbox/wire")).json()
    assert [(one["platform"], one["method"], one["to"], one["ok"], one["error"]) for one in calls] == [
        ("telegram", "sendMessage", "zhao", True, None),
        ("telegram", "sendMessage", "5", False, "Bad Request: chat not found"),
        ("telegram", "getMe", None, True, None),
    ]
    assert [one["n"] for one in (await stage.web.get("/sandbox/wire?after=2")).json()] == [3]
    assert (await stage.web.get("/sandbox/wire?after=x")).status_code == 400
