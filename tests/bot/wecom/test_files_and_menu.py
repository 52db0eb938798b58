"""Files of the members, the app's menu, and whether WeCom serves us at all."""

from typing import Any

import pytest
from aiohttp import web

from bot.channels.errors import ChannelFault, FileTooBig, FileUnavailable
from bot.channels.wecom.adapter import WeComChannel
from bot.channels.wecom.menu import MenuEntry, menu_json
from models.ground.messages import FileReference
from tests.bot.wecom.server import Answer, Drawer, Platform, Store, Wall, always, channel_to, cut_off, refusal

PHOTO = FileReference(id="MID")


def as_file(content: bytes) -> Answer:
    headers = {"Content-Disposition": 'attachment; filename="x"', "Content-Type": "application/json"}
    return always(lambda: web.Response(body=content, headers=headers))


@pytest.mark.parametrize("content", [b"\x89PNG", b'{"errcode": 40007}', b"", b"x" * (20 << 20)])
async def test_a_file_comes_as_it_was_sent_even_where_it_looks_like_an_answer(
    content: bytes, channel: WeComChannel, platform: Platform
) -> None:
    platform.answers["media/get"] = as_file(content)
    assert await channel.download(PHOTO) == content
    assert platform.of("media/get")[0].query == {"access_token": "T1", "media_id": "MID"}


async def test_a_file_over_20_megabytes_is_too_big_whatever_the_platform_claims(
    channel: WeComChannel, platform: Platform
) -> None:
    with pytest.raises(FileTooBig):
        await channel.download(FileReference(id="MID", size=(20 << 20) + 1))
    assert platform.asked == []
    platform.answers["media/get"] = as_file(b"x" * ((20 << 20) + 1))
    with pytest.raises(FileTooBig):
        await channel.download(PHOTO)


@pytest.mark.parametrize(
    ("answer", "why", "temporary"),
    [
        (always(lambda: refusal(40007)), "40007", False),
        (always(lambda: refusal(-1)), "-1", True),
        (always(lambda: refusal(60020)), "60020", True),
        (cut_off, "ClientPayloadError", True),
        (always(lambda: web.Response(status=404)), "http 404", True),
        (always(lambda: web.Response(text="<html>")), "garbled", True),
    ],
)
async def test_a_file_that_cannot_be_had_says_whether_it_is_worth_another_try(
    answer: Answer, why: str, temporary: bool, channel: WeComChannel, platform: Platform
) -> None:
    platform.answers["media/get"] = answer
    with pytest.raises(FileUnavailable) as caught:
        await channel.download(PHOTO)
    assert (caught.value.why, caught.value.temporary) == (why, temporary)


async def test_without_a_token_a_file_has_to_wait(channel: WeComChannel, platform: Platform) -> None:
    platform.answers["gettoken"] = always(lambda: refusal(40001))
    with pytest.raises(FileUnavailable, match="secret") as caught:
        await channel.download(PHOTO)
    assert caught.value.temporary


async def test_a_file_is_had_with_a_new_token_where_the_first_has_ended(
    channel: WeComChannel, platform: Platform
) -> None:
    platform.codes["media/get"] = [42001]
    platform.answers["media/get"] = as_file(b"slip")
    assert await channel.download(PHOTO) == b"slip"


MENU = [
    MenuEntry(name="扫告示牌", kind="scancode_waitmsg", key="scan"),
    MenuEntry(name="访企", children=(MenuEntry(name="约一次访问", key="/visit"), MenuEntry(name="我的", key="/mine"))),
    MenuEntry(name="帮助", kind="view", url="https://fuma.example/help"),
]


async def test_the_menu_is_put_below_the_chat(channel: WeComChannel, platform: Platform) -> None:
    assert await channel.set_up(MENU)
    (asked,) = platform.of("menu/create")
    assert asked.query == {"access_token": "T1", "agentid": "218"}
    assert asked.body == {
        "button": [
            {"type": "scancode_waitmsg", "name": "扫告示牌", "key": "scan"},
            {
                "name": "访企",
                "sub_button": [
                    {"type": "click", "name": "约一次访问", "key": "/visit"},
                    {"type": "click", "name": "我的", "key": "/mine"},
                ],
            },
            {"type": "view", "name": "帮助", "url": "https://fuma.example/help"},
        ]
    }
    assert "\\u" not in asked.raw.decode()


@pytest.mark.parametrize("answer", [always(lambda: refusal(60020)), cut_off])
async def test_a_menu_that_wecom_does_not_take_stops_nothing(
    answer: Answer, channel: WeComChannel, platform: Platform, capsys: pytest.CaptureFixture[str]
) -> None:
    platform.answers["menu/create"] = answer
    assert not await channel.set_up(MENU)
    assert "wecom.set_up.failed" in capsys.readouterr().out


async def test_a_platform_that_is_away_does_not_stop_the_start(store: Store, drawer: Drawer, wall: Wall) -> None:
    async with channel_to(1, store, drawer, wall) as channel:
        assert not await channel.set_up(MENU)


def entries(count: int, **more: Any) -> tuple[MenuEntry, ...]:
    return tuple(MenuEntry(**{"name": "项", "key": "k", **more}) for _ in range(count))


@pytest.mark.parametrize(
    "menu",
    [
        (),
        entries(4),
        entries(1, name=""),
        entries(1, name="六个汉字太长"),
        entries(1, key=""),
        entries(1, key="k" * 129),
        entries(1, kind="view"),
        entries(1, kind="view", url="u" * 1025),
        entries(1, children=entries(6)),
        entries(1, children=entries(1, name="四十个字节只够十三个汉字多了")),
        entries(1, children=entries(1, children=entries(1))),
    ],
)
def test_a_menu_that_wecom_could_not_show_is_our_own_mistake(menu: tuple[MenuEntry, ...]) -> None:
    with pytest.raises(ValueError, match="WeCom menu"):
        menu_json(menu)


def test_a_menu_at_its_limits_is_fine() -> None:
    full = entries(3, name="五个汉字n", children=entries(5, name="四十个字节够十三个汉字的", key="k" * 128))
    assert len(menu_json(full)["button"]) == 3


async def test_a_check_is_silent_where_all_is_well(channel: WeComChannel, platform: Platform) -> None:
    await channel.check()
    assert platform.methods == ["gettoken", "getcallbackip"]


@pytest.mark.parametrize(
    ("method", "answer", "why"),
    [
        ("gettoken", always(lambda: refusal(40001)), "secret"),
        ("getcallbackip", always(lambda: refusal(60020)), "60020"),
        ("getcallbackip", cut_off, "ClientPayloadError"),
    ],
)
async def test_a_check_tells_the_operator_why_wecom_does_not_serve_us(
    method: str, answer: Answer, why: str, channel: WeComChannel, platform: Platform
) -> None:
    platform.answers[method] = answer
    with pytest.raises(ChannelFault, match=f"WeCom: {why}"):
        await channel.check()
