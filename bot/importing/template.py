"""The empty workbook: a sheet for each thing that can be imported, with drop-downs and a note on every column."""

from pathlib import Path

from openpyxl import Workbook
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from bot.importing.sheets import Column, SheetSchema, listing_of
from bot.words import Words
from models.ground.messages import word

WIDTH = 24  # characters
NOTE = (320, 160)  # pixels
DATE = "yyyy-mm-dd"
SHADE = PatternFill("solid", start_color="FFE2EFDA")


def write_template(file: Path, sheets: tuple[SheetSchema, ...], words: Words, locale: str) -> None:
    """Writes the workbook in a language; raises FileExistsError, and OSError where it can't be written."""
    with file.open("xb") as into:
        workbook = Workbook()
        workbook.remove(workbook.worksheets[0])
        for sheet in sheets:
            _write(workbook.create_sheet(words.text(locale, sheet.title, {})), sheet, words, locale)
        workbook.save(into)


def _write(cells: Worksheet, sheet: SheetSchema, words: Words, locale: str) -> None:
    cells.freeze_panes = "A2"
    for place, column in enumerate(sheet.columns, start=1):
        letter = get_column_letter(place)
        title = cells[f"{letter}1"]
        title.value = words.text(locale, column.title, {})
        title.font, title.fill, title.alignment = Font(bold=True), SHADE, Alignment(horizontal="center")
        title.comment = Comment(words.text(locale, column.note, {}), "Fuma", *reversed(NOTE))
        cells.column_dimensions[letter].width = WIDTH
        below = f"{letter}2:{letter}{sheet.most_rows + 1}"
        if column.is_date:
            cells.column_dimensions[letter].number_format = DATE
            for (cell,) in cells[below]:
                cell.number_format = DATE
        offered = _offered(column, words, locale)
        if offered is not None:
            offered.add(below)
            cells.add_data_validation(offered)


def _offered(column: Column, words: Words, locale: str) -> DataValidation | None:
    """The drop-down, or the check, of a column."""
    if column.choices:
        choices = ",".join(words.text(locale, choice, {}) for choice in column.choices)
        check = DataValidation(type="list", formula1=f'"{choices}"', allow_blank=not column.needed)
        check.error = words.say(locale, word("problem-not-a-choice", among=listing_of(column.choices)))
    elif column.is_date:
        check = DataValidation(type="date", operator="greaterThan", formula1="36526")  # 1 January 2000
        check.error = words.text(locale, "problem-not-a-date", {})
    else:
        return None
    check.showErrorMessage = True
    return check
