"""The channel against the sandbox's WeCom: a second program that keeps the platform's limits and codes."""

import asyncio
import sys
import time
from collections.abc import AsyncIterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import aiohttp
import pytest
from aiohttp import web

from bot.channels.errors import ChannelFault
from bot.channels.wecom.adapter import WeComChannel
from bot.channels.wecom.callback import BadCallback
from bot.channels.wecom.menu import MenuEntry
from jobs.sending import Effect, Gone, Key, Outgoing, Sent, Target
from models.ground.messages import Act, Incoming
from tests.bot.wecom.callbacks import AES_KEY, CORP, TOKEN
from tests.bot.wecom.server import Drawer, Store, settings_for

ROOT = Path(__file__).parents[3]
PEOPLE = """
[[people]]
id = "zhao"
name = "赵总"
channel = "wecom"
account = "ZhaoZong"

[[people]]
id = "wang"
name = "王工"
channel = "wecom"
account = "WangGong"
"""
PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010806000000 1f15c4890000000d49444154789c6360606060000000"
    "0500015e221b3a0000000049454e44ae426082".replace(" ", "")
)
QUESTION = Outgoing(
    id=21,
    account="ZhaoZong",
    text="王工想来访，您同意吗？\n请在17:30前答复。\n时间：11月27日 14:00",
    keys=((Key(label="同意", data="1.agree.12.3"), Key(label="不同意", data="1.decline.12.3")),),
)


@dataclass
class Stage:
    """The channel, what came in through it, and the phones."""

    channel: WeComChannel
    web: aiohttp.ClientSession
    address: str
    came: "asyncio.Queue[Incoming]" = field(default_factory=asyncio.Queue)

    async def act(self, person: str, act: str, **told: Any) -> None:
        async with self.web.post(f"{self.address}sandbox/people/{person}/{act}", json=told) as answer:
            assert answer.status == 200, await answer.text()

    async def chat(self, person: str) -> list[Any]:
        async with self.web.get(f"{self.address}sandbox/people/{person}/chat") as answer:
            chat: list[Any] = await answer.json()
        return chat

    async def next(self) -> Incoming:
        return await self.came.get()

    async def send(self, outgoing: Outgoing) -> Target | None:
        targets = []
        for call in self.channel.compose(outgoing):
            outcome = await self.channel.send(call)
            assert isinstance(outcome, Sent), outcome
            targets.append(outcome.target)
        return targets[-1]


def receiving(stage: Stage) -> web.Application:
    async def check(request: web.Request) -> web.Response:
        return web.Response(text=stage.channel.verify_url(request.query))

    async def take(request: web.Request) -> web.Response:
        try:
            incoming = stage.channel.read(request.query, await request.read())
        except BadCallback:
            return web.Response(status=403)
        if incoming is not None:
            stage.came.put_nowait(incoming)
        return web.Response()

    app = web.Application()
    app.router.add_get("/wecom/callback", check)
    app.router.add_post("/wecom/callback", take)
    return app


async def started(people: Path, port: int) -> tuple[asyncio.subprocess.Process, str]:
    options = {
        "people": str(people),
        "fuma": f"http://127.0.0.1:{port}",
        "wecom-corp-id": CORP,
        "wecom-agent-id": "218",
        "wecom-secret": "not-a-real-secret",
        "wecom-token": TOKEN,
        "wecom-aes-key": AES_KEY,
    }
    flags = [part for name, value in options.items() for part in (f"--{name}", value)]
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "sandbox", *flags, cwd=ROOT, stdout=asyncio.subprocess.PIPE
    )
    assert process.stdout is not None
    ready = await process.stdout.readline()
    return process, ready.decode().split()[-1]


@pytest.fixture
async def stage(tmp_path: Path) -> AsyncIterator[Stage]:
    people = tmp_path / "people.toml"
    people.write_text(PEOPLE, encoding="utf-8")
    store = Store(card=PNG, slip=b"%PDF-1.4 the slip")
    async with aiohttp.ClientSession() as session:
        stage = Stage(WeComChannel(settings_for(1), store, Drawer()), session, "")
        runner = web.AppRunner(receiving(stage), shutdown_timeout=0.1)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        process, stage.address = await started(people, runner.addresses[0][1])
        settings = settings_for(1, api_url=f"{stage.address}wecom/cgi-bin")
        stage.channel = WeComChannel(settings, store, Drawer())
        await stage.channel.open()
        try:
            yield stage
        finally:
            await stage.channel.close()
            process.terminate()
            await process.wait()
            await runner.cleanup()


