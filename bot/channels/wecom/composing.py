"""From what is to be said to the exact requests of WeCom that say it."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import chain

from bot.channels.wecom import cards
from bot.channels.wecom.cards import BUTTONS, LABEL, is_link
from bot.channels.wecom.targets import right_of
from bot.channels.wecom.words import clean, on_one_line, split
from jobs.sending import Call, Effect, Key, Outgoing
from models.ground.codes import new_id
from models.ground.messages import GROUP, Json

SEND = "message/send"
TO_GROUP = "appchat/send"
UPDATE = "message/update_template_card"
CODE_LIFE = 72 * 3600  # seconds in which a response code changes its card, once

# Seconds in which WeCom drops a request whose JSON it has seen; it takes 4 hours at most.
LONGEST_CHECK = 4 * 3600
SHORTEST_CHECK = 3600


@dataclass(frozen=True)
class Arranged:
    """What is said in text messages, and the keys of each card below them; `whole` where the first card holds all the
    words itself.
    """

    words: str
    groups: tuple[tuple[Key, ...], ...]
    whole: bool = False


def compose(outgoing: Outgoing, agent_id: int, now: float) -> list[Call]:
    """The requests in their order: a picture, a file, the words, and last the card, which may be changed later.

    A change whose card can't be changed any more (no code, or one older than 72 hours at `now`, in seconds since
    1970) is no request.
    """
    outgoing = replace(outgoing, text=clean(outgoing.text))
    if outgoing.account.startswith(GROUP):
        return _to_group(outgoing)
    if outgoing.effect is Effect.EDIT:
        return _edit(outgoing, agent_id, now)
    contents: list[dict[str, Json]] = []
    if outgoing.picture:
        contents.append({"msgtype": "image", "image": {}})
    if outgoing.file:
        contents.append({"msgtype": "file", "file": {"name": on_one_line(outgoing.file_name)}})
    contents += _said(outgoing, _arranged(outgoing))
    return [_message(outgoing, agent_id, place, content) for place, content in enumerate(contents)]


def _to_group(outgoing: Outgoing) -> list[Call]:
    """A group takes words alone, shows no cards, and what was said there is never changed."""
    if outgoing.effect is Effect.EDIT:
        return []
    chat = outgoing.account.removeprefix(GROUP)
    bodies = [{"chatid": chat, "msgtype": "text", "text": {"content": text}} for text in split(outgoing.text)]
    return [Call(method=TO_GROUP, body=_json(body)) for body in bodies]


def _edit(outgoing: Outgoing, agent_id: int, now: float) -> list[Call]:
    right = right_of(outgoing.target) if outgoing.target is not None else None
    if right is None or not right.code or now - right.since >= CODE_LIFE:
        return []
    arranged = _arranged(outgoing)
    first = arranged.groups[0] if arranged.groups else ()
    shown = cards.face(arranged.words) if arranged.whole or not arranged.groups else None
    change = _change(outgoing, agent_id, right.code, shown or cards.beginning(outgoing.text, first), first)
    if shown:
        return [change]
    # Words too long for a card are said below it, with whatever keys it could not hold.
    contents = _said(outgoing, arranged, cards_from=1)
    return [change, *(_message(outgoing, agent_id, place, content) for place, content in enumerate(contents))]


def _arranged(outgoing: Outgoing) -> Arranged:
    keys = _distinct(outgoing.keys)
    words = outgoing.text
    options, controls = _told_apart(keys)
    if outgoing.options and len(options) <= BUTTONS < len(keys) and not any(map(is_link, keys)):
        keys = [*options, *controls[: BUTTONS - len(options)]]  # back and cancel can be said at any time
    if outgoing.options and len(keys) > BUTTONS:
        return Arranged(_with_list(words, options), _in_cards(controls))
    if any(len(on_one_line(key.label)) > LABEL for key in options):
        words = _with_list(words, options)
        keys = [*_numbered(options), *controls]
    groups = _in_cards(keys)
    return Arranged(words, groups, whole=len(groups) == 1 and cards.face(words) is not None)


def _said(outgoing: Outgoing, arranged: Arranged, cards_from: int = 0) -> list[dict[str, Json]]:
    texts = [] if arranged.whole else split(arranged.words)
    contents: list[dict[str, Json]] = [{"msgtype": "text", "text": {"content": text}} for text in texts]
    for keys in arranged.groups[cards_from:]:
        shown = (cards.face(arranged.words) if arranged.whole else None) or cards.beginning(outgoing.text, keys)
        card = cards.card(shown, keys, _task_id())
        contents.append({"msgtype": "template_card", "template_card": card})
    return contents


def _distinct(rows: Sequence[Sequence[Key]]) -> list[Key]:
    # WeCom refuses a card on which two buttons have the same key; the second could do nothing else anyway.
    keys: dict[str, Key] = {}
    for key in chain.from_iterable(rows):
        keys.setdefault(key.data, key)
    return list(keys.values())


def _told_apart(keys: Sequence[Key]) -> tuple[list[Key], list[Key]]:
    """Answers, which can be given by number, and the rest: what works in every question (back, cancel), and links."""
    rest = [key for key in keys if "!" in key.data or is_link(key)]
    return [key for key in keys if key not in rest], rest


def _with_list(words: str, keys: Sequence[Key]) -> str:
    numbered = [f"{number}. {on_one_line(key.label)}" for number, key in enumerate(_pressable(keys), start=1)]
    links = [f"{on_one_line(key.label)} {key.data}" for key in keys if is_link(key)]
    return "\n".join(filter(None, [words, *numbered, *links]))


def _pressable(keys: Sequence[Key]) -> list[Key]:
    return [key for key in keys if not is_link(key)]


def _numbered(keys: Sequence[Key]) -> list[Key]:
    return [replace(key, label=f"{number}. {on_one_line(key.label)}") for number, key in enumerate(keys, start=1)]


def _in_cards(keys: Sequence[Key]) -> tuple[tuple[Key, ...], ...]:
    return tuple(tuple(keys[start : start + BUTTONS]) for start in range(0, len(keys), BUTTONS))


def _task_id() -> str:
    # WeCom was seen to swallow a card whose task_id it knows, without an error. At random, as a client may show it, and
    # the row's own number would count everybody's messages; a retry sends what was composed once.
    return new_id()


def _message(outgoing: Outgoing, agent_id: int, place: int, content: dict[str, Json]) -> Call:
    body = {
        "touser": outgoing.account,
        "agentid": agent_id,
        **content,
        "enable_duplicate_check": 1,
        "duplicate_check_interval": _check_interval(outgoing.id, place),
    }
    uploads = {"image": outgoing.picture, "file": outgoing.file}
    digest = uploads.get(content["msgtype"])
    return Call(method=SEND, body=_json(body), uploads={content["msgtype"]: digest} if digest else {})


def _check_interval(row: int, place: int) -> int:
    # WeCom drops a request whose whole JSON repeats within this interval: right for a retry, wrong for the same words
    # said again by another row, or twice in one. So the interval itself, which no reader sees, tells them apart: only
    # rows a multiple of 10,801 apart could meet. 61 leaves room for the messages of one row.
    return LONGEST_CHECK - (row * 61 + place) % (LONGEST_CHECK - SHORTEST_CHECK + 1)


def _change(outgoing: Outgoing, agent_id: int, code: str, shown: cards.Face, keys: Sequence[Key]) -> Call:
    body = {
        "userids": [outgoing.account],
        "agentid": agent_id,
        "response_code": code,
        "template_card": cards.renewed(shown, keys),
    }
    return Call(method=UPDATE, body=_json(body))


def _json(body: Json) -> str:
    return json.dumps(body, ensure_ascii=False, separators=(",", ":"))
