"""What stands on the phones: each person's bubbles, their buttons and what was changed since."""

import itertools
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal

from sandbox.clock import Clock
from sandbox.media import Media
from sandbox.people import Person

Sender = Literal["me", "fuma", "browser"]
ButtonKind = Literal["callback", "url", "option", "submit", "menu"]


@dataclass(slots=True)
class Button:
    """Something to tap in a bubble; `data` is what the platform reports, `question` whose option it is."""

    text: str
    kind: ButtonKind = "callback"
    data: str = ""
    url: str | None = None
    question: str = ""
    several: bool = False
    selected: bool = False
    greyed: bool = False
    id: str = ""

    def as_json(self) -> dict[str, Any]:
        """The button as the people API tells it; an option also says whether it is chosen."""
        told: dict[str, Any] = {"id": self.id, "text": self.text, "greyed": self.greyed}
        if self.url is not None:
            told["url"] = self.url
        if self.kind in {"option", "submit"}:
            told["kind"] = self.kind
            told["selected"] = self.selected
        return told


@dataclass(slots=True)
class Bubble:
    """One message on one phone; an edit keeps the id and raises the revision."""

    id: int
    person: str
    at: datetime
    sender: Sender
    text: str = ""
    title: str = ""
    picture: Media | None = None
    file: Media | None = None
    buttons: list[Button] = field(default_factory=list)
    card: bool = False
    edited: bool = False
    deleted: bool = False
    notice: str | None = None
    revision: int = 0

    def as_json(self) -> dict[str, Any]:
        """The bubble as the people API tells it."""
        shown = self.file
        return {
            "id": self.id,
            "at": self.at.isoformat(timespec="seconds"),
            "from": self.sender,
            "text": self.text,
            "title": self.title,
            "picture": self.picture.path if self.picture else None,
            "file": {"name": shown.name, "url": shown.path, "size": len(shown.data)} if shown else None,
            "buttons": [button.as_json() for button in self.buttons],
            "card": self.card,
            "edited": self.edited,
            "deleted": self.deleted,
            "notice": self.notice,
            "revision": self.revision,
        }


class Chats:
    """All phones' bubbles; bubble ids and revisions rise over all of them together."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._ids = itertools.count(1)
        self._revisions = itertools.count(1)
        self._button_ids = itertools.count(1)
        self._bubbles: dict[int, Bubble] = {}
        self._of: dict[str, list[Bubble]] = {}
        self._read: dict[str, int] = {}

    def add(
        self,
        person: Person,
        sender: Sender,
        *,
        text: str = "",
        title: str = "",
        picture: Media | None = None,
        file: Media | None = None,
        buttons: list[Button] | None = None,
        card: bool = False,
    ) -> Bubble:
        """Puts a bubble on a phone, stamped with business time."""
        at, revision = self._clock.now(), next(self._revisions)
        bubble = Bubble(
            next(self._ids), person.id, at, sender, text, title, picture, file, card=card, revision=revision
        )
        self._place(bubble, buttons or [])
        self._bubbles[bubble.id] = bubble
        self._of.setdefault(person.id, []).append(bubble)
        return bubble

    def edit(
        self,
        bubble: Bubble,
        *,
        text: str,
        buttons: list[Button],
        title: str = "",
        picture: Media | None = None,
        file: Media | None = None,
        card: bool = False,
    ) -> None:
        """Gives a bubble its new content; a button that stays the same keeps its id."""
        bubble.text, bubble.title, bubble.card = text, title, card
        bubble.picture, bubble.file = picture, file
        self._place(bubble, buttons)
        bubble.edited = True
        self.touch(bubble)

    def remove(self, bubble: Bubble) -> None:
        """Takes a bubble's content away; pollers learn it by the revision."""
        bubble.text, bubble.title, bubble.picture, bubble.file, bubble.buttons = "", "", None, None, []
        bubble.deleted = True
        self.touch(bubble)

    def touch(self, bubble: Bubble) -> None:
        """Tells pollers that something small changed: a choice, a notice, a button turned grey."""
        bubble.revision = next(self._revisions)

    def bubble(self, bubble_id: int) -> Bubble | None:
        """The bubble of that id on whichever phone, if there is one."""
        return self._bubbles.get(bubble_id)

    def button(self, person: Person, button_id: str) -> tuple[Bubble, Button] | None:
        """A button that is on that person's phone now, with its bubble."""
        for bubble in reversed(self._of.get(person.id, [])):
            for button in bubble.buttons:
                if button.id == button_id:
                    return bubble, button
        return None

    def read(self, person: Person, after: int, since_revision: int | None) -> list[Bubble]:
        """The bubbles with a later id or, if given, with a later revision; what was told counts as read."""
        mine = self._of.get(person.id, [])
        if mine:
            self._read[person.id] = mine[-1].id
        if since_revision is not None:
            return [bubble for bubble in mine if bubble.revision > since_revision]
        return [bubble for bubble in mine if bubble.id > after]

    def unread(self, person: Person) -> int:
        """How many of the bot's bubbles came since the chat was last read."""
        seen = self._read.get(person.id, 0)
        mine = self._of.get(person.id, [])
        return sum(1 for bubble in mine if bubble.id > seen and bubble.sender != "me" and not bubble.deleted)

    def _place(self, bubble: Bubble, buttons: list[Button]) -> None:
        known = {(old.kind, old.text, old.data, old.url): old.id for old in bubble.buttons}
        for button in buttons:
            kept = known.pop((button.kind, button.text, button.data, button.url), None)
            button.id = button.id or kept or f"b{next(self._button_ids)}"
        bubble.buttons = buttons
