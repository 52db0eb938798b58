"""appchat: group chats that the app makes, and what it says there."""

import re
import secrets
from typing import Any

from sandbox.people import Person
from sandbox.wecom import drafts
from sandbox.wecom.agent import Agent, Group
from sandbox.wecom.refusals import Refused, invalid
from sandbox.wecom.sending import MAX_TEXT

LEAST, MOST_MEMBERS = 2, 2000
MAX_NAME = 50
Body = dict[str, Any]

_ID = re.compile(r"[0-9A-Za-z]{1,32}")


def create(agent: Agent, body: Body) -> Body:
    """Serves appchat/create: of the members named those who see the app, two of them at least."""
    members = _members(agent, body)
    owner = str(body.get("owner") or members[0].account)
    if owner.lower() not in {member.account.lower() for member in members}:
        raise Refused(86007, "owner is not in the member list")
    chat = str(body.get("chatid") or secrets.token_hex(16))
    if not _ID.fullmatch(chat):
        raise Refused(86001, "chatid invalid")
    if chat in agent.groups:
        raise Refused(86215, "chatid existed")
    agent.groups[chat] = Group(chat, str(body.get("name") or "")[:MAX_NAME], owner, tuple(members))
    return {"errcode": 0, "errmsg": "ok", "chatid": chat}


def describe(agent: Agent, chat: str) -> Body:
    """Serves appchat/get."""
    group = _group(agent, chat)
    told = {"chatid": group.id, "name": group.name, "owner": group.owner}
    return {"errcode": 0, "errmsg": "ok", "chat_info": {**told, "userlist": [one.account for one in group.members]}}


def send(agent: Agent, body: Body) -> tuple[Body, list[str]]:
    """Serves appchat/send of words: the answer, and the ids of those for whom it was one message too many."""
    group = _group(agent, str(body.get("chatid") or ""))
    if body.get("msgtype") != "text":
        raise Refused(40008, "invalid message type")
    content = body.get("text")
    words = content.get("content") if isinstance(content, dict) else None
    if not isinstance(words, str) or not words.strip():
        raise Refused(44004, "content missing")
    draft = drafts.plain(words.encode()[:MAX_TEXT].decode(errors="ignore"))
    dropped = []
    for person in group.members:
        if not agent.pace.takes(person.id):
            dropped.append(person.id)
            continue
        agent.world.chats.add(
            person,
            "fuma",
            text=f"{group.name}\n{draft.text}",
            title=group.name,
            buttons=drafts.copies(draft.buttons),
        )
    return {"errcode": 0, "errmsg": "ok"}, dropped


def _group(agent: Agent, chat: str) -> Group:
    """A group of this app's; one that somebody else made is as unknown as one that isn't there."""
    group = agent.groups.get(chat)
    if group is None:
        raise Refused(86001, "chatid invalid")
    return group


def _members(agent: Agent, body: Body) -> list[Person]:
    named = body.get("userlist")
    if not isinstance(named, list):
        raise invalid("userlist")
    found = [agent.member(str(user)) for user in named]
    members = list({person.id: person for person in found if person is not None}.values())
    if not LEAST <= len(members) <= MOST_MEMBERS:
        raise Refused(86006, "invalid chat member list size")
    return members
