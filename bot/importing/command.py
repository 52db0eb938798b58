"""`fuma import` and `fuma template`: all of a workbook in one short transaction, or nothing of it."""

from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy.orm import Session

from bot.importing.holidays import HOLIDAYS
from bot.importing.reading import NoWorkbook, read_tables
from bot.importing.sheets import ImportPlan
from bot.importing.template import write_template
from bot.opening import UNREACHABLE, CannotStart, opened, unusable
from bot.settings import Settings
from bot.words import Words
from models.ground import offset
from models.ground.messages import Json, word

SHEETS = (HOLIDAYS,)
MOST_TOLD = 200  # problems that are listed


@dataclass(frozen=True)
class Imported:
    """How it went, in lines: what is wrong, or what was done."""

    lines: list[str]
    problems: int = 0


async def import_workbook(settings: Settings, file: Path, *, dry_run: bool) -> Imported:
    """Imports a workbook, or only says what would be done; raises CannotStart, and OSError where it can't be read.

    Beside a running service it waits for its turn to write like every turn does.
    """
    words = Words.load()
    locale, problems, plans = _read(file, words, settings.locale)
    if problems:
        told = problems[:MOST_TOLD]
        more = len(problems) - len(told)
        lines = [*told, *([word("import-more-problems", count=more)] if more else [])]
        return Imported([words.say(locale, line) for line in lines], len(problems))
    async with opened(settings) as database:
        work = database.read if dry_run else database.run
        try:
            lines = await work(lambda session: _carry_out(session, plans, dry_run=dry_run))
        except UNREACHABLE as error:
            raise CannotStart(f"{unusable(error)}; nothing was imported") from error
    title = word("import-would-be" if dry_run else "import-done")
    return Imported([words.say(locale, line) for line in (title, *lines)])


def make_template(settings: Settings, file: Path) -> None:
    """Writes the empty workbook; raises CannotStart over another name, FileExistsError, and OSError."""
    if file.suffix.lower() != ".xlsx":
        raise CannotStart(f"{file}: the name has to end in .xlsx, as Excel opens no workbook under another one")
    write_template(file, SHEETS, Words.load(), settings.locale)


def _read(file: Path, words: Words, locale: str) -> tuple[str, list[Json], list[ImportPlan]]:
    """The language of the workbook (`locale` where it isn't known), what is wrong with it, and what it comes to."""
    try:
        tables = read_tables(file, SHEETS, words)
    except NoWorkbook as refused:
        return locale, [refused.what], []
    locale = tables[0].locale if tables else locale
    plans: list[ImportPlan] = [table.sheet.plan(table) for table in tables]
    problems = [problem for table in tables for problem in sorted(table.problems, key=lambda each: each.row or 0)]
    if not problems and not any(table.rows for table in tables):
        return locale, [word("problem-nothing")], []
    return locale, [problem.said() for problem in problems], plans


def _carry_out(session: Session, plans: list[ImportPlan], *, dry_run: bool) -> list[Json]:
    told = [line for plan in plans for line in plan.told(session)]
    if not dry_run:
        now = datetime.now(UTC) + offset.find(session)
        for plan in plans:
            plan.do(session, now)
    return told
