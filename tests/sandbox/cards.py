"""Template cards as Fuma may send them, one of each type."""

from typing import Any

Card = dict[str, Any]


def button_card(task_id: str = "t-1", **more: object) -> Card:
    buttons = [{"text": "同意", "style": 1, "key": "1.agree"}, {"text": "不同意", "style": 2, "key": "1.decline"}]
    return {
        "card_type": "button_interaction",
        "main_title": {"title": "来访申请", "desc": "11月27日"},
        "sub_title_text": "请答复",
        "horizontal_content_list": [{"keyname": "单位", "value": "市生态环境局"}],
        "button_list": buttons,
        "task_id": task_id,
        **more,
    }


def options(count: int, prefix: str = "o") -> list[dict[str, str]]:
    return [{"id": f"{prefix}{number}", "text": f"选项{prefix}{number}"} for number in range(count)]


def vote_card(mode: int = 0, **more: object) -> Card:
    return {
        "card_type": "vote_interaction",
        "main_title": {"title": "评价"},
        "checkbox": {"question_key": "stars", "mode": mode, "option_list": options(5)},
        "submit_button": {"text": "提交", "key": "1.rate"},
        "task_id": "t-vote",
        **more,
    }


def multiple_card(**more: object) -> Card:
    selects = [
        {"question_key": "day", "title": "哪天", "selected_id": "d1", "option_list": options(2, "d")},
        {"question_key": "hour", "title": "几点", "option_list": options(3, "h")},
    ]
    return {
        "card_type": "multiple_interaction",
        "main_title": {"title": "改期"},
        "select_list": selects,
        "submit_button": {"text": "提交", "key": "1.move"},
        "task_id": "t-multi",
        **more,
    }


def text_card(**more: object) -> Card:
    return {
        "card_type": "text_notice",
        "main_title": {"title": "通知"},
        "emphasis_content": {"title": "100", "desc": "次"},
        "quote_area": {"title": "依据", "quote_text": "第三条"},
        "jump_list": [{"type": 1, "title": "规定", "url": "http://fuma.example/rules"}, {"type": 0, "title": "x"}],
        "card_action": {"type": 1, "url": "http://fuma.example/v/1"},
        **more,
    }


def news_card(**more: object) -> Card:
    return {
        "card_type": "news_notice",
        "main_title": {"title": "新闻"},
        "card_image": {"url": "http://fuma.example/a.png", "aspect_ratio": 1.3},
        "vertical_content_list": [{"title": "一", "desc": "二"}],
        "card_action": {"type": 2, "appid": "wx1"},
        **more,
    }


def without(card: Card, *names: str) -> Card:
    return {name: value for name, value in card.items() if name not in names}
