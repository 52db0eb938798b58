"""Updates become what a person did."""

import copy
import json
from contextlib import suppress
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.channels.telegram.errors import UnreadableUpdate
from bot.channels.telegram.reading import callback_id, event_id, read
from models.ground.messages import Act, Channel, FileReference, Incoming

ZHAO = {"id": 7001, "is_bot": False, "first_name": "赵总", "language_code": "zh-hans"}
PRIVATE = {"id": 7001, "type": "private", "first_name": "赵总"}
GROUP = {"id": -100500, "type": "supergroup", "title": "示范公司"}
PHOTO = [
    {"file_id": "small", "file_unique_id": "s", "width": 90, "height": 120, "file_size": 1200},
    {"file_id": "large", "file_unique_id": "l", "width": 900, "height": 1200, "file_size": 90000},
    {"file_id": "middle", "file_unique_id": "m", "width": 320, "height": 400, "file_size": 9000},
]
SLIP = {"file_id": "BQAC", "file_unique_id": "u", "file_name": "审批单.pdf", "mime_type": "application/pdf"}


def message(chat: dict[str, Any] = PRIVATE, **content: Any) -> dict[str, Any]:
    return {
        "update_id": 900,
        "message": {"message_id": 31, "from": ZHAO, "chat": chat, "date": 1795741200, **content},
    }


def press(**changes: Any) -> dict[str, Any]:
    query = {"id": "77", "from": ZHAO, "chat_instance": "1", "message": {"message_id": 30, "chat": PRIVATE, "date": 0}}
    return {"update_id": 901, "callback_query": query | {"data": "1.agree.12.3"} | changes}


def heard(update: dict[str, Any], username: str = "FumaBot") -> Incoming:
    incoming = read(update, username)
    assert incoming is not None
    return incoming


def test_typed_words_are_read() -> None:
    assert heard(message(text="明天下午两点")) == Incoming(
        channel=Channel.TELEGRAM,
        event="u900",
        account="7001",
        act=Act.TEXT,
        text="明天下午两点",
        language="zh-CN",
    )


def test_a_pressed_button_is_read_with_the_message_it_stood_on() -> None:
    assert heard(press()) == Incoming(
        channel=Channel.TELEGRAM,
        event="u901",
        account="7001",
        act=Act.PRESS,
        button="1.agree.12.3",
        on="30",
        language="zh-CN",
    )


def test_a_press_can_be_answered_by_its_id() -> None:
    assert callback_id(press()) == "77"


@pytest.mark.parametrize(
    "update", [message(text="好"), {}, {"callback_query": []}, press(id=5), press(id=""), press(id="x" * 600)]
)
def test_what_is_no_press_has_no_id_to_answer(update: dict[str, Any]) -> None:
    assert callback_id(update) is None


@pytest.mark.parametrize(
    ("typed", "act", "text"),
    [
        ("/visit", Act.TEXT, "/visit"),
        ("/visit@FumaBot", Act.TEXT, "/visit"),
        ("/Visit@fumabot 明天", Act.TEXT, "/visit 明天"),
        ("/visit\n明天", Act.TEXT, "/visit 明天"),
        ("/start", Act.START, ""),
        ("/start  b_INVITE", Act.START, "b_INVITE"),
        ("/start@FumaBot b_INVITE", Act.START, "b_INVITE"),
        ("/start s_AbC-1", Act.SCAN, "s_AbC-1"),
        ("/start p_AbC_1", Act.SCAN, "p_AbC_1"),
        ("/starting", Act.TEXT, "/starting"),
        ("/", Act.TEXT, "/"),
        ("/visit,明天", Act.TEXT, "/visit,明天"),
        (" /visit", Act.TEXT, " /visit"),
        ("2026/11/27", Act.TEXT, "2026/11/27"),
        ("", Act.TEXT, ""),
    ],
)
def test_commands_and_links_into_the_chat_are_told_apart_from_words(typed: str, act: Act, text: str) -> None:
    incoming = heard(message(text=typed))
    assert (incoming.act, incoming.text) == (act, text)


def test_a_command_to_another_bot_is_not_ours() -> None:
    assert read(message(GROUP, text="/visit@OtherBot"), "FumaBot") is None


def test_any_address_is_taken_while_our_own_name_is_unknown() -> None:
    assert heard(message(text="/visit@OtherBot"), "").text == "/visit"


@pytest.mark.parametrize(
    ("code", "language"),
    [("zh", "zh-CN"), ("zh-hans", "zh-CN"), ("zh-TW", "zh-CN"), ("en-GB", "en"), ("de", "en"), ("", ""), (7, "")],
)
def test_the_language_of_the_client_is_taken(code: Any, language: str) -> None:
    update = message(text="好")
    update["message"]["from"] = ZHAO | {"language_code": code}
    assert heard(update).language == language


