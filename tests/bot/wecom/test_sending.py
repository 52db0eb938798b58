"""Requests made, and how they end."""

import asyncio
import re
import socket
from typing import Any

import aiohttp
import pytest
from aiohttp import web

from bot.channels.wecom.adapter import WeComChannel
from bot.channels.wecom.calls import Client
from bot.channels.wecom.menu import MenuEntry
from bot.channels.wecom.targets import RightToChange, right_of, standing
from jobs.sending import Again, Effect, Gone, Key, Outcome, Outgoing, Sender, Sent, Unknown
from tests.bot.wecom.server import Drawer, Platform, Store, Wall, always, channel_to, cut_off, good, never, refusal

TEXT = Outgoing(id=12, account="zhao", text="您好，赵总。")
QUESTION = Outgoing(id=13, account="zhao", text="同意吗？", keys=((Key(label="同意", data="1.agree.12.3"),),))
PASS = Outgoing(id=14, account="wang", picture="card")
SLIP = Outgoing(id=15, account="wang", file="slip", file_name='审批"单/1.pdf')
CHANGE = Outgoing(
    id=16,
    account="zhao",
    effect=Effect.EDIT,
    text="已同意",
    target=standing("msg1", "f13-0-abc", "code1", 1_795_600_000.0),
)


async def send(channel: WeComChannel, outgoing: Outgoing = TEXT) -> Outcome:
    (call,) = channel.compose(outgoing)
    return await channel.send(call)


async def test_a_text_is_sent_to_the_byte_as_composed(channel: WeComChannel, platform: Platform) -> None:
    (call,) = channel.compose(TEXT)
    assert await channel.send(call) == Sent(target=standing("msg1", code_at=1_795_600_000.0))
    (asked,) = platform.of("message/send")
    assert asked.raw == call.body.encode()
    assert asked.query == {"access_token": "T1"}
    assert asked.request.headers["Content-Type"] == "application/json; charset=utf-8"


async def test_a_card_that_was_sent_can_be_changed_by_its_code(
    channel: WeComChannel, platform: Platform, wall: Wall
) -> None:
    wall.now += 5
    outcome = await send(channel, QUESTION)
    assert isinstance(outcome, Sent)
    assert outcome.target is not None
    (asked,) = platform.of("message/send")
    assert outcome.target.mark == asked.body["template_card"]["task_id"]
    assert (outcome.target.message, right_of(outcome.target)) == ("msg1", RightToChange("code1", wall.now))


async def test_a_change_uses_up_its_code(channel: WeComChannel, platform: Platform) -> None:
    assert await send(channel, CHANGE) == Sent(target=None)
    (asked,) = platform.of("message/update_template_card")
    assert asked.body["response_code"] == "code1"
    assert asked.body["userids"] == ["zhao"]


@pytest.mark.parametrize(
    ("code", "outcome"),
    [
        (-1, Again(seconds=2, why="-1")),
        (6000, Again(seconds=1, why="6000")),
        (40001, Again(seconds=300, everybody=True, why="secret")),
        (45009, Again(seconds=60, counted=False, why="45009")),
        (45033, Again(seconds=3, counted=False, why="45033")),
        (60020, Again(seconds=60, everybody=True, why="60020")),
        (48002, Again(seconds=60, counted=False, why="48002")),
        (301002, Again(seconds=60, everybody=True, why="301002")),
        (43012, Again(seconds=60, everybody=True, why="43012")),
        (50001, Again(seconds=60, everybody=True, why="50001")),
        (81013, Gone(why="81013", receiver=True)),
        (40058, Gone(why="40058", ours=True)),
        (40008, Gone(why="40008", ours=True)),
        (45002, Gone(why="45002", ours=True)),
        (42045, Gone(why="42045", ours=True)),
        (60140, Gone(why="60140", fresh=True)),
        (987654, Gone(why="987654", ours=True)),
    ],
)
async def test_each_error_code_ends_a_message_its_own_way(
    code: int, outcome: Outcome, channel: WeComChannel, platform: Platform
) -> None:
    platform.answers["message/send"] = always(lambda: refusal(code))
    assert await send(channel) == outcome


