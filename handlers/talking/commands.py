"""Commands: what a slash, a menu entry, or the word that means one does, and how a list goes on. Each wing registers
its own.
"""

from collections.abc import Callable
from typing import TypeVar

from handlers.turn import Turn

Do = Callable[[Turn], None]
DoList = Callable[[Turn, int], None]

D = TypeVar("D", bound=Do)
L = TypeVar("L", bound=DoList)

COMMANDS: dict[str, Do] = {}
"""What a command or a menu entry does; each can also be pressed as a button without a subject."""

ON_A_LIST: dict[str, DoList] = {}
"""What goes on with a list, by the verb of its button, from the place that says."""


def command(name: str) -> Callable[[D], D]:
    """Registers what a command does; its words are the message "command-<name>"."""

    def register(do: D) -> D:
        COMMANDS[name] = do
        return do

    return register


def goes_on(verb: str) -> Callable[[L], L]:
    """Registers what shows a list from a place on."""

    def register(do: L) -> L:
        ON_A_LIST[verb] = do
        return do

    return register
