"""message/update_template_card and message/recall."""

from typing import Any

from sandbox.chats import Button
from sandbox.people import Person
from sandbox.wecom import drafts
from sandbox.wecom.agent import Agent, Sent
from sandbox.wecom.cards import Card, check_card, part
from sandbox.wecom.refusals import Refused, invalid
from sandbox.wecom.sending import check_agent

RECALL_SECONDS = 24 * 3600
Body = dict[str, Any]


def update_template_card(agent: Agent, body: Body) -> Body:
    """Greys a card's buttons or puts another card in its place, for some of its receivers or all."""
    check_agent(agent, body, 42015)
    code = str(body.get("response_code") or "")
    sent = agent.code_owner(code)
    people, missing = _targets(agent, sent, body)
    if body.get("template_card") is not None:
        card = check_card(body["template_card"], update=True)
        for person in people:
            _replace(agent, sent, person, card)
    else:
        words = part(body, "button").get("replace_name")
        if not isinstance(words, str) or not words.strip():
            raise invalid("button.replace_name")
        for person in people:
            _grey(agent, sent, person, words)
    agent.spend_code(code)
    return {"errcode": 0, "errmsg": "ok", "invaliduser": missing}


def recall(agent: Agent, body: Body) -> Body:
    """Takes a message back from all phones, not later than 24 hours after it was sent."""
    sent = agent.sent.get(str(body.get("msgid") or ""))
    if sent is None:
        raise invalid("msgid")
    if agent.world.clock.wall() - sent.at > RECALL_SECONDS:
        raise Refused(42052, "msgid expired")
    for bubble in sent.bubbles.values():
        agent.world.chats.remove(bubble)
    return {"errcode": 0, "errmsg": "ok"}


def _targets(agent: Agent, sent: Sent, body: Body) -> tuple[list[Person], list[str]]:
    receivers = [person for person in agent.members() if person.id in sent.bubbles]
    if body.get("atall") == 1:
        return receivers, []
    wanted = body.get("userids") or []
    if not isinstance(wanted, list) or len(wanted) > 1000 or not all(isinstance(one, str) for one in wanted):
        raise Refused(40035, "invalid userids")
    by_account = {person.account.lower(): person for person in receivers}
    people = [by_account[userid.lower()] for userid in wanted if userid.lower() in by_account]
    if not people:
        raise Refused(81013, "user & party & tag all invalid")
    return people, [userid for userid in wanted if userid.lower() not in by_account]


def _replace(agent: Agent, sent: Sent, person: Person, card: Card) -> None:
    before = sent.cards[person.id]
    sent.cards[person.id] = {"task_id": before.get("task_id", "")} | card
    draft = drafts.template(card)
    agent.world.chats.edit(
        sent.bubbles[person.id],
        text=draft.text,
        title=draft.title,
        buttons=drafts.copies(draft.buttons),
        card=True,
    )


def _grey(agent: Agent, sent: Sent, person: Person, words: str) -> None:
    bubble = sent.bubbles[person.id]
    links = [button for button in bubble.buttons if button.kind in {"url", "menu"}]
    others = [button for button in bubble.buttons if button not in links]
    grey = [Button(words, greyed=True, id=others[0].id)] if others else []
    agent.world.chats.edit(bubble, text=bubble.text, title=bubble.title, buttons=grey + links, card=True)
