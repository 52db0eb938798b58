"""From an outgoing message to the exact requests that say it."""

import json
import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.channels.wecom import composing
from bot.channels.wecom.targets import standing
from bot.channels.wecom.words import clean, split
from jobs.sending import Call, Effect, Key, Outgoing, Target

NOW = 1_795_600_000.0
AGENT = 218
TASK = re.compile(r'"task_id":"[^"]*",')


def say(text: str = "", *labels: str, **more: Any) -> Outgoing:
    keys = tuple((Key(label=label, data=f"1.7.q.{place}"),) for place, label in enumerate(labels))
    return Outgoing(**{"id": 12, "account": "zhao", "text": text, "keys": keys, **more})


def compose(outgoing: Outgoing) -> list[Call]:
    return composing.compose(outgoing, AGENT, NOW)


def bodies(outgoing: Outgoing) -> list[Any]:
    return [json.loads(call.body) for call in compose(outgoing)]


def texts(outgoing: Outgoing) -> list[str]:
    return [body["text"]["content"] for body in bodies(outgoing) if body.get("msgtype") == "text"]


def cards(outgoing: Outgoing) -> list[Any]:
    return [body["template_card"] for body in bodies(outgoing) if "template_card" in body]


def the_card(outgoing: Outgoing) -> Any:
    (body,) = bodies(outgoing)
    return body["template_card"]


def labels(card: Any) -> list[str]:
    return [button["text"] for button in card["button_list"]]


def test_words_alone_are_a_text_message_to_one_member_of_our_app() -> None:
    (call,) = compose(say("您好，赵总。"))
    assert call.method == "message/send"
    assert json.loads(call.body) == {
        "touser": "zhao",
        "agentid": 218,
        "msgtype": "text",
        "text": {"content": "您好，赵总。"},
        "enable_duplicate_check": 1,
        "duplicate_check_interval": 14400 - 12 * 61,
    }


def test_a_body_holds_chinese_as_it_is_because_wecom_refuses_escapes() -> None:
    (call,) = compose(say("同意\x07 吗\x00？", "同\u200b意\x1b"))
    assert "同意 吗？" in call.body
    assert "\\u" not in call.body


@pytest.mark.parametrize(
    "hidden", ['<a href="http://evil.example">点这里</a>', "< A\nHREF=x>点这里", "<\x07a href=x>点这里"]
)
def test_a_link_hidden_in_somebody_s_words_is_shown_as_what_it_is(hidden: str) -> None:
    (text,) = texts(say(f"理由：{hidden}"))
    assert "<" not in text.split("点这里")[0]
    assert "点这里" in text
    assert texts(say("3 < 5 <b>")) == ["3 < 5 <b>"]


def test_half_a_character_is_replaced_rather_than_failing() -> None:
    assert "同意?" in compose(say("同意\ud83d"))[0].body


def test_a_question_with_two_answers_is_one_card() -> None:
    card = the_card(say("王工想在11月27日来访，您同意吗？", "同意", "不同意"))
    assert card["card_type"] == "button_interaction"
    assert card["main_title"] == {"title": "王工想在11月27日来访，您同意吗？"}
    assert card["button_list"] == [
        {"text": "同意", "style": 1, "type": 0, "key": "1.7.q.0"},
        {"text": "不同意", "style": 2, "type": 0, "key": "1.7.q.1"},
    ]
    assert "sub_title_text" not in card
    assert "horizontal_content_list" not in card


def test_facts_at_the_end_of_the_words_become_rows_of_the_card() -> None:
    card = the_card(say("来访申请\n请在17:30前答复。\n单位：市生态环境局\n时间: 11月27日 14:00-16:00", "同意"))
    assert card["main_title"] == {"title": "来访申请"}
    assert card["sub_title_text"] == "请在17:30前答复。"
    assert card["horizontal_content_list"] == [
        {"keyname": "单位", "value": "市生态环境局"},
        {"keyname": "时间", "value": "11月27日 14:00-16:00"},
    ]


