"""What talks about inquiries result in: commands, imperative and complete. The actions decide everything again."""

from dataclasses import dataclass
from datetime import date

File = tuple[str, str]  # digest and name


@dataclass(frozen=True, kw_only=True)
class AskInquiry:
    """Ask a department; or, in confidence, complain about one: then `department` is empty and `about` names it.
    `enterprise` is the one that asks, None for the only one the person speaks for.
    """

    words: str
    files: tuple[File, ...]
    department: int | None = None
    accused: int | None = None
    enterprise: int | None = None


@dataclass(frozen=True, kw_only=True)
class UseAnswer:
    """A released answer was all that was needed."""

    answer: int


@dataclass(frozen=True, kw_only=True)
class ReturnInquiry:
    """Not ours: the department that is right, and why."""

    inquiry: int
    revision: int
    department: int
    reason: str


@dataclass(frozen=True, kw_only=True)
class RefuseInquiry:
    """Out of scope of any department, and why."""

    inquiry: int
    revision: int
    reason: str


@dataclass(frozen=True, kw_only=True)
class DesignateDepartment:
    """Decide, as the supervisor, which department has it."""

    inquiry: int
    revision: int
    department: int


@dataclass(frozen=True, kw_only=True)
class OfferTransfer:
    """Ask another department to take it over."""

    inquiry: int
    revision: int
    department: int
    reason: str


@dataclass(frozen=True, kw_only=True)
class NoteInquiry:
    """Write something down, for whoever asked or among departments."""

    inquiry: int
    words: str
    shown: bool


@dataclass(frozen=True, kw_only=True)
class AskBack:
    """Ask the enterprise for what is missing."""

    inquiry: int
    words: str


@dataclass(frozen=True, kw_only=True)
class GiveInput:
    """Answer a department's question, as the enterprise."""

    inquiry: int
    words: str
    files: tuple[File, ...]


@dataclass(frozen=True, kw_only=True)
class AskExtension:
    """Ask the head for more time: until a day, or, where there is none, as for something complex."""

    inquiry: int
    until: date | None
    reason: str


@dataclass(frozen=True, kw_only=True)
class AnswerInquiry:
    """Answer it."""

    inquiry: int
    words: str
    files: tuple[File, ...]


@dataclass(frozen=True, kw_only=True)
class LinkInquiry:
    """Have it answered together with another that asks the same."""

    inquiry: int
    main: int


@dataclass(frozen=True, kw_only=True)
class AskHelp:
    """Ask another department to contribute until a day."""

    inquiry: int
    department: int
    words: str
    until: date


@dataclass(frozen=True, kw_only=True)
class Contribute:
    """Contribute, as the helping department."""

    inquiry: int
    words: str


@dataclass(frozen=True, kw_only=True)
class ReleaseAnswer:
    """Let everybody read question and answer, put in words that don't show who asked."""

    inquiry: int
    question: str
    answer: str


@dataclass(frozen=True, kw_only=True)
class WithdrawInquiry:
    """Take it back, as whoever asked."""

    inquiry: int
    reason: str


@dataclass(frozen=True, kw_only=True)
class ReopenInquiry:
    """It isn't solved, and why: from an answer, or from a closed inquiry."""

    inquiry: int
    words: str
