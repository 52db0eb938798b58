"""The verbs of buttons about a rating, and about what follows a bad one."""

from handlers.talking.verbs import ButtonVerb, declare
from models.ratings.follow_ups import FollowUp
from models.ratings.ratings import Level
from models.ratings.rights import RIGHTS
from models.visits.visits import Visit


def _on_follow_up(name: str, right: str, label: str, *, talk: str = "") -> ButtonVerb:
    return declare(FollowUp, name, RIGHTS[right], label=label, talk=talk)


RATE = {level: declare(Visit, f"rate{level.value}", RIGHTS["rate"], label=f"level-{level.value}") for level in Level}
"""One tap a level: the same for each department and for the whole."""
SHEET = declare(Visit, "sheet", RIGHTS["rate"], talk="visit.rate")
INTERFERE = declare(Visit, "interfere", RIGHTS["interfere"], talk="rating.interference")

CONTACT = _on_follow_up("rating_contact", "contact", "contacted", talk="rating.contact")
CONSENT = _on_follow_up("rating_consent", "consent", "consent")
REMEDY = _on_follow_up("rating_remedy", "remedy", "remedied", talk="rating.remedy")
APPEAL = _on_follow_up("rating_appeal", "appeal", "appeal", talk="rating.appeal")
DECIDE = _on_follow_up("rating_decide", "decide_appeal", "decide", talk="rating.decide")
