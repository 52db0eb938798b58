"""What is said becomes exact calls."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.channels.telegram.composing import compose
from bot.channels.telegram.targets import standing
from bot.channels.telegram.text import units
from jobs.sending import Call, Effect, Key, Outgoing

ZHAO = "7001"
AGREE = Key(label="同意", data="1.agree.12.3")
DECLINE = Key(label="不同意", data="1.decline.12.3")


def bodies(**what: Any) -> list[tuple[str, dict[str, Any]]]:
    return [(call.method, json.loads(call.body)) for call in compose(Outgoing(id=1, account=ZHAO, **what))]


def test_words_and_keys_are_one_message() -> None:
    [(method, body)] = bodies(text="王工申请周五来访。", keys=((AGREE, DECLINE),))
    assert method == "sendmessage"
    assert body == {
        "chat_id": 7001,
        "text": "王工申请周五来访。",
        "link_preview_options": {"is_disabled": True},
        "reply_markup": {
            "inline_keyboard": [
                [
                    {"text": "同意", "callback_data": "1.agree.12.3"},
                    {"text": "不同意", "callback_data": "1.decline.12.3"},
                ]
            ]
        },
    }


def test_words_are_sent_plain_so_that_a_name_may_hold_anything() -> None:
    [(_, body)] = bodies(text="<b>*赵_总*</b> [a](http://x)")
    assert body["text"] == "<b>*赵_总*</b> [a](http://x)"
    assert "parse_mode" not in body


def test_the_same_message_is_always_the_same_bytes() -> None:
    [call] = compose(Outgoing(id=1, account=ZHAO, text="好", keys=((AGREE,),)))
    assert call.body == (
        '{"chat_id":7001,"link_preview_options":{"is_disabled":true},'
        '"reply_markup":{"inline_keyboard":[[{"callback_data":"1.agree.12.3","text":"同意"}]]},"text":"好"}'
    )


def test_long_words_are_split_with_the_keys_under_the_last_part() -> None:
    line = "这是一条很长的说明。" * 40 + "\n"
    calls = bodies(text=line * 25, keys=((AGREE,),))
    texts = [body["text"] for _, body in calls]
    assert len(calls) == 3
    assert "".join(texts) == line * 25
    assert all(units(text) <= 4096 and text.endswith("\n") for text in texts)
    assert ["reply_markup" in body for _, body in calls] == [False, False, True]


def test_parts_of_blanks_alone_are_not_sent() -> None:
    calls = bodies(text="好" + "\n" * 9000 + "的")
    assert [body["text"].strip() for _, body in calls] == ["好", "的"]


def test_a_picture_carries_its_words_and_keys() -> None:
    [call] = compose(Outgoing(id=1, account=ZHAO, text="通行证", picture="card", keys=((AGREE,),)))
    body = json.loads(call.body)
    assert (call.method, dict(call.uploads)) == ("sendphoto", {"photo": "card"})
    assert body["caption"] == "通行证"
    assert "reply_markup" in body


def test_words_too_long_for_a_caption_follow_the_picture() -> None:
    [(first, picture), (second, words)] = bodies(text="赵" * 1025, picture="card", keys=((AGREE,),))
    assert (first, second) == ("sendphoto", "sendmessage")
    assert not {"caption", "reply_markup"} & set(picture)
    assert words["text"] == "赵" * 1025
    assert "reply_markup" in words


def test_a_caption_of_just_1024_units_stays_with_its_picture() -> None:
    [(_, body)] = bodies(text="𫖮" * 512, picture="card")
    assert units(body["caption"]) == 1024


def test_a_picture_needs_no_words() -> None:
    [(method, body)] = bodies(picture="card")
    assert (method, set(body)) == ("sendphoto", {"chat_id", "photo"})


def test_a_file_goes_under_its_name() -> None:
    [call] = compose(Outgoing(id=1, account=ZHAO, text="审批单", file="slip", file_name="审批单.pdf"))
    assert (call.method, dict(call.uploads)) == ("senddocument", {"document": "slip"})
    assert json.loads(call.body)["document"] == "审批单.pdf"


def test_a_file_without_a_name_is_called_by_its_digest() -> None:
    [(_, body)] = bodies(file="0123456789abcdef")
    assert body["document"] == "0123456789ab"


def test_picture_and_file_go_in_this_order_with_the_words_under_the_last() -> None:
    [(first, picture), (second, document)] = bodies(text="两样", picture="card", file="slip", file_name="a.pdf")
    assert (first, second) == ("sendphoto", "senddocument")
    assert "caption" not in picture
    assert document["caption"] == "两样"


def test_many_rows_of_keys_stay_as_given() -> None:
    rows = tuple((Key(label=str(row), data=f"1.{row}"),) for row in range(12))
    [(_, body)] = bodies(text="选一个", keys=rows)
    assert len(body["reply_markup"]["inline_keyboard"]) == 12


def test_a_key_with_an_address_opens_it() -> None:
    [(_, body)] = bodies(text="打开", keys=((Key(label="详情", data="https://fuma.example/v/abc"),),))
    assert body["reply_markup"]["inline_keyboard"] == [[{"text": "详情", "url": "https://fuma.example/v/abc"}]]


def test_a_long_label_is_shortened() -> None:
    [(_, body)] = bodies(text="选", keys=((Key(label="青" * 90, data="1"),),))
    label = body["reply_markup"]["inline_keyboard"][0][0]["text"]
    assert label == "青" * 63 + "…"


@pytest.mark.parametrize("data", ["", "x" * 65, "码" * 22])
def test_data_that_telegram_would_refuse_is_our_fault(data: str) -> None:
    with pytest.raises(ValueError, match="64 bytes"):
        bodies(text="好", keys=((Key(label="同意", data=data),),))


def test_data_of_just_64_bytes_is_taken() -> None:
    [(_, body)] = bodies(text="好", keys=((Key(label="同意", data="x" * 64),),))
    assert body["reply_markup"]["inline_keyboard"][0][0]["callback_data"] == "x" * 64


@pytest.mark.parametrize("text", ["", " \n\t", "\x00"])
def test_saying_nothing_is_our_fault(text: str) -> None:
    with pytest.raises(ValueError, match="says nothing"):
        bodies(text=text)


def edited(text: str, *, captioned: bool, keys: tuple[tuple[Key, ...], ...] = ()) -> Call:
    target = standing("55", captioned=captioned)
    [call] = compose(Outgoing(id=1, account=ZHAO, effect=Effect.EDIT, text=text, keys=keys, target=target))
    return call


def test_words_are_edited_where_they_stand_and_old_keys_go() -> None:
    call = edited("已同意", captioned=False)
    assert call.method == "editmessagetext"
    assert json.loads(call.body) == {
        "chat_id": 7001,
        "message_id": 55,
        "text": "已同意",
        "link_preview_options": {"is_disabled": True},
        "reply_markup": {"inline_keyboard": []},
    }


def test_words_under_a_picture_are_edited_as_its_caption() -> None:
    call = edited("已使用" * 600, captioned=True, keys=((AGREE,),))
    body = json.loads(call.body)
    assert call.method == "editmessagecaption"
    assert units(body["caption"]) == 1024
    assert body["caption"].endswith("…")
    assert len(body["reply_markup"]["inline_keyboard"]) == 1


def test_an_edit_over_the_limit_is_shortened_since_one_message_cannot_become_two() -> None:
    assert units(json.loads(edited("长" * 5000, captioned=False).body)["text"]) == 4096


def test_an_edit_without_words_changes_the_keys_alone() -> None:
    call = edited("", captioned=False, keys=((DECLINE,),))
    assert call.method == "editmessagereplymarkup"
    assert "text" not in json.loads(call.body)


@pytest.mark.parametrize(
    "what", [{}, {"target": standing("5"), "picture": "card"}, {"target": standing("5"), "file": "slip"}]
)
def test_an_edit_of_nothing_or_of_a_file_is_our_fault(what: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="edits"):
        bodies(effect=Effect.EDIT, text="好", **what)


@given(st.text(st.characters(codec=None), max_size=9000), st.booleans())
def test_any_words_become_calls_within_the_limits(text: str, pictured: bool) -> None:
    calls = compose(Outgoing(id=1, account=ZHAO, text="。" + text, picture="card" if pictured else None))
    for call in calls:
        body = json.loads(call.body.encode())
        assert units(body.get("text", "")) <= 4096
        assert units(body.get("caption", "")) <= 1024
