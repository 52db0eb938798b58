"""Template cards: what WeCom demands of each of the five types."""

import re
from typing import Any

from sandbox.wecom.refusals import Refused, invalid

Card = dict[str, Any]
WITH_CALLBACK = frozenset({"button_interaction", "vote_interaction", "multiple_interaction"})
_TASK_ID = re.compile(r"[0-9A-Za-z_\-@]{1,128}")


def check_card(card: object, *, update: bool = False) -> Card:
    """A card that keeps the limits; raises the code for the first thing wrong. An update needs no task id."""
    if not isinstance(card, dict):
        raise invalid("template_card")
    check = _CHECKS.get(str(card.get("card_type")))
    if check is None:
        raise Refused(42031, "Template_Card.CardType invalid")
    _check_common(card)
    check(card)
    if not update and (card["card_type"] in WITH_CALLBACK or "action_menu" in card):
        _check_task_id(card)
    return card


def has_callback(card: Card) -> bool:
    """Whether pressing something in the card calls the app back."""
    return card["card_type"] in WITH_CALLBACK or bool(part(card, "action_menu"))


def part(card: Card, name: str) -> dict[str, Any]:
    """An object inside a card, empty if absent; raises 40058 if it is none."""
    value = card.get(name) or {}
    if not isinstance(value, dict):
        raise invalid(f"template_card.{name}")
    return value


def rows(card: Card, name: str, least: int, most: int, code: int = 40058) -> list[dict[str, Any]]:
    """A list inside a card; raises the code if it has too few or too many objects."""
    value = card.get(name) or []
    if not isinstance(value, list) or not least <= len(value) <= most:
        raise Refused(code, f"Template_Card.{name} invalid size")
    if not all(isinstance(row, dict) for row in value):
        raise invalid(f"template_card.{name}")
    return value


def _check_task_id(card: Card) -> None:
    if not _TASK_ID.fullmatch(str(card.get("task_id", ""))):
        raise Refused(42014, "invalid task_id")


def _check_common(card: Card) -> None:
    for name in ("source", "main_title", "quote_area", "emphasis_content", "image_text_area"):
        part(card, name)
    for row in rows(card, "horizontal_content_list", 0, 6, 42035):
        if not row.get("keyname"):
            raise Refused(42027, "Template_Card.horizontal_content_list.keyname missing")
        _check_target(row, {1: ("url", 42028), 2: ("media_id", 42029), 3: ("userid", 42050)})
    for row in rows(card, "jump_list", 0, 3, 42042):
        if not row.get("title"):
            raise Refused(42033, "Template_Card.jump_list.title missing")
        _check_target(row, {1: ("url", 42028), 2: ("appid", 42030)})
    if card.get("card_action"):
        _check_card_action(card)
    if card.get("action_menu"):
        _check_action_menu(part(card, "action_menu"))


def _check_target(row: dict[str, Any], needed: dict[int, tuple[str, int]]) -> None:
    kind = row.get("type", 0)
    if kind == 0:
        return
    if kind not in needed:
        raise invalid("template_card type")
    name, code = needed[kind]
    if not row.get(name):
        raise Refused(code, f"Template_Card {name} missing")


def _check_card_action(card: Card) -> None:
    action = part(card, "card_action")
    if action.get("type", 0) not in {0, 1, 2}:
        raise Refused(42045, "Template_Card.card_action invalid")
    _check_target(action, {1: ("url", 42028), 2: ("appid", 42030)})


def _need_card_action(card: Card) -> None:
    if part(card, "card_action").get("type") not in {1, 2}:
        raise Refused(42045, "Template_Card.card_action missing")


def _check_action_menu(menu: dict[str, Any]) -> None:
    keys = []
    for row in rows(menu, "action_list", 1, 3):
        _need_text(row, "text", 42038)
        keys.append(_need_key(row, "key", 1024, 42039))
    if len(set(keys)) < len(keys):
        raise Refused(42051, "Template_Card.action_menu.action_list.key conflict")


def _need_text(row: dict[str, Any], name: str, code: int) -> None:
    if not isinstance(row.get(name), str) or not row[name].strip():
        raise Refused(code, f"Template_Card.{name} missing or invalid")


def _need_key(row: dict[str, Any], name: str, most: int, code: int) -> str:
    key = row.get(name)
    if not isinstance(key, str) or not 1 <= len(key.encode()) <= most:
        raise Refused(code, f"Template_Card.{name} missing or invalid")
    return key


def _need_title(card: Card) -> None:
    _need_text(part(card, "main_title"), "title", 42033)


def _text_notice(card: Card) -> None:
    _need_card_action(card)
    if not card.get("sub_title_text"):
        _need_title(card)


def _news_notice(card: Card) -> None:
    _need_title(card)
    _need_card_action(card)
    image = part(card, "card_image")
    if not card.get("image_text_area") or image:
        _need_text(image, "url", 42044)
        ratio = image.get("aspect_ratio", 1.3)
        if not isinstance(ratio, int | float) or not 1.3 <= ratio <= 2.25:
            raise invalid("template_card.card_image.aspect_ratio")
    for row in rows(card, "vertical_content_list", 0, 4, 42036):
        _need_text(row, "title", 42033)


def _button_interaction(card: Card) -> None:
    _need_title(card)
    keys = []
    for button in rows(card, "button_list", 1, 6):
        _need_text(button, "text", 42038)
        if button.get("style", 1) not in {1, 2, 3, 4} or button.get("type", 0) not in {0, 1}:
            raise invalid("template_card.button_list")
        if button.get("type", 0) == 1:
            _need_text(button, "url", 42028)
        else:
            keys.append(_need_key(button, "key", 1024, 42039))
    if len(set(keys)) < len(keys):
        raise Refused(42039, "Template_Card.button_list.key conflict")
    if card.get("button_selection"):
        _check_question(part(card, "button_selection"), 10)


def _vote_interaction(card: Card) -> None:
    _need_title(card)
    checkbox = part(card, "checkbox")
    if checkbox.get("mode", 0) not in {0, 1}:
        raise invalid("template_card.checkbox.mode")
    _check_question(checkbox, 20)
    _check_submit(card)


def _multiple_interaction(card: Card) -> None:
    _need_title(card)
    for select in rows(card, "select_list", 1, 3, 42047):
        _check_question(select, 10)
    _check_submit(card)


def _check_question(question: dict[str, Any], most: int) -> None:
    _need_key(question, "question_key", 1024, 42043)
    ids = []
    for option in rows(question, "option_list", 1, most, 42037):
        ids.append(_need_key(option, "id", 128, 42040))
        _need_text(option, "text", 42041)
    if len(set(ids)) < len(ids):
        raise Refused(42040, "Template_Card.option_list.id conflict")


def _check_submit(card: Card) -> None:
    submit = part(card, "submit_button")
    _need_text(submit, "text", 42049)
    _need_key(submit, "key", 1024, 42046)


_CHECKS = {
    "text_notice": _text_notice,
    "news_notice": _news_notice,
    "button_interaction": _button_interaction,
    "vote_interaction": _vote_interaction,
    "multiple_interaction": _multiple_interaction,
}
