"""The app's menu at the bottom of the chat."""

from typing import Any

from sandbox.wecom.refusals import Refused

_KEYED = frozenset(
    {"click", "scancode_push", "scancode_waitmsg", "location_select"}
    | {"pic_sysphoto", "pic_photo_or_album", "pic_weixin"}
)
_TOP = {"name": 16, "count": 40016, "type": 40017, "named": 40018, "key": 40019, "url": 40020}
_SUB = {"name": 40, "count": 40023, "type": 40024, "named": 40025, "key": 40026, "url": 40027}


def check_menu(menu: dict[str, Any]) -> list[dict[str, Any]]:
    """The buttons of a menu to publish; raises the codes for its limits."""
    buttons = menu.get("button")
    if not isinstance(buttons, list) or not 1 <= len(buttons) <= 3:
        raise Refused(40016, "invalid button size")
    for button in buttons:
        _check(button, _TOP)
    return buttons


def _check(button: object, codes: dict[str, int]) -> None:
    if not isinstance(button, dict):
        raise Refused(codes["type"], "invalid button type")
    name = str(button.get("name", ""))
    if not 1 <= len(name.encode()) <= codes["name"]:
        raise Refused(codes["named"], "invalid button name size")
    below = button.get("sub_button")
    if below:
        _check_below(below, codes)
    else:
        _check_action(button, codes)


def _check_below(below: object, codes: dict[str, int]) -> None:
    if codes is _SUB:
        raise Refused(40022, "invalid sub button level")
    if not isinstance(below, list) or len(below) > 5:
        raise Refused(40023, "invalid sub button size")
    for button in below:
        _check(button, _SUB)


def _check_action(button: dict[str, Any], codes: dict[str, int]) -> None:
    kind = button.get("type")
    if kind == "view":
        if not 1 <= len(str(button.get("url", "")).encode()) <= 1024:
            raise Refused(codes["url"], "invalid button url size")
    elif kind not in _KEYED:
        raise Refused(codes["type"], "invalid button type")
    elif not 1 <= len(str(button.get("key", "")).encode()) <= 128:
        raise Refused(codes["key"], "invalid button key size")


def tree(buttons: list[dict[str, Any]], prefix: str = "m") -> list[dict[str, Any]]:
    """The menu as the people API tells it."""
    return [
        {
            "id": f"{prefix}{number}",
            "text": button["name"],
            "type": button.get("type", "menu"),
            "key": button.get("key", button.get("url", "")),
            "children": tree(button.get("sub_button") or [], f"{prefix}{number}."),
        }
        for number, button in enumerate(buttons, 1)
    ]


def leaves(items: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The items of a told menu that do something."""
    found: list[dict[str, Any]] = []
    for item in items:
        found += leaves(item["children"]) if item["children"] else [item]
    return found