@pytest.mark.parametrize(
    "answer",
    [
        {"invaliduser": "zhao"},
        {"invaliduser": "wang|zhao"},
        {"invaliduser": ["zhao"]},
        {"unlicenseduser": "zhao"},
    ],
)
async def test_a_good_answer_that_names_our_receiver_as_left_out_is_gone(
    answer: dict[str, Any], channel: WeComChannel, platform: Platform
) -> None:
    platform.answers["message/send"] = always(lambda: good(msgid="m", **answer))
    capital = Outgoing(id=12, account="Zhao", text="您好，赵总。")  # WeCom answers in lower case
    assert await send(channel, capital) == Gone(why=next(iter(answer)), receiver=True)


@pytest.mark.parametrize("answer", [{"invaliduser": ""}, {"invaliduser": "zhaoliu"}, {"invaliduser": 7}])
async def test_a_good_answer_that_names_nobody_or_another_is_sent(
    answer: dict[str, Any], channel: WeComChannel, platform: Platform
) -> None:
    platform.answers["message/send"] = always(lambda: good(msgid="m", **answer))
    assert isinstance(await send(channel), Sent)


@pytest.mark.parametrize("account", ["@all", "zhao|wang", "", "赵总", "a" * 65])
async def test_an_account_that_is_not_one_member_is_never_asked_for(
    account: str, channel: WeComChannel, platform: Platform
) -> None:
    assert await send(channel, Outgoing(id=12, account=account, text="您好")) == Gone(why="account", receiver=True)
    assert platform.asked == []


async def test_a_limit_halts_the_api_it_was_said_of_and_no_other(
    channel: WeComChannel, platform: Platform, wall: Wall
) -> None:
    platform.codes["message/send"] = [45009]
    assert await send(channel) == Again(seconds=60, counted=False, why="45009")
    wall.now += 10
    assert await send(channel) == Again(seconds=50, counted=False, why="45009")
    assert len(platform.of("message/send")) == 1, "it isn't asked meanwhile"
    assert isinstance(await send(channel, CHANGE), Sent)
    assert isinstance(await send(channel, LINE), Sent)
    wall.now += 50
    assert isinstance(await send(channel), Sent)


async def test_a_limit_of_uploads_holds_up_pictures_and_no_words(
    channel: WeComChannel, platform: Platform, wall: Wall
) -> None:
    platform.codes["media/upload"] = [45009]
    assert await send(channel, PASS) == Again(seconds=60, counted=False, why="45009")
    assert await send(channel, SLIP) == Again(seconds=60, counted=False, why="45009")
    assert isinstance(await send(channel), Sent)
    assert platform.methods == ["gettoken", "media/upload", "message/send"]


@pytest.mark.parametrize("code", [301002, 43012, 50001])
async def test_what_is_said_of_a_group_concerns_that_group(
    code: int, channel: WeComChannel, platform: Platform
) -> None:
    platform.codes["appchat/send"] = [code]
    outcome = await send(channel, LINE)
    assert outcome == Again(seconds=60, why=str(code))


async def test_an_address_that_may_not_call_halts_the_channel_whoever_met_it(
    channel: WeComChannel, platform: Platform
) -> None:
    for method, outgoing in (("message/send", TEXT), ("appchat/send", LINE), ("media/upload", PASS)):
        platform.codes[method] = [60020]
        outcome = await send(channel, outgoing)
        assert outcome == Again(seconds=60, everybody=True, why="60020")


# Files


async def test_a_picture_goes_up_once_and_by_its_name_after(
    channel: WeComChannel, platform: Platform, store: Store
) -> None:
    assert isinstance(await send(channel, PASS), Sent)
    assert isinstance(await send(channel, PASS), Sent)
    assert platform.methods == ["gettoken", "media/upload", "message/send", "message/send"]
    first, second = platform.of("message/send")
    assert first.body["image"] == {"media_id": "M1"}
    assert first.raw == second.raw
    assert store.kept == [3 * 24 * 3600 - 3600]


async def test_an_upload_carries_the_bytes_and_a_name_in_plain_utf_8(channel: WeComChannel, platform: Platform) -> None:
    await send(channel, SLIP)
    (asked,) = platform.of("media/upload")
    assert asked.query == {"access_token": "T1", "type": "file"}
    assert 'name="media"; filename="审批_单_1.pdf"'.encode() in asked.raw
    assert b"filename*" not in asked.raw
    assert b"%PDF the slip" in asked.raw
    assert platform.of("message/send")[0].body["file"] == {"media_id": "M1"}


