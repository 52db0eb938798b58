"""Commands: what a slash, a menu entry, or the word that means one does, how a list goes on, and what waits for
somebody. Each wing registers its own; in which order they are shown is said in handlers/home.py.
"""

from collections.abc import Callable
from typing import TypeVar

from handlers.turn import Turn
from models.register.people import Role

Do = Callable[[Turn], None]
DoList = Callable[[Turn, int], None]
Show = Callable[[Turn], bool]

D = TypeVar("D", bound=Do)
L = TypeVar("L", bound=DoList)
S = TypeVar("S", bound=Show)

COMMANDS: dict[str, Do] = {}
"""What a command or a menu entry does; each can also be pressed as a button without a subject."""

ON_A_LIST: dict[str, DoList] = {}
"""What goes on with a list, by the verb of its button, from the place that says."""


IN_MENU: dict[str, frozenset[Role]] = {}
"""The commands that stand in a menu, and in whose."""

WAITING: dict[str, Show] = {}
"""Shows what waits for somebody, by the name of what that is; each says whether there was anything."""


def command(name: str, *, menu: frozenset[Role] = frozenset()) -> Callable[[D], D]:
    """Registers what a command does; its words are the message "command-<name>". In the `menu` of these it is an entry,
    called "menu-<name>".
    """

    def register(do: D) -> D:
        COMMANDS[name] = do
        if menu:
            IN_MENU[name] = menu
        return do

    return register


def goes_on(verb: str) -> Callable[[L], L]:
    """Registers what shows a list from a place on."""

    def register(do: L) -> L:
        ON_A_LIST[verb] = do
        return do

    return register


def waits(name: str) -> Callable[[S], S]:
    """Registers what shows what waits for somebody, of one subject."""

    def register(show: S) -> S:
        WAITING[name] = show
        return show

    return register
