"""What the edge does with Telegram besides sending: setting up, files, courtesies, the webhook's secret."""

import asyncio
from typing import Any

import pytest
from aiohttp import web
from structlog.testing import capture_logs

from bot.channels.errors import ChannelFault, FileTooBig, FileUnavailable
from bot.channels.telegram import calls
from bot.channels.telegram.adapter import TelegramChannel
from models.ground.messages import Act, FileReference
from tests.bot.telegram.server import Asked, BotApi, always, channel_to, ok, refusal, serving

COMMANDS = {"zh-CN": [("/visit", "申请入企"), ("help", "帮助")], "en": [("/visit", "Ask for a visit")]}
SLIP = FileReference(id="BQAC", name="审批单.pdf", size=5)


async def closed_port() -> int:
    async with serving() as api:
        return api.port


async def test_polling_takes_the_webhook_away_and_tells_the_commands(channel: TelegramChannel, api: BotApi) -> None:
    assert await channel.set_up(COMMANDS)
    assert channel.username == "FumaBot"
    assert api.methods == ["getme", "deletewebhook", "setmycommands", "setmycommands", "setmycommands"]
    told = [(asked.fields.get("language_code"), asked.fields["commands"]) for asked in api.asked[2:]]
    chinese = [{"command": "visit", "description": "申请入企"}, {"command": "help", "description": "帮助"}]
    assert told == [
        (None, chinese),
        ("zh", chinese),
        ("en", [{"command": "visit", "description": "Ask for a visit"}]),
    ]


async def test_a_webhook_is_set_with_its_secret(api: BotApi) -> None:
    public: dict[str, Any] = {"mode": "webhook", "webhook_url": "https://fuma.example/telegram/webhook"}
    async with channel_to(api.port, webhook_secret="s3cret", **public) as channel:
        assert await channel.set_up({})
    assert api.asked[1].method == "setwebhook"
    assert api.asked[1].fields == {
        "url": "https://fuma.example/telegram/webhook",
        "secret_token": "s3cret",
        "allowed_updates": ["message", "callback_query", "edited_message", "my_chat_member"],
    }


async def test_a_platform_that_cannot_be_reached_stops_no_start() -> None:
    async with channel_to(await closed_port()) as channel:
        with capture_logs() as logs:
            assert not await channel.set_up(COMMANDS)
    assert logs == [{"event": "telegram.set_up.failed", "log_level": "warning", "error": "NotSent"}]
    assert channel.username == ""


@pytest.mark.parametrize("answer", [ok(True), ok({"id": 1}), refusal(401, "Unauthorized")])
async def test_the_doctor_is_told_when_the_bot_is_not_known(
    channel: TelegramChannel, api: BotApi, answer: web.Response
) -> None:
    api.answer = always(lambda: answer)
    with pytest.raises(ChannelFault) as caught:
        await channel.check()
    assert "\n" not in str(caught.value)
    assert channel.settings.token not in str(caught.value)


async def test_the_doctor_is_content_with_a_bot_that_answers(channel: TelegramChannel, api: BotApi) -> None:
    await channel.check()
    assert api.methods == ["getme"]


async def test_updates_are_read_by_the_name_the_bot_has(channel: TelegramChannel) -> None:
    await channel.set_up({})
    zhao = {"id": 7001, "is_bot": False, "first_name": "赵总"}
    update: dict[str, Any] = {
        "update_id": 1,
        "message": {"message_id": 2, "date": 0, "from": zhao, "chat": {"id": 7001, "type": "private"}},
    }
    update["message"]["text"] = "/visit@FumaBot"
    incoming = channel.read(update)
    assert incoming is not None
    assert (incoming.act, incoming.text) == (Act.TEXT, "/visit")
    update["message"]["text"] = "/visit@OtherBot"
    assert channel.read(update) is None


async def test_only_the_right_secret_is_trusted(api: BotApi) -> None:
    async with channel_to(api.port, webhook_secret="s3cret") as channel:
        assert channel.trusts("s3cret")
        assert not any(channel.trusts(wrong) for wrong in ("", "S3cret", "s3cret ", "秘密"))


