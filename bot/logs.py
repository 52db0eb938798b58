"""Logs: a line an event, without what people said and who they are."""

import logging
import sys
import traceback
from typing import Literal

import structlog
from structlog.typing import EventDict, WrappedLogger

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


def without_words(_logger: WrappedLogger, _method: str, line: EventDict) -> EventDict:
    """A fault as its kinds and the places it went through: its own words may be somebody's name, or what he typed."""
    fault = _fault(line.pop("exc_info", None))
    if fault is not None:
        chain = [fault]
        while (cause := chain[-1].__cause__ or chain[-1].__context__) is not None and cause not in chain:
            chain.append(cause)
        line["fault"] = " < ".join(_kind(each) for each in chain)
        places = traceback.extract_tb(chain[-1].__traceback__)[-DEPTH:]
        line["at"] = " > ".join(f"{place.filename.rpartition('/')[2]}:{place.lineno}" for place in places)
    return line


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
