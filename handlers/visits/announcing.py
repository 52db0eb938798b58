"""What visits announce: other subjects register what they do then, so that visits needn't know them."""

from collections.abc import Callable

from handlers.turn import Step
from models.visits.visits import Visit

Answer = Callable[[Step, Visit], None]

_when_over: list[Answer] = []


def when_over(answer: Answer) -> Answer:
    """Registers what follows once the visitors have left."""
    _when_over.append(answer)
    return answer


def announce_over(step: Step, visit: Visit) -> None:
    """The visitors have left."""
    for answer in _when_over:
        answer(step, visit)
