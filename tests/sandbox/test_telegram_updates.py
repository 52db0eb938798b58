"""Updates on their way to the bot: pushed, retried, fetched."""

import asyncio
from dataclasses import replace

import pytest
from telegram import Update

from sandbox.options import Options
from tests.sandbox.conftest import PUBLIC, Wall
from tests.sandbox.stage import PDF, QIAN, ZHAO, Stage, everybody, png, until
from tests.sandbox.stand_in import Inside

SECRET_HEADER = "s3"


async def test_a_text_is_pushed_with_the_secret_and_parses_as_telegrams(stage: Stage, fuma: Inside) -> None:
    await stage.webhook()
    bubble = await stage.does("zhao", "say", text=" /start p-1 ")
    await until(lambda: len(fuma.updates) == 1)
    assert fuma.secrets == [SECRET_HEADER]
    update = Update.de_json(fuma.updates[0], None)
    assert update.message is not None
    assert update.message.text == "/start p-1"
    assert update.message.from_user is not None
    assert (update.message.from_user.id, update.message.from_user.language_code) == (ZHAO, "zh-hans")
    assert [(one.type, one.offset, one.length) for one in update.message.entities] == [("bot_command", 0, 6)]
    shown = await stage.last("zhao")
    assert (shown["id"], shown["from"], shown["text"]) == (bubble, "me", "/start p-1")


async def test_a_chats_updates_keep_their_order_while_other_chats_go_on(stage: Stage, fuma: Inside) -> None:
    await stage.webhook()
    fuma.webhook_pause = 0.02
    for number in range(6):
        await stage.does("zhao", "say", text=f"z{number}")
        await stage.does("qian", "say", text=f"q{number}")
    await until(lambda: len(fuma.updates) == 12)
    for chat in (ZHAO, QIAN):
        mine = [one for one in fuma.updates if one["message"]["chat"]["id"] == chat]
        assert [one["message"]["text"][1:] for one in mine] == list("012345")
        assert [one["update_id"] for one in mine] == sorted(one["update_id"] for one in mine)
    assert (fuma.most_in_chat, fuma.most_at_once) == (1, 2)


async def test_an_update_is_pushed_again_until_it_is_taken_and_holds_up_its_chat_only(
    stage: Stage, fuma: Inside
) -> None:
    await stage.webhook()
    fuma.statuses = [500, 403]
    await stage.does("zhao", "say", text="first")
    await stage.does("zhao", "say", text="second")
    await until(lambda: len(fuma.updates) == 1)
    await stage.does("qian", "say", text="beside")
    await until(lambda: [one for one in fuma.updates if one["message"]["text"] == "beside"] != [])
    info = await stage.done("getWebhookInfo")
    assert info["pending_update_count"] >= 1
    assert info["last_error_message"].startswith("Wrong response from the webhook: ")
    await until(lambda: any(one["message"]["text"] == "second" for one in fuma.updates))
    zhaos = [(one["message"]["text"], one["answered"]) for one in fuma.updates if one["message"]["chat"]["id"] == ZHAO]
    assert zhaos[-2:] == [("first", 200), ("second", 200)]
    assert len({one["update_id"] for one in fuma.updates if one["message"]["text"] == "first"}) == 1


