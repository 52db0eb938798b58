"""The sandbox under test, with a clock that can be put forward and a stand-in of Fuma."""

import time
from collections.abc import AsyncIterator, Iterator

import pytest

from sandbox.options import Options
from tests.sandbox.stage import SECRET, TELEGRAM_TOKEN, Stage, everybody
from tests.sandbox.stand_in import AES_KEY, CORP, TOKEN, Inside, StandIn

PUBLIC = "http://fuma.example"


class Wall:
    """A wall clock that a test puts forward."""

    def __init__(self) -> None:
        self.ahead = 0.0

    def __call__(self) -> float:
        return time.time() + self.ahead


@pytest.fixture(scope="session")
def stand_in() -> Iterator[StandIn]:
    server = StandIn()
    server.start()
    yield server
    server.stop()


@pytest.fixture
def fuma(stand_in: StandIn) -> Inside:
    stand_in.finish_what_came()
    stand_in.inside = Inside()
    return stand_in.inside


@pytest.fixture
def wall() -> Wall:
    return Wall()


@pytest.fixture
def options(stand_in: StandIn, tmp_path_factory: pytest.TempPathFactory) -> Options:
    return Options(
        people=tmp_path_factory.getbasetemp() / "people.toml",
        fuma=stand_in.address,
        public_url=PUBLIC,
        telegram_token=TELEGRAM_TOKEN,
        wecom_corp_id=CORP,
        wecom_agent_id=1000002,
        wecom_secret=SECRET,
        wecom_token=TOKEN,
        wecom_aes_key=AES_KEY,
    )


@pytest.fixture
async def stage(fuma: Inside, wall: Wall, options: Options) -> AsyncIterator[Stage]:
    """Two WeCom members, 王工 and 李局, and two people on Telegram, 赵总 and 钱副总."""
    async with Stage.opened(options, everybody(), wall) as opened:
        yield opened
