"""Rest and business time."""

import asyncio
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from starlette.responses import JSONResponse, PlainTextResponse

from sandbox.clock import CST, Clock, parse_duration, parse_moment
from sandbox.options import Options
from tests.sandbox.conftest import PUBLIC
from tests.sandbox.stage import Stage, everybody
from tests.sandbox.stand_in import START, Inside, in_hours


async def test_settle_waits_for_two_idle_answers_in_a_row(stage: Stage, fuma: Inside) -> None:
    fuma.idle = [False, True, False, True, True]
    told = (await stage.web.post("/sandbox/settle")).json()
    assert (told["settled"], told["lost"], fuma.idle_asked) == (True, 0, 5)
    assert told["took"] >= 0.2


async def test_settle_waits_for_what_is_on_its_way(stage: Stage, fuma: Inside) -> None:
    await stage.webhook()
    fuma.webhook_pause = fuma.callback_pause = 0.3
    await stage.does("zhao", "say", text="x")
    await stage.does("wang", "say", text="x")
    assert (await stage.web.post("/sandbox/settle", json={"timeout": 60})).status_code == 200
    assert (len(fuma.updates), len(fuma.callbacks)) == (1, 1)


async def test_settle_gives_up_when_the_time_is_up(stage: Stage, fuma: Inside) -> None:
    fuma.idle = [False] * 100
    answer = await stage.web.post("/sandbox/settle", json={"timeout": 0.2})
    assert (answer.status_code, answer.json()["error"]) == (504, "not settled after 0.2 s: 0 undelivered")
    assert (await stage.web.post("/sandbox/settle", json={"timeout": 0})).status_code == 400
    assert (await stage.web.post("/sandbox/settle", json={"timeout": "x"})).status_code == 400


async def test_a_fuma_that_is_away_is_not_idle(options: Options) -> None:
    away = Options(people=options.people, fuma="http://127.0.0.1:9", telegram_token="1:x", wecom_aes_key="")
    nobody = type(everybody())([])
    async with Stage.opened(away, nobody) as stage:
        assert (await stage.web.post("/sandbox/settle", json={"timeout": 0.1})).status_code == 504
        moved = await stage.web.post("/sandbox/clock", json={"advance": "PT1H", "timeout": 0.1})
        assert moved.status_code == 502
        assert (await stage.web.get("/sandbox/signs")).json() == []
        assert (await stage.web.get("/sandbox/clock")).status_code == 200
        assert (await stage.web.post("/sandbox/tokens/expire")).status_code == 200


async def test_time_moves_from_due_moment_to_due_moment(stage: Stage, fuma: Inside) -> None:
    fuma.due = [in_hours(30), in_hours(2), in_hours(5)]
    told = (await stage.web.post("/sandbox/clock", json={"advance": "PT24H"})).json()
    assert fuma.moves == [in_hours(2), in_hours(5), in_hours(24)]
    assert told == {"now": "2026-11-28T09:00:00+08:00"}
    assert fuma.due == [in_hours(30)]
    assert (await stage.web.get("/sandbox/clock")).json() == told


@pytest.mark.parametrize("dies_before_it_moves", [True, False])
async def test_time_moves_once_although_fuma_is_killed_over_it(
    stage: Stage, fuma: Inside, dies_before_it_moves: bool
) -> None:
    fuma.clock_hangs_up = ["GET", "GET", "POST" if dies_before_it_moves else "POST after", "GET"]
    told = (await stage.web.post("/sandbox/clock", json={"to": in_hours(2).isoformat()})).json()
    assert told == {"now": in_hours(2).isoformat()}
    assert (fuma.moves, fuma.clock_hangs_up) == ([in_hours(2)], [])


async def test_time_moves_to_a_moment_even_back_to_the_start_of_a_story(stage: Stage, fuma: Inside) -> None:
    fuma.now = in_hours(100)
    told = (await stage.web.post("/sandbox/clock", json={"to": START.isoformat()})).json()
    assert (told["now"], fuma.moves) == (START.isoformat(), [START])


