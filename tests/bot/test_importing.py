"""Import by workbook: real files, all or nothing, every problem by sheet, row and column."""

import asyncio
import os
import sqlite3
import threading
import time
import zipfile
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook
from sqlalchemy import select, text
from typer.testing import CliRunner, Result

from bot.__main__ import app
from bot.importing import workbooks
from bot.importing.command import SHEETS
from bot.importing.reading import read_tables
from bot.settings import Settings
from models.ground.database import Database
from models.ground.ledger import ledger
from models.ground.subjects import Subject
from models.migrations import migrate
from models.register import notices
from models.register.notices import announced_days
from models.register.rules import load_rules
from models.time import clocks
from models.time.clocks import ClockKind
from models.time.moments import CST
from models.time.workdays import Calendar
from models.versions import NEWEST
from tests.bot.test_command_line import free_port, running
from tests.notices import notice
from tests.town import RULES, WORDS

HEADER = ("日期", "上班或放假", "说明")
Cells = tuple[Any, ...]
SAID = {False: "放假", True: "上班"}


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of its own, with settings for a database of the newest schema in it."""
    monkeypatch.chdir(tmp_path)
    for name in Settings.model_fields:
        monkeypatch.delenv(f"FUMA_{name.upper()}", raising=False)
    address = f"sqlite+aiosqlite:///{tmp_path}/fuma.db"
    monkeypatch.setenv("FUMA_DATABASE_URL", address)
    monkeypatch.setenv("FUMA_RULES_FILE", str(RULES))
    monkeypatch.setenv("FUMA_PORT", str(free_port()))
    migrate(address)
    return tmp_path


def year(*more: Cells) -> list[Cells]:
    """The notice for 2027 in rows, and more rows."""
    return [*((day, SAID[worked]) for day, worked in notice()), *more]


def workbook(rows: list[Cells], *, title: str = "节假日", header: Cells = HEADER) -> Path:
    """A file with these rows below the header."""
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = title
    for row in (header, *rows):
        sheet.append(row)
    book.save("year.xlsx")
    return Path("year.xlsx")


def fuma(*words: object) -> Result:
    """The command, in this process."""
    return CliRunner().invoke(app, [str(each) for each in words])


def imported(*words: object) -> str:
    """What an import that went well says."""
    result = fuma("import", *words)
    assert (result.exit_code, result.stderr) == (0, ""), result.output
    return result.stdout


def refused(file: Path, *lines: str) -> None:
    """Nothing was imported, and this is what is wrong."""
    result = fuma("import", file)
    assert result.exit_code == 1, result.output
    assert result.stdout.splitlines() == list(lines)
    assert result.stderr == f"{file.name}: nothing was imported; put right what is listed above ({len(lines)})\n"
    assert calendar() == Calendar(load_rules(RULES).office_hours)
    assert look(lambda session: session.execute(select(ledger.c.id)).all()) == []


def look(at: Callable[[Any], Any]) -> Any:
    """Reads something from the database."""

    async def read() -> Any:
        database = await Database(os.environ["FUMA_DATABASE_URL"]).open()
        try:
            return await database.run(at)
        finally:
            await database.close()

    return asyncio.run(read())


def calendar() -> Calendar:
    found: Calendar = look(lambda session: notices.find_calendar(session, load_rules(RULES).office_hours))
    return found


# What goes well


def test_a_year_is_imported_and_counts() -> None:
    assert imported(workbook(year())) == "已导入：\n· 公布2027年放假安排：周一到周五放假16天，周末上班3天。\n"
    found = calendar()
    assert found.is_announced(2027)
    assert [found.is_working_day(date(2027, 2, day)) for day in (5, 6, 11, 12, 20, 21)] == [
        *(False, False, False, True, True, False)
    ]


def test_a_dry_run_says_the_same_and_changes_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    look(
        lambda session: clocks.start(
            session,
            ClockKind.REPLY,
            Subject("visit", 1),
            datetime(2026, 12, 30, 9, tzinfo=CST),
            datetime(2027, 1, 4, 17, 30, tzinfo=CST),
            provisional=2027,
        )
    )
    file = workbook(year(("2026-12-27", "本地上班")))
    assert imported(file, "--dry-run").splitlines() == [
        "没有问题。还没有导入；正式导入会：",
        "· 公布2027年放假安排：周一到周五放假16天，周末上班3天。",
        "· 有1个时限在等2027年的安排，服务会逐个重算，有变化的通知当事人。",
        "· 调整本地的日子1天。",
    ]
    assert not calendar().is_announced(2027)
    assert look(lambda session: session.execute(select(ledger.c.id)).all()) == []
    monkeypatch.setenv("FUMA_LOCALE", "en")
    assert imported(file).splitlines() == [
        "已导入：",
        "· 公布2027年放假安排：周一到周五放假16天，周末上班3天。",
        "· 有1个时限在等2027年的安排，服务会逐个重算，有变化的通知当事人。",
        "· 调整本地的日子1天。",
    ], "in the language of the workbook, as its sheets and columns are named"
    assert calendar().is_working_day(date(2026, 12, 27))


def test_twice_is_once() -> None:
    file = workbook(year())
    imported(file)
    rows = look(lambda session: session.execute(select(announced_days.c.day, announced_days.c.worked)).all())
    imported(file)
    assert look(lambda session: session.execute(select(announced_days.c.day, announced_days.c.worked)).all()) == rows


def test_dates_are_read_as_excel_has_them_and_as_people_write_them() -> None:
    days = notice()
    ways: list[Callable[[date], object]] = [
        lambda day: day,
        lambda day: datetime(day.year, day.month, day.day),  # noqa: DTZ001 - as Excel keeps a day
        lambda day: f"{day.year}年{day.month}月{day.day}日",
        lambda day: f" {day:%Y/%m/%d} ",
        lambda day: f"{day:%Y.%m.%d}".translate(str.maketrans("0123456789", "０１２３４５６７８９")),
        lambda day: day.isoformat(),
    ]
    rows = [(ways[number % len(ways)](day), SAID[worked]) for number, (day, worked) in enumerate(days)]
    imported(workbook(rows))
    assert dict(calendar().overrides) == dict(days)


def test_empty_rows_and_notes_are_nothing_and_a_workbook_may_be_english(monkeypatch: pytest.MonkeyPatch) -> None:
    words = {False: "off", True: "Worked"}
    rows: list[Cells] = [(day, words[worked], 2027) for day, worked in notice()]
    file = workbook([(), *rows, (None, " ", ""), ()], title="Holidays", header=("Date", "Worked or off", "Note"))
    imported(file)
    assert len(calendar().overrides) == len(notice())


def test_a_city_can_correct_its_own_days_alone() -> None:
    assert imported(workbook([("2026-12-31", "本地放假", "停电")])) == "已导入：\n· 调整本地的日子1天。\n"
    found = calendar()
    assert not found.is_working_day(date(2026, 12, 31))
    assert not found.is_announced(2027)


# As Excel and WPS write them


def repacked(file: Path, *changes: tuple[str, str], part: str = "") -> Path:
    """The file with other words in its parts, or in those of one name."""
    parts = {name: zipfile.ZipFile(file).read(name) for name in zipfile.ZipFile(file).namelist()}
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in parts.items():
            text = content.decode()
            for old, new in changes if part in name else ():
                text = text.replace(old, new)
            packed.writestr(name, text)
    return file


def days_of(file: Path) -> dict[date, str]:
    """The days that are read, with what is said of them."""
    (table,) = read_tables(file, SHEETS, WORDS)
    assert table.problems == []
    return {row.cells["column-day"]: row.cells["column-worked"] for row in table.rows}


@pytest.mark.parametrize("number", [14, 15, 22, *range(27, 37), *range(50, 59)])
def test_dates_are_dates_in_every_format_that_chinese_excel_has_built_in(number: int) -> None:
    file = workbook([(date(2027, 2, 5), "本地放假")])
    repacked(file, ('numFmtId="164"', f'numFmtId="{number}"'), ("<numFmt ", "<other "), part="styles")
    assert days_of(file) == {date(2027, 2, 5): "holiday-off-here"}


@pytest.mark.parametrize("code", ["yyyy&quot;年&quot;m&quot;月&quot;d&quot;日&quot;", "[$-804]yyyy/m/d", "m月d日"])
@pytest.mark.parametrize("number", [31, 58, 176])
def test_a_format_that_the_file_spells_out_counts_more_than_its_number(number: int, code: str) -> None:
    file = workbook([(date(2027, 2, 5), "本地放假")])
    repacked(file, ('numFmtId="164"', f'numFmtId="{number}"'), ("yyyy-mm-dd", code), part="styles")
    assert days_of(file) == {date(2027, 2, 5): "holiday-off-here"}


@pytest.mark.parametrize("number", [0, 1, 3, 37, 49])
def test_a_number_is_no_date(number: int) -> None:
    file = workbook([(date(2027, 2, 5), "本地放假")])
    repacked(file, ('numFmtId="164"', f'numFmtId="{number}"'), ("<numFmt ", "<other "), part="styles")
    refused(file, "节假日 第2行“日期”：不是日期。请写年月日，例如2027-02-05。")


@pytest.mark.parametrize("more", ["", "T00:00:00", "T00:00:00Z", "T00:00:00.000", "T00:00"])
def test_dates_that_a_program_has_written_out_are_read(more: str) -> None:
    book = load_workbook(workbook([(date(2027, 2, 5), "本地放假")]))
    book.iso_dates = True
    book.save("year.xlsx")
    file = repacked(Path("year.xlsx"), ("2027-02-05T00:00:00", "2027-02-05"), ("<v>2027-02-05", f"<v>2027-02-05{more}"))
    assert 't="d"' in zipfile.ZipFile(file).read("xl/worksheets/sheet1.xml").decode()
    assert days_of(file) == {date(2027, 2, 5): "holiday-off-here"}


def test_a_strict_workbook_is_read() -> None:
    file = workbook(year())
    plain, strict = "http://schemas.openxmlformats.org", "http://purl.oclc.org/ooxml"
    repacked(
        file,
        (f"{plain}/spreadsheetml/2006/main", f"{strict}/spreadsheetml/main"),
        (f"{plain}/officeDocument/2006/relationships", f"{strict}/officeDocument/relationships"),
    )
    assert len(days_of(file)) == len(notice())


@pytest.mark.parametrize("state", ["hidden", "veryHidden"])
def test_a_hidden_sheet_of_some_program_is_left_out(state: str) -> None:
    book = load_workbook(workbook(year()))
    hidden = book.create_sheet("WpsReserved_CellImgList")
    hidden.append(("ID_1", "picture"))
    hidden.sheet_state = state
    hidden.print_title_rows = "1:1"
    book.save("year.xlsx")
    imported(Path("year.xlsx"))
    assert dict(calendar().overrides) == dict(notice())


def test_a_hidden_sheet_with_the_name_of_ours_is_not_left_out_in_silence() -> None:
    book = load_workbook(workbook(year()))
    book.create_sheet("Sheet2")
    book.worksheets[0].sheet_state = "hidden"
    book.active = 1
    book.save("year.xlsx")
    refused(Path("year.xlsx"), "节假日：工作表是隐藏的。要导入，请取消隐藏；不导入，请删除。")


@pytest.mark.parametrize("place", [0, 1])
def test_a_chart_sheet_is_left_out(place: int) -> None:
    book = load_workbook(workbook(year()))
    book.create_chartsheet("图", place)
    book.save("year.xlsx")
    imported(Path("year.xlsx"))
    assert dict(calendar().overrides) == dict(notice())


def test_fills_and_names_that_openpyxl_cannot_read_keep_nobody_out() -> None:
    file = workbook(year())
    repacked(file, ("<patternFill />", ""), ('<patternFill patternType="gray125" />', ""), part="styles")
    repacked(file, ("<dc:creator>", "<dc:what>"), ("</dc:creator>", "</dc:what>"), part="core")
    assert len(days_of(file)) == len(notice())


def test_no_row_is_left_out_however_far_down_it_stands() -> None:
    book = load_workbook(workbook(year()))
    book.worksheets[0].cell(900, 1).value = date(2027, 3, 6)
    book.worksheets[0].cell(900, 2).value = "上班"
    book.worksheets[0].cell(1_048_576, 1).value = date(2027, 3, 7)
    book.worksheets[0].cell(1_048_576, 2).value = "随便"
    book.save("year.xlsx")
    refused(Path("year.xlsx"), "节假日 第1048576行“上班或放假”：只能填：放假、上班、本地放假、本地上班。")
    book.worksheets[0].cell(1_048_576, 2).value = "上班"
    book.save("year.xlsx")
    imported(Path("year.xlsx"))
    assert dict(calendar().overrides) == {**dict(notice()), date(2027, 3, 6): True, date(2027, 3, 7): True}


def test_rows_out_of_order_are_all_read() -> None:
    file = workbook([("2027-02-05", "本地放假"), ("2027-02-06", "本地上班")])
    swapped = (('r="2"', 'r="9"'), ('r="A2"', 'r="A9"'), ('r="B2"', 'r="B9"'))
    repacked(file, *swapped, part="sheet1")
    assert days_of(file) == {date(2027, 2, 5): "holiday-off-here", date(2027, 2, 6): "holiday-worked-here"}


def test_the_report_speaks_the_language_of_the_workbook(monkeypatch: pytest.MonkeyPatch) -> None:
    file = workbook([("2027-02-30", "off")], title="Holidays", header=("Date", "Worked or off", "Note"))
    result = fuma("import", file)
    assert result.stdout.splitlines() == ["Holidays, row 2, Date: there is no such day."]
    monkeypatch.setenv("FUMA_LOCALE", "en")
    refused(workbook([("2027-02-30", "放假")]), "节假日 第2行“日期”：没有这一天。")


# What is wrong


def test_every_problem_is_told_by_sheet_row_and_column() -> None:
    file = workbook(
        year(
            ("2027年2月30日", "放假"),  # row 21
            ("=A2", "上班"),
            ("2026-12-31", "放假"),
            (46388, "放假"),
            ("2027-01-09", "休息"),
            ("2027-01-04", "上班"),
            (None, "放假"),
            (datetime(2027, 3, 1, 8, 30), "放假"),  # noqa: DTZ001 - as Excel keeps it
            ("2027-02-05", "放假"),
            ("2027-03-06", None),
            ("3月7日", "上班"),
            (True, '=IF(1,"放假","")'),
        )
    )
    refused(
        file,
        "节假日 第21行“日期”：没有这一天。",
        "节假日 第22行“日期”：是公式，请改成公式算出的内容。",
        "节假日 第23行“日期”：不是2027年的。一张表只填一个年份；别的年份的日子填“本地上班”或“本地放假”。",
        "节假日 第24行“日期”：不是日期。请写年月日，例如2027-02-05。",
        "节假日 第25行“上班或放假”：只能填：放假、上班、本地放假、本地上班。",
        "节假日 第26行“上班或放假”：周一到周五不放假就要上班，不用填；请核对日期。",
        "节假日 第27行“日期”：没有填。",
        "节假日 第28行“日期”：不是日期。请写年月日，例如2027-02-05。",
        "节假日 第29行“日期”：与第3行重复。",
        "节假日 第30行“上班或放假”：没有填。",
        "节假日 第31行“日期”：不是日期。请写年月日，例如2027-02-05。",
        "节假日 第32行“日期”：不是日期。请写年月日，例如2027-02-05。",
        "节假日 第32行“上班或放假”：是公式，请改成公式算出的内容。",
    )


def test_a_year_that_is_not_whole_is_not_believed() -> None:
    refused(
        workbook(year()[:5]),
        "节假日：2027年周一到周五只有5天放假，不像一整年的安排。请把全年的都填上。",
    )


def test_what_cannot_be_read_is_put_right_before_the_year_is_counted() -> None:
    rows: list[Cells] = [(day, SAID[worked] if number < 5 else "?") for number, (day, worked) in enumerate(notice())]
    result = fuma("import", workbook(rows))
    assert len(result.stdout.splitlines()) == len(rows) - 5
    assert "不像一整年" not in result.stdout


def test_a_day_of_the_city_given_twice_is_told() -> None:
    rows: list[Cells] = [("2026-12-31", "本地放假"), ("2026-12-31", "本地上班")]
    refused(workbook(rows), "节假日 第3行“日期”：与第2行重复。")


def test_other_columns_are_refused() -> None:
    line = "节假日 第1行：第一行应依次是：日期、上班或放假、说明。请用 fuma template 生成的工作簿。"
    refused(workbook(year(), header=("日子", "上班或放假", "说明")), line)
    refused(workbook(year(), header=("日期",)), line)
    refused(workbook([], header=()), line)


def test_a_sheet_nobody_knows_is_refused_unless_it_is_empty() -> None:
    file = workbook(year(), title="放假")
    refused(file, "不认识工作表“放假”，可以导入的有：节假日。")
    book = load_workbook(workbook(year()))
    book.create_sheet("Sheet2")
    book.save(file)
    imported(file)


def test_more_rows_than_a_year_has_are_refused() -> None:
    rows: list[Cells] = [("2027-01-01", "放假")] * 600
    result = fuma("import", workbook(rows))
    assert result.exit_code == 1
    assert result.stdout.splitlines()[0] == "节假日：超过500行。"
    assert result.stdout.splitlines()[-1] == "还有300处问题没有列出。"
    assert len(result.stdout.splitlines()) == 201


def test_a_sheet_that_claims_to_be_endless_is_read_to_its_end(here: Path) -> None:
    book = load_workbook(workbook(year()))
    book.worksheets[0].cell(1_048_576, 16_384).value = "x"
    book.save("year.xlsx")
    imported(Path("year.xlsx"))


def test_what_unpacks_to_too_much_is_not_unpacked(monkeypatch: pytest.MonkeyPatch) -> None:
    file = workbook(year())
    with zipfile.ZipFile(file, "a", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("xl/bomb.xml", b" " * (workbooks.LARGEST + 1))
    assert file.stat().st_size < 1_000_000
    refused(file, "文件太大，解开后超过64MB。")


@pytest.mark.parametrize("broken", ["text", "empty", "zip", "cut", "xml"])
def test_what_is_no_workbook_is_told_in_a_line(broken: str) -> None:
    file = workbook(year())
    match broken:
        case "text":
            file.write_text("日期,上班或放假", encoding="utf-8")
        case "empty":
            file.write_bytes(b"")
        case "zip":
            with zipfile.ZipFile(file, "w") as packed:
                packed.writestr("a.txt", "x")
        case "cut":
            file.write_bytes(file.read_bytes()[:-200])
        case "xml":
            parts = {name: zipfile.ZipFile(file).read(name) for name in zipfile.ZipFile(file).namelist()}
            parts["xl/worksheets/sheet1.xml"] = b"<worksheet><sheetData><row r='x'><c"
            with zipfile.ZipFile(file, "w") as packed:
                for name, content in parts.items():
                    packed.writestr(name, content)
    refused(file, "打不开，不是Excel工作簿（.xlsx），或者文件已损坏、加密。")


def test_an_empty_workbook_and_the_template_itself_are_nothing_to_import() -> None:
    Workbook().save("year.xlsx")
    refused(Path("year.xlsx"), "工作簿里没有内容。")
    assert fuma("template", "template.xlsx").exit_code == 0
    refused(Path("template.xlsx"), "工作簿里没有内容。")


def test_a_file_that_is_not_there_is_named() -> None:
    result = fuma("import", "nowhere.xlsx")
    assert (result.exit_code, result.stdout) == (1, "")
    assert "nowhere.xlsx" in result.stderr
    assert len(result.stderr.splitlines()) == 1


def test_a_database_without_tables_says_to_migrate_first(monkeypatch: pytest.MonkeyPatch) -> None:
    file = workbook(year())
    monkeypatch.setenv("FUMA_DATABASE_URL", "sqlite+aiosqlite:///other.db")
    result = fuma("import", file)
    assert (result.exit_code, result.stdout) == (1, "")
    assert "fuma migrate" in result.stderr


# Beside others


def test_on_postgresql_it_is_the_same(postgresql_address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FUMA_DATABASE_URL", postgresql_address)
    migrate_stamp(postgresql_address)
    file = workbook(year())
    imported(file, "--dry-run")
    assert not calendar().is_announced(2027)
    imported(file)
    imported(file)
    assert calendar().is_announced(2027)


def migrate_stamp(address: str) -> None:
    """Notes in a database whose tables were made at once that they are the newest."""

    def stamp(session: Any) -> None:
        session.execute(text("CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL)"))
        session.execute(text("INSERT INTO alembic_version VALUES (:newest)"), {"newest": NEWEST})

    async def run() -> None:
        database = await Database(address).open()
        await database.run(stamp)
        await database.close()

    asyncio.run(run())


def test_an_import_waits_for_whoever_writes(here: Path) -> None:
    """As a running service does, turn by turn."""
    file, held = workbook(year()), threading.Event()

    def hold() -> None:
        with sqlite3.connect(here / "fuma.db", isolation_level=None) as writer:
            writer.execute("BEGIN IMMEDIATE")
            held.set()
            time.sleep(0.7)
            writer.execute("COMMIT")
        writer.close()

    holder = threading.Thread(target=hold)
    holder.start()
    held.wait()
    imported(file)
    holder.join()


def test_a_running_service_is_not_disturbed() -> None:
    file = workbook(year())
    with running(FUMA_LOG_FORMAT="json") as service:
        imported(file)
        assert service.poll() is None
        assert calendar().is_announced(2027)
        service.terminate()
        assert service.wait() == 0


# The template


@pytest.mark.parametrize("locale", ["zh-CN", "en"])
def test_the_template_has_titles_notes_and_drop_downs(locale: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FUMA_LOCALE", locale)
    assert fuma("template", "empty.xlsx").exit_code == 0
    (sheet,) = load_workbook("empty.xlsx").worksheets
    assert sheet.title == WORDS.text(locale, "sheet-holidays", {})
    titles = [WORDS.text(locale, key, {}) for key in ("column-day", "column-worked", "column-why")]
    assert [cell.value for cell in sheet[1]] == titles
    assert all(cell.comment and cell.comment.text for cell in sheet[1])
    assert sheet.freeze_panes == "A2"
    dates, choices = sorted(sheet.data_validations.dataValidation, key=lambda each: str(each.type))
    assert (dates.type, str(dates.sqref)) == ("date", "A2:A501")
    assert (choices.type, str(choices.sqref)) == ("list", "B2:B501")
    keys = ("holiday-off", "holiday-worked", "holiday-off-here", "holiday-worked-here")
    assert choices.formula1 == '"' + ",".join(WORDS.text(locale, key, {}) for key in keys) + '"'
    assert all(check.showErrorMessage and len(check.error or "") in range(1, 226) for check in (dates, choices))
    assert {sheet.cell(row, 1).number_format for row in (2, 501)} == {"yyyy-mm-dd"}


def test_the_template_filled_in_can_be_imported() -> None:
    fuma("template", "year.xlsx")
    book = load_workbook("year.xlsx")
    for number, (day, worked) in enumerate(notice(), start=2):
        book.worksheets[0].cell(number, 1).value = day
        book.worksheets[0].cell(number, 2).value = SAID[worked]
    book.save("year.xlsx")
    imported(Path("year.xlsx"))
    assert dict(calendar().overrides) == dict(notice())


def test_a_template_is_never_written_over_a_file() -> None:
    Path("year.xlsx").write_text("filled in", encoding="utf-8")
    result = fuma("template", "year.xlsx")
    assert (result.exit_code, result.stdout) == (1, "")
    assert "year.xlsx" in result.stderr
    assert Path("year.xlsx").read_text(encoding="utf-8") == "filled in"


@pytest.mark.parametrize("name", ["year.xls", "year", "year.csv", "year.xlsx.bak"])
def test_a_template_has_the_name_of_a_workbook(name: str) -> None:
    result = fuma("template", name)
    assert (result.exit_code, result.stdout) == (1, "")
    assert len(result.stderr.splitlines()) == 1
    assert ".xlsx" in result.stderr
    assert not Path(name).exists()


@pytest.mark.parametrize("words", [["import"], ["template"], ["import", "a.xlsx", "--maybe"], ["import", "a", "b"]])
def test_wrong_usage_ends_with_two(words: list[str]) -> None:
    assert fuma(*words).exit_code == 2
