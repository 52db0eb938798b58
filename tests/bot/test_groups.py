"""`fuma group`: a department's group chat on WeCom, made by the app."""

import asyncio
import threading
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from sqlalchemy import select

from models.ground.database import Database
from models.register.people import Department
from tests.bot.test_command_line import fuma, here, ready, refused
from tests.bot.wecom.server import Platform, always, good, serving

__all__ = ["here", "ready"]  # its folder and its database

ENVIRONMENT = "市生态环境局"


@pytest.fixture
def platform(monkeypatch: pytest.MonkeyPatch) -> Iterator[Platform]:
    """WeCom, and the settings that lead to it."""
    with beside() as platform:
        platform.answers["appchat/create"] = always(lambda: good(chatid="wrGroup1"))
        settings = {"CORP_ID": "ww1", "AGENT_ID": "218", "SECRET": "s", "TOKEN": "token", "AES_KEY": "a" * 43}
        for name, value in settings.items():
            monkeypatch.setenv(f"FUMA_WECOM_{name}", value)
        monkeypatch.setenv("FUMA_WECOM_API_URL", f"http://127.0.0.1:{platform.port}/cgi-bin")
        yield platform


@contextmanager
def beside() -> Iterator[Platform]:
    """The platform in a thread of its own, as the command has a loop of its own."""
    loop, opened = asyncio.new_event_loop(), threading.Event()
    over = asyncio.Event()
    served: list[Platform] = []

    async def serve() -> None:
        async with serving() as platform:
            served.append(platform)
            opened.set()
            await over.wait()

    thread = threading.Thread(target=lambda: loop.run_until_complete(serve()))
    thread.start()
    assert opened.wait()
    try:
        yield served[0]
    finally:
        loop.call_soon_threadsafe(over.set)
        thread.join()
        loop.close()


def group_of(address: str, name: str) -> str:
    """The group that a department has named."""

    async def look() -> str:
        database = await Database(address).open()
        try:
            query = select(Department.group_chat).where(Department.name == name)
            return str(await database.read(lambda session: session.scalar(query)))
        finally:
            await database.close()

    return asyncio.run(look())


def test_a_department_s_group_is_made_of_its_heads_and_desks_and_named_there(ready: str, platform: Platform) -> None:
    done = fuma("group", ENVIRONMENT)
    assert (done.exit_code, done.stdout) == (0, f"{ENVIRONMENT}: wrGroup1\n")
    (asked,) = platform.of("appchat/create")
    assert asked.body == {"name": ENVIRONMENT, "owner": "LiJu", "userlist": ["LiJu", "ZhouKe"]}
    assert group_of(ready, ENVIRONMENT) == "wrGroup1"
    assert fuma("group", ENVIRONMENT, "--off").exit_code == 0
    assert group_of(ready, ENVIRONMENT) == ""


def test_what_wecom_refuses_is_said_and_nothing_is_named(ready: str, platform: Platform) -> None:
    platform.codes["appchat/create"] = [60011]
    refused(fuma("group", ENVIRONMENT), "60011", "the group was not made")
    assert group_of(ready, ENVIRONMENT) == ""


@pytest.mark.usefixtures("platform", "ready")
@pytest.mark.parametrize(
    ("name", "why"),
    [("市应急管理局", "there are 1"), ("市没有局", "no such department")],
    ids=["one member", "unknown"],
)
def test_a_group_that_cannot_be_made_is_not_asked_for(name: str, why: str, platform: Platform) -> None:
    refused(fuma("group", name), name, why)
    assert platform.asked == []


@pytest.mark.usefixtures("ready")
def test_without_wecom_there_is_no_group() -> None:
    refused(fuma("group", ENVIRONMENT), "FUMA_WECOM_SECRET")
