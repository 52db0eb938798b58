"""What a member did, read from the plain XML of a callback."""

import hashlib
from collections.abc import Callable, Mapping
from typing import Any

from wechatpy.enterprise import parse_message

from bot.channels.wecom import events
from bot.channels.wecom.callback import BadCallback, bad_callbacks
from models.messages import Act, Channel, FileReference, Incoming

ACCOUNT_LIMIT = 64  # characters of a userid
NUMBER_LIMIT = 20  # digits of a MsgId, which is a 64-bit number

Said = Mapping[str, Any]  # the fields of an Incoming that depend on the kind of message


def incoming(plain: str, agent_id: int) -> Incoming | None:
    """What was done, or None where it isn't anything Fuma answers; raises BadCallback over another app's message or
    one that isn't as WeCom writes it.
    """
    with bad_callbacks():
        message = parse_message(plain)
        reader = READERS.get(message.event if message.type == "event" else message.type)
        if reader is None:
            return None
        if message.agent != agent_id:
            raise BadCallback("agent")
        said = reader(message)
        if said is None:
            return None
        return Incoming(channel=Channel.WECOM, event=_event(message, plain), account=_account(message), **said)


def _event(message: Any, plain: str) -> str:
    # Events carry no MsgId. WeCom proposes FromUserName and CreateTime instead, but two presses of one person within
    # a second are two events; a repeated delivery, on the other hand, is the same text to the last byte.
    number = message.id
    if not isinstance(number, int) or len(str(number)) > NUMBER_LIMIT:
        raise BadCallback("MsgId")
    return str(number) if number else hashlib.sha256(plain.encode()).hexdigest()


def _account(message: Any) -> str:
    account = _text(message.source)
    if not 0 < len(account) <= ACCOUNT_LIMIT:
        raise BadCallback("FromUserName")
    return account


def _text(value: object) -> str:
    if value is None:
        return ""
    if not isinstance(value, str):  # an element repeated or nested
        raise BadCallback("type")
    return value


def _words(message: Any) -> Said:
    return {"act": Act.TEXT, "text": _text(message.content)}


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
        "response_code": _text(message.response_code),
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
