"""The sheets of the workbook, in the operator's words: what each is called, what stands in its columns."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol

from sqlalchemy.orm import Session

from models.ground.messages import Json, listing, word


@dataclass(frozen=True, kw_only=True)
class Column:
    """A column: `title` and `note` are keys of words, as are the `choices` where nothing else may stand in it."""

    title: str
    note: str
    choices: tuple[str, ...] = ()
    is_date: bool = False
    needed: bool = True


@dataclass(frozen=True)
class Problem:
    """Something wrong, at a row and a column where it can be said, for the sheet as a whole where not."""

    sheet: str
    what: Json
    row: int | None = None
    column: str | None = None

    def said(self) -> Json:
        """The problem in a line."""
        sheet = word(self.sheet)
        if self.row is None:
            return word("import-problem-of-sheet", sheet=sheet, what=self.what)
        if self.column is None:
            return word("import-problem-of-row", sheet=sheet, row=self.row, what=self.what)
        return word("import-problem", sheet=sheet, row=self.row, column=word(self.column), what=self.what)


@dataclass(frozen=True)
class WorksheetRow:
    """A row by its number in the sheet, and what stands in it by the titles of the columns; choices by their keys."""

    number: int
    cells: Mapping[str, Any]


@dataclass
class Table:
    """A sheet as it was read, with what is wrong in it so far."""

    sheet: "SheetSchema"
    locale: str  # the language its title is written in
    rows: list[WorksheetRow] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    def against(self, what: Json, row: int | None = None, column: str | None = None) -> None:
        """Notes a problem."""
        self.problems.append(Problem(self.sheet.title, what, row, column))


class ImportPlan(Protocol):
    """What a sheet without a problem would do."""

    def told(self, session: Session) -> Sequence[Json]:
        """In lines, before it is done."""
        ...

    def do(self, session: Session, now: datetime) -> None:
        """Does it, in the transaction of the whole workbook."""
        ...


@dataclass(frozen=True, kw_only=True)
class SheetSchema:
    """A sheet; `plan` looks at all its rows and says what they come to, noting what is wrong with them together."""

    title: str
    columns: tuple[Column, ...]
    most_rows: int
    plan: Callable[[Table], ImportPlan]


def listing_of(keys: Iterable[str]) -> Json:
    """Words by their keys, in a row."""
    return listing([word(key) for key in keys])