@pytest.mark.parametrize(
    ("content", "name"), [(b"\x89PNG...", b"image.png"), (b"\xff\xd8\xff\xe0", b"image.jpg"), (b"GIF8", b"image.png")]
)
async def test_a_picture_is_named_by_what_it_is(
    content: bytes, name: bytes, channel: WeComChannel, platform: Platform, store: Store
) -> None:
    store.files["card"] = content
    await send(channel, PASS)
    assert b'filename="' + name in platform.of("media/upload")[0].raw


async def test_a_media_id_that_has_ended_is_replaced_once(
    channel: WeComChannel, platform: Platform, store: Store
) -> None:
    store.names["card"] = "OLD"
    platform.codes["message/send"] = [40007]
    assert isinstance(await send(channel, PASS), Sent)
    assert [asked.body["image"]["media_id"] for asked in platform.of("message/send")] == ["OLD", "M1"]
    platform.codes["message/send"] = [40007, 40007, 40007]
    assert await send(channel, PASS) == Gone(why="40007", ours=True)
    assert len(platform.of("message/send")) == 4


async def test_after_the_token_ended_the_upload_still_carries_the_whole_file(
    channel: WeComChannel, platform: Platform
) -> None:
    platform.codes["media/upload"] = [42001]
    assert isinstance(await send(channel, PASS), Sent)
    first, second = platform.of("media/upload")
    assert b"\x89PNG the pass" in first.raw
    assert b"\x89PNG the pass" in second.raw


@pytest.mark.parametrize(
    ("answer", "outcome"),
    [
        (always(lambda: refusal(45009)), Again(seconds=60, counted=False, why="45009")),
        (always(lambda: refusal(40006)), Gone(why="40006", ours=True)),
        (cut_off, Again(seconds=10, why="ClientPayloadError")),
        (always(lambda: web.Response(status=413)), Again(seconds=5, everybody=True, why="http 413")),
    ],
    ids=["too many", "too large", "cut in mid-answer", "refused by a proxy"],
)
async def test_a_message_whose_file_did_not_go_up_has_not_left(
    answer: Any, outcome: Outcome, channel: WeComChannel, platform: Platform
) -> None:
    platform.answers["media/upload"] = answer
    assert await send(channel, PASS) == outcome
    assert platform.of("message/send") == []


async def test_a_file_that_is_not_stored_any_more_is_a_message_that_will_never_be(
    channel: WeComChannel, store: Store
) -> None:
    store.files.clear()
    assert await send(channel, PASS) == Gone(why="file", ours=True)


# A platform that is ill


async def test_a_refused_connection_means_again_for_everybody(store: Store, drawer: Drawer, wall: Wall) -> None:
    with socket.socket() as bound:
        bound.bind(("127.0.0.1", 0))
        async with channel_to(bound.getsockname()[1], store, drawer, wall) as channel:
            outcome = Again(seconds=5, everybody=True, why="ClientConnectorError")
            assert await send(channel) == outcome
            await drawer.put("T0", wall.now + 7200)
            wall.now += 2
            assert await send(channel) == outcome
            assert await send(channel, PASS) == outcome


async def test_an_answer_cut_in_the_middle_leaves_it_open_whether_the_message_arrived(
    channel: WeComChannel, platform: Platform
) -> None:
    platform.answers["message/send"] = cut_off
    assert await send(channel) == Unknown(why="ClientPayloadError")


async def test_a_change_whose_answer_was_cut_is_not_safe_to_repeat_with_its_code(
    channel: WeComChannel, platform: Platform
) -> None:
    platform.answers["message/update_template_card"] = cut_off
    assert await send(channel, CHANGE) == Unknown(why="ClientPayloadError")


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (b"", 200),
        (b"<html>", 200),
        (b"[]", 200),
        (b"{}", 200),
        (b'{"errcode": "0"}', 200),
        (b"\xff\xfe", 200),
        (b"[" * 100_000, 200),
        (b" " * (2 << 20), 200),
        (b"busy", 500),
        (b"", 502),
    ],
    ids=["empty", "a page", "a list", "no code", "a word", "no text", "deep", "huge", "broken", "bad gateway"],
)
async def test_an_answer_nobody_can_read_leaves_it_open(
    body: bytes, status: int, channel: WeComChannel, platform: Platform
) -> None:
    platform.answers["message/send"] = always(lambda: web.Response(body=body, status=status))
    outcome = await send(channel)
    assert isinstance(outcome, Unknown)


