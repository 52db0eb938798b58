"""The verbs of buttons about an inquiry."""

from handlers.talking.verbs import ButtonVerb, declare
from models.inquiries.inquiries import Inquiry
from models.inquiries.rights import RIGHTS
from models.ratings.ratings import Level


def _verb(name: str, right: str = "", *, talk: str = "") -> ButtonVerb:
    """A verb on an inquiry; its right is called like it where nothing else is said."""
    label = f"inquiry-{name.replace('_', '-')}"
    return declare(Inquiry, f"q_{name}", RIGHTS[right or name], label=label, talk=talk)


SHOW = _verb("show", "see")
FILES = _verb("files", "see")
WITHDRAW = _verb("withdraw", talk="inquiry.withdraw")
INPUT = _verb("input", talk="inquiry.input")
SOLVED = _verb("solved")
NOT_SOLVED = _verb("not_solved", talk="inquiry.reopen")
SATISFIED = {
    level: declare(Inquiry, f"q_satisfied{level.value}", RIGHTS["satisfied"], label=f"level-{level.value}")
    for level in Level
}
REOPEN = _verb("reopen", talk="inquiry.reopen")

ACCEPT = _verb("accept")
RETURN = _verb("return", talk="inquiry.return")
OUT_OF_SCOPE = _verb("out_of_scope", talk="inquiry.refuse")
NOTE = _verb("note", talk="inquiry.note")
MORE = _verb("more", "note")
ASK_BACK = _verb("ask_back", talk="inquiry.ask_back")
TRANSFER = _verb("transfer", talk="inquiry.transfer")
EXTEND = _verb("extend", talk="inquiry.extend")
ANSWER = _verb("answer", talk="inquiry.answer")
LINK = _verb("link", talk="inquiry.link")
HELP = _verb("help", talk="inquiry.help")
RELEASE = _verb("release", talk="inquiry.release")
TAKE = _verb("take")
LEAVE = _verb("leave")
CONTRIBUTE = _verb("contribute", talk="inquiry.contribute")
GRANT = _verb("grant")
DENY = _verb("deny")
DESIGNATE = _verb("designate", talk="inquiry.designate")
