"""The buttons of a rating and of what follows a bad one."""

from handlers.ratings import verbs
from handlers.turn import Rows
from models.ratings.follow_ups import FollowUp
from models.ratings.ratings import Level
from models.visits.visits import Visit


def contact_buttons(follow_up: FollowUp) -> Rows:
    """For the supervisor who has to contact a rater."""
    return ((verbs.CONTACT.on(follow_up),),)


def consent_buttons(follow_up: FollowUp) -> Rows:
    """For the rater, and nobody else."""
    return ((verbs.CONSENT.on(follow_up),),)


def decide_buttons(follow_up: FollowUp) -> Rows:
    """For the supervisor who has to decide an appeal against a rating."""
    return ((verbs.DECIDE.on(follow_up),),)


def remedy_buttons(follow_up: FollowUp, *, appeal: bool) -> Rows:
    """For the department that was told of a bad rating."""
    remedied = (verbs.REMEDY.on(follow_up),)
    return ((*remedied, verbs.APPEAL.on(follow_up)),) if appeal else (remedied,)


def rating_buttons(visit: Visit) -> Rows:
    """Five levels, one tap each, and the whole sheet."""
    levels = [verbs.RATE[level].on(visit) for level in sorted(Level, reverse=True)]
    return ((levels[0], levels[1]), (levels[2], levels[3]), (levels[4], verbs.SHEET.on(visit)))


def rated_buttons(visit: Visit) -> Rows:
    """Once it is rated: the whole sheet, and that somebody interferes."""
    return ((verbs.SHEET.on(visit), verbs.INTERFERE.on(visit)),)