@pytest.mark.parametrize(
    "line",
    [
        "单位名称全称：甲",
        "单位：" + "长" * 31,
        "14:00-16:00",
        "https://fuma.example/s/K7",
        "单位：",
        "：甲",
        "就这样。",
    ],
)
def test_a_line_that_is_no_short_fact_stays_words(line: str) -> None:
    card = the_card(say(f"来访申请\n{line}", "同意"))
    assert card["sub_title_text"] == line
    assert "horizontal_content_list" not in card


def test_facts_before_other_words_stay_in_their_place() -> None:
    card = the_card(say("来访申请\n单位：市生态环境局\n您同意吗？", "同意"))
    assert card["sub_title_text"] == "单位：市生态环境局\n您同意吗？"


def test_seven_facts_are_one_too_many_for_rows_and_stay_words() -> None:
    facts = "\n".join(f"第{n}项：好" for n in range(7))
    assert the_card(say(f"来访申请\n{facts}", "同意"))["sub_title_text"] == facts


@pytest.mark.parametrize(
    ("words", "title"),
    [
        (
            "王工（市生态环境局）想在11月27日下午来访。" + "请您在周五前答复，" * 3,
            "王工（市生态环境局）想在11月27日下午来访。",
        ),
        (
            "市生态环境局的王工等三人申请在下周五下午来访，" + "事由是日常检查" * 4,
            "市生态环境局的王工等三人申请在下周五下午来访，",
        ),
        ("Mr Wang asks to visit. " + "Please answer by Friday. " * 2, "Mr Wang asks to visit."),
    ],
)
def test_a_long_first_line_is_parted_at_a_sentence_or_clause_and_nothing_is_lost(words: str, title: str) -> None:
    card = the_card(say(words, "同意"))
    assert card["main_title"]["title"] == title
    assert card["sub_title_text"] == words.removeprefix(title).strip()


def test_words_too_long_for_a_card_stand_in_a_text_above_it() -> None:
    words = "来访申请\n" + "事由很长" * 60
    text, card = bodies(say(words, "同意"))
    assert text["text"]["content"] == words
    assert card["template_card"]["main_title"] == {"title": "来访申请"}
    assert "sub_title_text" not in card["template_card"]


def test_a_first_line_that_cannot_be_parted_is_repeated_in_short_on_the_card() -> None:
    text, card = bodies(say("长" * 50, "同意"))
    assert text["text"]["content"] == "长" * 50
    assert card["template_card"]["main_title"]["title"] == "长" * 35 + "…"


def test_keys_without_words_still_have_a_title() -> None:
    assert the_card(say("", "同意", "不同意"))["main_title"] == {"title": "同意 / 不同意"}
    assert the_card(say("", " "))["main_title"] == {"title": "·"}


def test_rows_of_keys_are_laid_out_in_one_line() -> None:
    keys = ((Key(label="一", data="a"), Key(label="二", data="b")), (Key(label="三", data="c"),))
    assert labels(the_card(say("几星？", keys=keys))) == ["一", "二", "三"]


def test_a_link_opens_its_page_and_does_not_come_back() -> None:
    keys = ((Key(label="打开", data="https://fuma.example/v/K7"),),)
    assert the_card(say("请在网页填写。", keys=keys))["button_list"] == [
        {"text": "打开", "style": 1, "type": 1, "url": "https://fuma.example/v/K7"}
    ]


def test_two_buttons_that_do_the_same_are_one() -> None:
    keys = ((Key(label="同意", data="a"), Key(label="好的", data="a")), (Key(label="不同意", data="b"),))
    assert labels(the_card(say("同意吗？", keys=keys))) == ["同意", "不同意"]


def test_long_labels_stand_whole_in_the_words_and_short_on_numbered_buttons() -> None:
    first, second = "云州市启明精密制造有限责任公司一分厂", "云州市启明精密制造有限责任公司二分厂"
    keys = (*say("", first, second).keys, (Key(label="返回", data="1.7.!back"),))
    card = the_card(say("去哪家企业？", keys=keys, options=True))
    assert card["sub_title_text"] == f"1. {first}\n2. {second}"
    assert labels(card) == ["1. 云州市启明精密制造有…", "2. 云州市启明精密制造有…", "返回"]


