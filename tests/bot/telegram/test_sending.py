"""Calls as they reach a server, and how each ending is told."""

import asyncio
import json
from typing import Any

import pytest
from aiohttp import web
from structlog.testing import capture_logs

from bot.channels.telegram import calls
from bot.channels.telegram.adapter import TelegramChannel
from bot.channels.telegram.composing import compose
from bot.channels.telegram.outcomes import SlowedChats
from bot.channels.telegram.targets import standing
from jobs.sending import Again, Call, Effect, Gone, Key, Outgoing, Pace, Sender, Sent, Unknown
from tests.bot.telegram.server import (
    TOKEN,
    Answer,
    Asked,
    BotApi,
    Store,
    always,
    answering_raw,
    channel_to,
    ok,
    refusal,
)

CALL = Call(method="sendmessage", body='{"chat_id":7001,"text":"赵总您好"}')
EDIT = Call(method="editmessagetext", body='{"chat_id":7001,"message_id":55,"text":"已同意"}')
CARD = Call(method="sendphoto", body='{"chat_id":7001,"photo":"picture.png"}', uploads={"photo": "card"})
SLIP = Call(method="senddocument", body='{"chat_id":7001,"document":"审批单.pdf"}', uploads={"document": "slip"})


def test_the_channel_is_what_the_outbox_asks_for(channel: TelegramChannel) -> None:
    sender: Sender = channel
    assert sender.per_receiver == Pace(((20, 20.0),))
    assert sender.overall == Pace(((30, 1.0),))


async def test_a_message_arrives_as_it_was_composed(channel: TelegramChannel, api: BotApi) -> None:
    [call] = channel.compose(Outgoing(id=1, account="7001", text="赵总", keys=((Key(label="同意", data="1.a"),),)))
    outcome = await channel.send(call)
    assert api.asked[0].path == f"/bot{TOKEN}/sendmessage"
    assert api.asked[0].fields == json.loads(call.body)
    assert outcome == Sent(target=standing("101"))


async def test_every_retry_sends_the_same_bytes(channel: TelegramChannel, api: BotApi) -> None:
    [call] = compose(Outgoing(id=1, account="7001", text="𫖮 绿码", keys=((Key(label="同意", data="1.a"),),)))
    await channel.send(call)
    await channel.send(call)
    assert api.asked[0].raw == api.asked[1].raw == call.body.encode()


async def test_a_picture_goes_up_once_and_by_its_id_after(channel: TelegramChannel, api: BotApi, store: Store) -> None:
    first = await channel.send(CARD)
    second = await channel.send(CARD)
    assert api.asked[0].files == {"photo": ("picture.png", b"\x89PNG the pass", "image/png")}
    assert api.asked[0].fields["chat_id"] == "7001"
    assert (api.asked[1].files, api.asked[1].fields["photo"]) == ({}, "PHOTO1")
    assert first == Sent(target=standing("101", captioned=True))
    assert second == Sent(target=standing("102", captioned=True))


async def test_a_form_carries_words_and_keys_beside_the_file(channel: TelegramChannel, api: BotApi) -> None:
    [call] = compose(
        Outgoing(id=1, account="7001", text="通行证", picture="card", keys=((Key(label="好", data="1"),),))
    )
    await channel.send(call)
    assert api.asked[0].fields["caption"] == "通行证"
    assert json.loads(api.asked[0].fields["reply_markup"])["inline_keyboard"][0][0]["text"] == "好"


async def test_a_document_arrives_under_its_chinese_name(channel: TelegramChannel, api: BotApi) -> None:
    await channel.send(SLIP)
    assert api.asked[0].files == {"document": ("审批单.pdf", b"%PDF the slip", "application/pdf")}


async def test_a_photo_sent_as_a_document_too_goes_up_again(channel: TelegramChannel, api: BotApi) -> None:
    await channel.send(CARD)
    await channel.send(
        Call(method="senddocument", body='{"chat_id":7001,"document":"a.png"}', uploads={"document": "card"})
    )
    assert list(api.asked[1].files) == ["document"]


async def test_a_document_under_another_name_goes_up_again(channel: TelegramChannel, api: BotApi) -> None:
    await channel.send(SLIP)
    await channel.send(
        Call(method="senddocument", body='{"chat_id":7001,"document":"slip.pdf"}', uploads={"document": "slip"})
    )
    assert api.asked[1].files["document"][0] == "slip.pdf"


