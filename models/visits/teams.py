"""Who can be sent: one rule for requests, changes of the team, and moves to another day."""

from collections.abc import Sequence
from datetime import date

from models.ground.refusals import Refusal
from models.register.people import Person, may_act_as_officer


def against_team(people: Sequence[Person], on: date, *, cards: int, most: int) -> Refusal | None:
    """Why these people can't be sent on a day, None where they can.

    An inspection needs `cards` officers with cards valid on the day; whoever comes along without one must be an
    assistant.
    """
    if not people:
        return Refusal("not-a-colleague")
    if len(people) > most:
        return Refusal("team-is-too-large", most=most)
    if not cards:
        return None
    officers = [person for person in people if may_act_as_officer(person, on)]
    if len(officers) < cards:
        return Refusal("team-has-too-few-officers", needed=cards, valid=len(officers))
    unfit = next((person for person in people if not person.assistant and person not in officers), None)
    return Refusal("visitor-without-card", who=unfit.name) if unfit else None
