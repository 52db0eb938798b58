"""Who is measured, each a process of its own started anew for each round."""

import asyncio
import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import count
from pathlib import Path

import asyncpg

from bench.story import PEOPLE, SECRET, TOKEN

PATIENCE = 60.0  # seconds for a bot to come up
PAGE = os.sysconf("SC_PAGE_SIZE")
TICKS = os.sysconf("SC_CLK_TCK")

_databases = count()


@dataclass(frozen=True)
class Running:
    """A bot that listens."""

    port: int
    process: subprocess.Popen[bytes]

    @property
    def cpu(self) -> float:
        """Seconds of processor it has used so far."""
        fields = Path(f"/proc/{self.process.pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / TICKS

    @property
    def memory(self) -> float:
        """Megabytes it holds in memory."""
        fields = Path(f"/proc/{self.process.pid}/statm").read_text(encoding="ascii").split()
        return int(fields[1]) * PAGE / 1e6


@dataclass(frozen=True)
class Ground:
    """Where the measuring takes place: a folder, the stand-in's port, a PostgreSQL server or ""."""

    folder: Path
    platform: int
    postgresql: str

    @property
    def api(self) -> str:
        """The stand-in's address."""
        return f"http://127.0.0.1:{self.platform}"


@contextmanager
def ptb(ground: Ground, transport: str) -> Iterator[Running]:
    """python-telegram-bot with its ConversationHandler."""
    with fresh(ground.folder / "rows.db") as rows:
        options = ["--api", ground.api, "--rows", str(rows), "--transport", transport]
        with _started(["-m", "bench.peers.ptb", *options]) as running:
            yield running


@contextmanager
def floor(ground: Ground) -> Iterator[Running]:
    """Dicts, aiohttp and one insert."""
    with (
        fresh(ground.folder / "rows.db") as rows,
        _started(["-m", "bench.peers.floor", "--api", ground.api, "--rows", str(rows)]) as running,
    ):
        yield running


@contextmanager
def fuma_on_sqlite(ground: Ground) -> Iterator[Running]:
    """The shipped service on a copy of the city."""
    with fresh(ground.folder / "fuma.db") as database:
        shutil.copy(ground.folder / "city.db", database)
        with fuma(ground, f"sqlite+aiosqlite:///{database}") as running:
            yield running


@contextmanager
def fuma_on_postgresql(ground: Ground) -> Iterator[Running]:
    """The shipped service on a copy of the city in a PostgreSQL that really writes to its disk."""
    name = f"round_{next(_databases)}"
    psql(ground.postgresql, f"CREATE DATABASE {name} TEMPLATE city")
    with fuma(ground, f"{ground.postgresql}/{name}") as running:
        yield running


def build_city(ground: Ground) -> Path:
    """The city in both databases; the file of what each person's first button carries."""
    addresses = [f"sqlite+aiosqlite:///{ground.folder}/city.db"]
    if ground.postgresql:
        psql(ground.postgresql, "CREATE DATABASE city")
        addresses.append(f"{ground.postgresql}/city")
    begins = ground.folder / "begins.txt"
    for address in addresses:
        environment = {**os.environ, "FUMA_DATABASE_URL": address}
        subprocess.run([sys.executable, "-m", "bot", "migrate"], env=environment, check=True)
        built = subprocess.run([sys.executable, "-m", "bench.city", address], stdout=subprocess.PIPE, check=True)
        begins.write_bytes(built.stdout)
    if len(begins.read_text(encoding="utf-8").split()) != PEOPLE:
        raise RuntimeError("the city isn't settled")
    return begins


@contextmanager
def fuma(ground: Ground, database: str) -> Iterator[Running]:
    """The shipped service on the database at an address."""
    port = free_port()
    environment = {
        **{name: value for name, value in os.environ.items() if not name.startswith("FUMA_")},
        "FUMA_DATABASE_URL": database,
        "FUMA_SECRET_KEY": "bench",
        "FUMA_PORT": str(port),
        "FUMA_PUBLIC_URL": f"http://127.0.0.1:{port}",
        "FUMA_TELEGRAM_TOKEN": TOKEN,
        "FUMA_TELEGRAM_API_URL": ground.api,
        "FUMA_TELEGRAM_MODE": "webhook",
        "FUMA_TELEGRAM_WEBHOOK_SECRET": SECRET,
        "FUMA_TELEGRAM_DISCLOSURE": "full",
        "FUMA_TELEGRAM_RATE": "100000",
    }
    with _started(["-m", "bot", "run"], port, environment) as running:
        yield running


@contextmanager
def _started(command: list[str], port: int = 0, environment: dict[str, str] | None = None) -> Iterator[Running]:
    if not port:
        port = free_port()
        command = [*command, "--port", str(port)]
    process = subprocess.Popen([sys.executable, *command], env=environment)
    try:
        _wait_for(port, process)
        yield Running(port, process)
    finally:
        process.terminate()
        process.wait(30)


@contextmanager
def fresh(file: Path) -> Iterator[Path]:
    """A file that isn't there before or after."""
    for leftover in file.parent.glob(f"{file.name}*"):
        leftover.unlink()
    yield file
    for leftover in file.parent.glob(f"{file.name}*"):
        leftover.unlink()


def _wait_for(port: int, process: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        if process.poll() is not None:
            raise RuntimeError("the bot ended before it listened")
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/readyz", timeout=2):
                return
        except urllib.error.HTTPError as answered:
            if answered.code == 404:  # a peer has no such page, but it listens
                return
        except OSError:
            pass
        time.sleep(0.1)
    raise RuntimeError("the bot doesn't listen")


def psql(server: str, statement: str) -> None:
    """Runs one statement on a PostgreSQL server."""

    async def execute() -> None:
        connection = await asyncpg.connect(f"{server.replace('+asyncpg', '')}/postgres")
        await connection.execute(statement)
        await connection.close()

    asyncio.run(execute())


def free_port() -> int:
    """A port of this machine that nobody uses now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
