"""The access token: one holder, shared by all, never asked for in a loop."""

import asyncio

import pytest
from aiohttp import web

from bot.channels.wecom.adapter import WeComChannel
from jobs.sending import Again, Outcome, Outgoing, Sent
from tests.bot.wecom.server import Answer, Drawer, Platform, Store, Wall, always, channel_to, cut_off, good, refusal


async def send(channel: WeComChannel, row: int = 1) -> Outcome:
    (call,) = channel.compose(Outgoing(id=row, account="zhao", text="您好"))
    return await channel.send(call)


async def send_many(channel: WeComChannel, count: int = 8) -> list[Outcome]:
    return list(await asyncio.gather(*(send(channel, row) for row in range(count))))


def tokens_used(platform: Platform) -> list[str]:
    return [asked.query["access_token"] for asked in platform.of("message/send")]


async def test_the_token_is_fetched_once_and_kept_for_the_other_processes(
    channel: WeComChannel, platform: Platform, drawer: Drawer, wall: Wall
) -> None:
    await send_many(channel)
    (asked,) = platform.of("gettoken")
    assert asked.query == {"corpid": "wx5823bf96d3bd56c7", "corpsecret": "not-a-real-secret"}
    assert drawer.token == ("T1", wall.now + 7200)


async def test_a_token_that_another_process_fetched_is_used(
    channel: WeComChannel, platform: Platform, drawer: Drawer, wall: Wall
) -> None:
    await drawer.put("THEIRS", wall.now + 301)
    assert isinstance(await send(channel), Sent)
    assert platform.of("gettoken") == []
    assert tokens_used(platform) == ["THEIRS"]


async def test_a_stored_token_in_its_last_five_minutes_is_left_alone(
    channel: WeComChannel, platform: Platform, drawer: Drawer, wall: Wall
) -> None:
    await drawer.put("THEIRS", wall.now + 300)
    await send(channel)
    assert tokens_used(platform) == ["T1"]


async def test_a_token_is_renewed_five_minutes_before_its_end(
    channel: WeComChannel, platform: Platform, wall: Wall
) -> None:
    await send(channel)
    wall.now += 6899
    await send(channel)
    wall.now += 1
    await send(channel)
    assert tokens_used(platform) == ["T1", "T1", "T2"]


async def test_a_token_that_lives_a_minute_is_not_fetched_for_each_message(
    channel: WeComChannel, platform: Platform, wall: Wall
) -> None:
    platform.lifetime = 60
    await send(channel)
    wall.now += 29
    await send(channel)
    assert len(platform.of("gettoken")) == 1
    wall.now += 1
    await send(channel)
    assert len(platform.of("gettoken")) == 2


@pytest.mark.parametrize("code", [42001, 40014, 40001])
async def test_eight_messages_that_meet_an_ended_token_fetch_one_new_one(
    code: int, channel: WeComChannel, platform: Platform, drawer: Drawer, wall: Wall
) -> None:
    await drawer.put("OLD", wall.now + 7200)

    async def answer(asked: object) -> web.StreamResponse:
        assert platform.asked[-1] is asked
        return refusal(code) if platform.asked[-1].query["access_token"] == "OLD" else good(msgid="m")

    platform.answers["message/send"] = answer
    assert all(isinstance(outcome, Sent) for outcome in await send_many(channel))
    assert len(platform.of("gettoken")) == 1
    assert drawer.token == ("T1", wall.now + 7200)


async def test_an_ended_token_that_another_process_has_renewed_is_taken_from_the_store(
    channel: WeComChannel, platform: Platform, drawer: Drawer, wall: Wall
) -> None:
    await send(channel)
    await drawer.put("THEIRS", wall.now + 7200)
    platform.codes["message/send"] = [42001]
    assert isinstance(await send(channel), Sent)
    assert tokens_used(platform) == ["T1", "T1", "THEIRS"]
    assert len(platform.of("gettoken")) == 1


@pytest.mark.parametrize(
    ("code", "outcome"),
    [
        (42001, Again(seconds=60, everybody=True, why="42001")),
        (40014, Again(seconds=60, everybody=True, why="40014")),
        (40001, Again(seconds=300, everybody=True, why="secret")),
    ],
)
async def test_a_platform_that_calls_every_token_ended_is_asked_twice_and_no_more(
    code: int, outcome: Outcome, channel: WeComChannel, platform: Platform
) -> None:
    platform.answers["message/send"] = always(lambda: refusal(code))
    assert await send(channel) == outcome
    assert len(platform.of("message/send")) == 2
    assert await send_many(channel) == [outcome] * 8
    assert len(platform.of("gettoken")) == 3