async def test_what_is_overdue_already_is_waited_for_without_turning_time_back(stage: Stage, fuma: Inside) -> None:
    fuma.due, fuma.stuck = [in_hours(-1)], True

    async def pass_it() -> None:
        await asyncio.sleep(0.3)
        fuma.due, fuma.stuck = [], False

    passing = asyncio.create_task(pass_it())
    await stage.web.post("/sandbox/clock", json={"advance": "PT1H"})
    await passing
    assert fuma.moves == [in_hours(1)]


async def test_a_due_moment_that_fuma_never_passes_is_told(stage: Stage, fuma: Inside) -> None:
    fuma.due, fuma.stuck = [in_hours(1)], True
    answer = await stage.web.post("/sandbox/clock", json={"advance": "PT2H", "timeout": 0.2})
    assert (answer.status_code, "2026-11-27T10:00:00+08:00" in answer.json()["error"]) == (504, True)


async def test_a_world_without_end_of_due_moments_is_told(
    stage: Stage, fuma: Inside, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sandbox.settling.MAX_STEPS", 2)
    fuma.due = [in_hours(1), in_hours(2), in_hours(3)]
    answer = await stage.web.post("/sandbox/clock", json={"advance": "PT9H"})
    assert (answer.status_code, "more than 2 due moments" in answer.json()["error"]) == (504, True)


@pytest.mark.parametrize(
    "told",
    [{}, {"advance": ""}, {"advance": "24h"}, {"advance": "-PT1H"}, {"to": "tomorrow"}, {"to": "2026-11-27T09:00:00"}],
)
async def test_a_time_that_cannot_be_read_is_refused(stage: Stage, told: dict[str, str]) -> None:
    assert (await stage.web.post("/sandbox/clock", json=told)).status_code == 400


@pytest.mark.parametrize(
    "answer",
    [
        JSONResponse({"now": "x"}),
        JSONResponse({}),
        JSONResponse([]),
        JSONResponse({"now": START.isoformat(), "next_due": 7}),
        PlainTextResponse("no json"),
        JSONResponse({}, 500),
    ],
)
async def test_a_clock_that_says_nonsense_is_no_clock(
    stage: Stage, fuma: Inside, answer: JSONResponse | PlainTextResponse
) -> None:
    fuma.clock_answer = answer
    assert (await stage.web.post("/sandbox/clock", json={"advance": "PT1H"})).status_code == 502


async def test_the_signs_are_told_with_whole_addresses(stage: Stage, fuma: Inside) -> None:
    fuma.signs = [{"enterprise": "某公司", "url": f"{PUBLIC}/s/1", "picture": "/demo/signs/1.png"}]
    told = (await stage.web.get("/sandbox/signs")).json()
    assert told == [fuma.signs[0] | {"picture": f"{stage.options.fuma}/demo/signs/1.png"}]
    fuma.signs = {"no": "list"}
    assert (await stage.web.get("/sandbox/signs")).json() == []


def test_the_clock_keeps_its_offset_when_it_is_told_nothing_more() -> None:
    seconds = [1_000_000.0]
    clock = Clock(lambda: seconds[0])
    clock.learn(START)
    seconds[0] += 60
    assert clock.now() == START + timedelta(seconds=60)
    assert clock.stamp() == int(START.timestamp()) + 60


@given(st.timedeltas(timedelta(0), timedelta(days=4000)).map(lambda it: timedelta(days=it.days, seconds=it.seconds)))
def test_every_duration_in_days_and_seconds_can_be_written(it: timedelta) -> None:
    assert parse_duration(f"P{it.days}DT{it.seconds}S") == it


@pytest.mark.parametrize(
    ("text", "hours"), [("PT24H", 24), ("P1D", 24), ("P1W", 168), ("P1DT2H30M", 26.5), ("PT90S", 0.025)]
)
def test_durations_are_iso_8601(text: str, hours: float) -> None:
    assert parse_duration(text) == timedelta(hours=hours)


@pytest.mark.parametrize("text", ["", "P", "PT", "P1Y", "1H", "PT1.5H", "P99999999999D"])
def test_what_is_no_duration_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        parse_duration(text)


def test_a_moment_is_told_in_chinas_zone() -> None:
    assert parse_moment("2026-11-27T01:00:00Z").isoformat() == "2026-11-27T09:00:00+08:00"
    assert parse_moment("2026-11-27T01:00:00Z").tzinfo is CST
