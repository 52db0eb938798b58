"""Reads HTTP and answers it: uvicorn, within limits that nobody outside can stretch."""

import asyncio
import signal
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from enum import Enum, auto
from functools import partial
from http import HTTPStatus
from typing import Any

import structlog
import uvicorn
from prometheus_client import Counter
from starlette.applications import Starlette
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol, RequestResponseCycle

from bot.limits import Limits, raise_files

log = structlog.get_logger(__name__)

REFUSED = Counter("fuma_requests_refused", "Requests and connections beyond the limits of the edge", ["why"])
GRACE = 5  # seconds that requests under way may take when the service ends


async def serve_http(
    application: Starlette, listening: socket.socket, limits: Limits, started: Callable[[], None]
) -> None:
    """Answers whoever connects until the process is told to end."""
    files = raise_files(limits.connections + limits.spare_files)
    crowd = Connections(limits.connections_among(files))
    if crowd.most < limits.connections:
        log.warning("edge.few_files", files=files, connections=crowd.most)
    config = uvicorn.Config(
        application,
        http=partial(Guarded, limits=limits, crowd=crowd),  # type: ignore[arg-type]  # it is only called
        ws="none",
        log_config=None,
        log_level="error",  # whoever sends no HTTP is counted, not written down
        access_log=False,
        lifespan="off",
        backlog=limits.accepted_at_once,
        timeout_graceful_shutdown=GRACE,
    )
    server = _Server(config, limits.queued)
    started()
    try:
        await server.serve(sockets=[listening])
    finally:  # cancelled, uvicorn leaves its socket with the loop, which then takes another file of that number for it
        for each in getattr(server, "servers", ()):
            each.close()


class _Server(uvicorn.Server):
    def __init__(self, config: uvicorn.Config, queued: int) -> None:
        super().__init__(config)
        self._queued = queued

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Many connections may wait in the kernel, but few be taken in one go; asyncio has one number for both."""
        await super().startup(sockets)
        for each in sockets or ():
            each.listen(self._queued)

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Signals end the service in order; uvicorn itself would let them kill it before results are recorded."""
        loop = asyncio.get_running_loop()
        for number in (signal.SIGINT, signal.SIGTERM):
            loop.add_signal_handler(number, self.handle_exit, number, None)
        try:
            yield
        finally:
            for number in (signal.SIGINT, signal.SIGTERM):
                loop.remove_signal_handler(number)


class Connections:
    """The connections of this process, of which there are `most`. Where one more comes, the one gives way that has
    kept us waiting longest: half a request holds a place only as long as nobody needs it.
    """

    def __init__(self, most: int) -> None:
        self.most = most
        self._there: set[Guarded] = set()
        self._waited_for: dict[Guarded, None] = {}

    def __len__(self) -> int:
        return len(self._there)

    def enter(self, one: "Guarded") -> None:
        """A connection was made."""
        self._there.add(one)
        self.wait_for(one)
        while len(self._there) > self.most:
            longest = next(iter(self._waited_for))
            self.leave(longest)
            REFUSED.labels("crowded").inc()
            longest.transport.abort()

    def wait_for(self, one: "Guarded") -> None:
        """From now on it is the other side's turn."""
        self._waited_for.pop(one, None)
        if one in self._there:
            self._waited_for[one] = None

    def answer(self, one: "Guarded") -> None:
        """It is our turn."""
        self._waited_for.pop(one, None)

    def leave(self, one: "Guarded") -> None:
        """A connection is gone."""
        self._there.discard(one)
        self._waited_for.pop(one, None)


class _Part(Enum):
    """What a connection is in the middle of."""

    NOTHING = auto()
    HEADER = auto()
    BODY = auto()
    ANSWER = auto()
    REFUSAL = auto()


class _TooMuch(Exception):
    """Ends the parser in the middle of a request."""