async def test_a_platform_that_gives_the_same_ended_token_again_is_not_asked_for_it_by_each_message(
    channel: WeComChannel, platform: Platform
) -> None:
    platform.answers["gettoken"] = always(lambda: good(access_token="SAME", expires_in=7200))
    platform.answers["message/send"] = always(lambda: refusal(42001))
    assert await send_many(channel) == [Again(seconds=60, everybody=True, why="42001")] * 8
    assert len(platform.of("gettoken")) == 2


@pytest.mark.parametrize(
    ("answer", "outcome"),
    [
        (always(lambda: refusal(40001)), Again(seconds=300, everybody=True, why="secret")),
        (always(lambda: refusal(40013)), Again(seconds=60, everybody=True, why="40013")),
        (always(lambda: refusal(-1)), Again(seconds=2, everybody=True, why="-1")),
        (always(lambda: refusal(45009)), Again(seconds=60, everybody=True, why="45009")),
        (always(lambda: refusal(81013)), Again(seconds=60, everybody=True, why="81013")),
        (cut_off, Again(seconds=5, everybody=True, why="ClientPayloadError")),
        (always(lambda: web.Response(status=502)), Again(seconds=5, everybody=True, why="http 502")),
        (always(lambda: good(access_token="", expires_in=7200)), Again(seconds=5, everybody=True, why="garbled")),
        (always(lambda: good(access_token="T", expires_in=0)), Again(seconds=5, everybody=True, why="garbled")),
        (always(lambda: good(access_token="T", expires_in="7200")), Again(seconds=5, everybody=True, why="garbled")),
        (always(lambda: good(expires_in=7200)), Again(seconds=5, everybody=True, why="garbled")),
    ],
)
async def test_without_a_token_no_message_leaves_and_all_who_wait_share_one_try(
    answer: Answer, outcome: Outcome, channel: WeComChannel, platform: Platform
) -> None:
    platform.answers["gettoken"] = answer
    assert await send_many(channel) == [outcome] * 8
    assert platform.methods == ["gettoken"]


async def test_a_refused_secret_is_tried_again_after_a_minute_and_silence_after_a_second(
    channel: WeComChannel, platform: Platform, wall: Wall
) -> None:
    platform.codes["gettoken"] = [40001]
    await send(channel)
    wall.now += 59
    assert await send(channel) == Again(seconds=300, everybody=True, why="secret")
    platform.answers["gettoken"] = cut_off
    wall.now += 1
    assert await send(channel) == Again(seconds=5, everybody=True, why="ClientPayloadError")
    del platform.answers["gettoken"]
    wall.now += 1
    assert isinstance(await send(channel), Sent)


@pytest.mark.parametrize(("code", "seconds"), [(-1, 2), (6000, 1), (45033, 3), (45009, 60), (60020, 60), (40013, 60)])
async def test_a_token_that_is_refused_in_passing_is_asked_for_again_as_soon_as_that_has_passed(
    code: int, seconds: int, channel: WeComChannel, platform: Platform, wall: Wall
) -> None:
    platform.codes["gettoken"] = [code]
    assert await send(channel) == Again(seconds=seconds, everybody=True, why=str(code))
    wall.now += seconds - 0.5
    assert await send(channel) == Again(seconds=seconds, everybody=True, why=str(code))
    wall.now += 0.5
    assert isinstance(await send(channel), Sent)
    assert len(platform.of("gettoken")) == 2


async def test_a_wall_clock_set_back_does_not_hold_a_failure_for_ever(
    channel: WeComChannel, platform: Platform, wall: Wall
) -> None:
    platform.codes["gettoken"] = [40001]
    await send(channel)
    wall.now -= 3600
    assert isinstance(await send(channel), Sent)


async def test_two_processes_of_one_app_share_a_token(platform: Platform, store: Store, wall: Wall) -> None:
    drawer = Drawer()
    async with (
        channel_to(platform.port, store, drawer, wall) as one,
        channel_to(platform.port, store, drawer, wall) as other,
    ):
        await send(one)
        await send(other)
    assert tokens_used(platform) == ["T1", "T1"]
