"""One set of fonts for every picture of these tests."""

import pytest

from bot.pictures import Fonts


@pytest.fixture(scope="session")
def fonts() -> Fonts:
    return Fonts.load()
