"""Reads a workbook cell by cell, and notes everything that is wrong with it instead of stopping at the first."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

from bot.importing.sheets import Column, SheetSchema, Table, WorksheetRow, listing_of
from bot.importing.workbooks import LARGEST, UNREADABLE, Cell, Cells, TooBig, unpacked
from bot.words import Words
from models.ground.messages import Json, word

_DATE = re.compile(r"([0-9]{4})(?:[-/.]([0-9]{1,2})[-/.]([0-9]{1,2})|\u5e74([0-9]{1,2})\u6708([0-9]{1,2})\u65e5)")
_MIDNIGHT = re.compile(r"T00:00(:00(\.0+)?)?Z?\Z")  # after a date that a program has written out


class NoWorkbook(Exception):
    """The file can't be read at all; `what` says why."""

    def __init__(self, what: Json) -> None:
        super().__init__(what)
        self.what = what


class _Refused(Exception):
    """A cell can't be what stands in it."""

    def __init__(self, what: Json) -> None:
        super().__init__(what)
        self.what = what


def read_tables(file: Path, sheets: Sequence[SheetSchema], words: Words) -> list[Table]:
    """The sheets that are there, each with its rows and problems; raises NoWorkbook, and OSError.

    Hidden sheets are somebody's own, or a program's: they are left out, unless they have the name of one of ours.
    """
    known = {title: (sheet, locale) for sheet in sheets for locale, title in _spellings(words, sheet.title).items()}
    tables = []
    for name, cells in _unpacked(file, max(sheet.most_rows for sheet in sheets) + 2).items():
        sheet, locale = known.get(name.strip(), (None, ""))
        if sheet is not None and (cells.rows or not cells.hidden):
            tables.append(_table(sheet, locale, cells, words))
        elif cells.rows and not cells.hidden:
            raise NoWorkbook(
                word("problem-unknown-sheet", sheet=name, among=listing_of(sheet.title for sheet in sheets))
            )
    return tables


def _unpacked(file: Path, most_rows: int) -> dict[str, Cells]:
    """The cells of every sheet."""
    try:
        return unpacked(file, most_rows)
    except TooBig:
        raise NoWorkbook(word("problem-too-big", most=LARGEST // 1024 // 1024)) from None
    except UNREADABLE as error:
        raise NoWorkbook(word("problem-unreadable")) from error


def _table(sheet: SheetSchema, locale: str, cells: Cells, words: Words) -> Table:
    table = Table(sheet, locale)
    if cells.hidden:
        table.against(word("problem-hidden-sheet"))
        return table
    first = cells.rows[0] if cells.rows else (1, {})
    header = [str(first[1][place].value).strip() if place in first[1] else "" for place, _ in _places(sheet)]
    expected = [set(_spellings(words, column.title).values()) for column in sheet.columns]
    if first[0] != 1 or any(title not in names for title, names in zip(header, expected, strict=True)):
        table.against(word("problem-columns", expected=listing_of(column.title for column in sheet.columns)), 1)
        return table
    ours = {place for place, _ in _places(sheet)}
    filled = [(number, row) for number, row in cells.rows[1:] if ours & row.keys()]
    if cells.more or len(filled) > sheet.most_rows:
        table.against(word("problem-too-many-rows", most=sheet.most_rows))
    for number, row in filled[: sheet.most_rows]:
        read = _row(table, number, row, words)
        if read is not None:
            table.rows.append(read)
    return table


def _places(sheet: SheetSchema) -> list[tuple[int, Column]]:
    """The columns by their places, of which the first is 1."""
    return list(enumerate(sheet.columns, start=1))


def _row(table: Table, number: int, cells: Mapping[int, Cell], words: Words) -> WorksheetRow | None:
    """The row; None where something in it is wrong, which is noted."""
    read, good = {}, True
    for place, column in _places(table.sheet):
        try:
            read[column.title] = _value(column, cells.get(place), words)
        except _Refused as refused:
            table.against(refused.what, number, column.title)
            good = False
    return WorksheetRow(number, read) if good else None


def _value(column: Column, cell: Cell | None, words: Words) -> Any:
    if cell is None:
        if column.needed:
            raise _Refused(word("problem-missing"))
        return None
    if cell.is_formula:
        raise _Refused(word("problem-formula"))
    value = cell.value.strip() if isinstance(cell.value, str) else cell.value
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
        written = _DATE.fullmatch(_MIDNIGHT.sub("", unicodedata.normalize("NFKC", value).replace(" ", "")))
        if written:
            year, month, day = (int(part) for part in written.groups() if part)
            try:
                return date(year, month, day)
            except ValueError:
                raise _Refused(word("problem-no-such-day")) from None
    raise _Refused(word("problem-not-a-date"))


def _choice(column: Column, value: object, words: Words) -> str:
    for choice in column.choices:
        if str(value).casefold() in {spelling.casefold() for spelling in _spellings(words, choice).values()}:
            return choice
    raise _Refused(word("problem-not-a-choice", among=listing_of(column.choices)))


def _spellings(words: Words, key: str) -> dict[str, str]:
    """A word in every language: whichever the workbook is written in."""
    return {locale: words.text(locale, key, {}) for locale in words.locales}
