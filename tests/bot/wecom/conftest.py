"""A platform and a channel that talks to it, for each test."""

from collections.abc import AsyncIterator

import pytest

from bot.channels.wecom.adapter import WeComChannel
from tests.bot.wecom.server import Drawer, Platform, Store, Wall, channel_to, serving


@pytest.fixture
async def platform() -> AsyncIterator[Platform]:
    async with serving() as platform:
        yield platform


@pytest.fixture
def store() -> Store:
    return Store(card=b"\x89PNG the pass", slip=b"%PDF the slip")


@pytest.fixture
def drawer() -> Drawer:
    return Drawer()


@pytest.fixture
def wall() -> Wall:
    return Wall()


@pytest.fixture
async def channel(platform: Platform, store: Store, drawer: Drawer, wall: Wall) -> AsyncIterator[WeComChannel]:
    async with channel_to(platform.port, store, drawer, wall) as channel:
        yield channel
