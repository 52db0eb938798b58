"""Workbooks as Excel and WPS write them: their visible sheets, row by row, each cell with what stands in it.

openpyxl reads the cells. What it stumbles over and nobody needs here (charts, themes, fills, names) isn't given to it.
"""

import re
import warnings
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import ParseError
from zipfile import ZIP_STORED, BadZipFile, ZipFile

from openpyxl.reader.excel import ExcelReader
from openpyxl.styles.numbers import is_date_format
from openpyxl.utils.exceptions import InvalidFileException
from openpyxl.worksheet._reader import ROW_TAG, WorkSheetParser
from openpyxl.xml.functions import fromstring, iterparse

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
# The formats without a code of their own in the file; 27-36 and 50-58 are dates where Excel is Chinese, Japanese or
# Korean, and openpyxl takes them for numbers.
DATES = frozenset({*range(14, 23), *range(27, 37), *range(50, 59)})

STYLES = "xl/styles.xml"
_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
# "Strict Open XML Workbook" is the same under other names.
_STRICT = (
    (b"http://purl.oclc.org/ooxml/spreadsheetml/main", b"http://schemas.openxmlformats.org/spreadsheetml/2006/main"),
    (
        b"http://purl.oclc.org/ooxml/officeDocument/relationships",
        b"http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    ),
)
_ISO_DATE = re.compile(rb"""(<(?:\w+:)?c\b[^>]*\bt=)(["'])d\2""")


@dataclass(frozen=True)
class Cell:
    """A cell that isn't empty."""

    value: Any
    is_formula: bool = False


@dataclass
class Cells:
    """A sheet: its rows that have something in them, by number, each cell by its column; `more` where there were more
    rows than were asked for.
    """

    rows: list[tuple[int, dict[int, Cell]]] = field(default_factory=list)
    hidden: bool = False
    more: bool = False


class TooBig(Exception):
    """The file unpacks to more than `LARGEST`."""


def unpacked(file: Path, most_rows: int) -> dict[str, Cells]:
    """The sheets with cells by their titles, each with at most so many rows that have something in them; raises
    TooBig, one of UNREADABLE, and OSError.
    """
    with ZipFile(file) as packed:
        if sum(each.file_size for each in packed.infolist()) > LARGEST:
            raise TooBig
        plain = _as_usual(packed)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # what openpyxl leaves out, such as a drop-down, isn't read here anyway
        reader = _Reader(plain, read_only=True)
        reader.read()
        with reader.archive:
            return {title: reader.cells(path, most_rows, hidden=hidden) for title, path, hidden in reader.sheets}


def _as_usual(packed: ZipFile) -> BytesIO:
    """The workbook under the usual names. A date that is written out becomes a text: we read more ways to
    write one than openpyxl does.
    """
    usual = BytesIO()
    with ZipFile(usual, "w", ZIP_STORED) as into:
        for name in packed.namelist():
            part = packed.read(name)
            if name.lower().endswith((".xml", ".rels")):
                for strict, plain in _STRICT:
                    part = part.replace(strict, plain)
                if b't="d"' in part or b"t='d'" in part:
                    part = _ISO_DATE.sub(rb"\1\2str\2", part)
            into.writestr(name, part)
    return usual


class _Reader(ExcelReader):
    """openpyxl's reader, of the parts that matter."""

    def __init__(self, file: BytesIO, *, read_only: bool) -> None:
        super().__init__(file, read_only=read_only)
        self.sheets: list[tuple[str, str, bool]] = []

    def read(self) -> None:
        """Finds the sheets."""
        self.read_manifest()
        self.read_strings()
        self.read_workbook()
        self._dates = _date_styles(self.archive) if STYLES in self.archive.namelist() else set()
        self.sheets = [
            (sheet.name, rel.target, sheet.state != "visible")
            for sheet, rel in self.parser.find_sheets()
            if rel.Type.endswith("/worksheet")
        ]

    def cells(self, path: str, most_rows: int, *, hidden: bool) -> Cells:
        """What stands in a sheet."""
        found = Cells(hidden=hidden)
        for number, row in self._rows(path):
            if len(found.rows) == most_rows:
                found.more = True
                break
            found.rows.append((number, row))
        return found

    def _rows(self, path: str) -> Iterator[tuple[int, dict[int, Cell]]]:
        with self.archive.open(path) as source:
            parser = WorkSheetParser(source, self.shared_strings, epoch=self.wb.epoch, date_formats=self._dates)
            for _, element in iterparse(source):
                if element.tag == ROW_TAG:
                    number, cells = parser.parse_row(element)
                    element.clear()
                    row = {each["column"]: _cell(each) for each in cells if each["column"] <= MOST_COLUMNS}
                    if seen := {column: cell for column, cell in row.items() if cell is not None}:
                        yield number, seen


def _cell(read: dict[str, Any]) -> Cell | None:
    """The cell; None where nothing can be seen in it."""
    value, is_formula = read["value"], read["data_type"] == "f"
    if value is None or (isinstance(value, str) and not value.strip()):
        return None
    return Cell(value, is_formula=is_formula)


def _date_styles(archive: ZipFile) -> set[int]:
    """The styles in which a number is a date."""
    sheet = fromstring(archive.read(STYLES))
    codes = {int(each.get("numFmtId") or 0): each.get("formatCode") or "" for each in sheet.iter(f"{_MAIN}numFmt")}
    formats = sheet.find(f"{_MAIN}cellXfs")
    used = [] if formats is None else [int(each.get("numFmtId") or 0) for each in formats.findall(f"{_MAIN}xf")]
    return {
        place
        for place, number in enumerate(used)
        if (is_date_format(codes[number]) if number in codes else number in DATES)
    }