async def test_without_a_secret_nothing_is_trusted(channel: TelegramChannel) -> None:
    assert not channel.trusts("")


async def test_a_persons_file_is_fetched(channel: TelegramChannel, api: BotApi) -> None:
    api.files["documents/审批 单.pdf"] = b"%PDF"
    api.answer = always(lambda: ok({"file_id": "BQAC", "file_path": "documents/审批 单.pdf"}))
    assert await channel.download(SLIP) == b"%PDF"
    assert api.asked[0].fields == {"file_id": "BQAC"}


async def test_a_file_said_to_be_too_big_is_not_asked_for(channel: TelegramChannel, api: BotApi) -> None:
    with pytest.raises(FileTooBig):
        await channel.download(FileReference(id="BQAC", size=20 * 1024 * 1024 + 1))
    assert api.asked == []


async def test_a_file_that_telegram_calls_too_big_is_too_big(channel: TelegramChannel, api: BotApi) -> None:
    api.answer = always(lambda: refusal(400, "Bad Request: file is too big"))
    with pytest.raises(FileTooBig):
        await channel.download(SLIP)


async def test_a_file_larger_than_it_said_is_not_read_to_its_end(
    channel: TelegramChannel, api: BotApi, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(calls, "LONGEST_FILE", 1000)
    api.files["a.pdf"] = b"x" * 5000
    api.answer = always(lambda: ok({"file_path": "a.pdf"}))
    with pytest.raises(FileTooBig):
        await channel.download(SLIP)


@pytest.mark.parametrize(
    ("answer", "why", "temporary"),
    [
        (refusal(400, "Bad Request: wrong file_id or the file is temporarily unavailable"), "refused", False),
        (ok({"file_path": "gone.pdf"}), "NoSuchMethod", False),
        (ok({"file_path": "/etc/hostname"}), "no_path", False),
        (ok({"file_path": "../../bot"}), "no_path", False),
        (ok({}), "no_path", False),
        (ok(True), "no_path", False),
        (refusal(502, "Bad Gateway"), "NetworkError", True),
    ],
)
async def test_a_file_that_cannot_be_had_says_why(
    channel: TelegramChannel, api: BotApi, answer: web.Response, why: str, temporary: bool
) -> None:
    api.answer = always(lambda: answer)
    with pytest.raises(FileUnavailable) as caught:
        await channel.download(SLIP)
    assert (caught.value.why, caught.value.temporary) == (why, temporary)


async def test_a_press_is_answered_and_typing_is_shown(channel: TelegramChannel, api: BotApi) -> None:
    await channel.answer_press("77")
    await channel.show_typing("7001")
    assert [(asked.method, asked.fields) for asked in api.asked] == [
        ("answercallbackquery", {"callback_query_id": "77"}),
        ("sendchataction", {"chat_id": 7001, "action": "typing"}),
    ]


async def test_a_courtesy_that_comes_too_late_disturbs_nothing(channel: TelegramChannel, api: BotApi) -> None:
    api.answer = always(lambda: refusal(400, "Bad Request: query is too old and response timeout expired"))
    with capture_logs() as logs:
        await channel.answer_press("77")
    assert logs == [
        {
            "event": "telegram.courtesy.failed",
            "log_level": "debug",
            "method": "answercallbackquery",
            "error": "BadRequest",
        }
    ]


async def test_a_courtesy_does_not_outlast_its_time(api: BotApi) -> None:
    async def sleepy(_: Asked) -> web.StreamResponse:
        await asyncio.Event().wait()
        return ok(True)

    api.answer = sleepy
    async with channel_to(api.port, answer_seconds=0.1) as channel:
        await channel.show_typing("7001")
    assert api.methods == ["sendchataction"]


async def test_a_channel_opens_without_asking_anybody() -> None:
    async with channel_to(await closed_port()) as channel:
        await channel.open()
        assert channel.username == ""
