"""Logs: a line an event, and never a word or a name of somebody's."""

import json
import logging
import sqlite3
from collections.abc import Iterator

import pytest
import structlog
from sqlalchemy.exc import OperationalError, ProgrammingError

from bot import turns as turns_module
from bot.logs import Forwarding, set_up_logs
from handlers import catalogue
from handlers.turn import Turn
from jobs.backoff import Backoff
from tests.town import Town


@pytest.fixture(autouse=True)
def as_before() -> Iterator[None]:
    yield
    set_up_logs("console")


def lines(capsys: pytest.CaptureFixture[str]) -> list[dict[str, str]]:
    """What stands in the log, as machines read it."""
    return [json.loads(line) for line in capsys.readouterr().out.splitlines()]


async def test_a_turn_that_fails_over_somebodys_words_logs_where_and_not_what(
    town: Town, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def breaks(turn: Turn) -> None:
        try:
            int(f"{turn.person.name} typed 秘密")
        except ValueError as error:
            raise LookupError("赵总的秘密") from error

    monkeypatch.setitem(catalogue.COMMANDS, "help", breaks)
    monkeypatch.setattr(turns_module, "PAUSES", Backoff(0.0, 1, 0.0))
    set_up_logs("json")
    await town.says("赵总", "/help")
    written = capsys.readouterr().out
    (line,) = [json.loads(each) for each in written.splitlines()]
    assert line["event"] == "turn.failed"
    assert line["fault"] == "TurnFailed < LookupError < ValueError"
    assert "test_logs.py:" in line["at"]
    assert not any(word in written for word in ("赵总", "秘密", "7001", "/help"))


def test_the_lines_of_libraries_have_the_same_form_and_only_their_first_line(
    capsys: pytest.CaptureFixture[str],
) -> None:
    set_up_logs("json")
    library = logging.getLogger("some.library")
    library.propagate = False
    library.addHandler(Forwarding())
    fault = ExceptionGroup("王工", [ValueError("赵总"), OSError("小陈")])
    library.error("Task failed\nfuture: <Task 王工>", exc_info=fault)
    library.warning("")
    first, second = lines(capsys)
    assert (first["event"], first["logger"], first["level"]) == ("Task failed", "some.library", "error")
    assert first["fault"] == "ExceptionGroup(ValueError, OSError)"
    assert second["event"] == ""
    assert "fault" not in second


def test_a_fault_is_named_however_it_is_given(capsys: pytest.CaptureFixture[str]) -> None:
    set_up_logs("json")
    log = structlog.get_logger()
    log.warning("given", exc_info=ValueError("王工"))
    log.warning("none", exc_info=(None, None, None))
    log.log(logging.WARNING, "nothing", exc_info=True)
    assert [line.get("fault") for line in lines(capsys)] == ["ValueError", None, None]


def test_people_get_lines_to_read(capsys: pytest.CaptureFixture[str]) -> None:
    set_up_logs("console")
    structlog.get_logger().warning("file.lost", event_id=7)
    assert "file.lost" in capsys.readouterr().out


def test_a_database_that_fails_is_one_line_a_minute_however_many_feel_it(capsys: pytest.CaptureFixture[str]) -> None:
    set_up_logs("json")
    passing = [0.0]
    structlog.get_config()["processors"][2]._passing = lambda: passing[0]
    log, full = structlog.get_logger(), OperationalError("INSERT", {}, sqlite3.OperationalError("disk full"))
    for moment in (*range(1000), 60_000):
        passing[0] = moment / 1000
        log.error("turn.failed" if moment % 2 else "database.failing", exc_info=full)
        logging.getLogger("apscheduler").error("Job failed", exc_info=full)
    log.error("other")
    found = [(line["event"], line.get("times")) for line in lines(capsys)]
    assert found == [("database.failing", None), ("database.failing", 1999), ("other", None)]


def test_what_is_our_own_fault_is_not_damped(capsys: pytest.CaptureFixture[str]) -> None:
    set_up_logs("json")
    fault = ProgrammingError("SELECT x", {}, sqlite3.ProgrammingError("no such column"))
    for error in (fault, fault, OSError("a platform"), OSError("a platform")):
        structlog.get_logger().error("broke", exc_info=error)
    assert len(lines(capsys)) == 4
