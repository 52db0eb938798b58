"""What a picture says: frozen values of words already in the reader's language."""

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class PassCard:
    """One visitor's pass (绿码). It is drawn green, yet only a scan decides, and `note` says so."""

    title: str
    enterprise: str
    rows: tuple[tuple[str, str], ...]
    """Label and value: department, visitor, window, matters."""
    number: str
    """The digits to type where there is no camera; six of them are shown in two groups."""
    number_label: str
    note: str
    qr: str
    """The address the QR holds."""

    def texts(self) -> tuple[str, ...]:
        """Every string that is set in type."""
        return (self.title, self.enterprise, *_flat(self.rows), self.number, self.number_label, self.note)


@dataclass(frozen=True)
class ReasonLine:
    """Why the verdict is what it is, and what would cure it (may be empty)."""

    what: str
    cure: str


@dataclass(frozen=True, kw_only=True)
class VerdictCard:
    """Green or red, to be read at arm's length at a gate."""

    green: bool
    word: str
    """The verdict itself; a line break in it is kept."""
    time: str
    enterprise: str
    person: str | None
    """Whom it judges, or None where nobody is known."""
    rows: tuple[tuple[str, str], ...] = ()
    reasons: tuple[ReasonLine, ...] = ()

    def texts(self) -> tuple[str, ...]:
        """Every string that is set in type."""
        reasons = [text for reason in self.reasons for text in (reason.what, reason.cure)]
        return (self.word, self.time, self.enterprise, self.person or "", *_flat(self.rows), *reasons)


@dataclass(frozen=True, kw_only=True)
class VisitorList:
    """What owner, deputies and gatekeepers get: who comes, and no QR."""

    title: str
    enterprise: str
    rows: tuple[tuple[str, str], ...]
    visitors: tuple[tuple[str, str], ...]
    """Name, and what else is said of him (may be empty)."""
    note: str

    def texts(self) -> tuple[str, ...]:
        """Every string that is set in type."""
        return (self.title, self.enterprise, *_flat(self.rows), *_flat(self.visitors), self.note)


@dataclass(frozen=True, kw_only=True)
class SignCard:
    """The enterprise's sign (告示牌), A4, to print and hang at the gate."""

    enterprise: str
    title: str
    qr: str
    """The address the QR holds."""
    how: tuple[str, ...]
    """What to do, a step or a language a line."""
    footer: str

    def texts(self) -> tuple[str, ...]:
        """Every string that is set in type."""
        return (self.enterprise, self.title, *self.how, self.footer)


def _flat(pairs: tuple[tuple[str, str], ...]) -> list[str]:
    return [text for pair in pairs for text in pair]
