"""Runs conversations: begins talks, replays them for each event, puts their questions on the screen and carries their
commands out.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any, TypeVar, get_type_hints
from unicodedata import east_asian_width

from handlers.talking import buttons, commands
from handlers.talking.asking import Ask, Given, Screen, Suspend
from handlers.talking.lookup import Lookup
from handlers.turn import Rows, Turn
from models.ground.messages import Json, word
from models.ground.refusals import Refusal
from models.ground.statements import savepoint
from models.ground.subjects import NOTHING_SEEN, SeenSubject
from models.post import drafts
from models.post.drafts import Draft
from models.register.offices import SUSPENDED, enterprises_of, has_role, offices
from models.register.people import GATE, Role

BACK, CANCEL = "!back", "!cancel"
CURABLE = frozenset(
    {
        "day-cannot-be-moved-to",
        "day-is-taken",
        "lead-time",
        "no-such-enterprise",
        "not-a-colleague",
        "nothing-changed",
        "team-has-too-few-officers",
        "time-is-too-soon",
    }
)  # refusals that another answer can turn; after any other, asking again would change nothing
MOST_BEGUN = 8  # talks a person can have begun; the one he touched longest ago gives way
DIGITS = "0123456789"  # at the end of the key of a question that is asked several times
WIDE = 4  # from so many choices on, two stand in a row where they are short
SHORT = 12  # columns of a choice that shares its row; a Chinese character takes two

Command = TypeVar("Command")
Asking = Callable[[Ask, Any], Any]


@dataclass(frozen=True, kw_only=True)
class Talk:
    """A conversation: who may begin it, the function that asks, and what it is given to look things up."""

    name: str
    starts: frozenset[Role]
    function: Asking
    lookup: type[Lookup]

    def ask(self, turn: Turn, ask: Ask) -> object:
        """Replays it: the command it comes to, or it raises Suspend at its next question."""
        return self.function(ask, self.lookup(turn, SeenSubject.read(ask.draft.subject)))


TALKS: dict[str, Talk] = {}
PERFORM: dict[type, Callable[[Turn, Any], None]] = {}
_AT_HOME: list[Callable[[Turn], None]] = []


def talk(name: str, *, starts: frozenset[Role], command: str = "") -> Callable[[Asking], Asking]:
    """Registers a talk; its function asks and returns one command, and does nothing else. What it looks things up with
    is what its second parameter says; a `command` begins it, and stands in the menu of whoever may.
    """

    def register(function: Asking) -> Asking:
        lookup = get_type_hints(function)["lookup"]
        TALKS[name] = Talk(name=name, starts=starts, function=function, lookup=lookup)
        if command:
            commands.command(command, menu=starts)(partial(begin, name=name))
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


def at_home(show: Callable[[Turn], None]) -> Callable[[Turn], None]:
    """Registers what is shown to somebody who has nothing under way and asked for nothing that there is."""
    _AT_HOME.append(show)
    return show


def begin(turn: Turn, name: str, subject: SeenSubject = NOTHING_SEEN) -> None:
    """Begins a talk, or goes on with it where it was begun; another one waits until this one is over, save that of
    two talks about one visit the newer stands.
    """
    if not has_role(turn.person, *TALKS[name].starts):
        raise Refusal("not-yours")
    waiting = drafts.begun(turn.session, turn.person.id, turn.now)
    same = next((draft for draft in waiting if (draft.talk, draft.subject) == (name, str(subject))), None)
    held = offices(turn.person, TALKS[name].starts)
    draft = same or drafts.begin(turn.session, turn.person.id, name, str(subject), turn.now, held)
    converse(turn, draft, None, word("talk-goes-on") if same else None)
    if drafts.find(turn.session, turn.person.id, draft.id, turn.now) is not None:
        others = [other for other in waiting if other.id != draft.id]
        given_up = [other for other in others if other.matter and other.matter == draft.matter]
        for other in (*given_up, *others[MOST_BEGUN - 1 :]):
            drafts.end(turn.session, other)


def converse(turn: Turn, draft: Draft, given: Given | None, note: Json = None) -> None:
    """Replays a talk with what was given: the next question goes to the screen, or the command is carried out."""
    known = TALKS.get(draft.talk)
    if known is None:
        if not _over(turn, draft, word("talk-gone")):
            for show in _AT_HOME:
                show(turn)
        return
    if _right_ended(turn, draft, known):
        _over(turn, draft, word("talk-right-ended"))
        return
    ask = Ask(draft=draft, given=given, now=turn.now, words=turn.words, note=note)
    try:
        command = known.ask(turn, ask)
    except Suspend as suspended:
        _show(turn, suspended.screen)
    except Refusal as refusal:
        _over(turn, draft, refused(turn, refusal))
    else:
        _carry_out(turn, ask.draft, command)


def go_back(turn: Turn, draft: Draft) -> None:
    """Asks the last answered question again; at the first one there is nothing to go back to."""
    note = None if draft.answers else word("talk-at-the-beginning")
    converse(turn, draft.without_last(), None, note)


def cancel(turn: Turn, draft: Draft) -> None:
    """Ends a talk without doing anything."""
    _over(turn, draft, word("talk-cancelled"))


def resume(turn: Turn) -> bool:
    """Brings what was begun and not finished back to the screen; False where there is nothing."""
    waiting = drafts.latest(turn.session, turn.person.id, turn.now)
    if waiting is not None:
        converse(turn, waiting, None, word("talk-goes-on"))
    return waiting is not None


def takes_file(turn: Turn, draft: Draft) -> bool:
    """Whether a photo or a document is for the talk: its question wants one, or it can't go on and has to say so."""
    known = TALKS.get(draft.talk)
    if known is None:
        return False
    try:
        known.ask(turn, Ask(draft=draft, given=None, now=turn.now, words=turn.words))
    except Suspend as suspended:
        return suspended.screen.takes_file or suspended.screen.question != draft.question
    except Refusal:
        return True
    return True


