"""sendMessage, sendPhoto, sendDocument, sendChatAction."""

from typing import Any

from sandbox.people import Person
from sandbox.telegram.bot import Bot, with_words
from sandbox.telegram.files import Stored
from sandbox.telegram.markup import Entities, parse_keyboard, parse_text, units
from sandbox.telegram.refusals import bad
from sandbox.telegram.request import Call, Upload

MAX_TEXT, MAX_CAPTION = 4096, 1024
_ACTIONS = frozenset(
    {"typing", "choose_sticker", "find_location"}
    | {f"upload_{what}" for what in ("photo", "video", "voice", "document", "video_note")}
    | {f"record_{what}" for what in ("video", "voice", "video_note")}
)


def read_words(call: Call, name: str, fields: dict[str, Any] | None = None) -> tuple[str, Entities]:
    """A call's text or caption with its formatting; raises a 400 if it is too long or can't be parsed."""
    source = call if fields is None else Call(call.method, fields)
    words, entities = parse_text(source.string(name), source.string("parse_mode"))
    told = source.structure("entities" if name == "text" else "caption_entities")
    if isinstance(told, list) and not source.string("parse_mode"):
        entities = told
    if units(words) > (MAX_TEXT if name == "text" else MAX_CAPTION):
        raise bad("message is too long" if name == "text" else "message caption is too long")
    return words, entities


def read_text(call: Call) -> tuple[str, Entities]:
    """A call's text; raises a 400 if there is none."""
    words, entities = read_words(call, "text")
    if not words:
        raise bad("message text is empty")
    return words, entities


def new_body(bot: Bot, person: Person, call: Call) -> dict[str, Any]:
    """The frame of a message to that person, with its keyboard, counted against the pace."""
    keyboard = parse_keyboard(call.structure("reply_markup"))
    bot.pace.spend(person.telegram_id)
    return bot.skeleton(person, mine=True) | ({"reply_markup": keyboard} if keyboard else {})


async def send_message(bot: Bot, call: Call) -> object:
    """A text message."""
    words, entities = read_text(call)
    person = bot.chat_of(call)
    body = with_words(new_body(bot, person, call), "text", words, entities)
    return bot.keep(person, body, mine=True).body


async def send_photo(bot: Bot, call: Call) -> object:
    """A picture, uploaded or by its file id."""
    caption = read_words(call, "caption")
    person = bot.chat_of(call)
    stored = await find_photo(bot, call, call.fields.get("photo"))
    body = with_words(new_body(bot, person, call) | {"photo": list(stored.sizes)}, "caption", *caption)
    return bot.keep(person, body, mine=True, picture=stored.media).body


async def send_document(bot: Bot, call: Call) -> object:
    """A file, uploaded or by its file id."""
    caption = read_words(call, "caption")
    person = bot.chat_of(call)
    stored = find_document(bot, call, call.fields.get("document"))
    body = with_words(new_body(bot, person, call) | {"document": stored.shape}, "caption", *caption)
    return bot.keep(person, body, mine=True, file=stored.media).body


async def send_chat_action(bot: Bot, call: Call) -> object:
    """Shows that the bot is busy; nothing stays of it."""
    bot.chat_of(call)
    if call.string("action").lower() not in _ACTIONS:
        raise bad("wrong parameter action in request")
    return True


def uploaded(call: Call, name: str, value: object) -> Upload | None:
    """The file that came with the call under that name or as attach://…; raises a 400 for an empty one."""
    attached = str(value).removeprefix("attach://") if str(value).startswith("attach://") else name
    upload = call.files.get(attached)
    if upload is not None and not upload.data:
        raise bad("file must be non-empty")
    return upload


async def find_photo(bot: Bot, call: Call, value: object) -> Stored:
    """The picture a call brings or names; raises the 400s for pictures."""
    upload = uploaded(call, "photo", value)
    if upload is not None:
        return await bot.files.photo(upload.data)
    if not value:
        raise bad("there is no photo in the request")
    stored = _named(bot, value)
    if not stored.sizes:
        raise bad("can't use file of type Document as Photo")
    return stored


def find_document(bot: Bot, call: Call, value: object) -> Stored:
    """The file a call brings or names; raises the 400s for files."""
    upload = uploaded(call, "document", value)
    if upload is not None:
        return bot.files.document(upload.data, upload.name)
    if not value:
        raise bad("there is no document in the request")
    stored = _named(bot, value)
    if stored.sizes:
        raise bad("can't use file of type Photo as Document")
    return stored


def _named(bot: Bot, value: object) -> Stored:
    stored = bot.files.find(str(value))
    if stored is None:
        raise bad("wrong file identifier/HTTP URL specified")
    return stored
