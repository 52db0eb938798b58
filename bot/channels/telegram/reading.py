"""Updates of the Bot API, read into what a person did.

Private words and presses are nearly all of the traffic and are read by hand: making the library's objects of them
costs twenty times as much.
"""

import re
from collections.abc import Mapping
from typing import Any, NamedTuple

from telegram import Message

from bot.channels.telegram.errors import UnreadableUpdate
from bot.channels.telegram.text import clean
from models.ground.messages import Act, Channel, FileReference, Incoming

LONGEST_TEXT = 4096  # characters; Telegram lets nobody type more
LONGEST_BUTTON = 64  # bytes of callback_data
LONGEST_NAME = 255  # characters of a file's name
LONGEST_ID = 512  # characters of a file_id or a callback's id, about five times what is seen

ALLOWED_UPDATES = ("message", "callback_query", "edited_message", "my_chat_member")
GONE = ("kicked", "left")  # how a chat stands with a bot that can't speak there
CODE_PREFIXES = ("s_", "p_")  # start payloads that are a sign's and a pass's code

_COMMAND = re.compile(r"/([A-Za-z0-9_]{1,32})(?:@([A-Za-z0-9_]{1,64}))?(?=\s|\Z)")
# Things said without words: they deserve an answer, so they count as an empty text.
_WORDLESS = (
    "animation", "audio", "contact", "dice", "location", "poll", "sticker", "story", "venue", "video", "video_note",
    "voice",
)  # fmt: skip


class TelegramUser(NamedTuple):
    """Who acted, and the language of the client."""

    account: str
    language: str


def read(update: Any, username: str = "") -> Incoming | None:
    """What a person did, or None where it isn't for us (channels, other bots, service messages).

    `username` is the bot's own, without @: a command addressed to another bot is not ours. Raises UnreadableUpdate, and
    nothing else, where the update isn't shaped as it should be.
    """
    body = _mapping(update, "update")
    event = event_id(body)
    if (press := body.get("callback_query")) is not None:
        return _read_press(_mapping(press, "callback_query"), event)
    if (message := body.get("message")) is not None:
        return _read_message(_mapping(message, "message"), event, username)
    if (edited := body.get("edited_message")) is not None:
        return _read_edit(_mapping(edited, "edited_message"), event)
    if (change := body.get("my_chat_member")) is not None:
        return _read_change(_mapping(change, "my_chat_member"), event)
    return None


def event_id(update: Any) -> str:
    """What makes an update one and the same when it comes twice; raises UnreadableUpdate."""
    return f"u{_whole(_mapping(update, 'update'), 'update_id')}"


def callback_id(update: Mapping[str, Any]) -> str | None:
    """The id that answering a press asks for; None where the update is no press."""
    press = update.get("callback_query")
    found = press.get("id") if isinstance(press, Mapping) else None
    return found if isinstance(found, str) and 0 < len(found) <= LONGEST_ID else None


def _read_press(press: Mapping[str, Any], event: str) -> Incoming | None:
    data, message = press.get("data"), press.get("message")
    if data is None or message is None:
        return None  # a game, or a message sent in inline mode: not ours
    message = _mapping(message, "message")
    person = _person(press)
    if person is None:
        return None
    return Incoming(
        channel=Channel.TELEGRAM,
        event=event,
        account=person.account,
        act=Act.PRESS,
        button=_text(data, "data", LONGEST_BUTTON),
        on=str(_whole(message, "message_id")),
        language=person.language,
        private=_is_private(message),
    )


def _read_message(message: Mapping[str, Any], event: str, username: str) -> Incoming | None:
    person = _person(message)
    if person is None:
        return None
    private = _is_private(message)
    if not private:  # what there is to say is said in the group, not to the person behind its back
        person = person._replace(account=_group(message))
    if private and (words := message.get("text")) is not None:
        return _said(event, person, _text(words, "text", LONGEST_TEXT), private=True, username=username)
    return _read_parsed(_parsed(message), event, person, private=private, username=username)


def _read_edit(message: Mapping[str, Any], event: str) -> Incoming | None:
    """Somebody changed what he had said; what changes by itself (a place that is shared, a vote) has no words."""
    said = message.get("text") or message.get("caption")
    return _of_person(message, event, Act.EDITED) if said else None