def test_seven_answers_are_numbered_in_a_text_with_the_control_keys_on_a_card() -> None:
    days = [f"11月{day}日" for day in range(20, 27)]
    control = (Key(label="返回", data="1.7.!back"), Key(label="取消", data="1.7.!cancel"))
    outgoing = say("哪一天？", keys=(*say("", *days).keys, control), options=True)
    assert texts(outgoing) == ["哪一天？\n" + "\n".join(f"{n}. {day}" for n, day in enumerate(days, start=1))]
    (card,) = cards(outgoing)
    assert card["main_title"] == {"title": "哪一天？"}
    assert [button["key"] for button in card["button_list"]] == ["1.7.!back", "1.7.!cancel"]


def test_seven_answers_without_control_keys_need_no_card() -> None:
    assert [body["msgtype"] for body in bodies(say("哪一天？", *"一二三四五六七", options=True))] == ["text"]


def test_a_link_among_many_answers_is_a_button_and_takes_no_number() -> None:
    link = (Key(label="日历", data="https://fuma.example/v/K7"),)
    outgoing = say("哪一天？", keys=(link, *say("", *"一二三四五六七").keys), options=True)
    assert texts(outgoing) == ["哪一天？\n1. 一\n2. 二\n3. 三\n4. 四\n5. 五\n6. 六\n7. 七"]
    assert [labels(card) for card in cards(outgoing)] == [["日历"]]


def test_seven_buttons_that_no_number_can_stand_for_are_two_cards() -> None:
    outgoing = say("可以做什么？", *"一二三四五六七")
    assert texts(outgoing) == ["可以做什么？"]
    assert [labels(card) for card in cards(outgoing)] == [list("一二三四五六"), ["七"]]
    first, second = cards(outgoing)
    assert first["task_id"] != second["task_id"]


def test_picture_and_file_come_first_and_the_card_that_may_change_comes_last() -> None:
    calls = compose(say("长" * 200, "同意", picture="card", file="slip", file_name="审批单.pdf"))
    assert [json.loads(call.body)["msgtype"] for call in calls] == ["image", "file", "text", "template_card"]
    assert [dict(call.uploads) for call in calls] == [{"image": "card"}, {"file": "slip"}, {}, {}]


def test_nothing_to_say_is_no_request() -> None:
    assert compose(say(" \n ")) == []


def test_what_is_composed_twice_differs_in_the_task_alone_and_a_deliberate_repeat_in_more() -> None:
    """A retry sends what was composed once (models/post/outbox.py)."""
    for outgoing in (say("您好"), say("同意吗？", "同意"), say("", picture="card")):
        once, again = ([TASK.sub("", call.body) for call in compose(outgoing)] for _ in range(2))
        assert once == again
        repeat = replace(outgoing, id=13)
        assert {call.body for call in compose(outgoing)}.isdisjoint(call.body for call in compose(repeat))


def test_two_equal_pieces_of_one_long_text_differ() -> None:
    first, second = compose(say("甲" * (682 * 2)))
    assert json.loads(first.body)["text"] == json.loads(second.body)["text"]
    assert first.body != second.body


@given(st.integers(1, 2**40), st.integers(1, 5000))
def test_what_tells_repeats_apart_stays_between_one_and_four_hours(row: int, apart: int) -> None:
    first, second = (bodies(say("您好", id=number))[0]["duplicate_check_interval"] for number in (row, row + apart))
    assert 3600 <= first <= 14400
    assert first != second


def test_the_task_ids_of_two_cards_differ_whatever_they_say() -> None:
    one, other = the_card(say("同意吗？", "同意")), the_card(say("同意吗？", "同意"))
    assert one["task_id"] != other["task_id"]


# Changes


TARGET = standing("msg1", "f12-0-abc", "code1", NOW - 60)


