"""Formatted text and keyboards as the Bot API reads them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sandbox.telegram.markup import buttons_of, parse_keyboard, parse_text, units
from sandbox.telegram.refusals import Refused

PARSED = [
    ("<b>绿码</b>请通行", "绿码请通行", [{"type": "bold", "offset": 0, "length": 2}]),
    ("😀<i>a</i>", "😀a", [{"type": "italic", "offset": 2, "length": 1}]),
    ("a &lt;b&gt; &amp; &quot;c&quot; &#39;d&#39;", "a <b> & \"c\" 'd'", []),
    (
        "<u><s>x</s>y</u>",
        "xy",
        [
            {"type": "underline", "offset": 0, "length": 2},
            {"type": "strikethrough", "offset": 0, "length": 1},
        ],
    ),
    (
        '<a href="http://fuma.example/s/1?a=1&amp;b=2">here</a>',
        "here",
        [{"type": "text_link", "offset": 0, "length": 4, "url": "http://fuma.example/s/1?a=1&b=2"}],
    ),
    (
        "<a href='http://x.example'>q</a>",
        "q",
        [{"type": "text_link", "offset": 0, "length": 1, "url": "http://x.example"}],
    ),
    ("<a>no link</a>", "no link", []),
    ("<b></b>x", "x", []),
    ('<span class="tg-spoiler">s</span>', "s", [{"type": "spoiler", "offset": 0, "length": 1}]),
    ("  <code>c</code> \n", "c", [{"type": "code", "offset": 0, "length": 1}]),
    ("<pre> p </pre>", "p", [{"type": "pre", "offset": 0, "length": 1}]),
    ("x<b> </b>", "x", []),
    ("&nbsp;", "&nbsp;", []),
]


@pytest.mark.parametrize(("text", "plain", "entities"), PARSED)
def test_html_becomes_plain_text_with_entities_in_utf16_units(
    text: str, plain: str, entities: list[dict[str, object]]
) -> None:
    assert parse_text(text, "HTML") == (plain, entities)


REFUSED_HTML = [
    ("<div>x</div>", 'Unsupported start tag "div" at byte offset 0'),
    ("绿<x>y", 'Unsupported start tag "x" at byte offset 3'),
    ("a < b", 'Unsupported start tag "" at byte offset 2'),
    ("<b>x", 'Can\'t find end tag corresponding to start tag "b"'),
    ("<b>x</i>", 'Unmatched end tag at byte offset 4, expected "</b>", found "</i>"'),
    ("x</b>", "Unexpected end tag at byte offset 1"),
    ("<b", 'Unsupported start tag "b" at byte offset 0'),
]


@pytest.mark.parametrize(("text", "words"), REFUSED_HTML)
def test_html_that_is_not_telegrams_is_refused_with_the_place(text: str, words: str) -> None:
    with pytest.raises(Refused) as refused:
        parse_text(text, "html")
    assert refused.value.description == f"Bad Request: can't parse entities: {words}"


def test_another_parse_mode_is_refused() -> None:
    with pytest.raises(Refused, match="unsupported parse_mode"):
        parse_text("*x*", "MarkdownV3")


@given(st.text(st.characters(exclude_characters="<>&"), max_size=50))
def test_text_without_marks_stays_itself_but_for_its_ends(text: str) -> None:
    assert parse_text(text, "HTML") == (text.strip(), [])
    assert parse_text(text, "") == (text.strip(), [])


@given(st.text(max_size=50))
def test_length_is_one_for_common_signs_and_two_for_the_others(text: str) -> None:
    assert units(text) == sum(2 if ord(sign) > 0xFFFF else 1 for sign in text)


def keyboard(*buttons: object) -> dict[str, object]:
    return {"inline_keyboard": [list(buttons)]}


REFUSED_KEYBOARDS = [
    ("[]", "object expected as reply markup"),
    (["x"], "object expected as reply markup"),
    ({"inline_keyboard": "x"}, "can't parse reply keyboard markup JSON object"),
    ({"inline_keyboard": [{"text": "x"}]}, "can't parse reply keyboard markup JSON object"),
    (keyboard({"callback_data": "x"}), "can't parse inline keyboard button: Can't find field \"text\""),
    (keyboard({"text": " ", "callback_data": "x"}), "inline keyboard button text must be non-empty"),
    (
        keyboard({"text": "x"}),
        "can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard",
    ),
    (keyboard({"text": "x", "callback_data": "绿" * 22}), "BUTTON_DATA_INVALID"),
    (keyboard({"text": "x", "callback_data": "a" * 65}), "BUTTON_DATA_INVALID"),
    (keyboard({"text": "x", "callback_data": 7}), "BUTTON_DATA_INVALID"),
    (
        keyboard({"text": "x", "url": "javascript:1"}),
        "inline keyboard button URL 'javascript:1' is invalid: Unsupported URL protocol",
    ),
    (keyboard(*[{"text": "x", "callback_data": "y"}] * 101), "REPLY_MARKUP_TOO_LONG"),
]


@pytest.mark.parametrize(("markup", "words"), REFUSED_KEYBOARDS)
def test_a_wrong_keyboard_is_refused_in_telegrams_words(markup: object, words: str) -> None:
    with pytest.raises(Refused) as refused:
        parse_keyboard(markup)
    assert refused.value.description == f"Bad Request: {words}"


def test_callback_data_may_have_64_bytes() -> None:
    told = parse_keyboard(keyboard({"text": "x", "callback_data": "绿" * 21 + "a"}))
    assert [button.data for button in buttons_of(told)] == ["绿" * 21 + "a"]


@pytest.mark.parametrize(
    "markup", [None, {}, {"inline_keyboard": []}, {"keyboard": [[{"text": "x"}]]}, {"force_reply": True}]
)
def test_no_inline_keyboard_means_no_buttons(markup: object) -> None:
    assert buttons_of(parse_keyboard(markup)) == []
