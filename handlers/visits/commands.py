"""What talks result in: commands, imperative and complete. The actions that carry them out decide everything again."""

from dataclasses import dataclass
from datetime import date, datetime

from models.register.rules import Kind
from models.visits.states import Side
from models.visits.visits import Outcome


@dataclass(frozen=True, kw_only=True)
class RequestVisit:
    """Ask for a visit."""

    kind: Kind
    enterprise: int
    start: datetime
    end: datetime
    matters: tuple[str, ...]
    matter_words: str
    materials: str
    legal_basis: str
    visitors: tuple[int, ...]
    slip: str | None
    slip_name: str = ""


@dataclass(frozen=True, kw_only=True)
class RejectVisit:
    """Turn a department's request down."""

    visit: int
    revision: int
    reason: str


@dataclass(frozen=True, kw_only=True)
class DeclineVisit:
    """Say no, as the enterprise."""

    visit: int
    revision: int
    reason: str


@dataclass(frozen=True, kw_only=True)
class ProposeDay:
    """Put another day on the table, as the enterprise or as the official."""

    visit: int
    revision: int
    side: Side
    start: datetime
    end: datetime
    reason: str


@dataclass(frozen=True, kw_only=True)
class WithdrawVisit:
    """Take a request or an agreed visit back, as the official."""

    visit: int
    revision: int
    reason: str


@dataclass(frozen=True, kw_only=True)
class RevokeVisit:
    """End a visit and its passes, as the supervisor."""

    visit: int
    revision: int
    reason: str


@dataclass(frozen=True, kw_only=True)
class ChangeVisitors:
    """Name other visitors for an agreed visit."""

    visit: int
    revision: int
    visitors: tuple[int, ...]


@dataclass(frozen=True, kw_only=True)
class Promised:
    """What one side promised, until the end of a day."""

    side: Side
    words: str
    until: date


@dataclass(frozen=True, kw_only=True)
class NoteOutcome:
    """Note what a visit found and what was promised."""

    visit: int
    outcome: Outcome
    words: str
    promises: tuple[Promised, ...] = ()


@dataclass(frozen=True, kw_only=True)
class ServeNotice:
    """Put forward a notice that was served on paper; for the visit's own window where none is named."""

    visit: int
    digest: str
    name: str
    start: datetime | None
    end: datetime | None


@dataclass(frozen=True, kw_only=True)
class RejectNotice:
    """Refuse a paper notice, as the supervisor."""

    notice: int
    reason: str


@dataclass(frozen=True, kw_only=True)
class VerifyNumber:
    """Verify a visitor by the number on his pass."""

    number: str
