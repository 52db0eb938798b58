"""The command line: what it does, and one line on stderr with the right exit code where it can't."""

import asyncio
import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text
from typer.testing import CliRunner, Result

from bot import running as running_module
from bot.__main__ import app
from bot.demo.seed import read_people, seed
from bot.demo.stage import START
from bot.settings import Settings
from models.ground import ledger, offset, tenures
from models.ground.database import Database
from models.migrations import migrate
from tests.beginnings import EMPTY, PostgresqlBeginnings
from tests.town import RULES

ROOT = Path(__file__).parent.parent.parent
HEAVY = ("openpyxl", "matplotlib", "alembic", "numpy", "pandas")


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of its own, with settings for a database in it."""
    monkeypatch.chdir(tmp_path)
    for name in Settings.model_fields:
        monkeypatch.delenv(f"FUMA_{name.upper()}", raising=False)
    monkeypatch.setenv("FUMA_DATABASE_URL", f"sqlite+aiosqlite:///{tmp_path}/fuma.db")
    monkeypatch.setenv("FUMA_RULES_FILE", str(RULES))
    monkeypatch.setenv("FUMA_PORT", str(free_port()))
    return tmp_path


@pytest.fixture
def ready(here: Path) -> str:
    """The address of a database of the newest schema, with the demo's people."""
    address = os.environ["FUMA_DATABASE_URL"]
    migrate(address)
    data = read_people(mirrored=False)
    languages = {person["id"]: "zh-CN" for person in data["people"]}
    asyncio.run(changed(address, lambda session: seed(session, data, START, languages)))
    return address


async def changed(address: str, turn: Any) -> None:
    """Runs a turn on a database."""
    database = await Database(address).open()
    await database.run(turn)
    await database.close()


def free_port() -> int:
    """A port nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def fuma(*words: str) -> Result:
    """The command, in this process."""
    return CliRunner().invoke(app, words)


def refused(result: Result, *words: str, code: int = 1) -> None:
    """It ended with this code and one line that says these words."""
    assert result.exit_code == code, result.output
    assert result.exception is None or isinstance(result.exception, SystemExit)
    assert len(result.stderr.strip().splitlines()) == 1
    assert all(word in result.stderr for word in words), result.stderr
    assert result.stdout == ""


@contextmanager
def running(**environment: str) -> Iterator[subprocess.Popen[str]]:
    """A service as a process of its own, once it is ready; fails where it ends before."""
    process = subprocess.Popen(
        [sys.executable, "-m", "bot", "run"],
        cwd=ROOT,
        env={**os.environ, **environment},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        while not _answers(f"http://127.0.0.1:{os.environ['FUMA_PORT']}/readyz"):
            assert process.poll() is None, process.communicate()[1]
            time.sleep(0.05)
        yield process
    finally:
        if process.poll() is None:
            process.kill()
        process.communicate()


def _answers(address: str) -> bool:
    try:
        with urllib.request.urlopen(address):
            return True
    except OSError:
        return False


# Starting


def test_an_empty_database_says_to_migrate_first() -> None:
    refused(fuma("run"), "empty", "fuma migrate")
    refused(fuma("verify"), "empty", "fuma migrate")
    refused(fuma("sign", "91110000100000000X"), "empty", "fuma migrate")


def test_a_database_whose_clock_a_demo_moved_is_refused(ready: str) -> None:
    asyncio.run(changed(ready, lambda session: offset.put(session, timedelta(days=5))))
    refused(fuma("run"), "demo", "clock")


def test_a_service_runs_alone_on_its_file_ends_in_order_and_carries_nothing_heavy(ready: str) -> None:
    with running(FUMA_LOG_FORMAT="json") as service:
        refused(fuma("run"), "another fuma")
        refused(fuma("migrate"), "another fuma")
        assert fuma("verify").exit_code == 0, "proving only reads"
        service.send_signal(signal.SIGTERM)
        assert service.wait() == 0
    assert fuma("migrate").exit_code == 0


def test_the_service_has_nothing_in_memory_that_belongs_to_other_processes(ready: str) -> None:
    program = f"""
import asyncio, json, os, signal, sys
from bot.running import serve
from bot.settings import load_settings
roles = frozenset(["web", "worker", "sender", "clock"])
def end():
    asyncio.get_running_loop().call_later(1.5, os.kill, os.getpid(), signal.SIGTERM)
