"""The pace of a platform, on a clock of steps."""

import asyncio

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jobs import pace
from jobs.pace import Gate, Pacer
from jobs.sending import Pace

LIMITS = st.lists(st.tuples(st.integers(1, 5), st.floats(0.5, 20)), min_size=1, max_size=3)


@given(LIMITS, st.lists(st.floats(0, 3), max_size=60))
def test_no_window_ever_holds_more_than_its_count(limits: list[tuple[int, float]], steps: list[float]) -> None:
    pacer, now, sent = Pacer(Pace(tuple(limits))), 100.0, []
    for step in steps:
        now += step
        now += pacer.wait(now)
        now += pacer.wait(now)  # what is added may round down
        if pacer.wait(now) <= 0:
            pacer.sent(now)
            sent.append(now)
    for count, seconds in limits:
        assert all(later - earlier >= seconds * 0.999 for earlier, later in zip(sent, sent[count:], strict=False))


def test_who_has_sent_nothing_waits_for_nothing_and_rests_when_all_is_forgotten() -> None:
    pacer = Pacer(Pace(((1, 5.0),)))
    assert (pacer.wait(0.0), pacer.rests(0.0)) == (0.0, True)
    pacer.sent(0.0)
    assert (pacer.wait(1.0), pacer.rests(1.0)) == (4.0, False)
    assert (pacer.wait(5.0), pacer.rests(5.0)) == (0.0, True)


async def test_receivers_at_rest_are_forgotten_and_others_never(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pace, "REMEMBERED", 3)
    gate = Gate(Pace(((1, 0.05),)), Pace(()))
    gate._forget_at = 3
    for number in range(3):
        async with gate.passage(f"{number}", urgent=False):
            pass
    await asyncio.sleep(0.06)
    async with gate.passage("3", urgent=True):
        assert set(gate._receivers) == {"3"}
    async with gate.passage("4", urgent=False):
        assert set(gate._receivers) == {"3", "4"}
