"""Polling acknowledges only what is stored."""

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager, suppress
from typing import Any

import pytest
from aiohttp import web
from structlog.testing import capture_logs

from bot.channels.telegram import polling
from bot.channels.telegram.adapter import TelegramChannel
from bot.channels.telegram.polling import poll
from jobs.backoff import Backoff
from models.ground.messages import Incoming
from tests.bot.telegram.server import Asked, BotApi, always, ok, refusal


def said(number: int, text: str = "好") -> dict[str, Any]:
    zhao = {"id": 7001, "is_bot": False, "first_name": "赵总"}
    chat = {"id": 7001, "type": "private"}
    return {
        "update_id": number,
        "message": {"message_id": number, "date": 0, "from": zhao, "chat": chat, "text": text},
    }


class Queue:
    """Telegram's side of getUpdates: what is below a question's offset is forgotten, the rest is told again."""

    def __init__(self, api: BotApi, *updates: Any) -> None:
        self.waiting = list(updates)
        self.offsets: list[int | None] = []
        self.before: list[web.StreamResponse] = []
        self.asked = asyncio.Event()
        api.answer = self.answer

    async def answer(self, asked: Asked) -> web.StreamResponse:
        offset = asked.fields.get("offset")
        self.offsets.append(offset)
        if self.before:
            return self.before.pop(0)
        if offset is not None:
            self.waiting = [update for update in self.waiting if not update.get("update_id", offset) < offset]
        if not self.waiting:
            self.asked.set()
            await asyncio.sleep(0.02)
        return ok(self.waiting[:100])


class Inbox:
    """Keeps what it is given; `fails` refuses the update with this number once."""

    def __init__(self, fails: int | None = None) -> None:
        self.texts: list[str] = []
        self.fails = fails
        self.grew = asyncio.Event()

    async def receive(self, incoming: Incoming, raw: Mapping[str, Any]) -> None:
        if raw["update_id"] == self.fails:
            self.fails = None
            raise ConnectionError("the database is away")
        self.texts.append(incoming.text)
        self.grew.set()


@asynccontextmanager
async def polled(channel: TelegramChannel, inbox: Inbox) -> AsyncIterator[None]:
    task = asyncio.create_task(poll(channel, inbox.receive, wait_seconds=1, pauses=Backoff(0.01, 2, 30.0)))
    try:
        yield
    finally:
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task


async def test_what_is_waiting_is_received_once_in_order(channel: TelegramChannel, api: BotApi) -> None:
    queue, inbox = Queue(api, said(5, "一"), said(6, "二"), said(9, "三")), Inbox()
    async with polled(channel, inbox):
        await queue.asked.wait()
    assert inbox.texts == ["一", "二", "三"]
    assert queue.offsets[:2] == [None, 10]
    assert queue.waiting == []
    assert api.asked[0].fields["allowed_updates"] == ["message", "callback_query", "edited_message", "my_chat_member"]
    assert api.asked[0].fields["timeout"] == 1


async def test_what_could_not_be_stored_is_not_acknowledged_and_comes_again(
    channel: TelegramChannel, api: BotApi
) -> None:
    queue, inbox = Queue(api, said(5, "一"), said(6, "二")), Inbox(fails=6)
    with pytest.raises(ConnectionError):
        await poll(channel, inbox.receive, wait_seconds=1)
    assert queue.offsets == [None]
    assert len(queue.waiting) == 2
    async with polled(channel, inbox):
        await queue.asked.wait()
    assert inbox.texts == ["一", "一", "二"]  # the first one twice, which the inbox tells by its event


async def test_a_stop_while_storing_loses_nothing(channel: TelegramChannel, api: BotApi) -> None:
    queue, reached = Queue(api, said(5, "一")), asyncio.Event()

    async def slow(incoming: Incoming, raw: Mapping[str, Any]) -> None:
        reached.set()
        await asyncio.sleep(60)

    task = asyncio.create_task(poll(channel, slow, wait_seconds=1))
    await reached.wait()
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert [update["update_id"] for update in queue.waiting] == [5]


async def test_numbers_that_begin_lower_after_a_quiet_week_are_received(channel: TelegramChannel, api: BotApi) -> None:
    queue, inbox = Queue(api, said(900_000, "旧")), Inbox()
    async with polled(channel, inbox):
        await queue.asked.wait()
        inbox.grew.clear()
        queue.waiting.append(said(17, "新"))
        await inbox.grew.wait()
    assert inbox.texts == ["旧", "新"]


async def test_what_is_not_ours_or_unreadable_is_passed_over_without_words_in_the_log(
    channel: TelegramChannel, api: BotApi
) -> None:
    broken = {"update_id": 6, "message": {"text": "赵总的话", "from": {"id": "x"}}}
    queue, inbox = Queue(api, {"update_id": 5, "poll": {}}, broken, said(7)), Inbox()
    with capture_logs() as logs:
        async with polled(channel, inbox):
            await queue.asked.wait()
    assert inbox.texts == ["好"]
    assert logs == [{"event": "telegram.update.unreadable", "log_level": "warning", "part": "id"}]


@pytest.mark.parametrize("answer", [[], [{"message": {}}]])
async def test_an_answer_that_brings_nothing_new_at_once_is_followed_by_a_pause(
    channel: TelegramChannel, api: BotApi, answer: list[Any]
) -> None:
    """A server that doesn't hold the question open, or gives updates without a number."""
    naps = list[float]()

    async def nap(seconds: float) -> None:
        naps.append(seconds)
        if len(naps) == 3:
            raise Enough

    api.answer = always(lambda: ok(answer))
    with pytest.raises(Enough):
        await poll(channel, Inbox().receive, wait_seconds=25, pauses=Backoff(60.0, 2, 60.0), nap=nap)
    assert len(api.asked) == 3
    assert all(0 < seconds <= 60 for seconds in naps)


class Enough(Exception):
    """A test has seen what it wanted to."""


async def test_polling_outlasts_a_platform_in_trouble(channel: TelegramChannel, api: BotApi) -> None:
    queue, inbox = Queue(api, said(5, "一")), Inbox()
    queue.before = [refusal(500, "Internal Server Error"), web.Response(text="<html>"), ok({"not": "a list"})]
    with capture_logs() as logs:
        async with polled(channel, inbox):
            await queue.asked.wait()
    assert inbox.texts == ["一"]
    assert [entry["error"] for entry in logs] == ["NetworkError", "Garbled", "Garbled"]


@pytest.mark.parametrize(
    ("answer", "seconds"),
    [
        (refusal(429, "Too Many Requests", retry_after=1), 1),
        (refusal(401, "Unauthorized"), 0.1),
    ],
)
async def test_polling_waits_as_long_as_it_is_told(
    channel: TelegramChannel, api: BotApi, monkeypatch: pytest.MonkeyPatch, answer: web.Response, seconds: float
) -> None:
    monkeypatch.setattr(polling, "TOKEN_SECONDS", 0.1)
    queue, inbox = Queue(api), Inbox()
    queue.before = [answer]
    loop = asyncio.get_running_loop()
    start = loop.time()
    async with polled(channel, inbox):
        await queue.asked.wait()
    assert loop.time() - start >= seconds
