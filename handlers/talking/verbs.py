"""Verbs of one-tap buttons: each is declared once, with what it is about, whose right it is, its words, and the talk it
begins or the action that does it.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from handlers.talking.buttons import OneTap, one_tap, read_button
from handlers.talking.conversing import begin
from handlers.turn import Rows, Turn
from models.ground.messages import Button, Json, word
from models.ground.public_ids import OnButtons
from models.ground.subjects import SeenSubject
from models.register.people import Person
from models.register.rights import Right

Do = Callable[[Turn, int, int], None]
"""What does it: to the row of this number, whose revision was on the screen."""


@dataclass(frozen=True, kw_only=True, eq=False)
class ButtonVerb:
    """What a one-tap button does to what it is about.

    Its `name` stands on buttons in chats for good; `letter` is its subject's kind; `label` the key of its words,
    without "button-". Its `right` is held over the matter that the subject is or belongs to. It begins the `talk`, or
    is done at once by what `does` registers.
    """

    name: str
    letter: str
    label: str
    right: Right[Any]
    talk: str = ""

    def on(self, row: OnButtons, label: str = "") -> Button:
        """The button that does it to a row as it is now, under its own words or others."""
        return self.labelled(word(f"button-{label or self.label}"), row)

    def labelled(self, label: Json, row: OnButtons) -> Button:
        """The same under words that come from elsewhere."""
        return one_tap(label, self.name, self.letter, row.public_id, row.revision_shown)

    def press(self, turn: Turn, number: int, revision: int) -> None:
        """Does it, or begins the talk before it."""
        if self.talk:
            begin(turn, self.talk, SeenSubject(self.letter, number, revision))
        else:
            DO[self](turn, number, revision)


VERBS: dict[tuple[str, str], ButtonVerb] = {}
"""By the letter of what they are about, and their name."""

DO: dict[ButtonVerb, Do] = {}
"""What does those that begin no talk."""


def declare(rows: type[OnButtons], name: str, right: Right[Any], *, label: str = "", talk: str = "") -> ButtonVerb:
    """A verb on rows of a kind; its words are called like it where nothing else is said."""
    verb = ButtonVerb(name=name, letter=rows.KIND.letter, label=label or name.replace("_", "-"), right=right, talk=talk)
    VERBS[verb.letter, name] = verb
    return verb


def does(verb: ButtonVerb) -> Callable[[Do], Do]:
    """Registers the action that does a verb at once."""

    def register(do: Do) -> Do:
        DO[verb] = do
        return do

    return register


def offered(session: Session, person: Person, matter: object, rows: Iterable[tuple[Button, ...]]) -> Rows:
    """The buttons about a matter that somebody may press; the others he isn't shown: he would be refused."""
    kept = (tuple(button for button in row if _may(session, person, matter, button)) for row in rows)
    return tuple(row for row in kept if row)


def is_of(button: Button, verb: ButtonVerb) -> bool:
    """Whether a button that was drawn is one of this verb."""
    read = read_button(button.data)
    return isinstance(read, OneTap) and VERBS.get((read.kind, read.verb)) is verb


def _may(session: Session, person: Person, matter: object, button: Button) -> bool:
    read = read_button(button.data)
    verb = VERBS.get((read.kind, read.verb)) if isinstance(read, OneTap) else None
    return verb is None or verb.right.holds(session, person, matter)
