"""The command line: `fuma`, also `python -m bot`."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import structlog
import typer

from bot.logs import set_up_logs
from bot.settings import Settings, WrongSetting, load_settings

FAILED = 1

app = typer.Typer(no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False, help="Fuma (赋码)")


@app.command()
def run(
    roles: Annotated[str, typer.Option(help="any of web,worker,sender,clock")] = "web,worker,sender,clock",
    demo: Annotated[bool, typer.Option(hidden=True)] = False,
) -> None:
    """Runs the service."""
    from bot.running import serve

    wanted = frozenset(roles.split(","))
    _known(wanted)
    settings = _settings()
    set_up_logs(settings.log_format)
    with _one_line():
        asyncio.run(serve(settings, wanted, demo=demo, started=lambda: None))


@app.command()
def demo(
    port: Annotated[int, typer.Option(min=0, max=65535, help="of the page of phones; 0: any free one")] = 8700,
    mirrored: Annotated[bool, typer.Option(help="officials on Telegram, enterprises on WeCom")] = False,
) -> None:
    """Starts Fuma on an embedded database with a pretend Telegram and WeCom, and prints the page's address."""
    from bot.demo.stage import run_demo

    with _one_line():
        run_demo(port, mirrored=mirrored)


@app.command()
def tour(
    out: Annotated[Path, typer.Option(help="where the pictures go")] = Path("var/tour"),
    mirrored: Annotated[bool, typer.Option(help="officials on Telegram, enterprises on WeCom")] = False,
    language: Annotated[str, typer.Option(help="of everybody: zh-CN or en")] = "zh-CN",
    database: Annotated[str, typer.Option(help="an empty database's address; a fresh SQLite file if not given")] = "",
) -> None:
    """Plays the demo's whole story without a screen; fails where a step doesn't happen."""
    from bot.demo.tour import run_tour

    with _one_line():
        code = run_tour(out, mirrored=mirrored, language=language, database=database)
    raise typer.Exit(code)


@app.command()
def migrate() -> None:
    """Brings the database to the newest schema."""
    from bot.opening import UNREACHABLE, CannotStart, alone, unusable
    from models.ground.database import address_of
    from models.migrations import migrate as bring

    settings = _settings()
    with _one_line():
        try:
            with alone(address_of(settings.database_url)):
                bring(settings.database_url)
        except UNREACHABLE as error:
            raise CannotStart(unusable(error)) from error


@app.command(name="import")
def import_(
    file: Annotated[Path, typer.Argument(help="the workbook, FILE.xlsx", dir_okay=False)],
    dry_run: Annotated[bool, typer.Option("--dry-run", help="only say what would be done")] = False,
) -> None:
    """Imports a workbook: all of it, or nothing with every problem by sheet, row and column."""
    from bot.importing.command import import_workbook

    settings = _settings()
    with _one_line():
        imported = asyncio.run(import_workbook(settings, file, dry_run=dry_run))
    for line in imported.lines:
        typer.echo(line)
    if imported.problems:
        raise _failed(f"{file.name}: nothing was imported; put right what is listed above ({imported.problems})")


@app.command()
def template(file: Annotated[Path, typer.Argument(help="the workbook to write, FILE.xlsx")]) -> None:
    """Writes the empty workbook for import, with drop-downs and notes."""
    from bot.importing.command import make_template

    settings = _settings()
    with _one_line():
        make_template(settings, file)


@app.command()
def verify() -> None:
    """Proves the ledger's chain of hashes."""
    from bot.verifying import prove

    settings = _settings()
    with _one_line():
        proof = asyncio.run(prove(settings))
    if proof.broken is not None:
        raise _failed(f"the ledger is broken at entry {proof.broken}; the {proof.proved} entries before it hold")
    typer.echo(f"{proof.proved} entries hold; {proof.waiting} wait to be chained")


@app.command()
def doctor() -> None:
    """Looks whether all is well, a line for each thing."""
    from bot.doctor import Found, Health, examine

    try:
        settings = load_settings()
    except WrongSetting as error:
        typer.echo(Found("settings", Health.BAD, str(error)))
        raise typer.Exit(FAILED) from None
    found = asyncio.run(examine(settings, datetime.now(UTC)))
    typer.echo("\n".join(map(str, found)))
    if any(each.health is Health.BAD for each in found):
        raise typer.Exit(FAILED)


@app.command()
def sign(
    uscc: Annotated[list[str], typer.Argument(help="unified social credit codes")],
    out: Annotated[Path, typer.Option(help="where the signs go")] = Path("var/signs"),
) -> None:
    """Draws the signs of enterprises as PNG and printable PDF."""
    from bot.signs import draw_signs

    settings = _settings()
    with _one_line():
        problems = asyncio.run(draw_signs(settings, uscc, out))
    if problems:
        raise _failed("; ".join(problems))


@app.command()
def group(
    department: Annotated[str, typer.Argument(help="the department's name")],
    off: Annotated[bool, typer.Option("--off", help="say nothing there any more")] = False,
) -> None:
    """Makes a department's group chat on WeCom, of its heads and desks, for the morning's digest."""
    from bot.groups import drop_group, make_group

    settings = _settings()
    with _one_line():
        if off:
            asyncio.run(drop_group(settings, department))
        else:
            typer.echo(f"{department}: {asyncio.run(make_group(settings, department))}")


def main() -> None:
    """The console script."""
    app()


def _settings() -> Settings:
    try:
        return load_settings()
    except WrongSetting as error:
        raise _failed(str(error)) from None


@contextmanager
def _one_line() -> Iterator[None]:
    """What can't be done ends the command with one line; a fault of the service is in its log."""
    from bot.opening import CannotStart

    try:
        yield
    except (CannotStart, WrongSetting, OSError) as error:
        raise _failed(str(error)) from None
    except BaseExceptionGroup:
        structlog.get_logger(__name__).exception("service.broke")
        raise _failed("the service was ended by a fault; the last line of its log names it") from None


def _known(roles: frozenset[str]) -> None:
    from bot.wiring import ROLES

    if not roles or roles - ROLES:
        typer.echo(f"--roles takes any of {', '.join(sorted(ROLES))}", err=True)
        raise typer.Exit(2)


def _failed(line: str) -> typer.Exit:
    typer.echo(line, err=True)
    return typer.Exit(FAILED)


if __name__ == "__main__":
    main()