def test_of_a_photo_the_largest_size_is_taken_with_its_caption() -> None:
    incoming = heard(message(photo=PHOTO, caption="审批单"))
    assert (incoming.act, incoming.text) == (Act.FILE, "审批单")
    assert incoming.file == FileReference(id="large", size=90000)


def test_a_document_keeps_its_name() -> None:
    incoming = heard(message(document=SLIP | {"file_size": 5000}))
    assert incoming.file == FileReference(id="BQAC", name="审批单.pdf", size=5000)


def test_a_document_may_come_without_name_and_size() -> None:
    incoming = heard(message(document={"file_id": "BQAC", "file_unique_id": "u"}))
    assert incoming.file == FileReference(id="BQAC")


def test_words_in_a_group_are_answered_in_the_group() -> None:
    incoming = heard(message(GROUP, text="/visit@FumaBot"))
    assert (incoming.account, incoming.text, incoming.private) == ("-100500", "/visit", False)


def test_a_press_in_a_group_is_marked_as_seen_by_others() -> None:
    assert not heard(press(message={"message_id": 30, "chat": GROUP})).private


@pytest.mark.parametrize(
    "content",
    [
        {"sticker": {"file_id": "S", "file_unique_id": "s", "type": "regular", "width": 1, "height": 1,
                     "is_animated": False, "is_video": False}},
        {"voice": {"file_id": "V", "file_unique_id": "v", "duration": 3}},
        {"location": {"longitude": 120.1, "latitude": 30.2}},
    ],
)  # fmt: skip
def test_what_comes_without_words_still_gets_an_answer(content: dict[str, Any]) -> None:
    incoming = heard(message(**content))
    assert (incoming.act, incoming.text, incoming.file) == (Act.TEXT, "", None)
    assert read(message(GROUP, **content)) is None


def membership(old: str, new: str, chat: dict[str, Any] = PRIVATE) -> dict[str, Any]:
    """How the bot stands in a chat has changed."""
    user = message(text="好")["message"]["from"]
    return {
        "update_id": 1,
        "my_chat_member": {
            "chat": chat,
            "from": user,
            "date": 0,
            "old_chat_member": {"status": old},
            "new_chat_member": {"status": new},
        },
    }


@pytest.mark.parametrize(
    ("update", "act"),
    [
        (membership("member", "kicked"), Act.AWAY),
        (membership("kicked", "member"), Act.BACK),
        (membership("left", "member"), Act.BACK),
        ({"update_id": 1, "edited_message": message(text="好")["message"]}, Act.EDITED),
        ({"update_id": 1, "edited_message": message(caption="审批单", text=None)["message"]}, Act.EDITED),
    ],
)
def test_blocking_coming_back_and_editing_are_acts_of_a_person(update: dict[str, Any], act: Act) -> None:
    incoming = read(update)
    assert incoming is not None
    assert (incoming.act, incoming.account, incoming.text) == (act, "7001", "")


@pytest.mark.parametrize("part", ["old_chat_member", "new_chat_member", "chat", "from"])
@pytest.mark.parametrize("value", [None, 7, []])
def test_a_membership_that_is_not_shaped_like_one_is_unreadable_or_nobody_s(part: str, value: Any) -> None:
    update = membership("kicked", "member")
    update["my_chat_member"][part] = value
    with suppress(UnreadableUpdate):
        assert read(update) is None


NULLS: dict[str, Any] = dict.fromkeys(
    ("photo", "document", "caption", "sender_chat", "via_bot", "entities", "reply_markup", "sticker")
)


def test_fields_that_another_server_names_as_null_are_as_if_they_were_not_there() -> None:
    assert read(message(text="好", **NULLS)) == read(message(text="好"))
    nothing = {"callback_query": None, "edited_message": None, "my_chat_member": None}
    assert read({**nothing, **message(text="好")}) == read(message(text="好"))
    photo: dict[str, Any] = {"photo": [{"file_id": "F", "file_unique_id": "u", "width": 1, "height": 1}]}
    assert read(message(**{**NULLS, **photo, "text": None})) == read(message(**photo))


@pytest.mark.parametrize(
    "update",
    [
        {"update_id": 1},
        {"update_id": 1, "edited_message": message(location={"longitude": 1.0, "latitude": 2.0})["message"]},
        {"update_id": 1, "edited_message": message(GROUP, text="好")["message"]},
        {"update_id": 1, "channel_post": message(text="好")["message"]},
        membership("member", "administrator"),
        membership("member", "kicked", chat=GROUP),
        message(pinned_message={"message_id": 3, "date": 0, "chat": PRIVATE}),
        message(new_chat_title="x"),
        message(GROUP, text="大家好", sender_chat={"id": -5, "type": "channel"}),
        press(data=None, game_short_name="chess"),
        press(message=None, inline_message_id="abc"),
    ],
)
def test_what_is_not_for_us_is_left_alone(update: dict[str, Any]) -> None:
    assert read(update) is None


