"""A server and a channel that talks to it, for each test."""

from collections.abc import AsyncIterator

import pytest

from bot.channels.telegram.adapter import TelegramChannel
from tests.bot.telegram.server import BotApi, Store, channel_to, serving


@pytest.fixture
async def api() -> AsyncIterator[BotApi]:
    async with serving() as api:
        yield api


@pytest.fixture
def store() -> Store:
    return Store(card=b"\x89PNG the pass", slip=b"%PDF the slip")


@pytest.fixture
async def channel(api: BotApi, store: Store) -> AsyncIterator[TelegramChannel]:
    async with channel_to(api.port, store) as channel:
        yield channel
