"""The channel against the sandbox's Bot API in a process of its own: what both sides believe of the wire agrees."""

import asyncio
import io
import os
import sys
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from typing import Any

import aiohttp
import pytest
from PIL import Image

from bot.channels.telegram.adapter import TelegramChannel, TelegramSettings
from bot.channels.telegram.polling import poll
from bot.channels.telegram.reading import callback_id
from bot.channels.telegram.targets import is_captioned
from jobs.sending import Effect, Gone, Key, Outgoing, Sent, Target
from models.ground.messages import Act, Incoming
from tests.bot.telegram.server import TOKEN, Store

PEOPLE = """
[[people]]
id = "zhao"
name = "赵总"
channel = "telegram"
account = "7001"
"""
READY = "sandbox ready "
KEYS = ((Key(label="同意", data="1.agree.12.3"), Key(label="不同意", data="1.decline.12.3")),)


def png() -> bytes:
    out = io.BytesIO()
    Image.new("L", (720, 1080), 200).save(out, "PNG")
    return out.getvalue()


class Phone:
    """赵总's phone in the sandbox."""

    def __init__(self, session: aiohttp.ClientSession, address: str) -> None:
        self._session = session
        self._person = f"{address}sandbox/people/zhao"

    async def does(self, act: str, **told: Any) -> None:
        async with self._session.post(f"{self._person}/{act}", json=told) as answer:
            assert answer.status == 200, await answer.text()

    async def sends_file(self, name: str, content: bytes, caption: str) -> None:
        form = aiohttp.FormData({"caption": caption}, quote_fields=False)
        form.add_field("file", content, filename=name)
        async with self._session.post(f"{self._person}/file", data=form) as answer:
            assert answer.status == 200, await answer.text()

    async def bubbles(self) -> list[dict[str, Any]]:
        async with self._session.get(f"{self._person}/chat") as answer:
            told = await answer.json()
        bubbles = told["bubbles"] if isinstance(told, dict) else told
        return [bubble for bubble in bubbles if bubble["from"] == "fuma"]


class Heard:
    """What polling hands on."""

    def __init__(self) -> None:
        self.queue: asyncio.Queue[tuple[Incoming, Mapping[str, Any]]] = asyncio.Queue()

    async def receive(self, incoming: Incoming, raw: Mapping[str, Any]) -> None:
        self.queue.put_nowait((incoming, raw))

    async def next(self) -> tuple[Incoming, Mapping[str, Any]]:
        return await self.queue.get()


@pytest.fixture
async def address(tmp_path: Path) -> AsyncIterator[str]:
    people = tmp_path / "people.toml"
    people.write_text(PEOPLE, encoding="utf-8")
    arguments = ["--people", str(people), "--fuma", "http://127.0.0.1:9", "--telegram-token", TOKEN]
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "sandbox", *arguments, stdout=asyncio.subprocess.PIPE, env={**os.environ}
    )
    assert process.stdout is not None
    try:
        line = (await process.stdout.readline()).decode()
        assert line.startswith(READY)
        yield line.removeprefix(READY).strip()
    finally:
        process.terminate()
        await process.communicate()


@pytest.fixture
async def phone(address: str) -> AsyncIterator[Phone]:
    async with aiohttp.ClientSession() as session:
        yield Phone(session, address)


@pytest.fixture
async def channel(address: str) -> AsyncIterator[TelegramChannel]:
    settings = TelegramSettings(token=TOKEN, api_url=f"{address}telegram")
    channel = TelegramChannel(settings, Store(card=png(), slip=b"%PDF-1.4 slip"))
    await channel.open()
    yield channel
    await channel.close()


@asynccontextmanager
async def listening(channel: TelegramChannel) -> AsyncIterator[Heard]:
    heard = Heard()
    task = asyncio.create_task(poll(channel, heard.receive, wait_seconds=1))
    try:
        yield heard
    finally:
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task


async def say(channel: TelegramChannel, **what: Any) -> Target:
    target = None
    for call in channel.compose(Outgoing(id=1, account="7001", **what)):
        outcome = await channel.send(call)
        assert isinstance(outcome, Sent)
        target = outcome.target
    assert target is not None
    return target


async def test_a_question_is_asked_answered_by_a_button_and_changed(channel: TelegramChannel, phone: Phone) -> None:
    assert await channel.set_up({"zh-CN": [("/visit", "申请入企")], "en": [("/visit", "Ask for a visit")]})
    assert channel.username == "fuma_demo_bot"
    async with listening(channel) as heard:
        await phone.does("say", text="/visit@fuma_demo_bot 明天")
        incoming, _ = await heard.next()
        assert (incoming.act, incoming.text, incoming.account) == (Act.TEXT, "/visit 明天", "7001")
        assert incoming.language == "zh-CN"

        target = await say(channel, text="王工申请来访。", keys=KEYS)
        [bubble] = await phone.bubbles()
        assert [button["text"] for button in bubble["buttons"]] == ["同意", "不同意"]

        await phone.does("press", button=bubble["buttons"][0]["id"])
        incoming, raw = await heard.next()
        assert (incoming.act, incoming.button, incoming.on) == (Act.PRESS, "1.agree.12.3", target.message)
        await channel.answer_press(callback_id(raw) or "")

    again = await say(channel, effect=Effect.EDIT, text="已同意。", target=target)
    assert again == target
    assert await say(channel, effect=Effect.EDIT, text="已同意。", target=target) == target
    [bubble] = await phone.bubbles()
    assert (bubble["text"], bubble["buttons"]) == ("已同意。", [])


async def test_a_pass_is_shown_twice_from_one_upload_and_marked_as_used(channel: TelegramChannel, phone: Phone) -> None:
    first = await say(channel, text="通行证", picture="card")
    second = await say(channel, text="通行证", picture="card")
    assert is_captioned(first)
    await say(channel, effect=Effect.EDIT, text="已使用", target=second)
    await say(channel, text="审批单", file="slip", file_name="审批单.pdf")
    shown = [(bubble["text"], bool(bubble["picture"]), bool(bubble["file"])) for bubble in await phone.bubbles()]
    assert shown == [("通行证", True, False), ("已使用", True, False), ("审批单", False, True)]


async def test_a_persons_file_is_received_and_fetched(channel: TelegramChannel, phone: Phone) -> None:
    async with listening(channel) as heard:
        await phone.sends_file("审批单.pdf", b"%PDF-1.4 signed", "审批单")
        incoming, _ = await heard.next()
    assert (incoming.act, incoming.text) == (Act.FILE, "审批单")
    assert incoming.file is not None
    assert (incoming.file.name, incoming.file.size) == ("审批单.pdf", 15)
    assert await channel.download(incoming.file) == b"%PDF-1.4 signed"


async def test_somebody_who_blocked_the_bot_is_not_reachable(channel: TelegramChannel, phone: Phone) -> None:
    await phone.does("block", blocked=True)
    [call] = channel.compose(Outgoing(id=1, account="7001", text="您好"))
    assert await channel.send(call) == Gone(why="forbidden", receiver=True)
    [call] = channel.compose(Outgoing(id=1, account="7999", text="您好"))
    assert await channel.send(call) == Gone(why="chat_not_found", receiver=True)
