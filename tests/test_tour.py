"""The tour happens, on each channel for each role: officials on WeCom and on Telegram, enterprises the other way
round. It happens too while Fuma is killed, and leaves the same.
"""

import asyncio
import subprocess
import sys
from pathlib import Path

import pytest

from bot.demo.tour import StepMissing, Tour
from tests.kills.judging import judge, state_of
from tests.postgresql import binaries, create

KILLS = 10
SEED = 20261127  # of the moments of the kills; `make kills` takes others
MOST_REPEATED = 2 * KILLS  # messages; a kill hides what was sent in a few hundredths of a second
LOG = "tour.log"


pytestmark = pytest.mark.timeout(1800)  # WeCom takes no more than 30 messages a minute for one member: tours wait


@pytest.fixture(scope="module")
def tours(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Three tours at once, as each waits most of its time: the folders where each left what it saw."""
    out = {name: tmp_path_factory.mktemp(name) for name in ("chinese", "english", "killed")}
    database = asyncio.run(create(request.getfixturevalue("postgresql_server"), "tour")) if binaries() else ""
    started = {
        "chinese": start(out["chinese"], "bot", "tour"),
        "english": start(out["english"], "bot", "tour", "--mirrored", "--language=en", f"--database={database}"),
        "killed": start(out["killed"], "tests.kills.playing", f"--seed={SEED}", f"--kills={KILLS}", "--no-pairs"),
    }
    try:
        for name, tour in started.items():
            ended = tour.wait()
            assert ended == 0, f"{name}: {(out[name] / LOG).read_text(encoding='utf-8')[-3000:]}"
    finally:
        for tour in started.values():
            tour.terminate()
            tour.wait()
    return out


def test_the_whole_story_happens_on_both_channels_languages_and_databases(tours: dict[str, Path]) -> None:
    for name in ("chinese", "english"):
        assert len(list(tours[name].glob("*.png"))) >= 20


def test_killed_ten_times_the_story_leaves_the_same_chats_and_the_same_tables(tours: dict[str, Path]) -> None:
    undisturbed, killed = (asyncio.run(state_of(tours[name])) for name in ("chinese", "killed"))
    judgement = judge(undisturbed, killed)
    assert judgement.kills == KILLS
    assert judgement.faults == []
    assert len(judgement.chats.repeated) <= MOST_REPEATED


@pytest.mark.parametrize("language", ["zh-CN", "en"])
def test_a_story_that_does_not_happen_stops_the_tour(language: str) -> None:
    tour = Tour.__new__(Tour)
    tour.language, tour._number = language, 1
    step = {"what": "nobody", "sees": [{"who": "zhao", "text": {"zh-CN": "同意", "en": "Agreed"}}]}
    with pytest.raises(StepMissing):
        tour._check(step, [("zhao", {"from": "fuma", "text": "…", "buttons": [], "picture": None, "file": None})])


def start(out: Path, program: str, *options: str) -> subprocess.Popen[bytes]:
    """A tour in a process of its own, with what it prints beside what it leaves."""
    with (out / LOG).open("wb") as log:
        command = [sys.executable, "-m", program, *options, f"--out={out}"]
        return subprocess.Popen(command, stdout=log, stderr=subprocess.STDOUT)
