"""What a member did, read from the plain XML of a callback."""

import hashlib
import re
from collections.abc import Callable, Mapping
from typing import Any

from wechatpy.enterprise import parse_message

from bot.channels.wecom import events
from bot.channels.wecom.callback import FAULTS, BadCallback, UnreadableCallback
from bot.channels.wecom.targets import RESPONSE_CODE
from models.ground.messages import Act, Channel, FileReference, Incoming

# One userid and no more: "a|b" would be two people, "@all" everybody.
ACCOUNT = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.@-]{0,63}")

ACCOUNT_LIMIT = 64  # characters of a userid
NUMBER_LIMIT = 20  # digits of a MsgId, which is a 64-bit number

# Where the XML is broken: WeCom writes the sender before anything a member typed, and the app's number after it.
_SENDER = re.compile(r"<FromUserName>\s*(?:<!\[CDATA\[)?([^<>\[\]]*)(?:\]\]>)?\s*</FromUserName>")
_AGENT = re.compile(r"<AgentID>\s*(?:<!\[CDATA\[)?([0-9]{1,20})(?:\]\]>)?\s*</AgentID>")

Said = Mapping[str, Any]  # the fields of an Incoming that depend on the kind of message


def incoming(plain: str, agent_id: int) -> Incoming | None:
    """What was done, or None where it isn't anything Fuma answers; raises BadCallback over another app's message, and
    UnreadableCallback over one that isn't as WeCom writes it.
    """
    try:
        return _read(plain, agent_id)
    except UnreadableCallback as fault:
        why = fault.why
    except FAULTS as fault:
        why = type(fault).__name__
    raise UnreadableCallback(why, _complaint(plain, agent_id))


def _read(plain: str, agent_id: int) -> Incoming | None:
    message = parse_message(plain)
    fields = message._data
    is_event = fields["MsgType"].lower() == "event"
    reader = READERS.get(fields["Event"].lower()) if is_event else READERS.get(message.type, _wordless)
    if reader is None:
        return None
    if int(fields["AgentID"]) != agent_id:
        raise BadCallback("agent")
    said = reader(message)
    if said is None:
        return None
    return Incoming(channel=Channel.WECOM, event=_event(message, plain), account=_account(message), **said)


def _complaint(plain: str, agent_id: int) -> Incoming | None:
    """What a member did that can't be read, so that he hears of it; None where it isn't known whose it is."""
    sender, agents = _SENDER.search(plain), _AGENT.findall(plain)
    if agents and agents[-1] != str(agent_id):
        raise BadCallback("agent")
    if sender is None or not ACCOUNT.fullmatch(sender[1]):
        return None
    return Incoming(channel=Channel.WECOM, event=_digest(plain), account=sender[1], act=Act.UNREADABLE)


def _event(message: Any, plain: str) -> str:
    # Events carry no MsgId. WeCom proposes FromUserName and CreateTime instead, but two presses of one person within
    # a second are two events; a repeated delivery, on the other hand, is the same text to the last byte.
    number = message.id
    if not isinstance(number, int) or len(str(number)) > NUMBER_LIMIT:
        raise UnreadableCallback("MsgId")
    return str(number) if number else _digest(plain)


def _digest(plain: str) -> str:
    return hashlib.sha256(plain.encode()).hexdigest()


def _account(message: Any) -> str:
    account = _text(message.source)
    if not 0 < len(account) <= ACCOUNT_LIMIT:
        raise UnreadableCallback("FromUserName")
    return account


def _text(value: object) -> str:
    if value is None:
        return ""
    if not isinstance(value, str):  # an element repeated or nested
        raise UnreadableCallback("type")
    return value


def _words(message: Any) -> Said:
    return {"act": Act.TEXT, "text": _text(message.content)}


def _wordless(_message: Any) -> Said:
    """A voice, a video, a place: said without words, it deserves an answer all the same."""
    return {"act": Act.TEXT}


def _image(message: Any) -> Said:
    return {"act": Act.FILE, "file": FileReference(id=_text(message.media_id))}


def _file(message: events.FileMessage) -> Said:
    return {"act": Act.FILE, "file": FileReference(id=_text(message.media_id), name=_text(message.name))}


def _menu_entry(message: Any) -> Said | None:
    key = _text(message.key)
    return {"act": Act.TEXT, "text": "/" + key.removeprefix("/")} if key else None


def _scan(message: Any) -> Said:
    return {"act": Act.SCAN, "text": _text(message.scan_result)}


def _press(message: events.TemplateCardEvent) -> Said | None:
    # Where something was chosen, the option's id says more than the button that sent it off.
    button = _text(message.options[0] if message.options else message.key)
    if not button:
        return None
    return {
        "act": Act.PRESS,
        "button": button,
        "on": _text(message.task_id),
        "own": {RESPONSE_CODE: code} if (code := _text(message.response_code)) else {},
    }


def _start(_message: Any) -> Said:
    return {"act": Act.START}


# enter_agent is left out: it comes at every visit to the app, and a greeting each time would be a nuisance.
READERS: Mapping[str, Callable[[Any], Said | None]] = {
    "text": _words,
    "image": _image,
    "file": _file,
    "click": _menu_entry,
    "scancode_push": _scan,
    "scancode_waitmsg": _scan,
    "template_card_event": _press,
    "template_card_menu_event": _press,
    "subscribe": _start,
}