def change(text: str, *labels: str, **more: Any) -> Outgoing:
    return say(text, *labels, **{"effect": Effect.EDIT, "target": TARGET, **more})


def test_a_change_without_keys_shows_the_new_words_and_greys_the_card() -> None:
    (call,) = compose(change("钱副总已同意\n时间：11月27日"))
    assert call.method == "message/update_template_card"
    assert json.loads(call.body) == {
        "userids": ["zhao"],
        "agentid": 218,
        "response_code": "code1",
        "template_card": {
            "card_type": "button_interaction",
            "main_title": {"title": "钱副总已同意"},
            "horizontal_content_list": [{"keyname": "时间", "value": "11月27日"}],
            "button_list": [{"text": "钱副总已同意", "style": 1, "key": "-"}],
            "replace_text": "钱副总已同意",
        },
    }


def test_a_change_with_keys_leaves_those_to_press() -> None:
    card = the_card(change("钱副总已同意", "改天"))
    assert labels(card) == ["改天"]
    assert "replace_text" not in card


def test_a_change_too_long_for_a_card_is_said_below_it() -> None:
    words = "钱副总已同意\n" + "说明很长" * 60
    update, text = bodies(change(words))
    assert update["template_card"]["main_title"] == {"title": "钱副总已同意"}
    assert update["template_card"]["replace_text"] == "钱副总已同意"
    assert text["text"]["content"] == words


def test_a_change_with_more_keys_than_a_card_holds_sends_the_rest_on_another() -> None:
    update, text, more = bodies(change("可以做什么？", *"一二三四五六七"))
    assert labels(update["template_card"]) == list("一二三四五六")
    assert text["text"]["content"] == "可以做什么？"
    assert labels(more["template_card"]) == ["七"]


def test_a_change_to_no_words_at_all_still_greys_the_card() -> None:
    assert the_card(change(""))["replace_text"] == "·"


@pytest.mark.parametrize(
    "target",
    [
        None,
        standing("msg1", "f12-0-abc", "", NOW - 60),
        standing("msg1", "f12-0-abc", "code1", NOW - 72 * 3600),
        standing("msg1"),
    ],
    ids=["nothing stands there", "the code was used", "the code is 72 hours old", "a plain text"],
)
def test_what_cannot_be_changed_any_more_is_no_request(target: Target | None) -> None:
    assert compose(change("钱副总已同意", target=target)) == []


def test_a_card_can_be_changed_until_its_72_hours_are_over() -> None:
    assert len(compose(change("钱副总已同意", target=standing("msg1", "f12-0-abc", "code1", NOW - 72 * 3600 + 1)))) == 1


# Whatever is said


anything = st.text(st.characters() | st.sampled_from("\n\r：: 。，!甲é😀"), max_size=400)
keys = st.builds(
    Key,
    label=st.text(st.characters(), max_size=30),
    data=st.from_regex(r"1\.[a-z0-9.!]{1,20}", fullmatch=True) | st.just("https://fuma.example/v/K7"),
)
rows_of_keys = st.lists(st.lists(keys, max_size=4).map(tuple), max_size=5).map(tuple)
outgoings = st.builds(
    Outgoing,
    id=st.integers(1, 2**50),
    account=st.just("zhao"),
    effect=st.sampled_from(Effect),
    text=anything | anything.map(lambda text: text * 20),
    keys=rows_of_keys,
    options=st.booleans(),
    picture=st.none() | st.just("card"),
    file=st.none() | st.just("slip"),
    file_name=st.text(st.characters(), max_size=20),
    target=st.just(TARGET),
)


def check_card(card: Any, *, new: bool) -> None:
    assert 1 <= len(card["main_title"]["title"]) <= 36
    assert len(card.get("sub_title_text", "")) <= 160
    rows = card.get("horizontal_content_list", [])
    assert len(rows) <= 6
    assert all(1 <= len(row["keyname"]) <= 5 and 1 <= len(row["value"]) <= 30 for row in rows)
    buttons = card["button_list"]
    assert 1 <= len(buttons) <= 6
    pressed = [button["key"] for button in buttons if "key" in button]
    assert len(set(pressed)) == len(pressed)
    assert all(1 <= len(key.encode()) <= 1024 for key in pressed)
    assert all(1 <= len(button["text"]) <= 14 and 1 <= button["style"] <= 4 for button in buttons)
    if new:
        assert re.fullmatch(r"[0-9A-Za-z_\-@]{1,128}", card["task_id"])


