"""A person's own settings, the menu, and help."""

from collections.abc import Callable

from handlers.operation.aside import show_aside
from handlers.operation.nobody_left import show_nobody_left
from handlers.ratings.actions.lists import show_followed
from handlers.talking.buttons import one_tap
from handlers.talking.commands import command, goes_on
from handlers.talking.conversing import at_home
from handlers.turn import Turn
from handlers.visits.actions.lists import show_visits_to_decide
from models.ground.messages import word
from models.register.offices import has_role
from models.register.people import ADMINS, Person, Role

LANGUAGES = {"zh": "zh-CN", "en": "en"}

MENU: tuple[tuple[frozenset[Role], tuple[str, ...]], ...] = (
    (frozenset({Role.OFFICIAL}), ("visit", "mine")),
    (frozenset({Role.OFFICIAL, Role.APPROVER, Role.SUPERVISOR, Role.OPERATOR}) | ADMINS, ("waiting",)),
    (ADMINS | {Role.GATEKEEPER}, ("today", "verify")),
    (ADMINS, ("ask",)),
    (ADMINS, ("interference",)),
    (frozenset({Role.SUPERVISOR}), ("visits",)),
    (ADMINS | {Role.DESK, Role.APPROVER, Role.SUPERVISOR}, ("inquiries",)),
    (frozenset({Role.DESK, Role.APPROVER, Role.SUPERVISOR}), ("rates",)),
)

WAITING: tuple[Callable[[Turn], bool], ...] = (show_nobody_left, show_aside, show_followed, show_visits_to_decide)
"""Shows what waits for somebody, of each subject, in this order; each says whether there was anything."""


@command("start")
@command("menu")
@at_home
def show_menu(turn: Turn) -> None:
    """What the person can do here, by what he is."""
    entries = [entry for roles, entries in MENU if has_role(turn.person, *roles) for entry in entries]
    rows = tuple((one_tap(word(f"menu-{entry}"), entry),) for entry in entries)
    turn.answer("menu", {"name": turn.person.name}, buttons=rows)


def show_help(turn: Turn) -> None:
    """How to talk with Fuma, and the menu's entries."""
    turn.answer("help", {"name": turn.person.name})
    show_menu(turn)


@command("waiting")
@goes_on("waiting")
def show_waiting(turn: Turn, start: int = 0) -> None:
    """What waits for the person's own decision, of every subject; further on only more of the visits."""
    if start:
        show_visits_to_decide(turn, start)
        return
    shown = [show(turn) for show in WAITING]
    if not any(shown):
        turn.answer("waiting-nothing")


@command("language")
def offer_languages(turn: Turn) -> None:
    """The languages to choose from, each in itself."""
    rows = tuple((one_tap(word(f"language-{code}"), f"language_{code}"),) for code in LANGUAGES)
    turn.answer("choose-language", buttons=rows)


def choose_language(turn: Turn, code: str) -> None:
    """From here on Fuma speaks this language with the person."""
    turn.person = turn.session.get_one(Person, turn.person.id)
    turn.person.locale = LANGUAGES[code]
    turn.session.flush()
    turn.answer("language-chosen")
