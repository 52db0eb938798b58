"""A person's own settings, the menu, and help."""

from collections.abc import Iterable, Sequence

from handlers.talking.buttons import one_tap
from handlers.talking.commands import IN_MENU, WAITING, command, goes_on
from handlers.talking.conversing import at_home
from handlers.turn import Turn
from handlers.visits.actions.lists import show_visits_to_decide
from models.ground.messages import word
from models.register.offices import has_role
from models.register.people import ADMINS, Person, Role

LANGUAGES = {"zh": "zh-CN", "en": "en"}

MENU = ("visit", "mine", "waiting", "today", "verify", "ask", "interference", "visits", "inquiries", "rates")
"""The order of the menu's entries."""

FIRST = ("nobody_left", "aside", "followed", "visits")
"""The order in which is shown what waits for somebody."""

DECIDING = frozenset({Role.OFFICIAL, Role.APPROVER, Role.SUPERVISOR, Role.OPERATOR}) | ADMINS


@command("start")
@command("menu")
@at_home
def show_menu(turn: Turn) -> None:
    """What the person can do here, by what he is."""
    entries = [entry for entry in _in_order(IN_MENU, MENU) if has_role(turn.person, *IN_MENU[entry])]
    rows = tuple((one_tap(word(f"menu-{entry}"), entry),) for entry in entries)
    turn.answer("menu", {"name": turn.person.name}, buttons=rows)


def show_help(turn: Turn) -> None:
    """How to talk with Fuma, and the menu's entries."""
    turn.answer("help", {"name": turn.person.name})
    show_menu(turn)


@command("waiting", menu=DECIDING)
@goes_on("waiting")
def show_waiting(turn: Turn, start: int = 0) -> None:
    """What waits for the person's own decision, of every subject; further on only more of the visits."""
    if start:
        show_visits_to_decide(turn, start)
        return
    shown = [WAITING[name](turn) for name in _in_order(WAITING, FIRST)]
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


def _in_order(names: Iterable[str], order: Sequence[str]) -> list[str]:
    """Those that the order names, as it says; after them the others, as their wings were loaded."""
    return sorted(names, key=lambda name: order.index(name) if name in order else len(order))
