"""A person's own settings, the menu, and help."""

from handlers.talking.buttons import one_tap
from handlers.turn import Turn
from models.ground.messages import word
from models.register.people import ADMINS, Person, Role
from models.visits.rights import has_role

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


def show_menu(turn: Turn) -> None:
    """What the person can do here, by what he is."""
    entries = [entry for roles, entries in MENU if has_role(turn.person, *roles) for entry in entries]
    rows = tuple((one_tap(word(f"menu-{entry}"), entry),) for entry in entries)
    turn.answer("menu", {"name": turn.person.name}, buttons=rows)


def show_help(turn: Turn) -> None:
    """How to talk with Fuma, and the menu's entries."""
    turn.answer("help", {"name": turn.person.name})
    show_menu(turn)


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
