"""A third channel is a folder and a line in the list of platforms: nothing of Fuma knows its name."""

import time
from collections.abc import AsyncIterator, Iterator
from functools import partial
from pathlib import Path

import httpx
import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.channels.plug import Health
from bot.channels.registered import PLATFORMS
from bot.demo.seed import read_people, seed
from bot.demo.stage import START
from bot.doctor import examine
from bot.settings import WrongSetting, load_settings
from bot.wiring import Service
from models.ground.database import Database
from models.ground.messages import Change, Class, Message
from models.post import outbox
from models.register.enterprises import Sign
from models.register.people import Identity, Person
from tests.bot.service import service_on, settings_on
from tests.bot.test_command_line import free_port
from tests.bot.test_doctor import mark
from tests.bot.test_wiring import running
from tests.example_channel.adapter import PIGEON
from tests.example_channel.platform import Pigeon
from tests.example_channel.server import TOKEN, Loft, serving
from tests.jobs.platform import until
from tests.town import SetClock

ROOT = Path(__file__).parent.parent.parent
TRUSTED = {"authorization": TOKEN}


@pytest.fixture(autouse=True)
def registered() -> Iterator[None]:
    """The line in the list."""
    platform = Pigeon()
    PLATFORMS.append(platform)
    yield
    PLATFORMS.remove(platform)


def settle(session: Session) -> None:
    """The demo's people, of whom 赵总 writes letters."""
    data = read_people(mirrored=False)
    seed(session, data, START, {person["id"]: "zh-CN" for person in data["people"]})
    zhao = session.scalars(select(Person).where(Person.name == "赵总")).one()
    session.add(Identity(person_id=zhao.id, channel=PIGEON, account="zhao"))


@pytest.fixture
async def served(sqlite_database: Database) -> AsyncIterator[tuple[Service, Loft]]:
    """A service that has this channel alone, and the platform it talks to."""
    await sqlite_database.run(settle)
    async with serving() as loft:
        settings = settings_on(
            sqlite_database.url.render_as_string(hide_password=False),
            telegram_token="",
            wecom_secret="",
            pigeon_token=TOKEN,
            pigeon_api_url=f"http://127.0.0.1:{loft.port}",
            port=free_port(),
        )
        service = Service(settings, sqlite_database, SetClock(START))
        async with running(service):
            yield service, loft


async def write(service: Service, number: str, **letter: str) -> int:
    """赵总 writes a letter; gives what the platform is answered."""
    async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{service.settings.port}", headers=TRUSTED) as client:
        return (await client.post("/pigeon/letters", json={"id": number, "from": "zhao", **letter})).status_code


async def test_who_writes_is_shown_the_menu_and_what_is_pressed_there_is_answered(
    served: tuple[Service, Loft],
) -> None:
    service, loft = served
    assert await write(service, "1", text="/menu") == 200
    await until(lambda: "n1" in loft.letters)
    menu = loft.letters["n1"]
    assert (menu["to"], "赵总" in menu["text"]) == ("zhao", True)
    asking = next(key["press"] for key in menu["keys"] if ".ask." in key["press"])
    assert await write(service, "2", press=asking, on="n1") == 200
    assert await write(service, "2", press=asking, on="n1") == 200
    await until(lambda: "n2" in loft.letters)
    await until(service.idle)
    assert {letter["to"] for letter in loft.letters.values()} == {"zhao"}


async def test_a_notice_goes_where_somebody_wrote_last_and_can_be_changed_there(served: tuple[Service, Loft]) -> None:
    service, loft = served
    assert await write(service, "1", text="/help") == 200
    await until(service.idle)
    before = len(loft.letters)

    def say(said: Message | Change, session: Session) -> list[outbox.Row]:
        return service.postbox.post(session, [said], START, None)

    zhao = await service.database.read(lambda s: s.scalars(select(Person.id).where(Person.name == "赵总")).one())
    notice = Message(to=zhao, key="language-chosen", urgency=Class.NOTICE, about="greeting")
    service.postbox.hand_over(await service.database.run(partial(say, notice)))
    await until(lambda: len(loft.letters) == before + 1)
    await until(service.idle)
    service.postbox.hand_over(await service.database.run(partial(say, Change(about="greeting", key="no-longer-yours"))))
    await until(lambda: loft.changed == [f"n{before + 1}"])


async def test_a_letter_without_the_word_or_in_no_shape_is_refused(served: tuple[Service, Loft]) -> None:
    service, loft = served
    async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{service.settings.port}") as client:
        assert (await client.post("/pigeon/letters", json={"id": "1", "from": "zhao"})).status_code == 403
        for body in (b"{", b"[]", b"{}", b" " * 20_000):
            assert (await client.post("/pigeon/letters", content=body, headers=TRUSTED)).status_code == 400
    assert loft.letters == {}


async def test_a_sign_leads_into_the_channel_and_an_operator_reads_its_name(sqlite_database: Database) -> None:
    async with service_on(sqlite_database, telegram_token="", pigeon_token=TOKEN) as (service, client):
        code = await service.database.read(lambda session: session.scalars(select(Sign.code)).first())
        assert f"pigeon:fuma?s_{code}" in (await client.get(f"/s/{code}")).text
        assert service.words.text("zh-CN", "channel-pigeon", {}) == "信鸽"


async def test_the_doctor_looks_at_it_and_at_its_sender(sqlite_database: Database) -> None:
    await sqlite_database.run(mark)
    address = sqlite_database.url.render_as_string(hide_password=False)
    off = {"telegram_token": "", "wecom_secret": ""}
    async with serving() as loft:
        here = {"pigeon_api_url": f"http://127.0.0.1:{loft.port}"}
        for token, health in (("", Health.OFF), (TOKEN, Health.OK), ("nobody-knows", Health.BAD)):
            settings = settings_on(address, **off, **here, pigeon_token=token)
            found = {each.what: each for each in await examine(settings, START, time.time)}
            assert found["pigeon"].health is health
            assert ("sender:pigeon" in found["roles"].words) == bool(token)


def test_its_settings_stop_the_start_like_any_other(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("FUMA_PIGEON_TOKEN", "coo")
    with pytest.raises(WrongSetting, match=r"^FUMA_PIGEON_TOKEN: "):
        load_settings()
    monkeypatch.setenv("FUMA_PIGEON_API_URL", "nowhere")
    with pytest.raises(WrongSetting, match=r"^FUMA_PIGEON_API_URL: "):
        load_settings()


def test_nothing_of_fuma_knows_its_name() -> None:
    files = [path for layer in ("bot", "jobs", "handlers", "models") for path in (ROOT / layer).rglob("*.py")]
    assert [path for path in files if "pigeon" in path.read_text(encoding="utf-8").lower()] == []
