"""What is offered to whom: no button is shown to somebody who would be refused, and where by a conflict of interest
nobody is left who may act, the operators hear that somebody has to be appointed.
"""

from enum import StrEnum

from handlers.turn import Step
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
