"""Template cards of the kind `button_interaction`: what stands above the buttons, and the buttons.

Lists, keys and ids have hard limits; lengths of text are WeCom's recommendations, past which a phone folds or cuts
words. What doesn't fit is therefore said in a text message, and the card repeats only its beginning.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from bot.channels.wecom.words import on_one_line, shorten
from bot.quoting import BAR
from jobs.sending import Key
from models.ground.messages import Json

TITLE = 36  # characters
SUBTITLE = 160
ROWS = 6
BUTTONS = 6
LABEL = 14  # 10 are recommended; phones of today show 14

_ROW = re.compile(rf"([^：:{BAR}\s][^：:]{{0,4}})(?:：|: )[ \t]*(\S.{{0,29}})")
_SENTENCE_END = re.compile(r".{5,}(?:[。！？；]|[.!?;](?= ))")
_CLAUSE_END = re.compile(r".{5,}(?:[，：]|[,:](?= ))")
_NOTHING = "·"  # where WeCom asks for words and there are none


@dataclass(frozen=True)
class Face:
    """What stands above the buttons: a title, words below it, and rows of a label and a value."""

    title: str
    subtitle: str = ""
    rows: tuple[tuple[str, str], ...] = ()


def face(words: str) -> Face | None:
    """The words laid out on a card with nothing lost and in their order, or None where they don't fit."""
    first, *below = words.split("\n")
    title = _headline(first)
    if title is None:
        return None
    if len(title) < len(first):
        below.insert(0, first[len(title) :].lstrip())
    rows = _rows_at_the_end(below)
    subtitle = "\n".join(below[: len(below) - len(rows)]).strip()
    return Face(title, subtitle, rows) if len(subtitle) <= SUBTITLE else None


def beginning(words: str, keys: Sequence[Key]) -> Face:
    """The face of a card whose words stand in a text message above it."""
    first = words.split("\n", maxsplit=1)[0] or " / ".join(on_one_line(key.label) for key in keys)
    return Face(shorten(first, TITLE) or _NOTHING)


def card(shown: Face, keys: Sequence[Key], task_id: str) -> Json:
    """A card that can be sent; `keys` are at most 6, each with other data."""
    return {**_shown(shown), "task_id": task_id, "button_list": _buttons(keys)}


def renewed(shown: Face, keys: Sequence[Key]) -> Json:
    """A card in place of one that stands. Without keys it keeps a single grey button that says how it ended: a card
    without any button would have to lead to a page.
    """
    if keys:
        return {**_shown(shown), "button_list": _buttons(keys)}
    ending = shorten(shown.title, LABEL)
    return {**_shown(shown), "button_list": [{"text": ending, "style": 1, "key": "-"}], "replace_text": ending}


def _headline(first: str) -> str | None:
    if len(first) <= TITLE:
        return first or None
    ended = _SENTENCE_END.match(first, 0, TITLE) or _CLAUSE_END.match(first, 0, TITLE)
    return ended.group() if ended else None


def _rows_at_the_end(lines: Sequence[str]) -> tuple[tuple[str, str], ...]:
    rows: list[tuple[str, str]] = []
    for line in reversed(lines):
        row = _ROW.fullmatch(line.strip())
        if row is None:
            break
        rows.insert(0, (row[1].strip(), row[2]))
    return tuple(rows) if len(rows) <= ROWS else ()


def _shown(shown: Face) -> dict[str, Json]:
    parts: dict[str, Json] = {"card_type": "button_interaction", "main_title": {"title": shown.title}}
    if shown.subtitle:
        parts["sub_title_text"] = shown.subtitle
    if shown.rows:
        parts["horizontal_content_list"] = [{"keyname": name, "value": value} for name, value in shown.rows]
    return parts


def _buttons(keys: Sequence[Key]) -> list[Json]:
    return [_button(key, style=1 if place == 0 else 2) for place, key in enumerate(keys)]


def _button(key: Key, style: int) -> Json:
    button = {"text": shorten(on_one_line(key.label), LABEL) or _NOTHING, "style": style}
    if is_link(key):
        return {**button, "type": 1, "url": key.data}
    return {**button, "type": 0, "key": key.data}


def is_link(key: Key) -> bool:
    """Whether the key opens a page rather than coming back to us."""
    return key.data.startswith(("http://", "https://"))
