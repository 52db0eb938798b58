"""Messages changed and deleted over the Bot API."""

from typing import Any

from tests.sandbox.conftest import Wall
from tests.sandbox.stage import PDF, QIAN, ZHAO, Stage, png

AGREE = {
    "inline_keyboard": [[{"text": "同意", "callback_data": "agree"}, {"text": "不同意", "callback_data": "decline"}]]
}
ONLY_AGREE = {"inline_keyboard": [[{"text": "同意", "callback_data": "agree"}]]}
SAME = (
    "Bad Request: message is not modified: specified new message content and reply markup are exactly the same "
    "as a current content and reply markup of the message"
)


async def text_message(stage: Stage) -> dict[str, Any]:
    sent = await stage.done("sendMessage", chat_id=ZHAO, text="请答复", reply_markup=AGREE)
    return {"chat_id": ZHAO, "message_id": sent["message_id"]}


async def photo_message(stage: Stage) -> dict[str, Any]:
    files = {"photo": ("a.png", png(), "image/png")}
    sent = await stage.done("sendPhoto", files, chat_id=ZHAO, caption="绿码", reply_markup=AGREE)
    return {"chat_id": ZHAO, "message_id": sent["message_id"]}


async def test_an_edit_keeps_the_bubble_and_raises_its_revision(stage: Stage) -> None:
    where = await text_message(stage)
    before = await stage.last("zhao")
    told = await stage.done("editMessageText", **where, text="<i>已同意</i>", parse_mode="HTML")
    assert (told["text"], told["entities"][0]["type"], "edit_date" in told) == ("已同意", "italic", True)
    after = await stage.last("zhao")
    assert (after["id"], after["text"], after["buttons"], after["edited"]) == (before["id"], "已同意", [], True)
    assert after["revision"] > before["revision"]
    assert await stage.chat("zhao", after=before["id"]) == []
    assert await stage.chat("zhao", since_revision=before["revision"]) == [after]


async def test_a_button_that_stays_keeps_its_id_and_a_new_one_gets_its_own(stage: Stage) -> None:
    where = await text_message(stage)
    agree, decline = [button["id"] for button in (await stage.last("zhao"))["buttons"]]
    more = {"inline_keyboard": [[{"text": "推迟", "callback_data": "later"}, *ONLY_AGREE["inline_keyboard"][0]]]}
    await stage.done("editMessageReplyMarkup", **where, reply_markup=more)
    later, kept = [button["id"] for button in (await stage.last("zhao"))["buttons"]]
    assert kept == agree
    assert later not in {agree, decline}


async def test_the_same_again_is_not_modified(stage: Stage) -> None:
    where = await text_message(stage)
    assert await stage.refused("editMessageText", **where, text=" 请答复 ", reply_markup=AGREE) == (400, SAME)
    assert await stage.refused("editMessageReplyMarkup", **where, reply_markup=AGREE) == (400, SAME)
    await stage.done("editMessageText", **where, text="请答复")
    assert await stage.refused("editMessageText", **where, text="请答复") == (400, SAME)
    assert await stage.refused("editMessageReplyMarkup", **where) == (400, SAME)


async def test_a_caption_changes_and_its_picture_stays(stage: Stage) -> None:
    where = await photo_message(stage)
    picture = (await stage.last("zhao"))["picture"]
    told = await stage.done("editMessageCaption", **where, caption="已用", reply_markup=ONLY_AGREE)
    assert told["caption"] == "已用"
    bubble = await stage.last("zhao")
    assert (bubble["text"], bubble["picture"], len(bubble["buttons"])) == ("已用", picture, 1)
    assert "caption" not in await stage.done("editMessageCaption", **where)


