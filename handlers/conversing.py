"""Runs conversations: begins talks, replays them for each event, puts their questions on the screen and carries their
commands out.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from handlers import buttons
from handlers.asking import Ask, Given, Screen, Suspend
from handlers.lookup import Lookup
from handlers.turn import Rows, Turn
from models import drafts
from models.drafts import Draft
from models.messages import Json, word
from models.people import Role
from models.permissions import has_role
from models.refusals import Overtaken, Refusal

BACK, CANCEL = "!back", "!cancel"
FINAL = frozenset({"not-yours", "visit-not-now", "visit-gone"})  # after these, asking again would change nothing
FILE_QUESTIONS = frozenset({"slip"})
WIDE = 3  # from so many choices on, two stand in a row where they are short
SHORT = 6  # characters of a choice that shares its row

Command = TypeVar("Command")
Asking = Callable[[Ask, Lookup], Any]


@dataclass(frozen=True, kw_only=True)
class Talk:
    """A conversation: who may begin it, about what, and the function that asks."""

    name: str
    starts: frozenset[Role]
    function: Callable[[Ask, Lookup], object]


TALKS: dict[str, Talk] = {}
PERFORM: dict[type, Callable[[Turn, Any], None]] = {}


def talk(name: str, *, starts: frozenset[Role]) -> Callable[[Asking], Asking]:
    """Registers a talk; its function asks and returns one command, and does nothing else."""

    def register(function: Asking) -> Asking:
        TALKS[name] = Talk(name=name, starts=starts, function=function)
        return function

    return register


def performs(
    command: type[Command],
) -> Callable[[Callable[[Turn, Command], None]], Callable[[Turn, Command], None]]:
    """Registers the action that carries a command out."""

    def register(function: Callable[[Turn, Command], None]) -> Callable[[Turn, Command], None]:
        PERFORM[command] = function
        return function

    return register


def begin(turn: Turn, name: str, subject: str = "") -> None:
    """Begins a talk; what was begun before waits until this one is over."""
    if not has_role(turn.person, *TALKS[name].starts):
        raise Refusal("not-yours")
    waiting = drafts.latest(turn.session, turn.person.id, turn.now)
    if waiting is not None and (waiting.talk, waiting.subject) == (name, subject):
        converse(turn, waiting, None, word("talk-goes-on"))
    else:
        converse(turn, drafts.begin(turn.session, turn.person.id, name, subject, turn.now), None)


def converse(turn: Turn, draft: Draft, given: Given | None, note: Json = None) -> None:
    """Replays a talk with what was given: the next question goes to the screen, or the command is carried out."""
    known = TALKS.get(draft.talk)
    if known is None:
        _over(turn, draft, word("talk-gone"))
        return
    ask = Ask(draft=draft, given=given, now=turn.now, words=turn.words, note=note)
    try:
        command = known.function(ask, Lookup(turn, draft.subject))
    except Suspend as suspended:
        _show(turn, suspended.screen)
    except Refusal as refusal:
        _over(turn, draft, refused(refusal))
    else:
        _carry_out(turn, ask.draft, command)


def go_back(turn: Turn, draft: Draft) -> None:
    """Asks the last answered question again; at the first one there is nothing to go back to."""
    note = None if draft.answers else word("talk-at-the-beginning")
    converse(turn, draft.without_last(), None, note)


def cancel(turn: Turn, draft: Draft) -> None:
    """Ends a talk without doing anything."""
    _over(turn, draft, word("talk-cancelled"))


def asks_for_file(draft: Draft) -> bool:
    """Whether the question on the screen wants a photo or a document."""
    return draft.question in FILE_QUESTIONS


def refused(refusal: Refusal) -> Json:
    """The words of a refusal."""
    return word(f"refusal-{refusal.code}", **refusal.fields)


def _carry_out(turn: Turn, draft: Draft, command: object) -> None:
    said = len(turn.said)
    try:
        with turn.session.begin_nested():
            PERFORM[type(command)](turn, command)
    except Refusal as refusal:
        del turn.said[said:]
        if isinstance(refusal, Overtaken) or refusal.code in FINAL:
            _over(turn, draft, refused(refusal))
        else:
            converse(turn, draft.without_last(), None, refused(refusal))
    else:
        drafts.end(turn.session, draft)
        _resume(turn)


def _over(turn: Turn, draft: Draft, note: Json) -> None:
    drafts.end(turn.session, draft)
    turn.answer("talk-over", {"note": note})
    _resume(turn)


def _resume(turn: Turn) -> None:
    """What was begun before and not finished comes back to the screen."""
    waiting = drafts.latest(turn.session, turn.person.id, turn.now)
    if waiting is not None:
        converse(turn, waiting, None, word("talk-goes-on"))


def _show(turn: Turn, screen: Screen) -> None:
    drafts.keep(turn.session, screen.draft, turn.now)
    name = screen.draft.talk.replace(".", "-")
    question = word(f"ask-{name}-{screen.question.rstrip('0123456789').replace('_', '-')}", **screen.fields)
    key, fields = ("talk-question", {"question": question})
    if screen.note is not None:
        key, fields = "talk-question-noted", {"question": question, "note": screen.note}
    turn.answer(key, fields, buttons=_rows(turn, screen), options=bool(screen.choices))


def _rows(turn: Turn, screen: Screen) -> Rows:
    draft = screen.draft
    made = [buttons.option(c.label, draft.id, screen.question, c.code) for c in screen.choices]
    short = len(made) >= WIDE and all(len(turn.words(c.label)) <= SHORT for c in screen.choices)
    step = 2 if short else 1
    rows = [tuple(made[start : start + step]) for start in range(0, len(made), step)]
    control = [buttons.option(word("choice-cancel"), draft.id, screen.question, CANCEL)]
    if draft.answers:
        control.insert(0, buttons.option(word("choice-back"), draft.id, screen.question, BACK))
    return (*rows, tuple(control))