def refused(turn: Turn, refusal: Refusal) -> Json:
    """The words of a refusal; which of the enterprise's people was quicker is named to the enterprise alone."""
    fields = dict(refusal.fields)
    enterprise = fields.pop("enterprise", None)
    if enterprise is not None and enterprise not in enterprises_of(turn.person, *GATE):
        fields["who"] = word("enterprise-admin")
    return word(f"refusal-{refusal.code}", **fields)


def _right_ended(turn: Turn, draft: Draft, known: Talk) -> bool:
    """Whether the right by which it was begun has ended. What is about nothing yet would else go on for another
    department or enterprise than it was begun for; what is about something is looked at by the talk itself.
    """
    held, began = set(offices(turn.person, known.starts)), set(draft.offices)
    if not held - {SUSPENDED}:
        return True
    return bool(began) and (began.isdisjoint(held) if draft.matter else not began <= held)


def _carry_out(turn: Turn, draft: Draft, command: object) -> None:
    said = len(turn.said)
    try:
        with savepoint(turn.session):
            PERFORM[type(command)](turn, command)
    except Refusal as refusal:
        del turn.said[said:]
        if refusal.code in CURABLE:
            converse(turn, draft.without_last(), None, refused(turn, refusal))
        else:
            _over(turn, draft, refused(turn, refusal))
    else:
        drafts.end(turn.session, draft)
        resume(turn)


def _over(turn: Turn, draft: Draft, note: Json) -> bool:
    drafts.end(turn.session, draft)
    turn.answer("talk-over", {"note": note})
    return resume(turn)


def _show(turn: Turn, screen: Screen) -> None:
    drafts.keep(turn.session, screen.draft, turn.now)
    name = screen.draft.talk.replace(".", "-").replace("_", "-")
    question = word(f"ask-{name}-{screen.question.rstrip(DIGITS).replace('_', '-')}", **screen.fields)
    key, fields = ("talk-question", {"question": question})
    if screen.note is not None:
        key, fields = "talk-question-noted", {"question": question, "note": screen.note}
    turn.answer(key, fields, buttons=_rows(turn, screen), options=bool(screen.choices))


def _rows(turn: Turn, screen: Screen) -> Rows:
    draft = screen.draft
    made = [buttons.option(c.label, draft, screen.question, c.code) for c in screen.choices]
    short = len(made) >= WIDE and all(_columns(turn.words(c.label)) <= SHORT for c in screen.choices)
    step = 2 if short else 1
    rows = [tuple(made[start : start + step]) for start in range(0, len(made), step)]
    controls = [buttons.control(word("choice-cancel"), draft, screen.question, CANCEL)]
    if draft.answers:
        controls.insert(0, buttons.control(word("choice-back"), draft, screen.question, BACK))
    return (*rows, tuple(controls))


def _columns(label: str) -> int:
    return sum(2 if east_asian_width(sign) in "WF" else 1 for sign in label)
