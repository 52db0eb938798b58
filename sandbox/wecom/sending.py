"""message/send: who gets it, what it looks like, and what WeCom refuses."""

import hashlib
import json
import secrets
from collections.abc import Callable
from typing import Any

from sandbox.people import Person
from sandbox.wecom import drafts
from sandbox.wecom.agent import Agent, Sent
from sandbox.wecom.cards import WITH_CALLBACK, Card, check_card, has_callback
from sandbox.wecom.drafts import Draft
from sandbox.wecom.refusals import Refused, invalid

MAX_TEXT, MAX_URL = 2048, 2048
REPEAT_SECONDS, MAX_REPEAT_SECONDS = 1800, 4 * 3600
Body = dict[str, Any]


def read_body(raw: bytes) -> Body:
    """The JSON object in a request; raises 40058."""
    try:
        body = json.loads(raw)
    except ValueError as error:
        raise invalid("json") from error
    if not isinstance(body, dict):
        raise invalid("json")
    return body


def check_agent(agent: Agent, body: Body, code: int = 301002) -> None:
    """Raises 41011, 40056 or, for another app's id, the given code."""
    if "agentid" not in body:
        raise Refused(41011, "missing agentid")
    if not str(body["agentid"]).isdecimal():
        raise Refused(40056, "invalid agentid")
    if int(body["agentid"]) != agent.agent_id:
        raise Refused(code, "not allow operate another agent with this accesstoken")


async def send(agent: Agent, raw: bytes) -> tuple[Body, list[str]]:
    """Serves message/send; the answer, and the ids of those for whom it was one message too many."""
    body = read_body(raw)
    check_agent(agent, body)
    people, answer = _receivers(agent, body)
    kind = body.get("msgtype")
    make = _KINDS.get(str(kind))
    if make is None:
        raise Refused(40008, "invalid message type")
    content = body.get(str(kind))
    if not isinstance(content, dict):
        raise invalid(str(kind))
    draft = make(agent, content)
    card = content if kind == "template_card" else None
    if card and has_callback(card) and not await agent.callbacks.check():
        raise Refused(43012, "no callback url")
    before = _repeated(agent, body, raw)
    if before is not None:
        return before, []
    if card:
        _register_task(agent, card)
    sent = Sent(secrets.token_urlsafe(32), agent.world.clock.wall())
    dropped = _place(agent, sent, people, draft, card)
    answer |= {"errcode": 0, "errmsg": "ok", "msgid": sent.id}
    if card and card["card_type"] in WITH_CALLBACK:
        answer["response_code"] = agent.new_code(sent)
    _remember(agent, body, raw, answer)
    return answer, dropped


def _place(agent: Agent, sent: Sent, people: list[Person], draft: Draft, card: Card | None) -> list[str]:
    dropped = []
    agent.sent[sent.id] = sent
    for person in people:
        if not agent.pace.takes(person.id):
            dropped.append(person.id)
            continue
        show(agent, sent, person, draft)
        if card:
            sent.cards[person.id] = card
    return dropped


def show(agent: Agent, sent: Sent, person: Person, draft: Draft) -> None:
    """Puts a message on a member's phone."""
    bubble = agent.world.chats.add(
        person,
        "fuma",
        text=draft.text,
        title=draft.title,
        picture=draft.picture,
        file=draft.file,
        buttons=drafts.copies(draft.buttons),
        card=draft.card,
    )
    sent.bubbles[person.id] = bubble
    agent.by_bubble[bubble.id] = sent


def _receivers(agent: Agent, body: Body) -> tuple[list[Person], Body]:
    users, parties, tags = (_names(body, name, most) for name, most in _TARGETS)
    if not (users or parties or tags):
        raise Refused(82001, "user & party & tag all empty")
    people = agent.members() if users == ["@all"] else [one for one in map(agent.member, users) if one]
    missing = [] if users == ["@all"] else [user for user in users if agent.member(user) is None]
    if not people:
        raise Refused(81013, "user & party & tag all invalid")
    unique = list({person.id: person for person in people}.values())
    told = {"invaliduser": missing, "invalidparty": parties, "invalidtag": tags, "unlicenseduser": []}
    return unique, {name: "|".join(names).lower() for name, names in told.items()}


