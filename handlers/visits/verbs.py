"""The verbs of buttons about a visit, its visitors and its paper notices."""

from handlers.talking.verbs import ButtonVerb, declare
from models.visits.paper_notices import PaperNotice
from models.visits.rights import RIGHTS
from models.visits.visits import Visit, Visitor


def _verb(name: str, right: str = "", *, talk: str = "") -> ButtonVerb:
    """A verb on a visit; its right is called like it where nothing else is said."""
    return declare(Visit, name, RIGHTS[right or name], talk=talk)


def _on_visitor(name: str, right: str = "") -> ButtonVerb:
    return declare(Visitor, name, RIGHTS[right or name])


def _on_notice(name: str, *, talk: str = "") -> ButtonVerb:
    return declare(PaperNotice, name, RIGHTS["judge_notice"], talk=talk)


APPROVE = _verb("approve")
REJECT = _verb("reject", talk="visit.reject")
SLIP = _verb("slip", "see_slip")
AGREE = _verb("agree")
DECLINE = _verb("decline", talk="visit.decline")
POSTPONE = _verb("postpone", talk="visit.postpone")
ACCEPT = _verb("accept")
COUNTER = _verb("counter", talk="visit.counter")
UPHOLD = _verb("uphold")
OVERRULE = _verb("overrule")
WITHDRAW = _verb("withdraw", talk="visit.withdraw")
REVOKE = _verb("revoke", talk="visit.revoke")
VISITORS = _verb("visitors", "change", talk="visit.visitors")
OUTCOME = _verb("outcome", talk="visit.outcome")
SHOW = _verb("show", "see")
PASS = _verb("pass", "see_pass")
SERVE = _verb("serve", talk="notice.serve")

ADMIT = _on_visitor("admit")
TAKE_BACK = _on_visitor("take_back")
NOBODY_CAME = _on_visitor("nobody_came")
LEAVE = _on_visitor("leave", "check_out")

NOTICE_SHOW = _on_notice("notice_show")
NOTICE_APPROVE = _on_notice("notice_approve")
NOTICE_REJECT = _on_notice("notice_reject", talk="notice.reject")
