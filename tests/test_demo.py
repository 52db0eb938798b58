"""`fuma demo`: one address when it answers, a taken port named at once, a second demo beside the first."""

import os
import re
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import httpx

from bot.demo.stage import free_port

ADDRESS = re.compile(r"http://[\w.:]+/")


@contextmanager
def demo(folder: Path, port: int) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """A demo of its own in `folder`, and what it printed up to its address; it ends with the block."""
    command = [sys.executable, "-m", "bot", "demo", f"--port={port}"]
    with subprocess.Popen(
        command, cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, start_new_session=True
    ) as started:
        assert started.stdout is not None
        said = ""
        for line in started.stdout:
            said += line
            if ADDRESS.search(line):
                break
        try:
            yield started, said
        finally:
            started.send_signal(signal.SIGINT)
            started.wait()
            with suppress(ProcessLookupError):
                os.killpg(started.pid, signal.SIGKILL)  # what a killed demo left running


def tried(folder: Path, port: int) -> subprocess.CompletedProcess[str]:
    """A demo that must not start."""
    command = [sys.executable, "-m", "bot", "demo", f"--port={port}"]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)


def test_the_demo_says_one_address_when_fuma_answers_and_a_second_one_leaves_it_alone(tmp_path: Path) -> None:
    first, second = free_port(), free_port()
    with demo(tmp_path, first) as (running, said):
        page = httpx.get(f"http://127.0.0.1:{first}/", trust_env=False)
        assert ADDRESS.findall(said) == [f"http://127.0.0.1:{first}/"]
        assert (page.status_code, "<html" in page.text) == (200, True)
        database = tmp_path / "var" / "demo" / str(first) / "fuma.db"
        kept = database.stat().st_ino
        again = tried(tmp_path, first)
        assert (again.returncode, again.stderr.count("\n"), again.stdout) == (1, 1, "")
        with demo(tmp_path, second) as (_, said_too):
            assert ADDRESS.findall(said_too) == [f"http://127.0.0.1:{second}/"]
        assert database.stat().st_ino == kept
        assert httpx.get(f"http://127.0.0.1:{first}/sandbox/clock", trust_env=False).status_code == 200
        assert running.poll() is None
    assert running.returncode == 0


def test_a_taken_port_is_said_at_once_in_one_line(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        refused = tried(tmp_path, port)
    assert (refused.returncode, refused.stdout) == (1, "")
    assert refused.stderr == f"port {port} can't be had (Address already in use): take another with --port\n"
    assert not (tmp_path / "var" / "demo" / str(port)).exists()


def test_what_a_killed_demo_left_running_keeps_its_folder(tmp_path: Path) -> None:
    port = free_port()
    with demo(tmp_path, port) as (running, _):
        running.kill()
        running.wait()
        refused = tried(tmp_path, port)
    assert (refused.returncode, refused.stderr.count("\n")) == (1, 1)
