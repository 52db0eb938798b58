"""What something is about: a matter, or a row that belongs to one; and each way in which that is written down."""

from dataclasses import dataclass
from typing import ClassVar, Protocol


@dataclass(frozen=True)
class SubjectKind:
    """A kind of subject: its name in clocks, messages and the ledger, and the letter before an id on a button."""

    name: str
    letter: str = ""


@dataclass(frozen=True)
class Subject:
    """What something is about. As text, "visit:12", it stands in the ledger and says whose a clock is."""

    kind: str
    number: int

    def __str__(self) -> str:
        return f"{self.kind}:{self.number}"

    def about(self, what: str = "") -> str:
        """What a message shows of it, by which it is found again: "visit.12.reply"."""
        return f"{self.kind}.{self.number}.{what}" if what else f"{self.kind}.{self.number}"

    @classmethod
    def read(cls, text: str) -> "Subject":
        """The subject behind its text; raises ValueError where that is none."""
        kind, _, number = text.partition(":")
        return cls(kind, int(number))


def read_about(text: str) -> tuple[Subject | None, str]:
    """What a message shows, taken apart: the subject, None where it names none, and which side of it."""
    kind, _, rest = text.partition(".")
    number, _, what = rest.partition(".")
    return (Subject(kind, int(number)) if number.isdecimal() else None), what


@dataclass(frozen=True)
class SeenSubject:
    """What a talk is about and how that stood when it was begun: its kind's letter, its number and its revision. As
    text, "v12.3", it is kept with the talk's draft; nothing, "", before the talk has found out.
    """

    letter: str = ""
    number: int = 0
    revision: int = 0

    def __str__(self) -> str:
        return f"{self.letter}{self.number}.{self.revision}" if self.letter else ""

    @classmethod
    def read(cls, text: str) -> "SeenSubject":
        """The value behind its text."""
        named, _, revision = text.partition(".")
        letter = named[:1] if not named[:1].isdecimal() else ""
        return cls(letter, int(named.removeprefix(letter) or 0), int(revision or 0))


NOTHING_SEEN = SeenSubject()


class _Row(Protocol):
    KIND: ClassVar[SubjectKind]

    @property
    def id(self) -> int: ...


class HasSubject:
    """A row that something can be about."""

    KIND: ClassVar[SubjectKind]

    @property
    def subject(self: _Row) -> Subject:
        """The row as what something is about."""
        return Subject(self.KIND.name, self.id)

    @classmethod
    def numbered(cls, number: int) -> Subject:
        """A row of this kind as what something is about, by its number."""
        return Subject(cls.KIND.name, number)
