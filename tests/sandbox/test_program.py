"""The program itself: its people, its options, its one line, its end."""

import os
import signal
import socket
import subprocess
import sys
import threading
import time
from ipaddress import IPv4Address
from pathlib import Path

import httpx
import pytest

from sandbox.__main__ import main
from sandbox.options import read_options
from sandbox.people import read_people

PEOPLE = """
[[people]]
id = "wang"
name = "王工"
note = "official, 市生态环境局"
channel = "wecom"
account = "WangGong"

[[people]]
id = "zhao"
name = "赵总"
channel = "telegram"
account = 100001
language = "en"
"""
KEYS = ["--telegram-token", "42:token", "--wecom-corp-id", "wwfuma0000000001", "--wecom-agent-id", "1000002"]
KEYS += ["--wecom-token", "QDG6eK", "--wecom-aes-key", "jWmYm7qr5nMoAUwZRjGtBxmz3KA1tkAj3ykkR6q2B2C"]


@pytest.fixture
def people(tmp_path: Path) -> Path:
    path = tmp_path / "people.toml"
    path.write_text(PEOPLE, encoding="utf-8")
    return path


def test_people_are_read_in_order_with_numbers_as_telegram_accounts(people: Path) -> None:
    wang, zhao = read_people(people).all()
    assert (wang.name, wang.channel, wang.language, wang.telegram_language) == ("王工", "wecom", "zh-CN", "zh-hans")
    assert (zhao.telegram_id, zhao.note, zhao.telegram_language) == (100001, "", "en")


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ('name = "王工"', "", "lacks name"),
        ('"wecom"', '"icq"', "channel is wecom or telegram"),
        ("100001", '"zhao"', "a Telegram account is a number"),
        ('id = "zhao"', 'id = "wang"', "share an id"),
        ("100001", "１００", "Invalid"),
    ],
)
def test_a_wrong_people_file_is_refused_with_what_is_wrong(people: Path, old: str, new: str, words: str) -> None:
    people.write_text(PEOPLE.replace(old, new), encoding="utf-8")
    with pytest.raises(ValueError, match=words):
        read_people(people)


@pytest.mark.parametrize("host", [str(IPv4Address(0)), "10.1.2.3", "example.com", "::"])
def test_an_address_that_others_reach_is_refused(host: str, people: Path) -> None:
    with pytest.raises(SystemExit):
        read_options(["--host", host, "--people", str(people), "--fuma", "http://127.0.0.1:1"])


def test_localhost_is_this_machine(people: Path) -> None:
    options = read_options(["--host", "localhost", "--people", str(people), "--fuma", "http://127.0.0.1:1"])
    assert (options.host, options.port, options.wecom_retries) == ("127.0.0.1", 0, 3)


@pytest.mark.parametrize(
    ("extra", "words"),
    [
        ([], "wang has a phone with wecom, which is off"),
        (["--telegram-token", "", *KEYS[2:]], "zhao has a phone with telegram, which is off"),
        (["--wecom-aes-key", "short"], "the AES key has 43 characters"),
        (["--people", "no-such-file.toml"], "no-such-file.toml"),
    ],
)
def test_what_keeps_the_program_from_starting_is_one_line(
    people: Path, capsys: pytest.CaptureFixture[str], extra: list[str], words: str
) -> None:
    assert main(["--people", str(people), "--fuma", "http://127.0.0.1:9", "--telegram-token", "1:x", *extra]) == 1
    said = capsys.readouterr().err
    assert words in said
    assert said.count("\n") == 1


def test_it_serves_until_it_is_asked_to_stop(people: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    answers: list[int] = []

    def visit_and_stop() -> None:
        answers.append(_status(f"http://127.0.0.1:{port}/sandbox/people"))
        os.kill(os.getpid(), signal.SIGTERM)

    before = signal.signal(signal.SIGTERM, lambda *_: None)
    visitor = threading.Thread(target=visit_and_stop)
    visitor.start()
    try:
        code = main(["--people", str(people), "--fuma", "http://127.0.0.1:9", "--port", str(port), *KEYS])
    finally:
        visitor.join()
        signal.signal(signal.SIGTERM, before)
    assert (code, answers) == (0, [200])
    assert capsys.readouterr().out == f"sandbox ready http://127.0.0.1:{port}/\n"


def test_it_runs_as_a_module_and_takes_any_free_port(people: Path) -> None:
    command = [sys.executable, "-m", "sandbox", "--people", str(people), "--fuma", "http://127.0.0.1:9", *KEYS]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as program:
        assert program.stdout is not None
        line = program.stdout.readline()
        address = line.removeprefix("sandbox ready ").strip()
        status = _status(f"{address}telegram/bot42:token/getMe")
        program.terminate()
        assert program.wait() in {0, -signal.SIGTERM}
    assert status == 200


def _status(url: str) -> int:
    while True:
        try:
            return httpx.get(url, timeout=None, trust_env=False).status_code
        except httpx.ConnectError:
            time.sleep(0.05)
