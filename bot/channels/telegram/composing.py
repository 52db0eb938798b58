"""What is to be said, as the exact calls of the Bot API that say it.

Under an upload's field the body carries the file's name; bytes or file_id take its place when the call is made.
"""

import json
from typing import Any

from bot.channels.telegram.targets import is_captioned
from bot.channels.telegram.text import clean, shorten, split, units
from jobs.sending import Call, Effect, Key, Outgoing

TEXT_LIMIT = 4096  # UTF-16 units
CAPTION_LIMIT = 1024
LABEL_LIMIT = 64  # Telegram names no limit; a phone shows about half of this
BUTTON_LIMIT = 64  # bytes

# Lower-case method names: the library warns at each call of a name it has a method for.
SEND_TEXT = "sendmessage"
SEND_PHOTO = "sendphoto"
SEND_DOCUMENT = "senddocument"
EDIT_TEXT = "editmessagetext"
EDIT_CAPTION = "editmessagecaption"
EDIT_KEYS = "editmessagereplymarkup"

# Telegram's servers would fetch a link to preview it, and ours may be good for one visit only.
NO_PREVIEW = {"is_disabled": True}
PICTURE_NAME = "picture.png"


def compose(outgoing: Outgoing) -> list[Call]:
    """The calls in order; raises ValueError for what a correct caller never asks (button data over 64 bytes, nothing
    to say, an edit of nothing).
    """
    if outgoing.effect is Effect.EDIT:
        return [_edit(outgoing)]
    return _sends(outgoing)


def _sends(outgoing: Outgoing) -> list[Call]:
    """Media first, then the words that don't fit into the last one's caption; the keys stand under the last call."""
    words = clean(outgoing.text)
    media = _media(outgoing)
    caption = words if media and units(words) <= CAPTION_LIMIT else ""
    texts = [] if caption else [piece for piece in split(words, TEXT_LIMIT) if piece.strip()]
    bodies: list[tuple[str, dict[str, Any], dict[str, str]]] = [
        *((method, {field: name}, {field: digest}) for method, field, name, digest in media),
        *((SEND_TEXT, {"text": text, "link_preview_options": NO_PREVIEW}, {}) for text in texts),
    ]
    if not bodies:
        raise ValueError(f"outgoing {outgoing.id} says nothing")
    if caption:
        bodies[-1][1]["caption"] = caption
    if outgoing.keys:
        bodies[-1][1]["reply_markup"] = _keyboard(outgoing.keys)
    chat = _chat(outgoing)
    return [Call(method=method, body=_json(body | chat), uploads=uploads) for method, body, uploads in bodies]


def _media(outgoing: Outgoing) -> list[tuple[str, str, str, str]]:
    """Method, form field, file name and digest of each file."""
    media = []
    if outgoing.picture:
        media.append((SEND_PHOTO, "photo", PICTURE_NAME, outgoing.picture))
    if outgoing.file:
        media.append((SEND_DOCUMENT, "document", clean(outgoing.file_name) or outgoing.file[:12], outgoing.file))
    return media


def _edit(outgoing: Outgoing) -> Call:
    """One message can't become two, so words over the limit lose their end."""
    if outgoing.target is None or outgoing.picture or outgoing.file:
        raise ValueError(f"outgoing {outgoing.id} edits no message, or edits a file")
    words = clean(outgoing.text)
    body = {
        **_chat(outgoing),
        "message_id": int(outgoing.target.message),
        "reply_markup": _keyboard(outgoing.keys),
    }
    if is_captioned(outgoing.target):
        return Call(method=EDIT_CAPTION, body=_json(body | {"caption": shorten(words, CAPTION_LIMIT)}))
    if not words.strip():
        return Call(method=EDIT_KEYS, body=_json(body))
    text = shorten(words, TEXT_LIMIT)
    return Call(method=EDIT_TEXT, body=_json(body | {"text": text, "link_preview_options": NO_PREVIEW}))


def _chat(outgoing: Outgoing) -> dict[str, int]:
    return {"chat_id": int(outgoing.account)}


def _keyboard(keys: tuple[tuple[Key, ...], ...]) -> dict[str, Any]:
    return {"inline_keyboard": [[_button(key) for key in row] for row in keys if row]}


def _button(key: Key) -> dict[str, str]:
    label = shorten(clean(key.label), LABEL_LIMIT)
    if key.data.startswith(("https://", "http://")):
        return {"text": label, "url": key.data}
    if not 1 <= len(key.data.encode()) <= BUTTON_LIMIT:
        raise ValueError(f"a button's data must have 1 to {BUTTON_LIMIT} bytes")
    return {"text": label, "callback_data": key.data}


def _json(body: dict[str, Any]) -> str:
    return json.dumps(body, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