async def test_a_picture_gives_way_to_another_or_to_a_file(stage: Stage) -> None:
    where = await photo_message(stage)
    first = (await stage.last("zhao"))["picture"]
    media = {"type": "photo", "media": "attach://new", "caption": "<b>红码</b>", "parse_mode": "HTML"}
    told = await stage.done(
        "editMessageMedia", {"new": ("b.png", png(90, 90, "red"), "image/png")}, **where, media=media
    )
    assert told["caption"] == "红码"
    assert (await stage.last("zhao"))["picture"] not in {first, None}
    media = {"type": "document", "media": "attach://new"}
    told = await stage.done("editMessageMedia", {"new": ("b.pdf", PDF, "application/pdf")}, **where, media=media)
    assert "photo" not in told
    bubble = await stage.last("zhao")
    assert (bubble["picture"], bubble["file"]["name"], bubble["text"]) == (None, "b.pdf", "")


async def test_what_is_not_there_or_of_another_kind_cannot_be_edited(stage: Stage) -> None:
    text, photo = await text_message(stage), await photo_message(stage)
    media = {"type": "photo", "media": "x"}
    gone = {"chat_id": ZHAO, "message_id": 999}
    elsewhere = text | {"chat_id": QIAN}
    cases: list[tuple[str, dict[str, Any], str]] = [
        ("editMessageText", gone | {"text": "x"}, "message to edit not found"),
        ("editMessageText", elsewhere | {"text": "x"}, "message to edit not found"),
        ("editMessageText", photo | {"text": "x"}, "there is no text in the message to edit"),
        ("editMessageText", text | {"text": ""}, "message text is empty"),
        ("editMessageCaption", text | {"caption": "x"}, "there is no caption in the message to edit"),
        ("editMessageMedia", text | {"media": media}, "there is no media in the message to edit"),
        ("editMessageMedia", photo | {"media": media}, "wrong file identifier/HTTP URL specified"),
        ("editMessageMedia", photo | {"media": {"type": "dance"}}, "can't parse InputMedia: wrong type"),
        ("editMessageMedia", photo | {"media": [media]}, "can't parse InputMedia: wrong type"),
        ("deleteMessage", gone, "message to delete not found"),
    ]
    for method, fields, words in cases:
        assert await stage.refused(method, **fields) == (400, f"Bad Request: {words}")


async def test_a_persons_own_message_cannot_be_edited_but_deleted(stage: Stage) -> None:
    await stage.does("zhao", "say", text="你好")
    update = (await stage.bot("getUpdates"))["result"][0]
    where = {"chat_id": ZHAO, "message_id": update["message"]["message_id"]}
    assert await stage.refused("editMessageText", **where, text="x") == (400, "Bad Request: message can't be edited")
    assert (await stage.bot("deleteMessage", **where))["result"] is True


async def test_a_deleted_message_leaves_an_empty_bubble_that_pollers_notice(stage: Stage) -> None:
    where = await text_message(stage)
    before = await stage.last("zhao")
    await stage.bot("deleteMessage", **where)
    after = (await stage.chat("zhao", since_revision=before["revision"]))[0]
    assert (after["id"], after["deleted"], after["text"], after["buttons"]) == (before["id"], True, "", [])
    assert (await stage.refused("deleteMessage", **where))[1] == "Bad Request: message to delete not found"


async def test_a_message_can_be_deleted_for_48_hours(stage: Stage, wall: Wall) -> None:
    where = await text_message(stage)
    wall.ahead += 48 * 3600 + 1
    words = "Bad Request: message can't be deleted for everyone"
    assert await stage.refused("deleteMessage", **where) == (400, words)
    assert (await stage.done("editMessageText", **where, text="an edit knows no age"))["text"]


async def test_edits_count_for_the_pace_of_a_chat(stage: Stage) -> None:
    where = await text_message(stage)
    for n in range(29):
        await stage.done("editMessageText", **where, text=str(n))
    codes = [(await stage.bot("editMessageText", **where, text=f"late {n}")).get("error_code") for n in range(3)]
    assert codes[-1] == 429
