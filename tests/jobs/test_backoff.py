"""Every pause there is before something is tried again, second by second."""

import pytest

from bot import completing, turns
from bot.channels.telegram import polling
from jobs import deadlines, pulse, recording
from jobs.backoff import Backoff

DOUBLED = [1, 2, 4, 8, 16, 30, 30]


@pytest.mark.parametrize(
    ("backoff", "seconds"),
    [
        pytest.param(turns.PAUSES, [2, 20], id="a turn"),
        pytest.param(completing.PAUSES, [0.5, 2, 5], id="a file"),
        pytest.param(deadlines.PAUSES, [5, 60, 600, 600], id="a clock, the end of a right"),
        pytest.param(pulse.PAUSES, DOUBLED, id="a platform that doesn't answer"),
        pytest.param(polling.PAUSES, DOUBLED, id="a question for updates"),
        pytest.param(recording.pauses(1), [1, 2, 4, 8, 16, 32, 64, 128, 256, 300, 300], id="a message"),
        pytest.param(recording.pauses(100), [100, 200, 300], id="a message after a flood"),
        pytest.param(recording.pauses(900), [900, 900, 900], id="never sooner than the platform asks for"),
    ],
)
def test_a_pause_grows_to_its_longest(backoff: Backoff, seconds: list[float]) -> None:
    assert [backoff.after(failures) for failures in range(len(seconds))] == seconds


def test_what_has_failed_for_years_still_has_a_pause() -> None:
    assert deadlines.PAUSES.after(10**6) == 600
    assert recording.pauses(0).after(10**6) == 0
