"""What a verdict says: green or red, the reasons in the order they are told, and what would cure each.

The values are codes; their words stand in the locales.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum


class Colour(StrEnum):
    """What the scan decides."""

    GREEN = "green"
    RED = "red"


class Reason(StrEnum):
    """Why a verdict is red, in the order in which reasons are told."""

    UNKNOWN_CODE = "unknown_code"
    SIGN_REPLACED = "sign_replaced"
    WRONG_ENTERPRISE = "wrong_enterprise"
    PERSON_SUSPENDED = "person_suspended"
    NOT_A_VISITOR = "not_a_visitor"
    CARD_EXPIRED = "card_expired"
    NO_VISIT = "no_visit"
    WITHDRAWN = "withdrawn"
    REVOKED = "revoked"
    SUPERSEDED = "superseded"
    DECLINED = "declined"
    NOT_APPROVED = "not_approved"
    NOT_AGREED = "not_agreed"
    ALREADY_LEFT = "already_left"
    TOO_EARLY = "too_early"
    TOO_LATE = "too_late"
    OVER_ANNUAL_CAP = "over_annual_cap"
    OVER_DENSITY = "over_density"
    DUPLICATE_VISIT = "duplicate_visit"
    QUIET_PERIOD = "quiet_period"
    DO_NOT_DISTURB = "do_not_disturb"
    PAPERS_OVERDUE = "papers_overdue"
    TOO_FEW_OFFICERS = "too_few_officers"
    ASSISTANT_ALONE = "assistant_alone"


RULE_REASONS = frozenset(
    {
        Reason.OVER_ANNUAL_CAP,
        Reason.OVER_DENSITY,
        Reason.DUPLICATE_VISIT,
        Reason.QUIET_PERIOD,
        Reason.DO_NOT_DISTURB,
        Reason.PAPERS_OVERDUE,
    }
)
"""What the rules on burden say against a visit; they are counted where the facts are loaded."""

FieldValue = str | int | date | datetime | None


_RANK = {reason: rank for rank, reason in enumerate(Reason)}


class Cure(StrEnum):
    """What would turn a reason away."""

    SCAN_THE_SIGN = "scan_the_sign"
    SCAN_THE_NEW_SIGN = "scan_the_new_sign"
    GO_TO_THE_ENTERPRISE = "go_to_the_enterprise"
    ASK_THE_HEAD = "ask_the_head"
    BE_NAMED = "be_named"
    RENEW_THE_CARD = "renew_the_card"
    REQUEST_A_VISIT = "request_a_visit"
    ASK_THE_SUPERVISOR = "ask_the_supervisor"
    USE_THE_NEW_PASS = "use_the_new_pass"
    AWAIT_APPROVAL = "await_approval"
    AWAIT_REPLY = "await_reply"
    AWAIT_THE_NEW_DAY = "await_the_new_day"
    AWAIT_THE_DECISION = "await_the_decision"
    COME_IN_TIME = "come_in_time"
    CHOOSE_ANOTHER_DAY = "choose_another_day"
    HAND_IN_THE_PAPERS = "hand_in_the_papers"
    NAME_ANOTHER_OFFICER = "name_another_officer"
    COME_WITH_AN_OFFICER = "come_with_an_officer"


@dataclass(frozen=True)
class RedReason:
    """A reason that applies, what would cure it, and the values its words need."""

    code: Reason
    cure: Cure
    fields: Mapping[str, FieldValue] = field(default_factory=dict, hash=False)

    @property
    def rank(self) -> int:
        """Its place among the reasons when they are told."""
        return _RANK[self.code]


@dataclass(frozen=True, kw_only=True)
class Verdict:
    """The answer: every reason that applies, in order, and the visit and part it was given for, if any."""

    reasons: tuple[RedReason, ...]
    visit: int | None = None
    part: int | None = None

    @property
    def colour(self) -> Colour:
        """Green exactly if nothing stands against it."""
        return Colour.RED if self.reasons else Colour.GREEN
