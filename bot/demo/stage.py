"""Sets the demo's stage: a fresh database, Fuma and the sandbox as processes of their own, and their end."""

import asyncio
import fcntl
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
from bot.opening import UNREACHABLE, CannotStart, unusable
from models.ground import offset
from models.ground.database import Database
from models.migrations import migrate
from models.time.moments import CST

START = datetime(2026, 11, 27, 9, 0, tzinfo=CST)  # a Friday morning, with a weekend ahead
RULES = Path(__file__).parent.parent.parent / "rules.toml"
PATIENCE = 300.0  # seconds for both programs to come up, on a machine with much else to do
AES_KEY = "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG"  # of the pretend WeCom; opens nothing anywhere else


@dataclass
class DemoStage:
    """Where the two programs answer, and their processes."""

    sandbox: str
    fuma: str
    environment: dict[str, str]
    processes: tuple[subprocess.Popen[bytes], subprocess.Popen[bytes]]
    held: int  # the lock on the folder, which the processes hold too

    def kill_fuma(self) -> None:
        """Ends Fuma without a warning, as a power cut would, and starts it again at once; the sandbox goes on."""
        fuma, sandbox = self.processes
        fuma.kill()
        fuma.wait()
        self.processes = (_start_fuma(self.environment, self.held), sandbox)

    def wait_for_fuma(self) -> None:
        """Returns once Fuma answers."""
        _wait_for(f"{self.fuma}/readyz", self.processes)


def run_demo(port: int, *, mirrored: bool) -> None:
    """Runs the demo until it is interrupted; raises CannotStart where it can't start or something ended by itself.

    Each port has a folder of its own, so that a second demo leaves the first one's database alone.
    """
    port = port or free_port()
    try:
        with stage(Path("var/demo") / str(port), port, mirrored=mirrored) as set_up:
            sys.stdout.write(f"\nFuma is ready: open {set_up.sandbox}/ and be each of them.\nCtrl-C ends it.\n\n")
            sys.stdout.flush()
            while all(process.poll() is None for process in set_up.processes):
                time.sleep(0.5)
    except KeyboardInterrupt:
        return
    raise CannotStart("one of the demo's programs ended by itself; its last lines are above")


@contextmanager
def stage(
    folder: Path,
    port: int = 0,
    *,
    mirrored: bool = False,
    language: str = "zh-CN",
    database: str = "",
    wecom_retries: int = 3,
) -> Iterator[DemoStage]:
    """Both programs running on a fresh database in `folder`; they end with the block.

    The page of phones is at `port` (0: any free one). Raises CannotStart where the port or the folder is in use.
    """
    with _held(folder) as held:
        sandbox, fuma = f"http://127.0.0.1:{_free(port)}", f"http://127.0.0.1:{free_port()}"
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir()
        address = database or f"sqlite+aiosqlite:///{folder.resolve()}/fuma.db"
        environment = _environment(address, sandbox, fuma, language)
        environment["FUMA_WECOM_DELIVERIES"] = str(1 + wecom_retries)
        _migrate(address)
        data = read_people(mirrored=mirrored)
        languages = {person["id"]: language for person in data["people"]}
        (folder / "people.toml").write_text(phones(data, languages), encoding="utf-8")
        asyncio.run(_seed(address, data, languages))
        processes = (
            _start_fuma(environment, held),
            _start_sandbox(*_sandbox_options(folder, sandbox, fuma), f"--wecom-retries={wecom_retries}", held=held),
        )
        set_up = DemoStage(sandbox, fuma, environment, processes, held)
        signal.signal(signal.SIGTERM, _leave)
        signal.signal(signal.SIGINT, signal.default_int_handler)  # ignored by whatever a script began with "&"
        try:
            set_up.wait_for_fuma()
            _wait_for(f"{sandbox}/sandbox/clock", processes)  # asked, it learns business time from Fuma
            yield set_up
        finally:
            _end(set_up.processes)


@contextmanager
def _held(folder: Path) -> Iterator[int]:
    """Holds the folder for this stage, beside it, as the folder itself begins anew: the lock's file descriptor.

    The stage's programs hold it too: where one outlives a killed demo, its database is still its own.
    """
    folder.parent.mkdir(parents=True, exist_ok=True)
    with Path(f"{folder}.lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise CannotStart(f"another demo or tour runs in {folder}: end it first") from None
        yield lock.fileno()


def _free(port: int) -> int:
    """The port if nobody uses it; any free one for 0."""
    try:
        with socket.create_server(("127.0.0.1", port)) as probe:
            found: int = probe.getsockname()[1]
            return found
    except OSError as fault:
        why = os.strerror(fault.errno or 0)
        raise CannotStart(f"port {port} can't be had ({why}): take another with --port") from fault


def free_port() -> int:
    """A port of this machine that nobody uses now."""
    return _free(0)


def _environment(database: str, sandbox: str, fuma: str, language: str) -> dict[str, str]:
    return {
        **{key: value for key, value in os.environ.items() if not key.startswith("FUMA_")},
        "FUMA_DATABASE_URL": database,
        "FUMA_RULES_FILE": str(RULES),
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


def _start_fuma(environment: dict[str, str], held: int) -> subprocess.Popen[bytes]:
    return subprocess.Popen([sys.executable, "-m", "bot", "run", "--demo"], env=environment, pass_fds=(held,))


def _start_sandbox(*options: str, held: int) -> subprocess.Popen[bytes]:
    """What it says when it listens isn't shown: the address is told once Fuma answers too."""
    command = [sys.executable, "-m", "sandbox", *options]
    return subprocess.Popen(command, stdout=subprocess.DEVNULL, pass_fds=(held,))


def _migrate(address: str) -> None:
    try:
        migrate(address)
    except UNREACHABLE as error:
        raise CannotStart(unusable(error)) from error


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
            raise CannotStart("one of the demo's programs didn't start; the line above says why")
        try:
            with urllib.request.urlopen(address, timeout=2):
                return
        except (urllib.error.URLError, OSError):
            time.sleep(0.1)
    raise CannotStart(f"{address} doesn't answer")


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