async def test_a_new_message_does_not_hurry_an_update_that_waits_to_be_tried_again(
    stage: Stage, fuma: Inside, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sandbox.telegram.updates.FIRST_DELAY", 60.0)
    await stage.webhook()
    fuma.statuses = [500]
    await stage.does("zhao", "say", text="first")
    await until(lambda: len(fuma.updates) == 1)
    await stage.does("qian", "say", text="beside")
    await until(lambda: len(fuma.updates) == 2)
    await asyncio.sleep(0.1)
    assert [one["message"]["text"] for one in fuma.updates] == ["first", "beside"]
    await stage.webhook()
    await until(lambda: len(fuma.updates) == 3)


async def test_updates_wait_while_nobody_listens_and_arrive_when_fuma_is_back(
    fuma: Inside, options: Options, wall: Wall
) -> None:
    down = replace(options, fuma="http://127.0.0.1:9", public_url=options.fuma)
    async with Stage.opened(down, everybody(), wall) as stage:
        await stage.webhook()
        await stage.does("zhao", "say", text="anybody there?")
        info: dict[str, object] = {}
        while "last_error_message" not in info:
            await asyncio.sleep(0.01)
            info = await stage.done("getWebhookInfo")
        assert info["pending_update_count"] == 1
        assert (await stage.web.post("/sandbox/settle", json={"timeout": 0.2})).status_code == 504
        await stage.bot("deleteWebhook")
        updates = (await stage.bot("getUpdates"))["result"]
        assert [one["message"]["text"] for one in updates] == ["anybody there?"]


async def test_a_webhook_set_later_gets_what_waited_and_its_public_address_is_led_inside(
    stage: Stage, fuma: Inside
) -> None:
    await stage.does("zhao", "say", text="early")
    assert (await stage.done("getWebhookInfo"))["pending_update_count"] == 1
    await stage.bot("setWebhook", url=f"{PUBLIC}/telegram/webhook")
    await until(lambda: len(fuma.updates) == 1)
    assert fuma.secrets == [None]


async def test_a_poller_confirms_with_a_higher_offset(stage: Stage) -> None:
    for text in "abc":
        await stage.does("zhao", "say", text=text)
    first = (await stage.bot("getUpdates", limit=2))["result"]
    assert [one["message"]["text"] for one in first] == ["a", "b"]
    assert (await stage.bot("getUpdates", limit=2))["result"] == first
    rest = (await stage.bot("getUpdates", offset=first[-1]["update_id"] + 1))["result"]
    assert [one["message"]["text"] for one in rest] == ["c"]
    assert (await stage.bot("getUpdates", offset=rest[-1]["update_id"] + 1))["result"] == []
    assert (await stage.bot("getUpdates", offset=-1))["result"] == []


async def test_a_negative_offset_keeps_only_the_newest(stage: Stage) -> None:
    for text in "abc":
        await stage.does("zhao", "say", text=text)
    assert [one["message"]["text"] for one in (await stage.bot("getUpdates", offset=-2))["result"]] == ["b", "c"]


async def test_a_poll_waits_for_the_next_update(stage: Stage) -> None:
    waiting = asyncio.create_task(stage.bot("getUpdates", timeout=50))
    await asyncio.sleep(0.05)
    await stage.does("zhao", "say", text="here")
    updates = (await waiting)["result"]
    assert [one["message"]["text"] for one in updates] == ["here"]


async def test_a_second_poller_ends_the_first(stage: Stage) -> None:
    first = asyncio.create_task(stage.bot("getUpdates", timeout=50))
    await asyncio.sleep(0.05)
    assert (await stage.bot("getUpdates"))["result"] == []
    told = await first
    assert (told["error_code"], told["description"].split(";")[0]) == (
        409,
        "Conflict: terminated by other getUpdates request",
    )


async def test_a_webhook_ends_a_poll_and_forbids_the_next(stage: Stage) -> None:
    first = asyncio.create_task(stage.bot("getUpdates", timeout=50))
    await asyncio.sleep(0.05)
    await stage.webhook()
    assert (await first)["description"] == "Conflict: terminated by setWebhook request"
    code, words = await stage.refused("getUpdates")
    assert (code, words.split(";")[0]) == (409, "Conflict: can't use getUpdates method while webhook is active")


async def test_what_nobody_fetched_for_a_day_is_forgotten(stage: Stage, wall: Wall) -> None:
    await stage.does("zhao", "say", text="old")
    wall.ahead += 24 * 3600 + 1
    await stage.does("zhao", "say", text="new")
    assert [one["message"]["text"] for one in (await stage.bot("getUpdates"))["result"]] == ["new"]


async def test_only_the_kinds_asked_for_come(stage: Stage) -> None:
    await stage.bot("getUpdates", allowed_updates=["callback_query"])
    await stage.does("zhao", "say", text="unheard")
    assert (await stage.bot("getUpdates"))["result"] == []
    await stage.bot("getUpdates", allowed_updates=[])
    await stage.does("zhao", "say", text="heard")
    assert len((await stage.bot("getUpdates"))["result"]) == 1


async def test_pending_updates_are_dropped_when_told_so(stage: Stage, fuma: Inside) -> None:
    await stage.does("zhao", "say", text="stale")
    await stage.webhook(drop_pending_updates=True)
    await stage.does("zhao", "say", text="fresh")
    await until(lambda: len(fuma.updates) == 1)
    assert fuma.updates[0]["message"]["text"] == "fresh"
    await stage.bot("deleteWebhook")
    await stage.does("zhao", "say", text="stale too")
    await stage.bot("deleteWebhook", drop_pending_updates="true")
    assert (await stage.bot("getUpdates"))["result"] == []


async def test_a_press_is_a_callback_query_that_parses_as_telegrams(stage: Stage) -> None:
    markup = {"inline_keyboard": [[{"text": "同意", "callback_data": "1.agree"}]]}
    sent = await stage.done("sendMessage", chat_id=ZHAO, text="请答复", reply_markup=markup)
    bubble = await stage.presses("zhao", "同意")
    assert bubble == (await stage.last("zhao"))["id"]
    update = Update.de_json((await stage.bot("getUpdates"))["result"][0], None)
    query = update.callback_query
    assert query is not None
    assert query.message is not None
    assert (query.data, query.from_user.id, query.message.message_id) == ("1.agree", ZHAO, sent["message_id"])
    answer = await stage.bot("answerCallbackQuery", callback_query_id=query.id, text="收到")
    assert answer["result"] is True
    assert (await stage.last("zhao"))["notice"] == "收到"


async def test_a_press_must_be_answered_within_15_seconds(stage: Stage, wall: Wall) -> None:
    markup = {"inline_keyboard": [[{"text": "同意", "callback_data": "1.agree"}]]}
    await stage.done("sendMessage", chat_id=ZHAO, text="请答复", reply_markup=markup)
    await stage.presses("zhao", "同意")
    query_id = (await stage.bot("getUpdates"))["result"][0]["callback_query"]["id"]
    assert await stage.refused("answerCallbackQuery", callback_query_id=query_id, text="x" * 201) == (
        400,
        "Bad Request: MESSAGE_TOO_LONG",
    )
    assert (await stage.bot("answerCallbackQuery", callback_query_id=query_id))["result"] is True
    wall.ahead += 16
    words = "Bad Request: query is too old and response timeout expired or query ID is invalid"
    assert await stage.refused("answerCallbackQuery", callback_query_id=query_id) == (400, words)
    assert await stage.refused("answerCallbackQuery", callback_query_id="1") == (400, words)


async def test_photos_and_files_that_people_send_parse_as_telegrams(stage: Stage) -> None:
    files = {"file": ("a.png", png(1000, 500), "image/png")}
    await stage.web.post("/sandbox/people/zhao/photo", data={"caption": "审批单"}, files=files)
    await stage.web.post("/sandbox/people/zhao/file", files={"file": ("审批单.pdf", PDF, "application/pdf")})
    told = (await stage.bot("getUpdates"))["result"]
    photo, document = (Update.de_json(one, None).message for one in told)
    assert photo is not None
    assert (photo.caption, photo.photo[-1].width, photo.photo[-1].height) == ("审批单", 1000, 500)
    assert document is not None
    assert document.document is not None
    assert (document.document.file_name, document.document.mime_type) == ("审批单.pdf", "application/pdf")


async def test_blocking_and_returning_are_told_once_each(stage: Stage) -> None:
    for blocked in (True, True, False, False):
        await stage.act("zhao", "block", blocked=blocked)
    told = [Update.de_json(one, None).my_chat_member for one in (await stage.bot("getUpdates"))["result"]]
    changes = [(one.old_chat_member.status, one.new_chat_member.status) for one in told if one]
    assert changes == [("member", "kicked"), ("kicked", "member")]
