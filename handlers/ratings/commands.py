"""What talks about ratings end in: one command each, carried out by its action."""

from dataclasses import dataclass, field

from models.ratings.ratings import Line


@dataclass(frozen=True, kw_only=True)
class RateVisit:
    """Send the sheet of a visit; it replaces the one sent before."""

    visit: int
    lines: tuple[Line, ...] = field(default=())


@dataclass(frozen=True, kw_only=True)
class NoteContact:
    """Note that whoever gave a bad rating was contacted, as the supervisor."""

    follow_up: int
    words: str


@dataclass(frozen=True, kw_only=True)
class NoteRemedy:
    """Note how what was rated badly has been put right, as the department."""

    follow_up: int
    words: str


@dataclass(frozen=True, kw_only=True)
class AppealRating:
    """Appeal against a rating, as the department."""

    follow_up: int
    reason: str


@dataclass(frozen=True, kw_only=True)
class DecideAppeal:
    """Decide an appeal against a rating, as the supervisor."""

    follow_up: int
    upheld: bool
    words: str


@dataclass(frozen=True, kw_only=True)
class ReportInterference:
    """Report that somebody interferes with the rating of a visit."""

    visit: int
