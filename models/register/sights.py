"""Who may see what messages show: each wing registers it of its own subjects. models/sight.py asks."""

from collections.abc import Callable

from sqlalchemy.orm import Session

from models.ground.subjects import SubjectKind
from models.register.people import Person

Look = Callable[[Session, Person, int, str], bool]
"""Whether somebody may see one side of a subject, by its number."""

LOOKS: dict[str, Look] = {}
"""By the name of the subject's kind."""


def shown_to(kind: SubjectKind) -> Callable[[Look], Look]:
    """Registers who may see what messages show of a kind of subject."""

    def register(look: Look) -> Look:
        LOOKS[kind.name] = look
        return look

    return register
