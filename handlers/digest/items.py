"""The lines of a digest as values: what there is to do by when, the most urgent first, as many as fit one message."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from models.ground.messages import Json
from models.ground.names import Name
from models.ground.subjects import Subject


class Todo(Name):
    """What a line asks for, said by the message "digest-do-<name>"; a wing may bring its own."""

    SHAPE = re.compile(r"[a-z][a-z_]{0,23}")

    ACCEPT: ClassVar["Todo"]
    FIRST_REPLY: ClassVar["Todo"]
    RESOLVE: ClassVar["Todo"]
    TRANSFER: ClassVar["Todo"]
    EXTENSION: ClassVar["Todo"]
    HELP: ClassVar["Todo"]
    DESIGNATION: ClassVar["Todo"]
    APPROVAL: ClassVar["Todo"]
    ANSWER: ClassVar["Todo"]
    OBJECTION: ClassVar["Todo"]
    VISIT: ClassVar["Todo"]
    PROMISE: ClassVar["Todo"]
    OUTCOME: ClassVar["Todo"]
    CONTACT: ClassVar["Todo"]
    REMEDY: ClassVar["Todo"]
    APPEAL: ClassVar["Todo"]


AN_EVENT = frozenset({Todo.VISIT, Todo.OUTCOME})
"""What has a moment and no time limit: it can't be overdue."""


@dataclass(frozen=True, kw_only=True)
class Item:
    """Something to do by a moment, about an inquiry, a visit or a bad rating (`subject` as of a clock, `public_id` as
    on a button) as it is in `revision`.
    `enterprise` is whose it is, None where none has to do with it, and then `name` says what it is; `department` who
    owes it, where somebody else is told of that; `told` an inquiry's number as people know it; `secret` what was asked
    in confidence.
    """

    todo: Todo
    due: datetime
    subject: Subject
    public_id: str
    revision: int
    enterprise: int | None = None
    name: str = ""
    department: int | None = None
    told: Json = None
    secret: bool = False

    @property
    def sort(self) -> str:
        """What its subject is."""
        return self.subject.kind

    def overdue(self, now: datetime) -> bool:
        """Whether its time is up."""
        return self.due <= now and self.todo not in AN_EVENT


@dataclass(frozen=True, kw_only=True)
class DigestPage:
    """The lines of one message, the number of the first, and how many come after them."""

    items: Sequence[Item]
    first: int
    more: int


def most_urgent_first(items: Iterable[Item]) -> list[Item]:
    """What is overdue longest first, then what is due soonest; each subject once, by what is most urgent about it."""
    found: dict[Subject, Item] = {}
    for item in sorted(items, key=lambda each: (each.due, str(each.subject), each.todo)):
        found.setdefault(item.subject, item)
    return list(found.values())


def page(items: Sequence[Item], offset: int, most: int) -> DigestPage:
    """At most so many of the items, from `offset` on."""
    shown = items[offset : offset + most]
    return DigestPage(items=shown, first=offset + 1, more=len(items) - offset - len(shown))
