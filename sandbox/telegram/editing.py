"""The methods that change or delete a message."""

from typing import Any

from sandbox.telegram.bot import Bot, Message, with_words
from sandbox.telegram.files import Stored
from sandbox.telegram.markup import buttons_of, parse_keyboard
from sandbox.telegram.refusals import bad
from sandbox.telegram.request import Call
from sandbox.telegram.sending import find_document, find_photo, read_text, read_words

DELETE_SECONDS = 48 * 3600
_SAME = (
    "message is not modified: specified new message content and reply markup are exactly the same "
    "as a current content and reply markup of the message"
)
_WORDS = ("text", "entities", "caption", "caption_entities")


async def edit_message_text(bot: Bot, call: Call) -> object:
    """A new text, and a new keyboard or none."""
    words, entities = read_text(call)
    message = _editable(bot, call)
    if not message.is_text:
        raise bad("there is no text in the message to edit")
    return _change(bot, call, message, with_words(_without(message, *_WORDS), "text", words, entities))


async def edit_message_caption(bot: Bot, call: Call) -> object:
    """A new caption, and a new keyboard or none."""
    words, entities = read_words(call, "caption")
    message = _editable(bot, call)
    if message.is_text:
        raise bad("there is no caption in the message to edit")
    return _change(bot, call, message, with_words(_without(message, *_WORDS), "caption", words, entities))


async def edit_message_reply_markup(bot: Bot, call: Call) -> object:
    """A new keyboard or none."""
    message = _editable(bot, call)
    return _change(bot, call, message, _without(message))


async def edit_message_media(bot: Bot, call: Call) -> object:
    """Another picture or file with its caption, and a new keyboard or none."""
    media = call.structure("media")
    if not isinstance(media, dict) or media.get("type") not in {"photo", "document"}:
        raise bad("can't parse InputMedia: wrong type")
    kind = str(media["type"])
    caption = read_words(call, "caption", media)
    message = _editable(bot, call)
    if message.is_text:
        raise bad("there is no media in the message to edit")
    find = find_photo(bot, call, media.get("media")) if kind == "photo" else None
    stored = await find if find else find_document(bot, call, media.get("media"))
    body = _without(message, *_WORDS, "photo", "document") | _shape(kind, stored)
    return _change(bot, call, message, with_words(body, "caption", *caption), stored)


async def delete_message(bot: Bot, call: Call) -> object:
    """Takes a message away, not later than 48 hours after it was sent."""
    message = bot.message_of(call, "message to delete not found")
    if bot.world.clock.wall() - message.sent_at > DELETE_SECONDS:
        raise bad("message can't be deleted for everyone")
    bot.world.chats.remove(message.bubble)
    del bot.messages[message.body["message_id"]]
    return True


def _editable(bot: Bot, call: Call) -> Message:
    message = bot.message_of(call, "message to edit not found")
    if not message.mine:
        raise bad("message can't be edited")
    return message


def _shape(kind: str, stored: Stored) -> dict[str, Any]:
    return {kind: list(stored.sizes) if kind == "photo" else stored.shape}


def _without(message: Message, *names: str) -> dict[str, Any]:
    leave = {"reply_markup", "edit_date", *names}
    return {name: value for name, value in message.body.items() if name not in leave}


def _change(
    bot: Bot, call: Call, message: Message, body: dict[str, Any], stored: Stored | None = None
) -> dict[str, Any]:
    keyboard = parse_keyboard(call.structure("reply_markup"))
    body |= {"reply_markup": keyboard} if keyboard else {}
    if body == {name: value for name, value in message.body.items() if name != "edit_date"}:
        raise bad(_SAME)
    bot.pace.spend(message.person.telegram_id)
    message.body = body | {"edit_date": bot.world.clock.stamp()}
    if stored:
        message.picture = stored.media if "photo" in body else None
        message.file = stored.media if "document" in body else None
    bot.world.chats.edit(
        message.bubble,
        text=message.words,
        buttons=buttons_of(keyboard),
        picture=message.picture,
        file=message.file,
    )
    return message.body