async def test_an_id_that_telegram_forgot_is_replaced_by_a_new_upload(channel: TelegramChannel, api: BotApi) -> None:
    await channel.send(CARD)

    async def forgetful(asked: Asked) -> web.StreamResponse:
        if asked.fields.get("photo") == "PHOTO1":
            return refusal(400, "Bad Request: wrong remote file identifier specified: Wrong string length")
        return await api.accept(asked)

    api.answer = forgetful
    assert isinstance(await channel.send(CARD), Sent)
    await channel.send(CARD)
    assert [bool(asked.files) for asked in api.asked] == [True, False, True, False]
    assert api.asked[-1].fields["photo"] == "PHOTO3"


async def test_another_refusal_of_a_known_file_is_no_reason_to_upload(channel: TelegramChannel, api: BotApi) -> None:
    await channel.send(CARD)
    api.answer = always(lambda: refusal(403, "Forbidden: bot was blocked by the user"))
    assert await channel.send(CARD) == Gone(why="forbidden", receiver=True)
    assert len(api.asked) == 2


async def test_a_file_that_is_no_longer_stored_is_told(channel: TelegramChannel, api: BotApi) -> None:
    lost = Call(method="sendphoto", body='{"chat_id":7001,"photo":"p.png"}', uploads={"photo": "lost"})
    assert await channel.send(lost) == Gone(why="file_lost", ours=True)
    assert api.asked == []


@pytest.mark.parametrize("result", [True, {}, [], {"message_id": "x"}, {"message_id": 5, "photo": []}])
async def test_what_is_taken_without_a_usable_answer_is_still_sent(
    channel: TelegramChannel, api: BotApi, store: Store, result: Any
) -> None:
    api.answer = always(lambda: ok(result))
    assert isinstance(await channel.send(CARD), Sent)
    assert store.names == {}


@pytest.mark.parametrize("nothing", [{}, {"photo": None}, {"document": None}, {"photo": [], "document": {}}])
async def test_words_without_a_picture_are_no_caption_whatever_a_server_names(
    channel: TelegramChannel, api: BotApi, nothing: dict[str, Any]
) -> None:
    api.answer = always(lambda: ok({"message_id": 7, "text": "好", **nothing}))
    assert await channel.send(CALL) == Sent(target=standing("7", captioned=False))


async def test_a_method_that_a_server_does_not_know_halts_nobody_and_a_wrong_token_answers_nothing(
    channel: TelegramChannel, api: BotApi
) -> None:
    async def knows_no_photos(asked: Asked) -> web.StreamResponse:
        return refusal(404, "Not Found") if asked.method == "sendphoto" else await api.accept(asked)

    api.answer = knows_no_photos
    assert await channel.send(CARD) == Again(seconds=1, why="method")
    assert isinstance(await channel.send(CALL), Sent)
    assert await channel.answers()
    api.answer = always(lambda: refusal(404, "Not Found"))
    assert not await channel.answers()


BLOCKED = Gone(why="forbidden", receiver=True)


@pytest.mark.parametrize(
    ("code", "description", "outcome"),
    [
        (403, "Forbidden: bot was blocked by the user", BLOCKED),
        (403, "Forbidden: user is deactivated", BLOCKED),
        (403, "Forbidden: bot can't initiate conversation with a user", BLOCKED),
        (400, "Bad Request: chat not found", Gone(why="chat_not_found", receiver=True)),
        (400, "Bad Request: PEER_ID_INVALID", Gone(why="peer_id_invalid", receiver=True)),
        (400, "Bad Request: message to edit not found", Gone(why="message_to_edit_not_found", fresh=True)),
        (400, "Bad Request: message can't be edited", Gone(why="message_cant_be_edited", fresh=True)),
        (400, "Bad Request: PHOTO_INVALID_DIMENSIONS", Gone(why="photo_invalid_dimensions", ours=True)),
        (400, "Bad Request: can't parse 赵总's words", Gone(why="bad_request", ours=True)),
        (400, "", Gone(why="bad_request", ours=True)),
        (413, "Request Entity Too Large", Gone(why="bad_request", ours=True)),
        (401, "Unauthorized", Again(seconds=60, everybody=True, why="token")),
        (404, "Not Found", Again(seconds=1, why="method")),
        (409, "Conflict: terminated by other getUpdates request", Again(seconds=1, why="fault")),
        (429, "Too Many Requests", Again(seconds=1, why="fault")),
        (500, "Internal Server Error", Again(seconds=1, why="fault")),
        (502, "Bad Gateway", Again(seconds=1, why="fault")),
        (599, "Strange", Again(seconds=1, why="fault")),
    ],
)
async def test_each_refusal_has_its_ending(
    channel: TelegramChannel, api: BotApi, code: int, description: str, outcome: Any
) -> None:
    api.answer = always(lambda: refusal(code, description))
    assert await channel.send(EDIT) == outcome