async def test_a_visit_s_worth_of_talk_with_the_sandbox(stage: Stage) -> None:
    await stage.channel.check()
    assert await stage.channel.set_up(
        [MenuEntry(name="扫告示牌", kind="scancode_waitmsg", key="scan"), MenuEntry(name="访企", key="visit")]
    )

    # a question, its answer by a button, and the card changed by the code that the press brought
    target = await stage.send(QUESTION)
    assert target is not None
    (bubble,) = await stage.chat("zhao")
    assert bubble["text"].split("\n") == ["王工想来访，您同意吗？", "请在17:30前答复。", "时间：11月27日 14:00"]
    assert [button["text"] for button in bubble["buttons"]] == ["同意", "不同意"]
    await stage.act("zhao", "press", button=bubble["buttons"][0]["id"])
    press = await stage.next()
    assert (press.act, press.account, press.button) == (Act.PRESS, "ZhaoZong", "1.agree.12.3")
    assert press.on == target.mark
    change = Outgoing(
        id=22,
        account="ZhaoZong",
        effect=Effect.EDIT,
        text="您已同意",
        target=stage.channel.renewed(target, press.own, time.time()),
    )
    assert await stage.send(change) is None
    (bubble,) = await stage.chat("zhao")
    assert bubble["text"] == "您已同意"
    assert [(button["text"], button["greyed"]) for button in bubble["buttons"]] == [("您已同意", True)]
    (again,) = stage.channel.compose(change)
    assert await stage.channel.send(again) == Gone(why="60140", fresh=True)

    # files in both directions
    await stage.send(Outgoing(id=23, account="WangGong", text="这是您的绿码。", picture="card"))
    await stage.send(Outgoing(id=24, account="WangGong", file="slip", file_name="审批单.pdf"))
    picture, words, slip = await stage.chat("wang")
    assert picture["picture"]
    assert words["text"] == "这是您的绿码。"
    assert "审批单.pdf" in str(slip["file"])
    await stage.act("wang", "file", name="审批单.pdf", data="JVBERi0xLjQ=")
    sent = await stage.next()
    assert (sent.act, sent.account) == (Act.FILE, "WangGong")
    assert sent.file is not None
    assert sent.file.name == "审批单.pdf"
    assert await stage.channel.download(sent.file) == b"%PDF-1.4"

    # words, the menu and its scanner
    await stage.act("wang", "say", text="明天下午 <2点>")
    await stage.act("wang", "press", menu="visit")
    await stage.act("wang", "scan", code="https://fuma.example/s/K7")
    done = [await stage.next() for _ in range(3)]
    assert [(one.act, one.text) for one in done] == [
        (Act.TEXT, "明天下午 <2点>"),
        (Act.TEXT, "/visit"),
        (Act.SCAN, "https://fuma.example/s/K7"),
    ]
    assert len({one.event for one in done}) == 3


async def test_the_sandbox_drops_a_retry_and_shows_a_deliberate_repeat(stage: Stage) -> None:
    for outgoing in (Outgoing(id=31, account="WangGong", text="请出示绿码。"), replace(QUESTION, account="WangGong")):
        before = len(await stage.chat("wang"))
        (call,) = stage.channel.compose(outgoing)
        first, retry = await stage.channel.send(call), await stage.channel.send(call)
        assert isinstance(first, Sent)
        assert isinstance(retry, Sent)
        assert first.target is not None
        assert retry.target is not None
        assert (first.target.message, first.target.own["code"]) == (retry.target.message, retry.target.own["code"])
        assert len(await stage.chat("wang")) == before + 1
        await stage.send(replace(outgoing, id=outgoing.id + 1))
        assert len(await stage.chat("wang")) == before + 2


async def test_every_shape_of_message_is_taken_by_the_sandbox(stage: Stage) -> None:
    days = tuple((Key(label=f"11月{day}日", data=f"1.7.day.{day}"),) for day in range(20, 28))
    control = ((Key(label="取消", data="1.7.!cancel"), Key(label="日历", data="https://fuma.example/v/K7")),)
    shapes = [
        Outgoing(id=41, account="WangGong", text="哪一天？", keys=(*days, *control), options=True),
        Outgoing(id=42, account="WangGong", text="可以做什么？", keys=days),
        Outgoing(id=43, account="WangGong", text="很长的话。\n" * 300, keys=control),
        Outgoing(id=44, account="WangGong", text="控制\x07字符 \ud83d", keys=()),
    ]
    for shape in shapes:
        await stage.send(shape)
    texts = [bubble["text"] for bubble in await stage.chat("wang")]
    assert texts[0].startswith("哪一天？\n1. 11月20日\n2. 11月21日")
    assert len(texts) == 2 + 3 + 4 + 1
    assert "控制字符 ?" in texts


async def test_somebody_the_app_does_not_reach_is_gone_there(stage: Stage) -> None:
    (call,) = stage.channel.compose(Outgoing(id=51, account="HeDucha", text="您好"))
    assert await stage.channel.send(call) == Gone(why="81013", receiver=True)


async def test_tokens_that_end_before_their_time_are_not_noticed_by_anybody(stage: Stage) -> None:
    await stage.send(Outgoing(id=61, account="WangGong", text="第一句"))
    async with stage.web.post(f"{stage.address}sandbox/tokens/expire") as answer:
        assert answer.status == 200
    await stage.send(Outgoing(id=62, account="WangGong", text="第二句"))
    assert [bubble["text"] for bubble in await stage.chat("wang")] == ["第一句", "第二句"]


async def test_a_group_hears_its_line_once_it_was_made(stage: Stage) -> None:
    (call,) = stage.channel.compose(Outgoing(id=61, account="#wr1", text="今日到期3件"))
    assert await stage.channel.send(call) == Gone(why="86001")
    chat = await stage.channel.make_group("市生态环境局", "WangGong", ["WangGong", "ZhaoZong"])
    (call,) = stage.channel.compose(Outgoing(id=62, account=f"#{chat}", text="今日到期3件"))
    assert await stage.channel.send(call) == Sent(target=None)
    assert [bubble["text"] for bubble in await stage.chat("wang")] == ["市生态环境局\n今日到期3件"]
    with pytest.raises(ChannelFault, match="86006"):
        await stage.channel.make_group("市生态环境局", "WangGong", ["WangGong"])
