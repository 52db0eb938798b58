"""Logs: a line an event, without what people said and who they are."""

import logging
import sys
import time
import traceback
from collections.abc import Callable
from typing import Literal

import structlog
from structlog.typing import EventDict, WrappedLogger

from models.ground.database import FAULTS, NONSENSE

DAMPED = 60.0  # seconds in which one line says that the database fails, however many feel it
DEPTH = 8  # places shown of the way a fault took


def set_up_logs(form: Literal["console", "json"], least: int = logging.INFO) -> None:
    """Lines for people or for machines, those of the libraries too, from the level `least` on."""
    last = (
        structlog.processors.JSONRenderer()
        if form == "json"
        else structlog.dev.ConsoleRenderer(colors=sys.stdout.isatty())
    )
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso"),
            Damper(),
            without_words,
            last,
        ],
        wrapper_class=structlog.make_filtering_bound_logger(least),
    )
    logging.basicConfig(level=logging.WARNING, handlers=[Forwarding()])


class Forwarding(logging.Handler):
    """Gives the lines of libraries the same form. Only the first line of each: below it asyncio shows values."""

    def emit(self, record: logging.LogRecord) -> None:
        """Writes a library's line."""
        first, *_ = record.getMessage().splitlines() or [""]
        structlog.get_logger().log(record.levelno, first, logger=record.name, exc_info=record.exc_info)


class Damper:
    """Lets one line a minute through about a database that fails: each event, page and sweep of that time would
    write its own. The first comes at once; `times` is how many were left out before one.
    """

    def __init__(self, passing: Callable[[], float] = time.monotonic) -> None:
        self._passing = passing
        self._next = float("-inf")
        self._left_out = 0

    def __call__(self, _logger: WrappedLogger, _method: str, line: EventDict) -> EventDict:
        """Drops the line, or gives it on."""
        fault = _fault(line.get("exc_info"))
        if fault is None or not any(_of_the_database(each) for each in _chain(fault)):
            return line
        now = self._passing()
        if now < self._next:
            self._left_out += 1
            raise structlog.DropEvent
        if self._left_out:
            line["times"] = self._left_out
        self._next, self._left_out = now + DAMPED, 0
        return line


def _of_the_database(fault: BaseException) -> bool:
    """Whether it says that the database fails; not that we ask it for nonsense, nor that a platform is out of reach."""
    if isinstance(fault, OSError):
        return any("asyncpg" in frame.f_code.co_filename for frame, _ in traceback.walk_tb(fault.__traceback__))
    return isinstance(fault, FAULTS) and not isinstance(fault, NONSENSE)


def without_words(_logger: WrappedLogger, _method: str, line: EventDict) -> EventDict:
    """A fault as its kinds and the places it went through: its own words may be somebody's name, or what he typed."""
    fault = _fault(line.pop("exc_info", None))
    if fault is not None:
        chain = _chain(fault)
        line["fault"] = " < ".join(_kind(each) for each in chain)
        places = traceback.extract_tb(chain[-1].__traceback__)[-DEPTH:]
        line["at"] = " > ".join(f"{place.filename.rpartition('/')[2]}:{place.lineno}" for place in places)
    return line


def _chain(fault: BaseException) -> list[BaseException]:
    """A fault and what led to it."""
    chain = [fault]
    while (cause := chain[-1].__cause__ or chain[-1].__context__) is not None and cause not in chain:
        chain.append(cause)
    return chain


def _fault(exc_info: object) -> BaseException | None:
    match exc_info:
        case BaseException():
            return exc_info
        case (_, BaseException() as fault, _):
            return fault
        case None | False | (None, None, None):
            return None
    return sys.exc_info()[1]


def _kind(fault: BaseException) -> str:
    inside = f"({', '.join(_kind(each) for each in fault.exceptions)})" if isinstance(fault, BaseExceptionGroup) else ""
    return type(fault).__name__ + inside