@pytest.mark.parametrize("update", [message(text="好"), press()])
def test_bots_and_nobody_are_not_people(update: dict[str, Any]) -> None:
    part = update["message" if "message" in update else "callback_query"]
    assert read(_with(update, part, {"from": ZHAO | {"is_bot": True}})) is None
    assert read(_with(update, part, {"from": None})) is None


def _with(update: dict[str, Any], part: dict[str, Any], changes: dict[str, Any]) -> dict[str, Any]:
    return {name: part | changes if value is part else value for name, value in update.items()}


def test_words_that_cannot_be_stored_are_cleaned_and_too_many_are_cut() -> None:
    assert heard(message(text="赵\x00总\ud83d")).text == "赵总"
    assert len(heard(message(text="长" * 100_000)).text) == 4096
    assert len(heard(message(photo=PHOTO, caption="长" * 100_000)).text) == 4096
    assert heard(press(data="1.agree\x00" + "x" * 10_000)).button == "1.agree" + "x" * 56


@pytest.mark.parametrize(
    "update",
    [
        None,
        [],
        "text",
        {},
        {"update_id": "900"},
        {"update_id": True},
        {"update_id": -1},
        {"update_id": 2**63},
        {"update_id": 1, "message": []},
        {"update_id": 1, "message": {"from": ZHAO, "text": "好"}},
        {"update_id": 1, "message": {"from": ZHAO, "chat": PRIVATE}},
        {"update_id": 1, "message": {"from": {"id": "7001"}, "chat": PRIVATE, "text": "好"}},
        {"update_id": 1, "callback_query": {"from": ZHAO, "data": "1", "message": {"chat": PRIVATE}}},
        message(text=5),
        message(GROUP, text=5),
        message(photo=5),
        message(photo=[{"file_id": "x" * 600, "file_unique_id": "x", "width": 1, "height": 1}]),
        message(document={"file_id": "审批单", "file_unique_id": "x"}),
        message(photo=[{"file_id": "", "file_unique_id": "x", "width": "a", "height": "b"}]),
        message(document="x"),
        message(document=SLIP | {"file_name": 5}),
        press(data=["1"]),
        press(message=7),
    ],
)
def test_a_malformed_update_is_unreadable_and_nothing_worse(update: Any) -> None:
    with pytest.raises(UnreadableUpdate) as caught:
        read(update)
    assert "赵" not in str(caught.value)


def test_a_size_that_makes_no_sense_counts_as_unknown() -> None:
    incoming = heard(message(document=SLIP | {"file_size": -5}))
    assert incoming.file is not None
    assert incoming.file.size == 0


def test_the_event_is_the_same_when_an_update_comes_twice() -> None:
    assert event_id(message(text="一")) == event_id(json.loads(json.dumps(message(text="一")))) == "u900"


SAMPLES = (
    message(text="/start s_1"),
    message(GROUP, text="好"),
    message(photo=PHOTO, caption="审批单"),
    message(document=SLIP),
    message(location={"longitude": 1.0, "latitude": 2.0}),
    press(),
)
anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(st.characters(codec=None), max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=12,
)


@given(anything)
def test_any_json_is_read_or_left_or_unreadable(update: Any) -> None:
    check(update)


@given(st.sampled_from(SAMPLES), st.data())
def test_an_update_with_any_part_replaced_is_read_or_left_or_unreadable(
    sample: dict[str, Any], data: st.DataObject
) -> None:
    update = copy.deepcopy(sample)
    for _ in range(data.draw(st.integers(1, 3))):
        _replace_somewhere(update, data)
    check(update)


def _replace_somewhere(part: Any, data: st.DataObject) -> None:
    while isinstance(part, dict | list) and part:
        places = sorted(part) if isinstance(part, dict) else list(range(len(part)))
        place = data.draw(st.sampled_from(places))
        inner = part[place]
        if not isinstance(inner, dict | list) or not inner or data.draw(st.booleans()):
            part[place] = data.draw(anything)
            return
        part = inner


def check(update: Any) -> None:
    try:
        incoming = read(update, "FumaBot")
    except UnreadableUpdate:
        return
    if incoming is not None:
        assert incoming.account.removeprefix("" if incoming.private else "-").isdecimal()
        assert len(incoming.text) <= 4096
        for text in (incoming.text, incoming.button, incoming.file.name if incoming.file else ""):
            assert "\x00" not in text
            text.encode()
