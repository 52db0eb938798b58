"""What any talk may look up while it asks; each subject adds its own. It only reads, and the action checks every value
again.
"""

from handlers.turn import Turn
from models.ground.subjects import SeenSubject


class Lookup:
    """The facts of this turn; `subject` is what the talk is about, as it was then."""

    def __init__(self, turn: Turn, subject: SeenSubject) -> None:
        self.turn = turn
        self.rules = turn.rules
        self.me = turn.person
        self._session = turn.session
        self.subject = subject
