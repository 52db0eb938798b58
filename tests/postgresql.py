"""A throw-away PostgreSQL from the installed binaries, run by somebody without rights, in a temporary folder."""

import os
import pwd
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import asyncpg
import pytest

USUAL = Path("/usr/lib/postgresql")


def binaries() -> Path | None:
    """The folder of initdb, where PostgreSQL is installed."""
    found = sorted(USUAL.glob("*/bin/initdb"))
    if found:
        return found[-1].parent
    on_path = shutil.which("initdb")
    return Path(on_path).parent if on_path else None


@contextmanager
def server(*, durable: bool = False) -> Iterator[str]:
    """A running server; its address without a database's name. It and its data end with the block.

    Only a `durable` one waits for its disk, which a test needn't.
    """
    folder = binaries()
    if folder is None:
        if os.environ.get("FUMA_NO_SKIPS"):
            pytest.fail("PostgreSQL's binaries aren't installed, and nothing may be skipped here")
        pytest.skip("PostgreSQL's binaries aren't installed")
    data = Path(tempfile.mkdtemp(prefix="fuma-postgresql-"))
    owner = _unprivileged(data)
    port = _free_port()
    options = f"-p {port} -k {data} -c listen_addresses=127.0.0.1"
    if not durable:
        options += " -c fsync=off -c full_page_writes=off"
    _run([*owner, f"{folder}/initdb", "-D", f"{data}/db", "-U", "fuma", "-A", "trust", "-E", "UTF8", "--locale=C"])
    _run([*owner, f"{folder}/pg_ctl", "-D", f"{data}/db", "-l", f"{data}/log", "-w", "-o", options, "start"])
    try:
        yield f"postgresql+asyncpg://fuma@127.0.0.1:{port}"
    finally:
        _run([*owner, f"{folder}/pg_ctl", "-D", f"{data}/db", "-m", "immediate", "-w", "stop"])
        shutil.rmtree(data, ignore_errors=True)


async def create(server: str, name: str) -> str:
    """Makes a database without a single table, and gives its address."""
    connection = await asyncpg.connect(f"{server.replace('+asyncpg', '')}/postgres")
    try:
        await connection.execute(f"CREATE DATABASE {name}")
    finally:
        await connection.close()
    return f"{server}/{name}"


def _unprivileged(data: Path) -> list[str]:
    """Initdb refuses root: there somebody else runs it, who owns the folder."""
    if os.geteuid() != 0:
        return []
    postgres = pwd.getpwnam("postgres")
    os.chown(data, postgres.pw_uid, postgres.pw_gid)
    return ["runuser", "-u", "postgres", "--"]


def _run(command: list[str]) -> None:
    finished = subprocess.run(command, capture_output=True, text=True, check=False, cwd="/")
    if finished.returncode:
        raise RuntimeError(f"{command[-1]}: {finished.stderr or finished.stdout}")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