@pytest.mark.parametrize(("method", "captioned"), [("editmessagetext", False), ("editmessagecaption", True)])
async def test_an_edit_that_changes_nothing_has_arrived(
    channel: TelegramChannel, api: BotApi, method: str, captioned: bool
) -> None:
    api.answer = always(
        lambda: refusal(400, "Bad Request: message is not modified: specified new message content is the same")
    )
    outcome = await channel.send(Call(method=method, body=EDIT.body))
    assert outcome == Sent(target=standing("55", captioned=captioned))


async def test_a_group_that_moved_is_not_reachable_under_its_old_number(channel: TelegramChannel, api: BotApi) -> None:
    api.answer = always(lambda: refusal(400, "Bad Request: group upgraded", migrate_to_chat_id=-1005))
    assert await channel.send(CALL) == Gone(why="chatmigrated", receiver=True)


def to(chat: int) -> Call:
    return Call(method="sendmessage", body=json.dumps({"chat_id": chat, "text": "好"}))


async def test_one_chat_that_is_too_fast_waits_alone(channel: TelegramChannel, api: BotApi) -> None:
    api.answer = always(lambda: refusal(429, "Too Many Requests: retry after 7", retry_after=7))
    assert await channel.send(to(7001)) == Again(seconds=7, why="flood")
    assert await channel.send(to(7001)) == Again(seconds=7, why="flood")


async def test_two_chats_slowed_down_at_once_make_everybody_wait(channel: TelegramChannel, api: BotApi) -> None:
    api.answer = always(lambda: refusal(429, "Too Many Requests: retry after 3", retry_after=3))
    assert await channel.send(to(7001)) == Again(seconds=3, why="flood")
    assert await channel.send(to(7002)) == Again(seconds=3, everybody=True, why="flood")


def test_two_chats_slowed_down_far_apart_have_nothing_in_common() -> None:
    moments = iter([10.0, 11.5, 11.9])
    crowd = SlowedChats(lambda: next(moments))
    assert [crowd.grows(7001), crowd.grows(7002), crowd.grows(7003)] == [False, False, True]


@pytest.mark.parametrize(("asked", "seconds"), [(10**12, 86400), (-5, 1), (0, 1)])
async def test_a_wait_is_believed_within_reason(
    channel: TelegramChannel, api: BotApi, asked: int, seconds: float
) -> None:
    api.answer = always(lambda: refusal(429, "Too Many Requests", retry_after=asked))
    assert await channel.send(CALL) == Again(seconds=seconds, why="flood")