@pytest.mark.parametrize("status", [301, 302, 403, 404, 429])
async def test_what_a_proxy_refused_has_not_arrived(status: int, channel: WeComChannel, platform: Platform) -> None:
    def elsewhere() -> web.Response:
        return web.Response(status=status, headers={"Location": f"http://127.0.0.1:{platform.port}/cgi-bin/elsewhere"})

    platform.answers["message/send"] = always(elsewhere)
    assert await send(channel) == Again(seconds=5, everybody=True, why=f"http {status}")
    assert platform.of("elsewhere") == []


async def test_an_answer_that_does_not_come_in_time_leaves_it_open(platform: Platform) -> None:
    platform.answers["message/send"] = never
    client = Client(f"http://127.0.0.1:{platform.port}/cgi-bin", aiohttp.ClientTimeout(total=0.2))
    await client.open()
    try:
        with pytest.raises(Exception, match="TimeoutError") as caught:
            await client.ask("message/send", {}, b"{}")
        assert getattr(caught.value, "asked", None) is True
    finally:
        await client.close()


async def test_a_channel_that_was_not_opened_is_our_own_mistake(store: Store, drawer: Drawer, wall: Wall) -> None:
    async with channel_to(1, store, drawer, wall) as channel:
        await channel.close()
        with pytest.raises(RuntimeError, match="not open"):
            await send(channel)


async def test_no_fault_that_is_told_shows_the_token_or_the_secret(
    channel: WeComChannel, platform: Platform, caplog: pytest.LogCaptureFixture, capsys: pytest.CaptureFixture[str]
) -> None:
    told = []
    for answer in (cut_off, always(lambda: web.Response(status=500)), always(lambda: refusal(40058))):
        platform.answers["message/send"] = answer
        told.append(repr(await send(channel)))
    platform.answers["menu/create"] = cut_off
    await channel.set_up([MenuEntry(name="访企", key="visit")])
    shown = "".join(told) + caplog.text + "".join(capsys.readouterr())
    assert "ClientPayloadError" in shown
    assert not re.search(r"\bT1\b", shown)
    assert "not-a-real-secret" not in shown


async def test_sixteen_messages_at_once_are_sixteen_requests_with_one_token(
    channel: WeComChannel, platform: Platform
) -> None:
    calls = [call for row in range(16) for call in channel.compose(Outgoing(id=row, account="zhao", text="您好"))]
    outcomes = await asyncio.gather(*(channel.send(call) for call in calls))
    assert all(isinstance(outcome, Sent) for outcome in outcomes)
    assert len(platform.of("gettoken")) == 1
    assert {asked.raw for asked in platform.of("message/send")} == {call.body.encode() for call in calls}


def test_the_pace_of_one_member_stays_below_what_wecom_drops_without_a_word() -> None:
    most = {seconds: count for count, seconds in WeComChannel.per_receiver.limits}
    assert most[60.0] < 30
    assert most[3600.0] < 1000


async def test_the_channel_is_a_sender_as_delivering_wants_it(channel: WeComChannel) -> None:
    sender: Sender = channel
    (call,) = sender.compose(TEXT)
    assert isinstance(await sender.send(call), Sent)


LINE = Outgoing(id=17, account="#wr1", text="今日到期3件")


async def test_a_line_to_a_group_is_sent_and_can_not_be_changed_later(
    channel: WeComChannel, platform: Platform
) -> None:
    assert await send(channel, LINE) == Sent(target=None)
    (asked,) = platform.of("appchat/send")
    assert asked.body == {"chatid": "wr1", "msgtype": "text", "text": {"content": "今日到期3件"}}


async def test_a_group_that_is_not_this_app_s_is_gone_and_nobody_with_it(
    channel: WeComChannel, platform: Platform
) -> None:
    platform.codes["appchat/send"] = [86001]
    assert await send(channel, LINE) == Gone(why="86001")


async def test_a_group_may_have_heard_what_was_cut_off(channel: WeComChannel, platform: Platform) -> None:
    platform.answers["appchat/send"] = cut_off
    assert isinstance(await send(channel, LINE), Unknown)


async def test_an_id_that_is_no_group_s_is_never_asked_for(channel: WeComChannel, platform: Platform) -> None:
    assert await send(channel, Outgoing(id=18, account="#wr1|wr2", text="您好")) == Gone(why="group")
    assert platform.of("appchat/send") == []
