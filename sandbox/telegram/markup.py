"""Formatted text and inline keyboards as the Bot API reads them."""

import html
import re
from typing import Any
from urllib.parse import urlsplit

from sandbox.chats import Button
from sandbox.telegram.refusals import bad

Entities = list[dict[str, Any]]
MAX_BUTTONS = 100

_TAGS = {
    "bold": ("b", "strong"),
    "italic": ("i", "em"),
    "underline": ("u", "ins"),
    "strikethrough": ("s", "strike", "del"),
    "spoiler": ("tg-spoiler", "span"),
    "code": ("code",),
    "pre": ("pre",),
    "text_link": ("a",),
    "blockquote": ("blockquote",),
}
_KINDS = {tag: kind for kind, tags in _TAGS.items() for tag in tags}
_TOKEN = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9-]*)?([^<>]*)>?|&(?:lt|gt|amp|quot|#\d{1,7}|#x[0-9a-fA-F]{1,6});")
_HREF = re.compile(r"""href\s*=\s*(?:"([^"]*)"|'([^']*)')""")


def units(text: str) -> int:
    """The length as Telegram counts it, in UTF-16 code units."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def parse_text(text: str, parse_mode: str) -> tuple[str, Entities]:
    """The plain text, trimmed, and its formatting; raises a 400 for what can't be parsed."""
    if not parse_mode:
        return text.strip(), []
    if parse_mode.lower() != "html":
        raise bad("unsupported parse_mode")
    return _trim(*_parse_html(text))


def _parse_html(text: str) -> tuple[str, Entities]:
    plain, entities, at = "", [], 0
    opened: list[tuple[str, int, str]] = []
    for token in _TOKEN.finditer(text):
        plain += text[at : token.start()]
        at = token.end()
        closing, tag, rest = token.group(1), (token.group(2) or "").lower(), token.group(3) or ""
        place = len(text[: token.start()].encode())
        if token.group().startswith("&"):
            plain += html.unescape(token.group())
        elif closing:
            name, start, url = opened.pop() if opened else ("", 0, "")
            if name != tag:
                raise _mismatch(tag, name, place)
            entities += _entity(name, start, units(plain) - start, url)
        elif tag not in _KINDS or not token.group().endswith(">"):
            raise bad(f'can\'t parse entities: Unsupported start tag "{tag}" at byte offset {place}')
        else:
            href = _HREF.search(rest)
            opened.append((tag, units(plain), html.unescape(href.group(1) or href.group(2) or "") if href else ""))
    if opened:
        place = len(text.encode())
        raise bad(f"can't parse entities: Can't find end tag corresponding to start tag \"{opened[-1][0]}\"")
    return plain + text[at:], sorted(entities, key=lambda entity: (entity["offset"], -entity["length"]))


def _mismatch(tag: str, expected: str, place: int) -> Exception:
    if not expected:
        return bad(f"can't parse entities: Unexpected end tag at byte offset {place}")
    return bad(
        f'can\'t parse entities: Unmatched end tag at byte offset {place}, expected "</{expected}>", found "</{tag}>"'
    )


def _entity(tag: str, offset: int, length: int, url: str) -> Entities:
    kind = _KINDS[tag]
    if length == 0 or (kind == "text_link" and not url):
        return []
    link = {"url": url} if kind == "text_link" else {}
    return [{"type": kind, "offset": offset, "length": length, **link}]


def _trim(plain: str, entities: Entities) -> tuple[str, Entities]:
    cut = units(plain) - units(plain.lstrip())
    trimmed = plain.strip()
    end = units(trimmed)
    kept: Entities = []
    for entity in entities:
        start = max(0, entity["offset"] - cut)
        stop = min(end, entity["offset"] - cut + entity["length"])
        if stop > start:
            kept.append(entity | {"offset": start, "length": stop - start})
    return trimmed, kept


def parse_keyboard(markup: object) -> dict[str, Any] | None:
    """The inline keyboard to put under a message, None if there is none; raises a 400 for a wrong one."""
    if markup is None:
        return None
    if not isinstance(markup, dict):
        raise bad("object expected as reply markup")
    rows = markup.get("inline_keyboard")
    if rows is None:
        return None
    if not isinstance(rows, list) or not all(isinstance(row, list) for row in rows):
        raise bad("can't parse reply keyboard markup JSON object")
    keyboard = [[_parse_button(button) for button in row] for row in rows if row]
    if sum(len(row) for row in keyboard) > MAX_BUTTONS:
        raise bad("REPLY_MARKUP_TOO_LONG")
    return {"inline_keyboard": keyboard} if keyboard else None


def _parse_button(button: object) -> dict[str, str]:
    if not isinstance(button, dict) or not isinstance(button.get("text"), str):
        raise bad("can't parse inline keyboard button: Can't find field \"text\"")
    text, data, url = button["text"], button.get("callback_data"), button.get("url")
    if not text.strip():
        raise bad("inline keyboard button text must be non-empty")
    if url:
        if urlsplit(str(url)).scheme not in {"http", "https", "tg"}:
            raise bad(f"inline keyboard button URL '{url}' is invalid: Unsupported URL protocol")
        return {"text": text, "url": str(url)}
    if not data:
        raise bad("can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard")
    if not isinstance(data, str) or len(data.encode()) > 64:
        raise bad("BUTTON_DATA_INVALID")
    return {"text": text, "callback_data": data}


def buttons_of(keyboard: dict[str, Any] | None) -> list[Button]:
    """The keyboard's buttons as they stand on a phone."""
    rows = keyboard["inline_keyboard"] if keyboard else []
    return [_button(button) for row in rows for button in row]


def _button(button: dict[str, str]) -> Button:
    if "url" in button:
        return Button(button["text"], "url", url=button["url"])
    return Button(button["text"], "callback", data=button["callback_data"])
