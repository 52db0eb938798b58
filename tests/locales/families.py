"""The keys that are put together in the code, out of every member of a list the code has."""

from collections.abc import Iterable

from bot.channels.registered import PLATFORMS
from bot.channels.telegram.commands import COMMANDS as OF_TELEGRAM
from bot.channels.wecom.entries import ME, WORK
from handlers.catalogue import COMMANDS
from handlers.digest.items import Todo
from handlers.home import LANGUAGES
from handlers.inquiries.talks import asking as inquiry
from handlers.inquiries.talks import handling
from handlers.inquiries.terms import OF_THE_STATE
from handlers.ratings.talks import follow_up, rating
from handlers.talking.commands import IN_MENU
from handlers.talking.offering import Decision
from handlers.talking.typed import Expected
from handlers.talking.verbs import VERBS
from handlers.terms import TERMS, undeclared
from handlers.visits.talks import answering, ending, notice
from models.ground.messages import NumberForm
from models.inquiries.inquiries import Happening, InquiryEnding, InquiryState
from models.inquiries.traces import TraceKind
from models.post.outbox_table import RowEnding as OutboxEnding
from models.ratings.follow_ups import Stage
from models.ratings.ratings import Level
from models.register.notices import Against
from models.register.numbers import Series
from models.register.people import Role
from models.register.rules import Declining, Kind, Silence
from models.visits.reasons import Cure, Reason
from models.visits.states import How, Side, State
from models.visits.visits import Outcome


def _with(prefix: str, members: Iterable[object]) -> set[str]:
    return {f"{prefix}{str(member).replace('_', '-')}" for member in members}


FAMILIES = {
    "kind-": _with("kind-", Kind),
    "office-": _with("office-", Role),
    "state-": _with("state-", State),
    "channel-": _with("channel-", (platform.name for platform in PLATFORMS)),
    "aside-": _with("aside-", (OutboxEnding.ASIDE, OutboxEnding.REFUSED)),
    "how-": _with("how-", How),
    "silence-": _with("silence-", Silence),
    "declining-": _with("declining-", Declining),
    "outcome-": _with("outcome-", Outcome),
    "promise-": _with("promise-", Side),
    "promised-": _with("promised-", Side),
    "follow-up-": _with("follow-up-", Stage),
    "decide-": _with("decide-", (follow_up.UPHELD, follow_up.DISMISSED)),
    "level-": _with("level-", Level),
    "matter-": _with("matter-", Decision),
    "problem-": _with("problem-", Against),
    "term-": _with("term-", (kind for kind, term in TERMS.items() if term.retell is not undeclared)),
    "reason-": _with("reason-", Reason),
    "cure-": _with("cure-", Cure),
    "expects-": _with("expects-", Expected),
    "menu-": _with("menu-", IN_MENU),
    "command-": _with("command-", (*COMMANDS, "cancel", "back")),
    "language-": _with("language-", LANGUAGES),
    "month-": _with("month-", range(1, 13)),
    "weekday-": _with("weekday-", range(1, 8)),
    "picture-label-": _with("picture-label-", ("department", "visitor", "window", "valid", "kind", "matters")),
    "telegram-command-": _with("telegram-command-", OF_TELEGRAM),
    "wecom-menu-": _with("wecom-menu-", ("work", "scan", "me", *WORK, *ME)),
    "button-": _with("button-", (verb.label for verb in VERBS.values())),
    "button-level-": _with("button-level-", (level.value for level in Level)),
    "inquiry-event-": _with("inquiry-event-", Happening),
    "inquiry-state-": _with("inquiry-state-", InquiryState),
    "inquiry-ending-": _with("inquiry-ending-", InquiryEnding),
    "inquiry-": {"inquiry-reply-overdue", "inquiry-resolve-overdue"},
    "number-": _with("number-", (*Series, NumberForm.BARE.value)),
    "digest-do-": _with("digest-do-", Todo.declared()),
    "trace-": _with("trace-", TraceKind),
    "trace-in-": _with("trace-in-", ("question", "answer")),
    "clock-": _with("clock-", OF_THE_STATE),
    "reasons to choose": {
        *answering.REASONS_TO_REJECT,
        *answering.REASONS_TO_DECLINE,
        *answering.REASONS_TO_POSTPONE,
        *ending.REASONS_TO_WITHDRAW,
        *ending.REASONS_TO_REVOKE,
        *follow_up.REASONS_TO_APPEAL,
        *notice.REASONS_TO_REFUSE,
        *rating.GOOD,
        *rating.BAD,
        *inquiry.REASONS_TO_WITHDRAW,
        *inquiry.REASONS_TO_REOPEN,
        *handling.REASONS_TO_RETURN,
        *handling.REASONS_TO_REFUSE,
    },
}
"""Keys by what the f-string that makes them begins with."""

EDGE = {
    "stranger-explained",
    "group-only-private",
    "turn-failed",
    "file-too-big",
    "file-wrong-kind",
    "file-lost",
    "file-empty",
    "page-sign-title",
    "page-sign-text",
    "page-sign-button",
    "page-pass-green",
    "page-pass-red",
    "page-unknown-title",
    "page-unknown-text",
    "page-wecom-hint",
}
"""What the edge says where there is no turn: outside a talk, before a file is taken, on a page."""
