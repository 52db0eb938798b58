"""The app's menu below the chat."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from models.ground.messages import Json

Kind = Literal["click", "view", "scancode_push", "scancode_waitmsg", "pic_photo_or_album"]

TOP, SUB = 3, 5  # entries
TOP_NAME, SUB_NAME, KEY, URL = 16, 40, 128, 1024  # bytes


@dataclass(frozen=True, kw_only=True)
class MenuEntry:
    """An entry in the words of the members: what is pressed comes back as `key`; `view` opens `url`; one with
    `children` only unfolds.
    """

    name: str
    kind: Kind = "click"
    key: str = ""
    url: str = ""
    children: tuple["MenuEntry", ...] = ()


def menu_json(entries: Sequence[MenuEntry]) -> Json:
    """The body of menu/create; raises ValueError where WeCom would refuse it."""
    if not 1 <= len(entries) <= TOP:
        raise ValueError(f"a WeCom menu has 1 to {TOP} entries")
    return {"button": [_entry(entry, TOP_NAME) for entry in entries]}


def _entry(entry: MenuEntry, name_limit: int) -> Json:
    _fits("name", entry.name, name_limit)
    if entry.children:
        if name_limit == SUB_NAME:
            raise ValueError("a WeCom menu has two levels")
        if len(entry.children) > SUB:
            raise ValueError(f"a WeCom menu entry has at most {SUB} entries below it")
        return {"name": entry.name, "sub_button": [_entry(child, SUB_NAME) for child in entry.children]}
    if entry.kind == "view":
        _fits("url", entry.url, URL)
        return {"type": entry.kind, "name": entry.name, "url": entry.url}
    _fits("key", entry.key, KEY)
    return {"type": entry.kind, "name": entry.name, "key": entry.key}


def _fits(what: str, value: str, limit: int) -> None:
    if not 1 <= len(value.encode()) <= limit:
        raise ValueError(f"the {what} of a WeCom menu entry takes 1 to {limit} bytes: {value!r}")
