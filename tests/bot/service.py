"""A service on a database of its own, asked over HTTP without a socket."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import httpx
from pydantic.fields import FieldInfo
from sqlalchemy import func, select

from bot.channels.plug import Platform
from bot.channels.registered import PLATFORMS
from bot.channels.settings import ChannelSettings
from bot.clock import BusinessClock
from bot.demo.seed import read_people, seed
from bot.demo.stage import START
from bot.http import application
from bot.settings import Settings
from bot.wiring import Service
from models.ground.database import Database
from models.register.people import Person
from tests.bot.telegram.server import TOKEN as TELEGRAM_TOKEN
from tests.bot.wecom.callbacks import AES_KEY, CORP, TOKEN
from tests.town import RULES, SetClock

SECRET = "webhook-secret_1"
ON: dict[str, Any] = {
    "telegram_token": TELEGRAM_TOKEN,
    "telegram_api_url": "http://127.0.0.1:1",
    "telegram_mode": "webhook",
    "telegram_webhook_secret": SECRET,
    "wecom_corp_id": CORP,
    "wecom_agent_id": 218,
    "wecom_secret": "secret",
    "wecom_token": TOKEN,
    "wecom_aes_key": AES_KEY,
    "wecom_api_url": "http://127.0.0.1:1/cgi-bin",
    "public_url": "https://fuma.example",
}


def settings_on(address: str, **values: Any) -> Settings:
    """Settings that nothing around the tests can change."""
    given = {**ON, **values}
    own = {platform.name: _own(platform, given) for platform in PLATFORMS}
    rest = {name: value for name, value in given.items() if not any(name.startswith(f"{each}_") for each in own)}
    settings = Settings(_env_file=None, database_url=address, rules_file=RULES, **rest)  # type: ignore[call-arg] # pydantic-settings' own
    return settings.with_channels(own)


def _own(platform: Platform[Any], given: dict[str, Any]) -> ChannelSettings:
    start = f"{platform.name}_"
    values = {name.removeprefix(start): value for name, value in given.items() if name.startswith(start)}
    own: ChannelSettings = platform.settings(_env_file=None, **values)
    return own


def every_setting() -> dict[str, FieldInfo]:
    """What Fuma and its channels can be set to, as the environment calls it."""
    own = {f"FUMA_{name.upper()}": field for name, field in Settings.model_fields.items()}
    kinds = [platform.settings for platform in PLATFORMS]
    return own | {kind.variable(name): field for kind in kinds for name, field in kind.model_fields.items()}


@asynccontextmanager
async def service_on(
    database: Database, clock: BusinessClock | None = None, **values: Any
) -> AsyncIterator[tuple[Service, httpx.AsyncClient]]:
    """A service with the demo's people, and a client that asks it."""
    if not await database.read(lambda session: session.scalar(select(func.count()).select_from(Person))):
        data = read_people(mirrored=False)
        languages = {person["id"]: "zh-CN" for person in data["people"]}
        await database.run(lambda session: seed(session, data, START, languages))
    settings = settings_on(database.url.render_as_string(hide_password=False), **values)
    service = Service(settings, database, clock or SetClock(START))
    for plug in service.plugs.values():
        await plug.adapter.open()
    transport = httpx.ASGITransport(application(service.routes()))
    async with httpx.AsyncClient(transport=transport, base_url="http://fuma.example") as client:
        yield service, client
    for plug in service.plugs.values():
        await plug.adapter.close()
