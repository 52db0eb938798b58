"""What WeCom demands of template cards, and how they look."""

import pytest

from sandbox.wecom.cards import check_card, has_callback
from sandbox.wecom.drafts import template
from sandbox.wecom.refusals import Refused
from tests.sandbox.cards import Card, button_card, multiple_card, news_card, options, text_card, vote_card, without

GOOD: list[Card] = [
    button_card(),
    button_card(button_list=[{"text": str(n), "key": str(n)} for n in range(6)]),
    button_card(button_list=[{"text": "开", "type": 1, "url": "http://fuma.example/"}]),
    button_card(button_selection={"question_key": "q", "option_list": options(10)}),
    button_card(task_id="0-9A_@" + "a" * 122),
    button_card(horizontal_content_list=[{"keyname": "k"}] * 6, jump_list=[{"title": "t"}] * 3),
    button_card(horizontal_content_list=[{"keyname": "k", "type": 3, "userid": "WangGong"}]),
    button_card(button_list=[{"text": "x", "key": "k" * 1024, "style": 4}]),
    vote_card(checkbox={"question_key": "q", "option_list": options(20)}),
    vote_card(checkbox={"question_key": "q", "option_list": [{"id": "i" * 128, "text": "x"}]}),
    multiple_card(select_list=[{"question_key": str(n), "option_list": options(10)} for n in range(3)]),
    text_card(),
    text_card(main_title=None, sub_title_text="只有正文"),
    text_card(action_menu={"action_list": [{"text": "a", "key": "a"}]}, task_id="t"),
    news_card(),
    news_card(card_image=None, image_text_area={"title": "x"}),
    news_card(card_image={"url": "http://x.example/a.png", "aspect_ratio": 2.25}),
]


@pytest.mark.parametrize("card", GOOD)
def test_a_card_within_the_limits_is_taken(card: Card) -> None:
    assert check_card(card) is card


def one_button(**fields: object) -> Card:
    return button_card(button_list=[{"text": "x", "key": "k"} | fields])


def menu(*rows: dict[str, str]) -> Card:
    return text_card(task_id="t", action_menu={"action_list": list(rows)})


def vote(**checkbox: object) -> Card:
    return vote_card(checkbox={"question_key": "q", "option_list": options(2)} | checkbox)


ROW: dict[str, object] = {"keyname": "k"}
BAD: list[tuple[object, int]] = [
    ("card", 40058),
    ({}, 42031),
    ({"card_type": "dance"}, 42031),
    (button_card(main_title="x"), 40058),
    (without(button_card(), "main_title"), 42033),
    (button_card(main_title={"desc": "x"}), 42033),
    (without(button_card(), "task_id"), 42014),
    (button_card(task_id="空"), 42014),
    (button_card(task_id="a" * 129), 42014),
    (button_card(button_list=[]), 40058),
    (button_card(button_list=[{"text": str(n), "key": str(n)} for n in range(7)]), 40058),
    (button_card(button_list=["x"]), 40058),
    (one_button(text=""), 42038),
    (one_button(key=""), 42039),
    (one_button(key="k" * 1025), 42039),
    (one_button(key=7), 42039),
    (one_button(style=5), 40058),
    (one_button(type=2), 40058),
    (one_button(type=1), 42028),
    (button_card(button_list=[{"text": "x", "key": "k"}] * 2), 42039),
    (button_card(button_selection={"question_key": "q", "option_list": options(11)}), 42037),
    (button_card(button_selection={"option_list": options(1)}), 42043),
    (button_card(horizontal_content_list=[ROW] * 7), 42035),
    (button_card(horizontal_content_list=[{"value": "x"}]), 42027),
    (button_card(horizontal_content_list=[ROW | {"type": 1}]), 42028),
    (button_card(horizontal_content_list=[ROW | {"type": 2}]), 42029),
    (button_card(horizontal_content_list=[ROW | {"type": 3}]), 42050),
    (button_card(horizontal_content_list=[ROW | {"type": 4}]), 40058),
    (button_card(jump_list=[{"title": "x"}] * 4), 42042),
    (button_card(jump_list=[{"type": 1, "url": "http://x.example"}]), 42033),
    (button_card(jump_list=[{"title": "x", "type": 2}]), 42030),
    (button_card(card_action={"type": 3}), 42045),
    (button_card(card_action={"type": 1}), 42028),
    (vote(option_list=[]), 42037),
    (vote(option_list=options(21)), 42037),
    (vote(option_list=[{"id": "a" * 129, "text": "x"}]), 42040),
    (vote(option_list=[{"id": "a"}]), 42041),
    (vote(option_list=[{"id": "a", "text": "x"}] * 2), 42040),
    (vote(question_key=""), 42043),
    (vote(mode=2), 40058),
    (without(vote_card(), "submit_button"), 42049),
    (vote_card(submit_button={"text": "x"}), 42046),
    (without(vote_card(), "main_title"), 42033),
    (multiple_card(select_list=[]), 42047),
    (multiple_card(select_list=[{"question_key": str(n), "option_list": options(1)} for n in range(4)]), 42047),
    (multiple_card(select_list=[{"question_key": "q", "option_list": options(11)}]), 42037),
    (without(multiple_card(), "task_id"), 42014),
    (without(text_card(), "card_action"), 42045),
    (without(text_card(), "main_title"), 42033),
    (news_card(card_image=None), 42044),
    (news_card(card_image={"url": "http://x.example", "aspect_ratio": 1.2}), 40058),
    (news_card(card_image={"url": "http://x.example", "aspect_ratio": "1.5"}), 40058),
    (news_card(vertical_content_list=[{"title": "x"}] * 5), 42036),
    (news_card(vertical_content_list=[{"desc": "x"}]), 42033),
    (news_card(card_action={"type": 2}), 42030),
    (menu(), 40058),
    (menu(*[{"text": str(n), "key": str(n)} for n in range(4)]), 40058),
    (menu({"key": "a"}), 42038),
    (menu({"text": "a"}), 42039),
    (menu({"text": "a", "key": "a"}, {"text": "b", "key": "a"}), 42051),
    (text_card(action_menu={"action_list": [{"text": "a", "key": "a"}]}), 42014),
]