_TARGETS = (("touser", 1000), ("toparty", 100), ("totag", 100))


def _names(body: Body, name: str, most: int) -> list[str]:
    value = body.get(name) or ""
    if not isinstance(value, str):
        raise invalid(name)
    names = [one for one in value.split("|") if one]
    if len(names) > most:
        raise Refused(40032, f"invalid {name} list size")
    return names


def _window(body: Body) -> int:
    seconds = body.get("duplicate_check_interval", REPEAT_SECONDS)
    if not isinstance(seconds, int):
        raise invalid("duplicate_check_interval")
    return min(max(seconds, 0), MAX_REPEAT_SECONDS)


def _repeated(agent: Agent, body: Body, raw: bytes) -> Body | None:
    if body.get("enable_duplicate_check") != 1:
        return None
    window = _window(body)
    at, answer = agent.repeated.get(hashlib.sha256(raw).digest(), (None, {}))
    if at is None or agent.world.clock.wall() - at >= window:
        return None
    return answer


def _remember(agent: Agent, body: Body, raw: bytes, answer: Body) -> None:
    if body.get("enable_duplicate_check") == 1:
        agent.repeated[hashlib.sha256(raw).digest()] = (agent.world.clock.wall(), answer)


def _register_task(agent: Agent, card: Card) -> None:
    task_id = str(card.get("task_id", ""))
    if task_id in agent.task_ids:
        raise Refused(42014, "task_id duplicated")
    if task_id:
        agent.task_ids.add(task_id)


def _words(content: Body, name: str) -> str:
    value = content.get(name)
    if not isinstance(value, str) or not value.strip():
        raise Refused(_EMPTY.get(name, 40058), f"{name} missing")
    return value


_EMPTY = {"content": 44004, "title": 41016, "description": 41033, "url": 41010, "media_id": 41006}


def _cut(text: str, most: int) -> str:
    return text.encode()[:most].decode(errors="ignore")


def _url(content: Body) -> str:
    url = _words(content, "url")
    if not url.startswith(("http://", "https://")):
        raise Refused(45034, "url must have a scheme")
    if len(url.encode()) > MAX_URL:
        raise Refused(40039, "invalid url size")
    return url


def _text(_agent: Agent, content: Body) -> Draft:
    return drafts.plain(_cut(_words(content, "content"), MAX_TEXT))


def _markdown(_agent: Agent, content: Body) -> Draft:
    words = _words(content, "content")
    if len(words.encode()) > MAX_TEXT:
        raise Refused(45002, "content size out of limit")
    return drafts.markdown(words)


def _image(agent: Agent, content: Body) -> Draft:
    return Draft(picture=agent.media.find(_words(content, "media_id"), "image"))


def _file(agent: Agent, content: Body) -> Draft:
    return Draft(file=agent.media.find(_words(content, "media_id"), "file"))


def _textcard(_agent: Agent, content: Body) -> Draft:
    title, description = _words(content, "title")[:128], _words(content, "description")[:512]
    return drafts.textcard(title, description, _url(content), str(content.get("btntxt") or "")[:4])


def _news(_agent: Agent, content: Body) -> Draft:
    articles = content.get("articles")
    if not isinstance(articles, list) or not 1 <= len(articles) <= 8:
        raise Refused(45008, "article count out of limit")
    shown = []
    for article in articles:
        if not isinstance(article, dict):
            raise invalid("articles")
        url = {"url": _url(article)} if article.get("url") else {}
        description = _cut(str(article.get("description") or ""), 512)
        shown.append({"title": _cut(_words(article, "title"), 128), "description": description, **url})
    return drafts.news(shown)


def _template(_agent: Agent, content: Body) -> Draft:
    return drafts.template(check_card(content))


_KINDS: dict[str, Callable[[Agent, Body], Draft]] = {
    "text": _text,
    "markdown": _markdown,
    "image": _image,
    "file": _file,
    "textcard": _textcard,
    "news": _news,
    "template_card": _template,
}
