"""Every verb that a one-tap button can have, as the product declares them."""

from handlers.catalogue import ON_A_LIST
from handlers.talking.verbs import VERBS

LETTERS = {name: letter for letter, name in VERBS} | dict.fromkeys(ON_A_LIST, "o")
"""What each is about."""
ONE_TAP = frozenset(LETTERS)
OF_INQUIRIES = frozenset(name for name in ONE_TAP if name.startswith("q_"))
