"""Reads a workbook cell by cell, and notes everything that is wrong with it instead of stopping at the first."""

import re
import unicodedata
import warnings
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import ParseError
from zipfile import BadZipFile, ZipFile

from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from bot.importing.sheets import Column, Row, Sheet, Table, listing_of
from bot.words import Words
from models.messages import Json, word

LARGEST = 64 * 1024 * 1024  # bytes of all that is packed in the file: 80,000 enterprises have some 20 million
MOST_COLUMNS = 40
UNREADABLE = (
    BadZipFile,
    InvalidFileException,
    ParseError,
    zlib.error,
    EOFError,
    KeyError,
    ValueError,
    TypeError,
    IndexError,
    AttributeError,  # openpyxl's own, on files that aren't what they say
    NotImplementedError,  # a zip in a way nobody packs workbooks
    RuntimeError,  # an encrypted zip
)
_DATE = re.compile(r"([0-9]{4})(?:[-/.]([0-9]{1,2})[-/.]([0-9]{1,2})|\u5e74([0-9]{1,2})\u6708([0-9]{1,2})\u65e5)")


class NoWorkbook(Exception):
    """The file can't be read at all; `what` says why."""

    def __init__(self, what: Json) -> None:
        super().__init__(what)
        self.what = what


@dataclass(frozen=True)
class _Cell:
    value: Any
    is_formula: bool = False

    @property
    def empty(self) -> bool:
        """Whether nothing can be seen in it."""
        return self.value is None or (isinstance(self.value, str) and not self.value.strip())


class _Refused(Exception):
    """A cell can't be what stands in it."""

    def __init__(self, what: Json) -> None:
        super().__init__(what)
        self.what = what


def read_tables(file: Path, sheets: Sequence[Sheet], words: Words) -> list[Table]:
    """The sheets that are there, each with its rows and problems; raises NoWorkbook, and OSError."""
    known = {title: sheet for sheet in sheets for title in _spellings(words, sheet.title)}
    tables = []
    for name, rows in _unpacked(file, max(sheet.most_rows for sheet in sheets) + 2).items():
        sheet = known.get(name.strip())
        if sheet is not None:
            tables.append(_table(sheet, rows, words))
        elif any(not cell.empty for row in rows for cell in row):
            raise NoWorkbook(
                word("problem-unknown-sheet", sheet=name, among=listing_of(sheet.title for sheet in sheets))
            )
    return tables


def _unpacked(file: Path, most_rows: int) -> dict[str, list[list[_Cell]]]:
    """The cells of every sheet, as far down as any may go."""
    try:
        with ZipFile(file) as packed:
            size = sum(each.file_size for each in packed.infolist())
        if size > LARGEST:
            raise NoWorkbook(word("problem-too-big", most=LARGEST // 1024 // 1024))
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # what openpyxl leaves out, such as a drop-down, isn't read here anyway
            workbook = load_workbook(file, read_only=True)
            try:
                return {sheet.title: _cells(sheet, most_rows) for sheet in workbook.worksheets}
            finally:
                workbook.close()
    except UNREADABLE as error:
        raise NoWorkbook(word("problem-unreadable")) from error


def _cells(sheet: Any, most_rows: int) -> list[list[_Cell]]:
    sheet.reset_dimensions()  # a file may claim any size
    rows = sheet.iter_rows(max_row=most_rows, max_col=MOST_COLUMNS)
    return [[_Cell(cell.value, is_formula=cell.data_type == "f") for cell in row] for row in rows]


def _table(sheet: Sheet, rows: list[list[_Cell]], words: Words) -> Table:
    table = Table(sheet)
    header = [str(cell.value or "").strip() for cell in rows[0]] if rows else []
    expected = [_spellings(words, column.title) for column in sheet.columns]
    if len(header) < len(expected) or any(title not in names for title, names in zip(header, expected, strict=False)):
        table.against(word("problem-columns", expected=listing_of(column.title for column in sheet.columns)), 1)
        return table
    filled = [(number, row) for number, row in enumerate(rows[1:], start=2) if not all(cell.empty for cell in row)]
    if filled and filled[-1][0] > sheet.most_rows + 1:
        table.against(word("problem-too-many-rows", most=sheet.most_rows))
    for number, row in filled[: sheet.most_rows]:
        read = _row(table, number, row, words)
        if read is not None:
            table.rows.append(read)
    return table


def _row(table: Table, number: int, cells: Sequence[_Cell], words: Words) -> Row | None:
    """The row; None where something in it is wrong, which is noted."""
    read, good = {}, True
    there = [*cells, *(_Cell(None) for _ in table.sheet.columns)]
    for column, cell in zip(table.sheet.columns, there, strict=False):
        try:
            read[column.title] = _value(column, cell, words)
        except _Refused as refused:
            table.against(refused.what, number, column.title)
            good = False
    return Row(number, read) if good else None


def _value(column: Column, cell: _Cell, words: Words) -> Any:
    if cell.is_formula:
        raise _Refused(word("problem-formula"))
    value = cell.value.strip() if isinstance(cell.value, str) else cell.value
    if cell.empty:
        if column.needed:
            raise _Refused(word("problem-missing"))
        return None
    if column.is_date:
        return _date(value)
    if column.choices:
        return _choice(column, value, words)
    return str(value)


def _date(value: object) -> date:
    """A date of Excel, or one that is written out with its year; raises _Refused for anything else."""
    if isinstance(value, datetime) and value.time() == time.min:
        return value.date()
    if isinstance(value, str):
        written = _DATE.fullmatch(unicodedata.normalize("NFKC", value).replace(" ", ""))
        if written:
            year, month, day = (int(part) for part in written.groups() if part)
            try:
                return date(year, month, day)
            except ValueError:
                raise _Refused(word("problem-no-such-day")) from None
    raise _Refused(word("problem-not-a-date"))


def _choice(column: Column, value: object, words: Words) -> str:
    for choice in column.choices:
        if str(value).casefold() in {spelling.casefold() for spelling in _spellings(words, choice)}:
            return choice
    raise _Refused(word("problem-not-a-choice", among=listing_of(column.choices)))


def _spellings(words: Words, key: str) -> set[str]:
    """A word in every language: whichever the workbook is written in."""
    return {words.text(locale, key, {}) for locale in words.locales}
