"""What is offered to whom: no button is shown to somebody who would be refused, and where by a conflict of interest
nobody is left who may act, the operators hear that somebody has to be appointed.
"""

from collections.abc import Callable
from enum import StrEnum

from handlers.talking.buttons import verb_of
from handlers.turn import Rows, Step
from models.ground.messages import word
from models.register.people import operators


class Decision(StrEnum):
    """What a supervisor decides."""

    OBJECTION = "objection"
    NOTICE = "notice"
    RATING = "rating"
    APPEAL = "appeal"
    CASE = "case"
    INQUIRY = "inquiry"


def tell_nobody_left(step: Step, matter: Decision) -> None:
    """Tells the operators that nobody is left who may decide on something; of a matter its kind and nothing else."""
    for person in operators(step.session):
        step.notify(person, "operator-nobody-left", {"matter": word(f"matter-{matter.value}")})


def kept(rows: Rows, may: Callable[[str], bool]) -> Rows:
    """The buttons whose verb somebody may do."""
    kept = (tuple(button for button in row if may(verb_of(button))) for row in rows)
    return tuple(row for row in kept if row)
