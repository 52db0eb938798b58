"""The service as a whole: its tasks, its platforms' troubles, its end."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import timedelta
from typing import Any

import httpx
import pytest
from aiohttp import web
from sqlalchemy import select
from structlog.testing import capture_logs

from bot import wiring
from bot.channels.telegram.commands import COMMANDS, commands
from bot.channels.wecom.entries import ME, WORK, entries
from bot.channels.wecom.menu import menu_json
from bot.demo.seed import read_people, seed
from bot.demo.stage import START
from bot.wiring import ROLES, Service
from handlers import catalogue
from models.ground import outages, tenures
from models.ground.database import Database
from models.ground.messages import Act, Channel, Incoming
from models.ground.subjects import Subject
from models.time import clocks
from tests.bot.service import settings_on
from tests.bot.telegram.server import Asked, BotApi, ok, serving
from tests.bot.test_command_line import free_port
from tests.bot.test_http import update
from tests.jobs.platform import end, until
from tests.town import WORDS, SetClock


@asynccontextmanager
async def running(service: Service, roles: frozenset[str] = ROLES) -> AsyncIterator[asyncio.Task[None]]:
    """A service at work until the block ends."""
    started = asyncio.Event()
    task = asyncio.create_task(service.run(roles, service.routes(), started.set))
    try:
        await started.wait()
        yield task
    finally:
        await end(task)


@pytest.fixture
async def polling(sqlite_database: Database) -> AsyncIterator[tuple[Service, BotApi]]:
    """A service that asks Telegram for updates, with 赵总's one update waiting there."""
    data = read_people(mirrored=False)
    await sqlite_database.run(lambda session: seed(session, data, START, {p["id"]: "zh-CN" for p in data["people"]}))
    async with serving() as api:
        address = sqlite_database.url.render_as_string(hide_password=False)
        settings = settings_on(
            address,
            telegram_api_url=f"http://127.0.0.1:{api.port}",
            telegram_mode="polling",
            wecom_secret="",
            port=free_port(),
        )
        api.answer = with_one_update(api)
        yield Service(settings, sqlite_database, SetClock(START)), api


def with_one_update(api: BotApi) -> Callable[[Asked], Any]:
    """A Telegram that gives the update until it is acknowledged."""

    async def answer(asked: Asked) -> web.StreamResponse:
        if asked.method != "getupdates":
            return await api.accept(asked)
        if asked.fields.get("offset") == 2:
            await asyncio.sleep(0.1)
            return ok([])
        return ok([update()])

    return answer


async def test_what_is_asked_for_by_polling_is_answered_and_acknowledged(polling: tuple[Service, BotApi]) -> None:
    service, api = polling
    async with running(service):
        await until(lambda: "sendmessage" in api.methods)
        await until(lambda: any(asked.fields.get("offset") == 2 for asked in api.asked))
        async with httpx.AsyncClient() as client:
            answer = await client.get(f"http://127.0.0.1:{service.settings.port}/healthz")
        assert answer.text == "ok"
        await until(service.idle)
        assert service.chat_link(Channel.TELEGRAM) == "https://t.me/FumaBot"
    assert "setmycommands" in api.methods


async def test_polling_that_breaks_goes_on_with_the_same_update(
    polling: tuple[Service, BotApi], monkeypatch: pytest.MonkeyPatch
) -> None:
    service, api = polling
    real, failures = service.turns.receive, [OSError("gone")]

    async def breaks_once(incoming: Any) -> None:
        if failures:
            raise failures.pop()
        await real(incoming)

    monkeypatch.setattr(service.turns, "receive", breaks_once)
    with capture_logs() as logs:
        async with running(service):
            await until(lambda: "sendmessage" in api.methods)
    assert "telegram.polling_broke" in [line["event"] for line in logs]