async def test_a_refused_connection_makes_everybody_wait() -> None:
    server = await asyncio.start_server(lambda _, __: None, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    server.close()
    await server.wait_closed()
    async with channel_to(port) as channel:
        assert await channel.send(CALL) == Again(seconds=1, everybody=True, why="unreachable")


async def test_an_address_that_is_none_is_as_unreachable() -> None:
    async with channel_to(1, api_url="http://127.0.0.1:port") as channel:
        assert await channel.send(CALL) == Again(seconds=1, everybody=True, why="unreachable")


async def test_a_slow_answer_may_have_arrived(api: BotApi) -> None:
    async def sleepy(_: Asked) -> web.StreamResponse:
        await asyncio.sleep(2)
        return ok(True)

    api.answer = sleepy
    async with channel_to(api.port, answer_seconds=0.1) as channel:
        assert await channel.send(CALL) == Unknown(why="uncertain")
    assert api.methods == ["sendmessage"]


HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"


@pytest.mark.parametrize(
    "answer",
    [
        b"",
        HEAD + b'Content-Length: 90\r\n\r\n{"ok": tr',
        HEAD + b'Transfer-Encoding: chunked\r\n\r\n9\r\n{"ok": tr\r\n',
        HEAD + b"Content-Encoding: gzip\r\nContent-Length: 8\r\n\r\nnot gzip",
        b"\x00\xff garbage\r\n\r\n",
    ],
)
async def test_an_answer_cut_off_or_broken_may_have_arrived(answer: bytes) -> None:
    async with answering_raw(answer) as port, channel_to(port) as channel:
        assert await channel.send(CALL) == Unknown(why="uncertain")


@pytest.mark.parametrize(
    "body", [b"", b"<html>", b"[]", b"[" * 100_000, b"5", b'{"ok":true}', b'{"result":{}}', b"\xff\xfe", b'{"ok":1}']
)
async def test_an_answer_that_is_not_the_bot_apis_may_have_arrived(
    channel: TelegramChannel, api: BotApi, body: bytes
) -> None:
    api.answer = always(lambda: web.Response(body=body))
    assert await channel.send(CALL) == Unknown(why="garbled")


@pytest.mark.parametrize("code", [400, 403])
async def test_a_proxys_refusal_is_not_taken_for_the_persons(channel: TelegramChannel, api: BotApi, code: int) -> None:
    api.answer = always(lambda: web.Response(status=code, text="<html>blocked by the gateway</html>"))
    assert await channel.send(CALL) == Again(seconds=10, everybody=True, why="foreign")


@pytest.mark.parametrize(
    "body", ["[]", '{"ok":false,"parameters":[]}', '{"ok":false,"parameters":{"retry_after":"x"}}']
)
async def test_a_strange_error_is_a_fault_of_the_way(channel: TelegramChannel, api: BotApi, body: str) -> None:
    api.answer = always(lambda: web.Response(status=503, text=body))
    assert await channel.send(CALL) == Again(seconds=1, why="fault")


async def test_a_redirect_is_not_followed_with_our_token(channel: TelegramChannel, api: BotApi) -> None:
    api.answer = always(lambda: web.Response(status=302, headers={"Location": f"/bot{TOKEN}/elsewhere"}))
    assert await channel.send(CALL) == Again(seconds=1, why="fault")
    assert api.methods == ["sendmessage"]


async def test_a_huge_answer_is_not_read_to_its_end(
    channel: TelegramChannel, api: BotApi, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(calls, "LONGEST_ANSWER", 100_000)
    api.answer = always(lambda: ok("x" * 200_000))
    assert await channel.send(CALL) == Unknown(why="oversized")


async def test_many_messages_at_once_all_arrive(channel: TelegramChannel, api: BotApi) -> None:
    outcomes = await asyncio.gather(*(channel.send(to(7000 + number)) for number in range(60)))
    assert all(isinstance(outcome, Sent) for outcome in outcomes)
    assert sorted(asked.fields["chat_id"] for asked in api.asked) == list(range(7000, 7060))


async def test_a_platform_that_comes_back_is_used_again(channel: TelegramChannel, api: BotApi) -> None:
    api.answer = always(lambda: refusal(500, "Internal Server Error"))
    assert isinstance(await channel.send(CALL), Again)
    api.answer = api.accept
    assert isinstance(await channel.send(CALL), Sent)


async def test_what_goes_wrong_writes_no_words_and_no_token_to_the_log(
    channel: TelegramChannel, api: BotApi, caplog: pytest.LogCaptureFixture
) -> None:
    answers: list[Answer] = [
        always(lambda: web.Response(status=400, text="{赵总")),
        always(lambda: refusal(400, "Bad Request: 赵总")),
        always(lambda: web.Response(text="{赵总")),
    ]
    caplog.set_level("DEBUG")
    with capture_logs() as logs:
        for api.answer in answers:
            await channel.send(CALL)
            await channel.answer_press("77")
    assert [entry["error"] for entry in logs] == ["BadRequest", "BadRequest", "Garbled"]
    written = caplog.text + str(logs)
    assert "赵总" not in written
    assert TOKEN not in written


def test_an_edit_keeps_the_place_of_its_words() -> None:
    [call] = compose(
        Outgoing(id=1, account="7001", effect=Effect.EDIT, text="好", target=standing("5", captioned=True))
    )
    assert call.method == "editmessagecaption"


async def test_an_edited_caption_is_still_a_caption(channel: TelegramChannel, api: BotApi) -> None:
    api.answer = always(lambda: ok({"message_id": 5, "caption": "好", "photo": [{"file_id": "x"}]}))
    outcome = await channel.send(Call(method="editmessagecaption", body=EDIT.body))
    assert outcome == Sent(target=standing("5", captioned=True))


async def test_a_closed_channel_calls_nobody(channel: TelegramChannel, api: BotApi) -> None:
    await channel.close()
    await channel.close()
    assert await channel.send(CALL) == Again(seconds=1, why="fault")
    assert api.asked == []
