"""Sets the demo's stage: a fresh database, Fuma and the sandbox as processes of their own, and their end."""

import asyncio
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import FrameType

from bot.demo.seed import phones, read_people, seed
from models import offset
from models.clock import CST
from models.database import Database

START = datetime(2026, 11, 27, 9, 0, tzinfo=CST)  # a Friday morning, with a weekend ahead
PATIENCE = 60.0  # seconds for both programs to come up
AES_KEY = "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG"  # of the pretend WeCom; opens nothing anywhere else


@dataclass
class Stage:
    """Where the two programs answer, and their processes."""

    sandbox: str
    fuma: str
    environment: dict[str, str]
    processes: tuple[subprocess.Popen[bytes], subprocess.Popen[bytes]]

    def kill_fuma(self) -> None:
        """Ends Fuma without a warning, as a power cut would, and starts it again at once; the sandbox goes on."""
        fuma, sandbox = self.processes
        fuma.kill()
        fuma.wait()
        self.processes = (_start_fuma(self.environment), sandbox)

    def wait_for_fuma(self) -> None:
        """Returns once Fuma answers."""
        _wait_for(f"{self.fuma}/readyz", self.processes)


class NotStarted(Exception):
    """The demo's programs can't be had; the message says what was waited for."""


def run_demo(port: int, *, mirrored: bool) -> int:
    """Runs the demo until it is interrupted; 1 where it can't start or something ended by itself."""
    try:
        return _live(port, mirrored=mirrored)
    except NotStarted as fault:
        sys.stderr.write(f"{fault}\n")
        return 1


def _live(port: int, *, mirrored: bool) -> int:
    with stage(Path("var/demo"), port, mirrored=mirrored) as set_up:
        sys.stdout.write(f"\nFuma is ready: open {set_up.sandbox}/ and be each of them.\nCtrl-C ends it.\n\n")
        sys.stdout.flush()
        try:
            while all(process.poll() is None for process in set_up.processes):
                time.sleep(0.5)
        except KeyboardInterrupt:
            return 0
    sys.stderr.write("one of the demo's programs ended by itself; its last lines are above\n")
    return 1


@contextmanager
def stage(
    folder: Path,
    port: int = 0,
    *,
    mirrored: bool = False,
    language: str = "zh-CN",
    database: str = "",
    wecom_retries: int = 3,
) -> Iterator[Stage]:
    """Both programs running on a fresh database in `folder`; they end with the block."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    address = database or f"sqlite+aiosqlite:///{folder.resolve()}/fuma.db"
    sandbox, fuma = f"http://127.0.0.1:{port or free_port()}", f"http://127.0.0.1:{free_port()}"
    environment = _environment(address, sandbox, fuma, language)
    _call("migrate", environment)
    data = read_people(mirrored=mirrored)
    languages = {person["id"]: language for person in data["people"]}
    (folder / "people.toml").write_text(phones(data, languages), encoding="utf-8")
    asyncio.run(_seed(address, data, languages))
    processes = (
        _start_fuma(environment),
        _start_sandbox(*_sandbox_options(folder, sandbox, fuma), f"--wecom-retries={wecom_retries}"),
    )
    set_up = Stage(sandbox, fuma, environment, processes)
    signal.signal(signal.SIGTERM, _leave)
    try:
        set_up.wait_for_fuma()
        _wait_for(f"{sandbox}/sandbox/clock", processes)  # asked, it learns business time from Fuma
        yield set_up
    finally:
        _end(set_up.processes)


def free_port() -> int:
    """A port of this machine that nobody uses now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _environment(database: str, sandbox: str, fuma: str, language: str) -> dict[str, str]:
    return {
        **{key: value for key, value in os.environ.items() if not key.startswith("FUMA_")},
        "FUMA_DATABASE_URL": database,
        "FUMA_SECRET_KEY": "demo",
        "FUMA_PUBLIC_URL": fuma,
        "FUMA_HOST": "127.0.0.1",
        "FUMA_PORT": fuma.rpartition(":")[2],
        "FUMA_LOCALE": language,
        "FUMA_TELEGRAM_TOKEN": "100:demo",
        "FUMA_TELEGRAM_API_URL": f"{sandbox}/telegram",
        "FUMA_TELEGRAM_MODE": "webhook",
        "FUMA_TELEGRAM_WEBHOOK_SECRET": "demo-webhook",
        "FUMA_TELEGRAM_DISCLOSURE": "full",
        "FUMA_WECOM_CORP_ID": "wwdemo",
        "FUMA_WECOM_AGENT_ID": "1",
        "FUMA_WECOM_SECRET": "demo-secret",
        "FUMA_WECOM_TOKEN": "demotoken",
        "FUMA_WECOM_AES_KEY": AES_KEY,
        "FUMA_WECOM_API_URL": f"{sandbox}/wecom/cgi-bin",
        "FUMA_WECOM_OAUTH_URL": f"{sandbox}/wecom/connect/oauth2/authorize",
    }


def _sandbox_options(folder: Path, sandbox: str, fuma: str) -> list[str]:
    return [
        f"--port={sandbox.rpartition(':')[2]}",
        f"--people={folder / 'people.toml'}",
        f"--fuma={fuma}",
        f"--public-url={fuma}",
        "--telegram-token=100:demo",
        "--wecom-corp-id=wwdemo",
        "--wecom-agent-id=1",
        "--wecom-secret=demo-secret",
        "--wecom-token=demotoken",
        f"--wecom-aes-key={AES_KEY}",
    ]


def _start_fuma(environment: dict[str, str]) -> subprocess.Popen[bytes]:
    return subprocess.Popen([sys.executable, "-m", "bot", "run", "--demo"], env=environment)


def _start_sandbox(*options: str) -> subprocess.Popen[bytes]:
    return subprocess.Popen([sys.executable, "-m", "sandbox", *options])


def _call(command: str, environment: dict[str, str]) -> None:
    subprocess.run([sys.executable, "-m", "bot", command], env=environment, check=True)


async def _seed(address: str, data: dict[str, object], languages: dict[str, str]) -> None:
    database = await Database(address).open()
    moved = START - datetime.now(UTC)
    await database.run(lambda session: seed(session, data, START, languages))
    await database.run(lambda session: offset.put(session, timedelta(seconds=round(moved.total_seconds()))))
    await database.close()


def _wait_for(address: str, processes: tuple[subprocess.Popen[bytes], ...]) -> None:
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        if any(process.poll() is not None for process in processes):
            raise NotStarted("one of the demo's programs didn't start; the line above says why")
        try:
            with urllib.request.urlopen(address, timeout=2):
                return
        except (urllib.error.URLError, OSError):
            time.sleep(0.1)
    raise NotStarted(f"{address} doesn't answer")


def _leave(_signal: int, _frame: FrameType | None) -> None:
    """Told to end, this program ends its own two first."""
    sys.exit(128 + signal.SIGTERM)


def _end(processes: tuple[subprocess.Popen[bytes], ...]) -> None:
    for process in processes:
        if process.poll() is None:
            process.send_signal(signal.SIGTERM)
    for process in processes:
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()