asyncio.run(serve(load_settings(), roles, demo=False, started=end))
print(json.dumps([name for name in {HEAVY!r} if name in sys.modules]))
"""
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, env=dict(os.environ), capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout.splitlines()[-1]) == []
    assert done.stderr == ""


@pytest.mark.parametrize(
    ("settings", "named"),
    [
        ({"FUMA_RULES_FILE": "nowhere.toml"}, "FUMA_RULES_FILE"),
        ({"FUMA_FONT": "nowhere.otf"}, "FUMA_FONT"),
        ({"FUMA_HOST": "192.0.2.1"}, "FUMA_HOST"),
        (
            {
                "FUMA_WECOM_SECRET": "s",
                "FUMA_WECOM_CORP_ID": "c",
                "FUMA_WECOM_AGENT_ID": "1",
                "FUMA_WECOM_TOKEN": "t",
                "FUMA_WECOM_AES_KEY": "short",
            },
            "FUMA_WECOM_AES_KEY",
        ),
    ],
)
def test_what_keeps_the_service_from_starting_is_named(
    ready: str, monkeypatch: pytest.MonkeyPatch, settings: dict[str, str], named: str
) -> None:
    for name, value in settings.items():
        monkeypatch.setenv(name, value)
    refused(fuma("run"), named)


def test_a_port_that_is_taken_is_named(ready: str, monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        monkeypatch.setenv("FUMA_PORT", str(taken.getsockname()[1]))
        refused(fuma("run"), "FUMA_PORT", "in use")


@pytest.mark.parametrize("command", [["run"], ["migrate"], ["verify"]])
@pytest.mark.parametrize(
    "address", ["postgresql+asyncpg://fuma:secret-word@127.0.0.1:1/fuma", "sqlite+aiosqlite:////proc/none/fuma.db"]
)
def test_a_database_that_cannot_be_reached_is_named_without_its_password(
    monkeypatch: pytest.MonkeyPatch, command: list[str], address: str
) -> None:
    monkeypatch.setenv("FUMA_DATABASE_URL", address)
    result = fuma(*command)
    refused(result, "FUMA_DATABASE_URL")
    assert "secret-word" not in result.stderr


def test_a_database_that_does_not_exist_is_named(
    postgresql_beginnings: PostgresqlBeginnings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FUMA_DATABASE_URL", f"{postgresql_beginnings.server}/nothing_here")
    refused(fuma("run"), "FUMA_DATABASE_URL", "nothing_here")
    monkeypatch.setenv("FUMA_DATABASE_URL", f"{postgresql_beginnings.server}/{EMPTY}")
    refused(fuma("run"), "fuma migrate")


@pytest.mark.parametrize("command", ["run", "migrate", "verify"])
def test_a_wrong_setting_stops_every_command(monkeypatch: pytest.MonkeyPatch, command: str) -> None:
    monkeypatch.setenv("FUMA_PORT", "0")
    refused(fuma(command), "FUMA_PORT")


@pytest.mark.parametrize(
    "words", [["run", "--roles", "cook"], ["run", "--roles", ""], ["fly"], ["sign"], ["verify", "x"]]
)
def test_wrong_usage_ends_with_two(words: list[str]) -> None:
    result = fuma(*words)
    assert result.exit_code == 2
    assert result.stderr


def test_without_a_command_help_is_shown() -> None:
    assert "migrate" in fuma().output


def test_a_fault_of_the_service_ends_it_with_one_line(monkeypatch: pytest.MonkeyPatch) -> None:
    async def breaks(*_: Any, **__: Any) -> None:
        raise ExceptionGroup("tasks", [ZeroDivisionError("王工")])

    monkeypatch.setattr(running_module, "serve", breaks)
    result = fuma("run")
    assert result.exit_code == 1
    assert len(result.stderr.splitlines()) == 1
    assert "service.broke" in result.stdout
    assert "ExceptionGroup(ZeroDivisionError)" in result.stdout
    assert "王工" not in result.output


# The ledger


def test_the_ledger_is_proved_and_its_first_broken_entry_named(ready: str) -> None:
    def written(session: Any) -> None:
        for number in range(5):
            ledger.append(
                session, at=START, verb="asked", subject=f"visit.{number}", actor=1, authority="role", content={}
            )
        ledger.chain(session, tenures.begin(session, tenures.LEDGER, "", 0.0), 3)

    asyncio.run(changed(ready, written))
    good = fuma("verify")
    assert (good.exit_code, good.stdout) == (0, "3 entries hold; 2 wait to be chained\n")
    forged = text("UPDATE ledger SET subject = 'visit.9' WHERE place = 2")
    asyncio.run(changed(ready, lambda session: session.execute(forged) and None))
    refused(fuma("verify"), "entry 2", "1 entries before it hold")


# Signs


def test_signs_are_drawn_for_the_known_and_the_unknown_named(ready: str, here: Path) -> None:
    uscc = next(iter(read_people(mirrored=False)["enterprises"]))["uscc"]
    assert fuma("sign", uscc, "--out", "signs").exit_code == 0
    assert (here / "signs" / f"{uscc}.png").read_bytes().startswith(b"\x89PNG")
    assert (here / "signs" / f"{uscc}.pdf").read_bytes().startswith(b"%PDF")
    refused(fuma("sign", "91110000100000000X", "--out", "signs"), "91110000100000000X")
    (here / "file").write_text("in the way", encoding="utf-8")
    refused(fuma("sign", uscc, "--out", "file"), "file")