@given(outgoings)
def test_whatever_is_said_every_request_keeps_every_limit(outgoing: Outgoing) -> None:
    calls = compose(outgoing)
    assert len({call.body for call in calls}) == len(calls)
    ids = []
    for call in calls:
        body = json.loads(call.body.encode())
        if call.method == "message/update_template_card":
            check_card(body["template_card"], new=False)
        elif body["msgtype"] == "template_card":
            check_card(body["template_card"], new=True)
            ids.append(body["template_card"]["task_id"])
        elif body["msgtype"] == "text":
            assert body["text"]["content"].strip()
            assert len(body["text"]["content"].encode()) <= 2048
    assert len(set(ids)) == len(ids)


def without_blanks(parts: Sequence[str]) -> str:
    return "".join("".join(parts).split())


@given(outgoings)
def test_whatever_is_said_no_word_and_no_key_is_lost(outgoing: Outgoing) -> None:
    outgoing = replace(outgoing, effect=Effect.SEND)
    said = without_blanks(texts(outgoing))
    for card in cards(outgoing):
        below = [f"{row['keyname']}{row['value']}" for row in card.get("horizontal_content_list", [])]
        said += without_blanks([card["main_title"]["title"], card.get("sub_title_text", ""), *below])
    wanted = without_blanks([clean(outgoing.text)])
    assert re.sub("[：:]", "", wanted) in re.sub("[：:]", "", said)
    pressable = {button.get("key", button.get("url")) for card in cards(outgoing) for button in card["button_list"]}
    distinct = {key.data: key for row in reversed(outgoing.keys) for key in reversed(row)}
    for key in distinct.values():
        can_be_typed = outgoing.options and ("!" in key.data or without_blanks([clean(key.label)]) in said)
        assert key.data in pressable or can_be_typed


def test_five_answers_keep_their_card_and_give_up_what_can_be_said_at_any_time() -> None:
    levels = tuple((Key(label=f"第{level}档", data=f"1.7.whole.{level}"),) for level in range(5))
    control = (Key(label="上一步", data="1.7.whole.!back"), Key(label="取消", data="1.7.whole.!cancel"))
    outgoing = Outgoing(id=1, account="QianFuZong", text="总的来说，您满意吗？", keys=(*levels, control), options=True)
    assert [button["text"] for button in cards(outgoing)[0]["button_list"]] == [
        "第0档",
        "第1档",
        "第2档",
        "第3档",
        "第4档",
        "上一步",
    ]


@given(anything.map(clean), st.integers(4, 60))
def test_a_split_text_loses_only_line_ends_and_blank_pieces(text: str, limit: int) -> None:
    pieces = split(text, limit)
    assert all(len(piece.encode()) <= limit and piece.strip() for piece in pieces)
    assert without_blanks(pieces) == without_blanks([text])


def test_a_text_is_split_at_the_end_of_a_line_where_it_can() -> None:
    line = "一行字" * 30
    pieces = split("\n".join([line] * 20))
    assert len(pieces) > 1
    assert "\n".join(pieces) == "\n".join([line] * 20)
    assert all(set(piece.split("\n")) == {line} for piece in pieces)


def test_a_group_gets_the_words_alone() -> None:
    line = replace(say("今日到期3件", "打开"), account="#wr1")
    (call,) = compose(line)
    assert (call.method, json.loads(call.body)) == (
        "appchat/send",
        {"chatid": "wr1", "msgtype": "text", "text": {"content": "今日到期3件"}},
    )


def test_what_was_said_to_a_group_is_never_changed() -> None:
    assert compose(replace(change("钱副总已同意"), account="#wr1")) == []
