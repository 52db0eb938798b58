"""What comes in and what goes out, as values: no words, no platform, no picture yet.

An `Incoming` is what a person did; a `Message` is what Fuma means to say. Words are found by key when a message is
rendered in its reader's language, so `fields` hold canonical values: texts, numbers, and the tagged values made by
the small constructors below.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Any, ClassVar

from models.ground.cleaning import clean, on_one_line
from models.ground.names import Name

Json = Any  # null, true, a number, a text, a list or a mapping of these: what json.dumps takes
Fields = Mapping[str, Json]

VERSION = "1"  # of everything two releases share: buttons, drafts, outbox rows
NOBODY = 0  # the receiver of what is said to somebody unknown, or to a group
GROUP = "#"  # before the id of a group where an account stands: no account of a person begins so


class Channel(Name):
    """The name of a platform on which Fuma talks. Two come with it; another brings its own and changes nothing here."""

    SHAPE = re.compile(r"[a-z][a-z0-9]{0,23}")

    TELEGRAM: ClassVar["Channel"]
    WECOM: ClassVar["Channel"]


class Act(StrEnum):
    """What a person can do on any channel."""

    TEXT = "text"  # typed words, a menu entry or a command
    PRESS = "press"  # a button
    FILE = "file"  # a photo or a document
    SCAN = "scan"  # a code read by the platform's scanner, or opened by a link
    START = "start"  # the chat was opened
    EDITED = "edited"  # changed words that were said before
    AWAY = "away"  # blocked us, or left
    BACK = "back"  # can be reached again
    UNREADABLE = "unreadable"  # something that came from the platform broken


@dataclass(frozen=True, kw_only=True)
class FileReference:
    """A file that still lies with the platform; `size` in bytes as the platform claims it, 0 where it says nothing."""

    id: str
    name: str = ""
    size: int = 0

    def __post_init__(self) -> None:
        object.__setattr__(self, "name", on_one_line(self.name))


@dataclass(frozen=True, kw_only=True)
class Incoming:
    """One thing one person did, as an adapter understood it.

    `event` is unique in its channel and decides what counts as the same event twice. `text` holds the typed words, a
    scanned code or a start payload; a menu entry or a command arrives as TEXT with a leading slash ("/visit").
    Words and a file's name are clean from the start, whoever made the value (`models/ground/cleaning.py`).
    `button` is a pressed button's data, `on` the platform's id of the message it stood on, `own` what else came with
    it that the channel alone understands.
    """

    channel: Channel
    event: str
    account: str
    act: Act
    text: str = ""
    button: str = ""
    on: str = ""
    file: FileReference | None = None
    language: str = ""
    private: bool = True
    own: Fields = field(default_factory=dict, hash=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "text", clean(self.text))


class Class(StrEnum):
    """Order is kept within a class and receiver, and a quarter of the senders is kept for the first two."""

    VERDICT = "verdict"
    REPLY = "reply"
    NOTICE = "notice"
    BULK = "bulk"


@dataclass(frozen=True, kw_only=True)
class Button:
    """A choice under a message: `label` is a word or plain text, `data` comes back when it is pressed (64 bytes)."""

    label: Json
    data: str


class Drawing(StrEnum):
    """The pictures Fuma draws."""

    PASS = "pass"
    VERDICT = "verdict"
    VISITORS = "visitors"
    SIGN = "sign"


@dataclass(frozen=True, kw_only=True)
class Picture:
    """A picture to be drawn in the reader's language when the message is sent."""

    drawing: Drawing
    fields: Fields


@dataclass(frozen=True)
class Group:
    """A group chat on a channel, by the platform's id."""

    channel: Channel
    id: str


@dataclass(frozen=True, kw_only=True)
class Message:
    """What is said to one person, or to a `group`.

    `about` names what the message shows ("visit.12.reply"), so that it can be changed later wherever it stands.
    `options` marks buttons as the answers of a question, which can also be given by number. `file` is the digest of a
    stored file that goes along. `sight` names what it shows where `about` doesn't: whoever may not see that any more
    when it goes doesn't get it.
    """

    to: int
    key: str
    fields: Fields = field(default_factory=dict)
    urgency: Class = Class.REPLY
    buttons: tuple[tuple[Button, ...], ...] = ()
    options: bool = False
    picture: Picture | None = None
    file: str | None = None
    about: str | None = None
    group: Group | None = None
    sight: str | None = None


