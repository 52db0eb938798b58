"""What a button carries: everything it needs to be decided again when it is pressed, in at most 64 bytes.

A one-tap button is `2.<verb>.<subject>.<seen revision>`, where a subject is a letter and a random id
("vXk3…"), for a list the letter "o" and from where on it goes on, or empty. A talk's button has no verb:
`2..<draft>.<question>.<option>`, with the draft's random id, and its option masked, since it may be the number of a
row. The first character is the version of this grammar.

Version 1, which stands in chats for good, had the numbers of rows in place of ids, and its options unmasked.
"""

import re
from dataclasses import dataclass

from models.ground.codes import ID_LENGTH
from models.ground.messages import Button, Json
from models.ground.public_ids import LARGEST
from models.post.drafts import Draft

VERSION, BY_NUMBER = "2", "1"
MOST_BYTES = 64  # Telegram's limit of callback_data
ON_WITH_A_LIST = "o"  # the kind of a subject that is a place in a list

_ID = re.compile(rf"[A-Za-z0-9_-]{{{ID_LENGTH}}}")


class UnreadableButton(Exception):
    """This is no button of ours, or one of a version that can't be read any more."""


@dataclass(frozen=True)
class TalkButton:
    """An answer to a question of a talk; the draft by its random id, or by its number, and then the option is no
    mask.
    """

    draft: str | int
    question: str
    option: str


@dataclass(frozen=True)
class OnWithAList:
    """Goes on with the list of a verb, from a place."""

    verb: str
    place: int


@dataclass(frozen=True)
class OneTap:
    """A verb done to a subject whose `revision` was on the screen; the subject by its random id, or by its number."""

    verb: str
    kind: str = ""
    subject: str | int = ""
    revision: int = 0


def option(label: Json, draft: Draft, question: str, code: str) -> Button:
    """A button that answers a question of a talk with one of the choices."""
    return control(label, draft, question, draft.masked(code))


def control(label: Json, draft: Draft, question: str, code: str) -> Button:
    """A button that works in every question, such as "back"."""
    return Button(label=label, data=_checked(f"{VERSION}..{draft.public_id}.{question}.{code}"))


def one_tap(label: Json, verb: str, kind: str = "", subject: str = "", revision: int = 0) -> Button:
    """A button that does something at once, or begins a talk about something."""
    return Button(label=label, data=_checked(f"{VERSION}.{verb}.{kind}{subject}.{revision}"))


def list_from(label: Json, verb: str, place: int) -> Button:
    """A button that goes on with a list from a place."""
    return one_tap(label, verb, ON_WITH_A_LIST, str(place))


def read_button(data: str) -> TalkButton | OneTap | OnWithAList:
    """The button behind the data; raises UnreadableButton for whatever a client may have made up."""
    version, *rest = data.split(".", 3)
    if version not in (VERSION, BY_NUMBER) or len(rest) != 3 or _bytes(data) > MOST_BYTES:
        raise UnreadableButton
    first, second, third = rest
    if version == VERSION and not first:
        question, separator, chosen = third.partition(".")
        if not separator or not _ID.fullmatch(second):
            raise UnreadableButton
        return TalkButton(draft=second, question=question, option=chosen)
    if version == BY_NUMBER and _is_number(first):
        return TalkButton(draft=int(first), question=second, option=third)
    if not _is_number(third) or not first.isidentifier():
        raise UnreadableButton
    if second[:1] == ON_WITH_A_LIST:
        return OnWithAList(first, _place(second[1:]))
    return OneTap(verb=first, kind=second[:1], subject=_subject(version, second), revision=int(third))


def _place(text: str) -> int:
    if not _is_number(text):
        raise UnreadableButton
    return int(text)


def _subject(version: str, text: str) -> str | int:
    named = text[1:]
    if _is_number(named) and version == BY_NUMBER:
        return int(named)
    if (version == VERSION and _ID.fullmatch(named)) or not named:
        return named
    raise UnreadableButton


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit() and int(text) <= LARGEST


def _bytes(data: str) -> int:
    return len(data.encode("utf-8", "surrogatepass"))


def _checked(data: str) -> str:
    if _bytes(data) > MOST_BYTES:
        raise ValueError(f"a button carries at most {MOST_BYTES} bytes")
    return data
