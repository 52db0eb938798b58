"""Who may still see what a message shows. A message stays in somebody's chat after his right has ended, and one that is
queued may leave after it has: what it shows is named ("visit.12.reply", "inquiry.3.desk.2"), and whether he may see
it is asked at the moment it goes, here and nowhere else. Each wing has registered it of its own subjects.
"""

from collections.abc import Iterable

from sqlalchemy.orm import Session

from models.ground.subjects import read_about
from models.register.offices import SUSPENDED, offices
from models.register.people import Person
from models.register.sights import LOOKS
from models.wings import load_layer

OF_HIMSELF = "himself"  # what tells somebody how it stands with his own rights: the suspended hear that too

load_layer("models")  # whoever asks here asks of all of them: what nothing is known of would be shown


def may_still(session: Session, person: Person, sight: str | None, then: Iterable[str] | None) -> bool:
    """Whether something meant for somebody who was all this `then` may still go to him as he is now.

    What says nothing of what it shows goes to nobody who has lost an office since. What was put down for somebody
    suspended (his red verdict) is his.
    """
    was, now = set(then or ()), set(offices(person))
    if SUSPENDED in now:
        return SUSPENDED in was
    if then is not None and was <= now:
        return True
    return sees(session, person, sight) if sight else then is None


def sees(session: Session, person: Person, sight: str) -> bool:
    """Whether somebody may see what is named so; what nothing is known of hangs on no right."""
    subject, what = read_about(sight)
    look = LOOKS.get(subject.kind) if subject is not None else None
    if person.suspended_at is not None:
        return False
    return look is None or subject is None or look(session, person, subject.number, what)
