"""The crypto door: the official samples pass, everything else is turned away."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.channels.wecom.adapter import WeComChannel
from bot.channels.wecom.callback import BadCallback, UnreadableCallback
from models.ground.messages import Act
from tests.bot.wecom.callbacks import NOW, callback, event, seal, signed, xml
from tests.bot.wecom.server import Drawer, Store, Wall, settings_for

# The sample of WeCom's own WXBizMsgCrypt, as its documentation quotes it.
OFFICIAL_CHECK = {
    "msg_signature": "5c45ff5e21c57e6ad56bac8758b79b1d9ac89fd3",
    "timestamp": "1409659589",
    "nonce": "263014780",
    "echostr": "P9nAzCzyDtyTWESHep1vC5X9xho/qYX3Zpb4yKa9SKld1DsH3Iyt3tP3zNdtp+4RPcs8TgAE7OaBO+FZXvnaqQ==",
}
OFFICIAL_QUERY = {
    "msg_signature": "477715d11cdb4164915debcba66cb864d751f3e6",
    "timestamp": "1409659813",
    "nonce": "1372623149",
}
OFFICIAL_BODY = (
    b"<xml><ToUserName><![CDATA[wx5823bf96d3bd56c7]]></ToUserName><Encrypt><![CDATA["
    b"RypEvHKD8QQKFhvQ6QleEB4J58tiPdvo+rtK1I9qca6aM/wvqnLSV5zEPeusUiX5L5X/0lWfrf0QADHHhGd3QczcdCUpj911L3vg3W/sYYvuJTs3TUUkSUXx"
    b"accAS0qhxchrRYt66wiSpGLYL42aM6A8dTT+6k4aSknmPj48kzJs8qLjvd4Xgpue06DOdnLxAUHzM6+kDZ+HMZfJYuR+LtwGc2hgf5gsijff0ekUNXZiqATP"
    b"7PF5mZxZ3Izoun1s4zG4LUMnvw2r+KqCKIw+3IQH03v+BCA9nMELNqbSf6tiWSrXJB3LAVGUcallcrw8V2t9EL4EhzJWrQUax5wLVMNS0+rUPA3k22Ncx4XX"
    b"ZS9o0MBH27Bo6BpNelZpS+/uh9KsNlY6bHCmJU9p8g7m3fVKn28H3KDYA5Pl/T8Z1ptDAVe0lXdQ2YoyyH2uyPIGHBZZIs2pDBS8R07+qN+E7Q=="
    b"]]></Encrypt><AgentID><![CDATA[218]]></AgentID></xml>"
)


def door(now: float = NOW) -> WeComChannel:
    return WeComChannel(settings_for(1), Store(), Drawer(), Wall(now))


TEXT = xml("<MsgType>text</MsgType><Content>hello</Content><MsgId>7</MsgId>")


def test_the_official_url_check_is_answered_with_its_plain_text() -> None:
    assert door(1409659589).verify_url(OFFICIAL_CHECK) == "1616140317555161061"


def test_the_official_message_is_read() -> None:
    incoming = door(1409659813).read(OFFICIAL_QUERY, OFFICIAL_BODY)
    assert incoming is not None
    assert (incoming.act, incoming.text, incoming.account) == (Act.TEXT, "hello", "mycreate")
    assert incoming.event == "4561255354251345929"


@pytest.mark.parametrize("plain", [TEXT, "1616140317555161061<xml/>", "<xml/>", "", "1" * 65, "16 16", "\n7"])
def test_a_sealed_message_is_not_read_out_to_whoever_asks_for_an_echo_of_it(plain: str) -> None:
    query, body = callback(plain)
    sealed = body.decode().split("[")[-1].split("]")[0]
    with pytest.raises(BadCallback, match="no echo"):
        door().verify_url({**query, "echostr": sealed})


def test_an_echo_is_given_once() -> None:
    channel, wall = door(), NOW
    sealed, another = seal(b"1616140317555161061"), seal(b"1616140317555161062")
    asked = {**signed(sealed), "echostr": sealed}
    assert channel.verify_url(asked) == "1616140317555161061"
    for again in (asked, {**signed(sealed, wall + 5, "other"), "echostr": sealed}):
        with pytest.raises(BadCallback, match="echoed already"):
            channel.verify_url(again)
    assert channel.verify_url({**signed(another), "echostr": another}) == "1616140317555161062"


@pytest.mark.parametrize("late", [-600, 0, 600])
def test_ten_minutes_between_the_clocks_are_allowed(late: int) -> None:
    query, body = callback(TEXT)
    assert door(NOW + late).read(query, body) is not None


@pytest.mark.parametrize("late", [-601, 601, 86_400])
def test_an_older_callback_is_refused_even_with_a_good_signature(late: int) -> None:
    query, body = callback(TEXT)
    with pytest.raises(BadCallback, match="timestamp"):
        door(NOW + late).read(query, body)
    with pytest.raises(BadCallback, match="timestamp"):
        door(1409659589 + late).verify_url(OFFICIAL_CHECK)


@pytest.mark.parametrize("field", ["msg_signature", "timestamp", "nonce"])
def test_a_changed_or_missing_part_of_the_signature_is_refused(field: str) -> None:
    query, body = callback(TEXT)
    with pytest.raises(BadCallback, match="signature"):
        door().read({**query, field: "1" + query[field]}, body)
    with pytest.raises(BadCallback):
        door().read({name: value for name, value in query.items() if name != field}, body)


@pytest.mark.parametrize("echostr", ["", "P9nA", OFFICIAL_CHECK["echostr"].replace("+", " ")])
def test_a_url_check_with_another_echostr_is_refused(echostr: str) -> None:
    with pytest.raises(BadCallback):
        door(1409659589).verify_url({**OFFICIAL_CHECK, "echostr": echostr})


def test_a_callback_for_another_corp_is_refused() -> None:
    query, body = callback(TEXT, receiver="ww0000000000000000")
    with pytest.raises(BadCallback, match="another corp"):
        door().read(query, body)


@pytest.mark.parametrize("inside", ["<Content>hello</Content>", "<Content>&</Content>", "<Content>\x0b</Content>"])
@pytest.mark.parametrize("agent", ["219", "0"])
def test_a_message_for_another_app_of_the_corp_is_refused(agent: str, inside: str) -> None:
    plain = xml(f"<MsgType>text</MsgType>{inside}<MsgId>7</MsgId>", agent=agent)
    with pytest.raises(BadCallback, match="agent"):
        door().read(*callback(plain))


def test_a_body_over_64_kilobytes_is_refused_unread() -> None:
    query, body = callback(TEXT)
    with pytest.raises(BadCallback, match="size"):
        door().read(query, body + b" " * (64 * 1024))


# What is signed by WeCom and broken

CONTROLS = [chr(code) for code in range(32) if chr(code) not in "\t\n\r"] + ["\ufffe", "\uffff"]


@pytest.mark.parametrize("control", CONTROLS, ids=[f"U+{ord(each):04X}" for each in CONTROLS])
def test_a_control_character_is_dropped_and_the_rest_is_read(control: str) -> None:
    words = f"帮{control}助"
    plain = xml(f"<MsgType>text</MsgType><Content><![CDATA[{words}]]></Content><MsgId>1</MsgId>")
    incoming = door().read(*callback(plain))
    assert incoming is not None
    assert (incoming.act, incoming.text, incoming.event) == (Act.TEXT, "帮助", "1")


def test_a_character_cut_in_the_middle_costs_no_more_than_itself() -> None:
    plain = xml("<MsgType>text</MsgType><Content><![CDATA[帮助?]]></Content><MsgId>1</MsgId>").encode()
    incoming = door().read(*callback(plain.replace(b"?", "助".encode()[:2])))
    assert incoming is not None
    assert (incoming.act, incoming.text) == (Act.TEXT, "帮助\ufffd")


@pytest.mark.parametrize(
    "broken",
    [
        xml("<MsgType>text</MsgType><Content>a & b</Content><MsgId>7</MsgId>"),
        xml("<MsgType>text</MsgType><Content><![CDATA[a]]>]]></Content><MsgId>7</MsgId>"),
        xml("<MsgType>text</MsgType><Content>&#11;</Content><MsgId>7</MsgId>"),
        xml("<MsgType>text</MsgType><Content>a</Content><MsgId>seven</MsgId>"),
        xml("<MsgType>text</MsgType><Content><a/></Content><MsgId>7</MsgId>"),
        xml("<Content>a</Content><MsgId>7</MsgId>"),
        xml("<MsgType>text</MsgType><Content>hello</Content><MsgId>7</MsgId>", agent=""),
        xml("<MsgType>text</MsgType><Content><![CDATA[cut off")[:-50],
        event("click", "<EventKey>a</EventKey><EventKey>b</EventKey>"),
        event("template_card_event", "<SelectedItems>x</SelectedItems>"),
    ],
)
def test_of_what_cannot_be_read_its_sender_hears(broken: str) -> None:
    with pytest.raises(UnreadableCallback) as first:
        door().read(*callback(broken))
    with pytest.raises(UnreadableCallback) as again:
        door().read(*callback(broken))
    told = first.value.told
    assert told is not None
    assert (told.act, told.account) == (Act.UNREADABLE, "zhao")
    assert told == again.value.told, "and once, however often it comes"


@pytest.mark.parametrize("sender", ["", "x" * 65, "zhao|wang", "@all", "<a/>"])
def test_nobody_hears_of_it_where_it_is_not_known_whose_it_is(sender: str) -> None:
    with pytest.raises(UnreadableCallback) as fault:
        door().read(*callback(xml("<MsgType>text</MsgType><Content>a & b</Content><MsgId>7</MsgId>", sender)))
    assert fault.value.told is None


ENTITIES = '<!DOCTYPE b [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;">]>'
BOMB = f"{ENTITIES}<xml><Encrypt>&b;</Encrypt><MsgType>&b;</MsgType></xml>"
MISSHAPEN = [
    "",
    "<xml/>",
    "<xml>",
    "hello",
    BOMB,
    "<other><MsgType>text</MsgType></other>",
    "<xml><MsgType><a/></MsgType></xml>",
    "<xml><MsgType>event</MsgType></xml>",
    "<a>" * 5000 + "</a>" * 5000,
    event("click", "<EventKey><a>b</a></EventKey>"),
    event("click", "<EventKey>a</EventKey><EventKey>b</EventKey>"),
    event("scancode_waitmsg"),
    event("scancode_waitmsg", "<ScanCodeInfo>x</ScanCodeInfo>"),
    event("template_card_event", "<SelectedItems>x</SelectedItems>"),
    event(
        "template_card_event", "<SelectedItems><SelectedItem><OptionIds>x</OptionIds></SelectedItem></SelectedItems>"
    ),
    event("template_card_event", "<SelectedItems><SelectedItem>x</SelectedItem></SelectedItems>"),
    event("subscribe", sender=""),
    event("subscribe", sender="x" * 65),
    event("subscribe", "<FromUserName>another</FromUserName>"),
    xml("<MsgType>text</MsgType><Content>a</Content><MsgId>seven</MsgId>"),
    xml("<MsgType>text</MsgType><Content>a</Content><MsgId>123456789012345678901</MsgId>"),
    xml(f"<MsgType>text</MsgType><Content>a</Content><MsgId>{'9' * 5000}</MsgId>"),
    xml("<MsgType>text</MsgType><Content>a</Content><MsgId><a/></MsgId>"),
    xml("<MsgType>text</MsgType><Content><a/></Content><MsgId>7</MsgId>"),
]


@pytest.mark.parametrize("plain", MISSHAPEN, ids=range(len(MISSHAPEN)))
def test_a_well_sealed_but_misshapen_message_is_unreadable_and_nothing_else(plain: str) -> None:
    with pytest.raises(UnreadableCallback):
        door().read(*callback(plain))


@pytest.mark.parametrize("body", [plain.encode() for plain in MISSHAPEN[:9]] + [b"\xff\xfe", b"\x00" * 100])
def test_a_garbled_body_is_a_bad_callback_and_nothing_else(body: bytes) -> None:
    query, _ = callback(TEXT)
    with pytest.raises(BadCallback):
        door().read(query, body)


@pytest.mark.parametrize("sealed", ["QUJD", "not base64!", "QUFBQUFBQUFBQUFBQUFBQQ==", seal(b"")[:-4], "口" * 9])
def test_garbage_under_a_good_signature_is_unreadable(sealed: str) -> None:
    with pytest.raises(UnreadableCallback) as fault:
        door().read(signed(sealed), f"<xml><Encrypt>{sealed}</Encrypt></xml>".encode())
    assert fault.value.told is None


@pytest.mark.parametrize("timestamp", ["now", "9" * 400, "9" * 5000, "-1", "nan"])
def test_a_timestamp_that_is_no_moment_of_today_is_a_bad_callback(timestamp: str) -> None:
    with pytest.raises(BadCallback):
        door().read(*callback(TEXT, at=timestamp))


TAGS = ["xml", "MsgType", "Event", "EventKey", "Content", "MsgId", "FromUserName", "AgentID", "MediaId", "FileName"]
TAGS += [
    "ScanCodeInfo",
    "ScanResult",
    "TaskId",
    "ResponseCode",
    "SelectedItems",
    "SelectedItem",
    "OptionIds",
    "OptionId",
]
WORDS = ["text", "image", "file", "event", "click", "subscribe", "template_card_event", "scancode_push", "218", "7"]

leaves = st.sampled_from(WORDS) | st.text(st.characters(codec="utf-8"), max_size=5)
trees = st.recursive(
    leaves,
    lambda inside: st.lists(st.tuples(st.sampled_from(TAGS), inside), max_size=6).map(
        lambda parts: "".join(f"<{tag}>{content}</{tag}>" for tag, content in parts)
    ),
    max_leaves=12,
)


def read_or_refused(channel: WeComChannel, query: dict[str, str], body: bytes) -> None:
    try:
        incoming = channel.read(query, body)
    except (BadCallback, UnreadableCallback):
        return
    assert incoming is None or (incoming.account and incoming.event)


@given(trees)
def test_whatever_a_sealed_message_holds_reading_ends_in_an_event_nothing_or_a_bad_callback(inside: str) -> None:
    channel = door()
    read_or_refused(channel, *callback(f"<xml>{inside}</xml>"))
    read_or_refused(channel, *callback(xml(inside)))
    read_or_refused(channel, *callback(inside))


@given(st.binary(max_size=300), st.dictionaries(st.sampled_from([*OFFICIAL_CHECK]), st.text(max_size=60)))
def test_whatever_a_stranger_posts_is_refused(body: bytes, query: dict[str, str]) -> None:
    with pytest.raises(BadCallback):
        door().read(query, body)
    with pytest.raises(BadCallback):
        door().verify_url(query)


@given(st.binary(max_size=200))
def test_whatever_bytes_are_sealed_with_our_key_are_read_or_refused(plain: bytes) -> None:
    read_or_refused(door(), *callback(plain))


@pytest.mark.parametrize(
    "key", ["", "short", "jWmYm7qr5nMoAUwZRjGtBxmz3KA1tkAj3ykkR6q2B2CC", "jWmYm7qr5nMoAUwZRjGtBxmz3KA1tkAj3ykkR6q2B2"]
)
def test_an_aes_key_of_another_length_than_43_stops_the_start(key: str) -> None:
    with pytest.raises(ValueError, match="AES key"):
        WeComChannel(settings_for(1, aes_key=key), Store(), Drawer(), Wall())


def test_no_secret_stands_in_a_repr_of_the_settings() -> None:
    shown = repr(settings_for(1))
    assert "wx5823bf96d3bd56c7" in shown
    assert not any(secret in shown for secret in ("not-a-real-secret", "QDG6eK", "jWmYm7qr"))
