"""The buttons of a rating and of what follows a bad one."""

from handlers.talking.buttons import one_tap
from handlers.turn import Rows
from handlers.visits.pressing import on_visit
from models.ground.messages import Button, word
from models.ratings.follow_ups import FollowUp
from models.visits.visits import Visit


def on_follow_up(name: str, verb: str, follow_up: FollowUp) -> Button:
    """A button that does `verb` to the follow-up of a bad rating."""
    return one_tap(word(f"button-{name}"), verb, "f", follow_up.public_id)


def contact_buttons(follow_up: FollowUp) -> Rows:
    """For the supervisor who has to contact a rater."""
    return ((on_follow_up("contacted", "rating_contact", follow_up),),)


def consent_buttons(follow_up: FollowUp) -> Rows:
    """For the rater, and nobody else."""
    return ((on_follow_up("consent", "rating_consent", follow_up),),)


def decide_buttons(follow_up: FollowUp) -> Rows:
    """For the supervisor who has to decide an appeal against a rating."""
    return ((on_follow_up("decide", "rating_decide", follow_up),),)


def remedy_buttons(follow_up: FollowUp, *, appeal: bool) -> Rows:
    """For the department that was told of a bad rating."""
    remedied = (on_follow_up("remedied", "rating_remedy", follow_up),)
    return ((*remedied, on_follow_up("appeal", "rating_appeal", follow_up)),) if appeal else (remedied,)


def rating_buttons(visit: Visit) -> Rows:
    """Five levels, one tap each, and the whole sheet."""
    levels = [on_visit(f"level-{level}", f"rate{level}", visit) for level in range(5, 0, -1)]
    return ((levels[0], levels[1]), (levels[2], levels[3]), (levels[4], on_visit("sheet", "sheet", visit)))


def rated_buttons(visit: Visit) -> Rows:
    """Once it is rated: the whole sheet, and that somebody interferes."""
    return ((on_visit("sheet", "sheet", visit), on_visit("interfere", "interfere", visit)),)