class Guarded(HttpToolsProtocol):
    """One connection. Each part of a request has its limit and its deadline, and a deadline doesn't move because
    another byte came.
    """

    def __init__(self, *args: Any, limits: Limits, crowd: Connections, **named: Any) -> None:
        super().__init__(*args, **named)
        self._limits = limits
        self._crowd = crowd
        self._part = _Part.NOTHING
        self._seen = 0  # bytes of the part
        self._listed = 0  # bytes of the headers that are whole
        self._deadline: asyncio.TimerHandle | None = None
        self._status = HTTPStatus.BAD_REQUEST

    # The connection

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]  # as uvicorn has it
        """Somebody has connected, and has to ask something."""
        super().connection_made(transport)
        self._expect(_Part.NOTHING, self._limits.header_seconds)
        self._crowd.enter(self)

    def connection_lost(self, exc: Exception | None) -> None:
        """The connection is gone."""
        super().connection_lost(exc)
        self._crowd.leave(self)
        self._expect(self._part, None)

    def data_received(self, data: bytes) -> None:
        """Hands over what came piece by piece, none longer than all headers may be."""
        step = self._limits.header_bytes
        for start in range(0, len(data), step):
            if self._part is _Part.REFUSAL or self.transport.is_closing():
                return
            piece, began = data[start : start + step], self._part
            super().data_received(piece)
            if self._part is _Part.HEADER and began is _Part.HEADER:
                self._seen += len(piece)  # of a header line that has no end the parser tells nothing
                if self._seen > self._limits.header_bytes:
                    self._refuse(HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE)

    def timeout_keep_alive_handler(self) -> None:
        """Our own deadline ends what is idle."""

    # The parser

    def on_message_begin(self) -> None:
        """A request begins."""
        super().on_message_begin()
        self._listed = 0
        self._expect(_Part.HEADER, self._limits.header_seconds)

    def on_url(self, url: bytes) -> None:
        """A part of the address."""
        super().on_url(url)
        self._count_header(len(url))

    def on_header(self, name: bytes, value: bytes) -> None:
        """A header that is whole."""
        super().on_header(name, value)
        self._count_header(len(name) + len(value))

    def on_headers_complete(self) -> None:
        """The headers are whole: the application begins, unless the body is too long by what they say."""
        length = next((value for name, value in self.headers if name == b"content-length"), b"")
        if length.isdigit() and int(length) > self._limits.body_bytes:
            self._too_much(HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
        super().on_headers_complete()
        self._expect(_Part.BODY, self._limits.body_seconds)

    def on_body(self, body: bytes) -> None:
        """A part of the body, which may be longer than the headers said, or have no end."""
        self._seen += len(body)
        if self._seen > self._limits.body_bytes:
            self._too_much(HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
        super().on_body(body)

    def on_message_complete(self) -> None:
        """The request is whole: from now on the other side waits."""
        super().on_message_complete()
        if self.cycle.response_complete:
            self._expect(_Part.NOTHING, self._limits.idle_seconds)
        else:
            self._expect(_Part.ANSWER, self._limits.answer_seconds)

    def on_response_complete(self) -> None:
        """The answer is written; what is left of a body that nobody wanted is still waited for."""
        super().on_response_complete()
        if self._part is _Part.ANSWER and self.cycle.response_complete:
            self._expect(_Part.NOTHING, self._limits.idle_seconds)

    def send_400_response(self, msg: str) -> None:  # noqa: ARG002 - we say it ourselves
        """The parser has given up."""
        self._refuse(self._status)

    # Limits and deadlines

    def _expect(self, part: _Part, seconds: float | None) -> None:
        """Begins a part, which has to end within some seconds."""
        if self._deadline is not None:
            self._deadline.cancel()
        self._part, self._seen = part, 0
        self._deadline = None if seconds is None else self.loop.call_later(seconds, self._too_late)
        if part is _Part.ANSWER:
            self._crowd.answer(self)
        else:
            self._crowd.wait_for(self)

    def _too_late(self) -> None:
        if self._part in (_Part.HEADER, _Part.BODY):
            self._refuse(HTTPStatus.REQUEST_TIMEOUT)
        else:
            if self._part is _Part.ANSWER:
                REFUSED.labels("answer").inc()
            self.transport.abort()  # also where the last answer isn't taken

    def _count_header(self, size: int) -> None:
        self._listed += size
        if self._listed > self._limits.header_bytes:
            self._too_much(HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE)

    def _too_much(self, status: HTTPStatus) -> None:
        self._status = status
        raise _TooMuch

    def _refuse(self, status: HTTPStatus) -> None:
        """Says why, where no other answer was begun, and ends the connection; what still comes is dropped."""
        REFUSED.labels(str(status.value)).inc()
        cycle: RequestResponseCycle | None = self.cycle
        over = cycle is None or cycle.response_complete
        if cycle is None or over or (self._part is _Part.BODY and self._is_free(cycle)):
            says = self._part is not _Part.BODY or not over
            self._expect(_Part.REFUSAL, self._limits.linger_seconds)
            self.flow.resume_reading()
            self._end(_refusal(status) if says else b"")
        elif self._part is _Part.BODY:
            self.transport.abort()
        else:
            cycle.keep_alive = False  # what was asked before is still answered
            self._expect(_Part.REFUSAL, self._limits.answer_seconds)

    def _is_free(self, cycle: RequestResponseCycle) -> bool:
        """Whether nothing was said yet to the request whose body comes in; then nobody else will."""
        if cycle.response_started or self.pipeline:
            return False
        cycle.disconnected = True
        cycle.message_event.set()
        return True

    def _end(self, last: bytes) -> None:
        if self.transport.is_closing():
            return
        with suppress(OSError):  # whoever is gone needs no end
            if last:
                self.transport.write(last)
            self.transport.write_eof()


def _refusal(status: HTTPStatus) -> bytes:
    words = status.phrase.encode()
    head = f"HTTP/1.1 {status.value} {status.phrase}\r\ncontent-type: text/plain\r\ncontent-length: {len(words)}\r\n"
    return head.encode() + b"connection: close\r\n\r\n" + words