async def test_a_platform_that_does_not_listen_yet_is_told_again(
    polling: tuple[Service, BotApi], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(wiring, "SET_UP_PAUSE", 0.05)
    service, api = polling
    usual, refusals = api.answer, [1, 2]

    async def refuses_twice(asked: Asked) -> web.StreamResponse:
        if asked.method == "getme" and refusals:
            refusals.pop()
            return web.json_response({"ok": False, "error_code": 502, "description": "Bad Gateway"}, status=502)
        return await usual(asked)

    api.answer = refuses_twice
    async with running(service, frozenset({"web"})):
        await until(lambda: "setmycommands" in api.methods)
    assert api.methods.count("getme") == 3


async def test_a_process_without_web_knows_the_bots_name_too_and_sets_nothing_up(
    polling: tuple[Service, BotApi],
) -> None:
    service, api = polling
    async with running(service, frozenset({"worker"})):
        await until(lambda: service.chat_link(Channel.TELEGRAM) == "https://t.me/FumaBot")
    assert set(api.methods) == {"getme"}


async def test_what_a_killed_process_held_is_free_at_the_next_start(polling: tuple[Service, BotApi]) -> None:
    service, api = polling
    killed = await service.database.run(lambda session: tenures.begin(session, "sender:telegram", "killed", 4e9))
    async with running(service):
        await until(lambda: "sendmessage" in api.methods)
        (sender,) = [each for each in await service.database.read(tenures.every) if each.role == "sender:telegram"]
        assert sender.number == killed + 1


async def test_an_outage_is_noted_before_anybody_is_heard_by_whatever_role_wakes_first(
    polling: tuple[Service, BotApi],
) -> None:
    service, api = polling
    before = START - timedelta(hours=2)
    await service.database.run(lambda session: outages.beat(session, before, service.deadlines.wall() - 7200))
    noted: list[object] = []

    async def look(asked: Asked) -> web.StreamResponse:
        noted.append(await service.database.read(lambda s: outages.outage_within(s, before, START)))
        return await api.accept(asked)

    api.answer = look
    async with running(service, frozenset({"web"})):
        await until(lambda: len(noted) > 0)
    assert noted[0] == START


async def test_every_process_says_that_it_is_there_whatever_its_roles(
    polling: tuple[Service, BotApi], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(outages, "BEAT", 0.01)
    service, _ = polling
    beats: list[object] = []
    monkeypatch.setattr(outages, "beat", lambda *of: beats.append(of))
    async with running(service, frozenset({"sender"})):
        await until(lambda: len(beats) > 2)


async def test_a_database_that_fails_does_not_end_the_beat(
    polling: tuple[Service, BotApi], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(outages, "BEAT", 0.01)
    service, _ = polling
    beats: list[object] = []

    def beat(*of: object) -> None:
        beats.append(of)
        if len(beats) == 2:
            raise OSError("gone")

    monkeypatch.setattr(outages, "beat", beat)
    async with running(service, frozenset({"sender"})):
        await until(lambda: len(beats) > 3)


async def test_after_an_outage_a_service_on_wecom_tells_which_minutes_may_be_lost(sqlite_database: Database) -> None:
    data = read_people(mirrored=False)
    await sqlite_database.run(lambda session: seed(session, data, START, {p["id"]: "zh-CN" for p in data["people"]}))
    settings = settings_on(sqlite_database.url.render_as_string(), telegram_token="", port=free_port())
    service = Service(settings, sqlite_database, SetClock(START))
    wrote = Incoming(channel=Channel.WECOM, event="1", account="WangGong", act=Act.TEXT, text="/visit")
    await service.turns.receive(wrote)
    wall = service.deadlines.wall()
    await sqlite_database.run(lambda session: outages.beat(session, START, wall - 60))

    async def told() -> list[int]:
        return await sqlite_database.read(
            lambda session: list(session.scalars(select(outages.outages_told.c.person_id)))
        )

    async with running(service, frozenset({"clock"})):
        while not await told():
            await asyncio.sleep(0.05)
    assert len(await told()) == 1


async def test_a_service_that_starts_has_the_clock_of_the_digest(polling: tuple[Service, BotApi]) -> None:
    service, _ = polling

    async def begun() -> bool:
        return bool(await service.database.read(lambda session: clocks.running(session, Subject("digest", 0))))

    async with running(service, frozenset({"clock"})):
        while not await begun():
            await asyncio.sleep(0.05)


async def test_a_fault_in_one_task_ends_the_service_and_is_not_hidden(
    polling: tuple[Service, BotApi], monkeypatch: pytest.MonkeyPatch
) -> None:
    service, _ = polling

    async def breaks() -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(service, "_tick", breaks)
    with pytest.raises(ExceptionGroup) as group:
        await service.run(ROLES, service.routes(), lambda: None)
    assert group.group_contains(ZeroDivisionError)


def test_every_command_told_to_a_platform_is_answered() -> None:
    known = {*catalogue.COMMANDS, "cancel", "back"}
    assert set(COMMANDS) | set(WORK) | set(ME) <= known
    assert [name for name, _ in commands(WORDS)["en"]] == list(COMMANDS)


@pytest.mark.parametrize("locale", ["zh-CN", "en"])
def test_the_menu_of_wecom_fits_what_wecom_shows(locale: str) -> None:
    menu = entries(WORDS, locale)
    assert len(menu) <= 3
    assert all(len(entry.children) <= 5 for entry in menu)
    assert [entry.key for entry in menu if entry.kind == "scancode_waitmsg"] == ["scan"]
    assert menu_json(menu)
