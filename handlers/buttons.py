"""What a button carries: everything it needs to be decided again when it is pressed, in at most 64 bytes.

A talk's button is `1.<draft>.<question>.<option>`, a one-tap button `1.<verb>.<subject>.<seen revision>`, where a
subject is a letter and a number ("v12"), or empty. The first character is the version of this grammar.
"""

from dataclasses import dataclass

from models.messages import VERSION, Button, Json

MOST_BYTES = 64  # Telegram's limit of callback_data
LARGEST = 2**31 - 1  # the largest number a row can have


class Unreadable(Exception):
    """This is no button of ours, or one of a version that can't be read any more."""


@dataclass(frozen=True)
class TalkButton:
    """An answer to a question of a talk."""

    draft: int
    question: str
    option: str


@dataclass(frozen=True)
class OneTap:
    """A verb done to a subject whose `revision` was on the screen."""

    verb: str
    kind: str = ""
    subject: int = 0
    revision: int = 0


def option(label: Json, draft: int, question: str, code: str) -> Button:
    """A button that answers a question of a talk."""
    return Button(label=label, data=_checked(f"{VERSION}.{draft}.{question}.{code}"))


def one_tap(label: Json, verb: str, kind: str = "", subject: int = 0, revision: int = 0) -> Button:
    """A button that does something at once, or begins a talk about something."""
    return Button(label=label, data=_checked(f"{VERSION}.{verb}.{kind}{subject or ''}.{revision}"))


def read_button(data: str) -> TalkButton | OneTap:
    """The button behind the data; raises Unreadable for whatever a client may have made up."""
    version, _, rest = data.partition(".")
    first, _, rest = rest.partition(".")
    second, separator, third = rest.partition(".")
    if version != VERSION or not separator or _bytes(data) > MOST_BYTES:
        raise Unreadable
    if _is_number(first):
        return TalkButton(draft=int(first), question=second, option=third)
    kind, subject = second[:1], second[1:]
    if not _is_number(third) or (subject and not _is_number(subject)) or not first.isidentifier():
        raise Unreadable
    return OneTap(verb=first, kind=kind, subject=int(subject or 0), revision=int(third))


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit() and int(text) <= LARGEST


def _bytes(data: str) -> int:
    return len(data.encode("utf-8", "surrogatepass"))


def _checked(data: str) -> str:
    if _bytes(data) > MOST_BYTES:
        raise ValueError(f"a button carries at most {MOST_BYTES} bytes")
    return data