@dataclass(frozen=True, kw_only=True)
class Change:
    """What becomes of every message that shows `about`: new words, and the buttons that are left; for `to` alone, and
    in one `chat` (a channel and an account), where given. Whoever may not see `inside` is told it with the fields
    `outside`.
    """

    about: str
    key: str
    fields: Fields = field(default_factory=dict)
    buttons: tuple[tuple[Button, ...], ...] = ()
    to: int | None = None
    chat: tuple[Channel, str] | None = None
    inside: str | None = None
    outside: Fields = field(default_factory=dict)


# Tagged values: what a field means, so that each language can put it its own way.


def word(key: str, **fields: Json) -> Json:
    """A word of the locales inside another sentence, such as the name of a kind of visit."""
    return {"$word": key, "fields": fields}


def day(value: date, *, provisional: bool = False) -> Json:
    """A calendar day; `provisional` where it was counted over days off that are still to be announced."""
    return {"$day": value.isoformat(), **_marked(provisional=provisional)}


def moment(value: datetime, *, provisional: bool = False) -> Json:
    """A moment, told in China Standard Time; `provisional` as with a day."""
    return {"$moment": value.isoformat(), **_marked(provisional=provisional)}


def _marked(*, provisional: bool) -> dict[str, Json]:
    return {"provisional": True} if provisional else {}


def window(start: datetime, end: datetime) -> Json:
    """From a moment to a moment, usually of one day."""
    return {"$window": [start.isoformat(), end.isoformat()]}


class NumberForm(StrEnum):
    """How much of a number is told."""

    WHOLE = "whole"
    BARE = "bare"  # mark and serial alone: nobody goes by it where two years could meet


def number(series: str, mark: str, year: int, serial: int, form: NumberForm = NumberForm.WHOLE) -> Json:
    """A number like a document's, of a department's series of a year (访企〔2026〕环1号)."""
    return {"$number": [series, mark, year, serial], "form": form.value}


def listing(values: Sequence[Json]) -> Json:
    """Several values in one sentence."""
    return {"$list": list(values)}


def quoted(text: str) -> Json:
    """Somebody's own words, where they stand among other values; "" for none. A plain text under a name of
    `bot/quoting.py::OF_PEOPLE` is shown in the same way.
    """
    return {"$quote": text} if text else ""


def lines(values: Sequence[Json]) -> Json:
    """Several values, each on a line of its own."""
    return {"$lines": list(values)}


def message_from_json(body: Any) -> Message:
    """The message that `message_to_json` stored."""
    picture, group = body.get("picture"), body.get("group")
    return Message(
        to=body["to"],
        key=body["key"],
        fields=body["fields"],
        urgency=Class(body["urgency"]),
        buttons=buttons_from_json(body["buttons"]),
        options=body.get("options", False),
        picture=Picture(drawing=Drawing(picture["drawing"]), fields=picture["fields"]) if picture else None,
        file=body.get("file"),
        about=body.get("about"),
        group=Group(Channel(group["channel"]), group["id"]) if group else None,
        sight=body.get("sight"),
    )


def message_to_json(message: Message) -> dict[str, Json]:
    """A message as it is kept in the outbox."""
    return {
        "version": VERSION,
        "to": message.to,
        "key": message.key,
        "fields": message.fields,
        "urgency": message.urgency.value,
        "buttons": buttons_to_json(message.buttons),
        "options": message.options,
        "picture": message.picture and {"drawing": message.picture.drawing.value, "fields": message.picture.fields},
        "file": message.file,
        "about": message.about,
        "group": message.group and {"channel": message.group.channel.value, "id": message.group.id},
        "sight": message.sight,
    }


def buttons_to_json(rows: tuple[tuple[Button, ...], ...]) -> Json:
    """Rows of buttons as JSON."""
    return [[{"label": b.label, "data": b.data} for b in row] for row in rows]


def buttons_from_json(rows: Any) -> tuple[tuple[Button, ...], ...]:
    """Rows of buttons from JSON."""
    return tuple(tuple(Button(label=b["label"], data=b["data"]) for b in row) for row in rows)