@pytest.mark.parametrize(("card", "code"), BAD)
def test_a_card_beyond_the_limits_is_refused_with_its_code(card: object, code: int) -> None:
    with pytest.raises(Refused) as refused:
        check_card(card)
    assert refused.value.code == code


def test_an_update_needs_no_task_id() -> None:
    card = without(button_card(), "task_id")
    assert check_card(card, update=True) is card


@pytest.mark.parametrize(
    ("card", "calls"),
    [
        (button_card(), True),
        (vote_card(), True),
        (multiple_card(), True),
        (text_card(), False),
        (news_card(), False),
        (text_card(action_menu={"action_list": [{"text": "a", "key": "a"}]}), True),
    ],
)
def test_which_cards_call_the_app_back(card: Card, calls: bool) -> None:
    assert has_callback(card) is calls


def test_a_notice_shows_all_its_texts_and_links() -> None:
    draft = template(text_card())
    assert (draft.title, draft.text) == ("通知", "通知\n100\n次\n依据\n第三条")
    assert [(one.text, one.url) for one in draft.buttons] == [
        ("规定", "http://fuma.example/rules"),
        ("查看详情", "http://fuma.example/v/1"),
    ]


def test_news_shows_its_rows() -> None:
    assert template(news_card()).text == "新闻\n一\n二"


def test_a_card_with_a_replaced_text_shows_one_grey_button() -> None:
    draft = template(button_card(replace_text="已答复"))
    assert [(one.text, one.greyed) for one in draft.buttons] == [("已答复", True)]


def test_a_question_starts_with_what_the_card_chose_else_with_the_first() -> None:
    chosen = {one.question: one.data for one in template(multiple_card()).buttons if one.selected}
    assert chosen == {"day": "d1", "hour": "h0"}
    wrong = multiple_card(select_list=[{"question_key": "q", "selected_id": "none", "option_list": options(2)}])
    assert [one.data for one in template(wrong).buttons if one.selected] == ["o0"]


def test_a_vote_starts_with_what_the_card_ticked() -> None:
    ticked = [{"id": "a", "text": "A"}, {"id": "b", "text": "B", "is_checked": True}]
    card = vote_card(checkbox={"question_key": "q", "option_list": ticked})
    assert [one.data for one in template(card).buttons if one.selected] == ["b"]
    assert [one.data for one in template(vote_card()).buttons if one.selected] == []
