"""The tour happens, on each channel for each role: officials on WeCom and on Telegram, enterprises the other way
round.
"""

import subprocess
import sys
from pathlib import Path

import pytest

from bot.demo.tour import StepMissing, Tour
from tests.postgresql import binaries

PATIENCE = 540  # seconds; WeCom takes no more than 30 messages a minute for one member, and the tour waits


@pytest.fixture
def another_database(request: pytest.FixtureRequest) -> str:
    """An empty PostgreSQL where there is one; elsewhere "", for a SQLite file of the tour's own."""
    return request.getfixturevalue("empty_postgresql") if binaries() else ""


def test_the_whole_story_happens_on_both_channels_languages_and_databases(
    tmp_path: Path, another_database: str
) -> None:
    chinese, english = tmp_path / "zh", tmp_path / "en"
    tours = [
        start(chinese),
        start(english, "--mirrored", "--language=en", f"--database={another_database}"),
    ]
    for tour in tours:
        said, _ = tour.communicate(timeout=PATIENCE)
        assert tour.returncode == 0, said.decode()[-3000:]
    for out in (chinese, english):
        assert len(list(out.glob("*.png"))) >= 20


@pytest.mark.parametrize("language", ["zh-CN", "en"])
def test_a_story_that_does_not_happen_stops_the_tour(language: str) -> None:
    tour = Tour.__new__(Tour)
    tour.language, tour._number = language, 1
    step = {"what": "nobody", "sees": [{"who": "zhao", "text": {"zh-CN": "同意", "en": "Agreed"}}]}
    with pytest.raises(StepMissing):
        tour._check(step, [("zhao", {"from": "fuma", "text": "…", "buttons": [], "picture": None, "file": None})])


def start(out: Path, *options: str) -> subprocess.Popen[bytes]:
    """A tour in a process of its own."""
    command = [sys.executable, "-m", "bot", "tour", f"--out={out}", *options]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
