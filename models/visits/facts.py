"""What a verdict depends on, loaded by the caller and frozen: a verdict reads no table, no clock and no rules file."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from models.time.durations import Days
from models.time.moments import Interval, day_of
from models.visits.reasons import RULE_REASONS, RedReason
from models.visits.states import PartState, PassState, State


class CodeKind(StrEnum):
    """What was shown."""

    SIGN = "sign"
    PASS = "pass"
    NONE = "none"
    """nothing: somebody asks what if"""


@dataclass(frozen=True, kw_only=True)
class CodeFacts:
    """The code that was scanned, or the number that was typed.

    `enterprise` is the one it was issued for, `shown_at` the one that verifies it, `visit` the one a pass belongs to.
    """

    kind: CodeKind
    known: bool = True
    replaced: bool = False
    enterprise: int | None = None
    shown_at: int | None = None
    visit: int | None = None


@dataclass(frozen=True, kw_only=True)
class PersonFacts:
    """Who wants in. `card_valid_until` is the last day of his enforcement card, None if he has none."""

    id: int
    is_official: bool = True
    suspended: bool = False
    card_valid_until: date | None = None


@dataclass(frozen=True, kw_only=True)
class TeamMember:
    """A named visitor, whether he may act as an officer, and whether he is there."""

    person: int
    assistant: bool = False
    suspended: bool = False
    card_valid_until: date | None = None
    checked_in_at: datetime | None = None
    checked_out_at: datetime | None = None

    @property
    def is_there(self) -> bool:
        """Whether he has come and not left."""
        return self.checked_in_at is not None and self.checked_out_at is None


@dataclass(frozen=True, kw_only=True)
class VisitFacts:
    """A visit at this enterprise that may be meant, seen from one part: the person's own, or his department's.

    `validity` is when its passes open the door, `cards` how many officers with cards its kind needs, `revoked`
    whether it was ended by the supervisor, `pass_state` that of the person's pass if one was shown or was revoked, and
    `rules_against` what the rules on burden say (`RULE_REASONS` only, else ValueError).
    """

    id: int
    part: int
    state: State
    window: Interval
    validity: Interval
    cards: int
    team: tuple[TeamMember, ...]
    part_state: PartState = PartState.APPROVED
    revoked: bool = False
    pass_state: PassState | None = None
    rules_against: tuple[RedReason, ...] = ()

    def __post_init__(self) -> None:
        if any(reason.code not in RULE_REASONS for reason in self.rules_against):
            raise ValueError(f"not a reason of the rules: {self.rules_against}")

    @property
    def day(self) -> date:
        """The day of the visit, on which cards must be valid."""
        return day_of(self.window.start)

    def member(self, person: int) -> TeamMember | None:
        """The person as a visitor, None if he isn't named."""
        return next((member for member in self.team if member.person == person), None)


@dataclass(frozen=True, kw_only=True)
class Facts:
    """All that a verdict depends on. `person` is None only where the code tells of nobody.

    `visits` are those of this enterprise that may be meant; `nearest` is how many
    calendar days from today one is still meant.
    """

    now: datetime
    code: CodeFacts
    person: PersonFacts | None
    visits: tuple[VisitFacts, ...]
    nearest: Days