def _read_change(change: Mapping[str, Any], event: str) -> Incoming | None:
    """Somebody blocked the bot, or lets it speak again."""
    new, old = (_mapping(change.get(f"{age}_chat_member"), "chat_member").get("status") for age in ("new", "old"))
    if (new in GONE) == (old in GONE):
        return None
    return _of_person(change, event, Act.AWAY if new in GONE else Act.BACK)


def _of_person(part: Mapping[str, Any], event: str, act: Act) -> Incoming | None:
    person = _person(part)
    if person is None or not _is_private(part):
        return None
    return Incoming(channel=Channel.TELEGRAM, event=event, account=person.account, act=act, language=person.language)


def _group(message: Mapping[str, Any]) -> str:
    """The group a message stands in; its number is negative."""
    number = _mapping(message.get("chat"), "chat").get("id")
    if type(number) is not int or abs(number) >= 2**63:
        raise UnreadableUpdate("id")
    return str(number)


def _read_parsed(
    message: Message, event: str, person: TelegramUser, *, private: bool, username: str
) -> Incoming | None:
    """Everything rarer: groups, files, stickers."""
    if message.sender_chat is not None and not private:
        return None  # somebody speaks as a channel or as the group: no person to answer
    file = _file(message)
    words = _text(message.text or message.caption or "", "text", LONGEST_TEXT)
    if file is not None:
        return Incoming(
            channel=Channel.TELEGRAM,
            event=event,
            account=person.account,
            act=Act.FILE,
            text=words,
            file=file,
            language=person.language,
            private=private,
        )
    if message.text is None and not (private and any(getattr(message, kind) for kind in _WORDLESS)):
        return None
    return _said(event, person, words, private=private, username=username)


def _said(event: str, person: TelegramUser, words: str, *, private: bool, username: str) -> Incoming | None:
    act, text = Act.TEXT, words
    if command := _COMMAND.match(words):
        name, addressee = command.group(1).lower(), command.group(2)
        if addressee and username and addressee.lower() != username.lower():
            return None
        rest = words[command.end() :].strip()
        if name == "start":
            act, text = (Act.SCAN if rest.startswith(CODE_PREFIXES) else Act.START), rest
        else:
            text = f"/{name} {rest}".rstrip()
    return Incoming(
        channel=Channel.TELEGRAM,
        event=event,
        account=person.account,
        act=act,
        text=text,
        language=person.language,
        private=private,
    )


def _file(message: Message) -> FileReference | None:
    if message.photo:
        photo = max(message.photo, key=lambda size: _size(size.width) * _size(size.height))
        return FileReference(id=_file_id(photo.file_id), size=_size(photo.file_size))
    if message.document:
        document = message.document
        name = _text(document.file_name or "", "file_name", LONGEST_NAME)
        return FileReference(id=_file_id(document.file_id), name=name, size=_size(document.file_size))
    return None


def _parsed(message: Mapping[str, Any]) -> Message:
    try:
        return Message.de_json(dict(message), None)
    except (ArithmeticError, AttributeError, LookupError, OSError, RecursionError, TypeError, ValueError):
        # whatever the library stumbles over in a body that isn't Telegram's; its own message may quote the body
        raise UnreadableUpdate("message") from None


def _person(part: Mapping[str, Any]) -> TelegramUser | None:
    """Who sent it; None for bots and for what nobody sent."""
    if part.get("from") is None:
        return None
    user = _mapping(part["from"], "from")
    account = str(_whole(user, "id"))
    return None if user.get("is_bot") is True else TelegramUser(account, _language(user.get("language_code")))


def _language(code: Any) -> str:
    if not isinstance(code, str) or not code:
        return ""
    return "zh-CN" if code.lower().startswith("zh") else "en"


def _is_private(message: Mapping[str, Any]) -> bool:
    return _mapping(message.get("chat"), "chat").get("type") == "private"


def _mapping(value: Any, name: str) -> Mapping[str, Any]:
    if not isinstance(value, Mapping):
        raise UnreadableUpdate(name)
    return value


def _whole(part: Mapping[str, Any], name: str) -> int:
    value = part.get(name)
    if type(value) is not int or not 0 <= value < 2**63:
        raise UnreadableUpdate(name)
    return value


def _text(value: Any, name: str, longest: int) -> str:
    if not isinstance(value, str):
        raise UnreadableUpdate(name)
    return clean(value[:longest])


def _file_id(value: str) -> str:
    if not 0 < len(value) <= LONGEST_ID or not value.isascii():
        raise UnreadableUpdate("file_id")
    return value


def _size(value: Any) -> int:
    return value if type(value) is int and value >= 0 else 0
