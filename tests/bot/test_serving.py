"""The edge on real sockets: half a request, an endless one and a crowd of them cost others nothing."""

import asyncio
import os
import resource
import socket
import subprocess
import sys
import time
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, ExitStack, asynccontextmanager, suppress
from pathlib import Path
from typing import NamedTuple

import httpx
import pytest
from structlog.testing import capture_logs

from bot.channels.telegram.plugged import SECRET_HEADER
from bot.http import application
from bot.limits import LIMITS, Limits, raise_files
from bot.serving import serve_http
from models.ground.database import Database
from models.migrations import migrate
from tests.bot.service import SECRET, service_on
from tests.bot.test_command_line import ROOT, free_port
from tests.jobs.platform import end
from tests.town import RULES

SHORT = 1.0  # seconds of a deadline that is meant to pass


class Streams(NamedTuple):
    """A connection, as asyncio has it."""

    reader: asyncio.StreamReader
    writer: asyncio.StreamWriter

    async def says(self, what: bytes) -> None:
        self.writer.write(what)
        with suppress(ConnectionError):
            await self.writer.drain()

    async def hears(self) -> bytes:
        """Everything up to the end of the connection."""
        heard = b""
        with suppress(ConnectionError):
            while piece := await self.reader.read(65536):
                heard += piece
        return heard


class Served:
    """The edge with its limits, on a port of this machine."""

    def __init__(self, port: int, stack: AsyncExitStack) -> None:
        self.port = port
        self._stack = stack

    async def connects(self) -> Streams:
        streams = Streams(*await asyncio.open_connection("127.0.0.1", self.port))
        self._stack.callback(streams.writer.close)
        return streams

    async def asks(self, what: bytes) -> bytes:
        """What is answered to a request that ends its connection."""
        one = await self.connects()
        await one.says(what)
        return await one.hears()

    async def is_well(self) -> bool:
        async with httpx.AsyncClient(timeout=30) as client:
            return (await client.get(f"http://127.0.0.1:{self.port}/healthz")).text == "ok"


@asynccontextmanager
async def served(database: Database, limits: Limits = LIMITS) -> AsyncIterator[Served]:
    started = asyncio.Event()
    async with service_on(database) as (service, _), AsyncExitStack() as stack:
        listening = stack.enter_context(socket.create_server(("127.0.0.1", 0), backlog=limits.queued))
        app = application(service.routes())
        task = asyncio.create_task(serve_http(app, listening, limits, started.set))
        await started.wait()
        stack.push_async_callback(end, task)
        yield Served(listening.getsockname()[1], stack)


def post(path: str, *headers: str, body: bytes = b"") -> bytes:
    """A request, word by word."""
    lines = [f"POST {path} HTTP/1.1", "host: fuma.example", f"{SECRET_HEADER}: {SECRET}", *headers, "", ""]
    return "\r\n".join(lines).encode() + body


HALVES = {
    "nothing": (b"", b"", ""),
    "blank lines": (b"\r\n", b"\r\n", ""),
    "half an address": (b"GET /", b"a", "408"),
    "half the headers": (b"GET /healthz HTTP/1.1\r\nhost: x\r\nx-a: ", b"a", "408"),
    "half a body": (post("/telegram/webhook", "content-length: 1000", body=b"{"), b" ", "408"),
    "half a chunk": (post("/telegram/webhook", "transfer-encoding: chunked", body=b"3e8\r\n{"), b" ", "408"),
    "half a body nobody wants": (post("/nowhere", "content-length: 1000", body=b"{"), b" ", "404"),
    "half of a second request": (b"GET /healthz HTTP/1.1\r\nhost: x\r\n\r\nGET /", b"a", "200"),
}
IMPATIENT = Limits(header_seconds=SHORT, body_seconds=SHORT, idle_seconds=SHORT, linger_seconds=SHORT)


async def test_half_a_request_is_not_waited_for_however_often_a_byte_comes(sqlite_database: Database) -> None:
    async def answer(edge: Served, half: bytes, more: bytes) -> str:
        one = await edge.connects()
        await one.says(half)
        heard = asyncio.create_task(one.hears())
        while not heard.done():
            await one.says(more)
            await asyncio.wait({heard}, timeout=SHORT / 8)
        return "".join((await heard).decode().split(" ")[1:2])

    async with served(sqlite_database, IMPATIENT) as edge:
        answers = await asyncio.gather(*(answer(edge, half, more) for half, more, _ in HALVES.values()))
        assert dict(zip(HALVES, answers, strict=True)) == {name: status for name, (_, _, status) in HALVES.items()}
        assert await edge.is_well()


async def test_more_connections_than_there_may_be_take_the_place_of_those_that_keep_us_waiting(
    sqlite_database: Database,
) -> None:
    few = Limits(connections=20, header_seconds=600, body_seconds=600, idle_seconds=600)
    async with served(sqlite_database, few) as edge:
        for half, _, _ in (HALVES["half the headers"], HALVES["half a body"], HALVES["nothing"]):
            crowd = [await edge.connects() for _ in range(60)]
            for each in crowd:
                await each.says(half)
            assert await edge.is_well()
            gone = [each.hears() for each in crowd[:40]]
            assert await asyncio.gather(*gone) == [b""] * 40


ENDLESS = {
    "a header without an end": (b"GET /healthz HTTP/1.1\r\nx-a: ", b"a" * 1000, b"431"),
    "headers without an end": (b"GET /healthz HTTP/1.1\r\n", b"x-a: b\r\n" * 100, b"431"),
    "an address without an end": (b"GET /", b"a" * 1000, b"431"),
    "a body as long as nobody may write": (post("/telegram/webhook", "content-length: 64000000"), b"", b"413"),
    "chunks without an end": (
        post("/telegram/webhook", "transfer-encoding: chunked"),
        b"8000\r\n" + b" " * 0x8000 + b"\r\n",
        b"200",  # over the limit of an update: it will not get shorter, so Telegram is answered
    ),
    "chunks for nobody": (post("/nowhere", "transfer-encoding: chunked"), b"400\r\n" + b" " * 1024 + b"\r\n", b"404"),
    "a callback": (post("/wecom/callback", "transfer-encoding: chunked"), b"400\r\n" + b" " * 1024 + b"\r\n", b"403"),
}


async def test_what_has_no_end_is_ended(sqlite_database: Database) -> None:
    patient = Limits(header_seconds=600, body_seconds=600, body_bytes=3 * 1024 * 1024)
    async with served(sqlite_database, patient) as edge:
        for name, (begin, more, status) in ENDLESS.items():
            one = await edge.connects()
            await one.says(begin)
            heard = asyncio.create_task(one.hears())
            while not heard.done():
                await one.says(more)
                await asyncio.sleep(0)
            assert (await heard).split(b" ")[1:2] == [status], name
            assert await edge.is_well()


async def test_headers_of_one_piece_have_the_same_limit_as_those_in_many(sqlite_database: Database) -> None:
    async with served(sqlite_database) as edge:
        for size, status in ((LIMITS.header_bytes // 2, b"200"), (LIMITS.header_bytes + 1, b"431")):
            asked = b"GET /healthz HTTP/1.1\r\nhost: x\r\nconnection: close\r\nx-a: " + b"a" * size + b"\r\n\r\n"
            assert status in (await edge.asks(asked)).splitlines()[0]


STRANGE = {
    "no HTTP": (b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n", b"400"),
    "bytes in the path": (b"GET /s/\xff\xfe HTTP/1.1\r\nhost: x\r\n\r\n", b"400"),
    "a path that decodes to no text": (b"GET /s/%ff%00%0d%0a HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n", b"404"),
    "a method nobody has": (b"FOO / HTTP/1.1\r\nhost: x\r\n\r\n", b"400"),
    "a method we have not": (b"DELETE /healthz HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n", b"405"),
    "only the head": (b"HEAD /healthz HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n", b"200"),
    "only the head of a callback": (b"HEAD /wecom/callback HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n", b"403"),
    "a tunnel": (b"CONNECT fuma.example:443 HTTP/1.1\r\nhost: x\r\n\r\n", b"400"),
    "a star": (b"OPTIONS * HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n", b"4"),
    "a web socket": (
        b"GET /healthz HTTP/1.1\r\nhost: x\r\nconnection: upgrade, close\r\nupgrade: websocket\r\n\r\n",
        b"200",
    ),
    "two lengths": (post("/telegram/webhook", "content-length: 2", "content-length: 3", body=b"{}"), b"400"),
    "a length and chunks": (
        post("/telegram/webhook", "content-length: 2", "transfer-encoding: chunked", body=b"0\r\n\r\n"),
        b"400",
    ),
    "a length below nothing": (post("/telegram/webhook", "content-length: -1"), b"400"),
    "a length without an end": (post("/telegram/webhook", "content-length: " + "9" * 5000), b"400"),
    "chunks of no size": (post("/telegram/webhook", "transfer-encoding: chunked", body=b"z\r\n"), b"400"),
    "more than its length": (
        post("/telegram/webhook", "content-length: 2", "connection: keep-alive", body=b"{}\x00\x01\x02\r\n\r\n"),
        b"200",
    ),
}


async def test_whatever_comes_gets_a_short_answer_and_no_traceback(sqlite_database: Database) -> None:
    async with served(sqlite_database) as edge:
        for name, (asked, status) in STRANGE.items():
            with capture_logs() as logs:
                answer = await edge.asks(asked)
            assert answer.split(b" ", 2)[1].startswith(status), name
            assert len(answer) < 1500, name
            assert not [line for line in logs if line["log_level"] in ("error", "critical")], name
        assert await edge.is_well()


async def test_whoever_does_not_take_his_answer_is_not_kept(sqlite_database: Database) -> None:
    async with served(sqlite_database, IMPATIENT) as edge:
        one = await edge.connects()
        one.reader._transport.pause_reading()  # type: ignore[attr-defined]  # asyncio's own
        await one.says(b"GET /metrics HTTP/1.1\r\nhost: x\r\n\r\n" * 50)
        while not one.writer.transport.is_closing():
            await asyncio.wait({asyncio.create_task(one.says(b"\r\n"))}, timeout=SHORT / 4)
        assert await edge.is_well()


# As a process


def test_there_are_fewer_connections_than_files() -> None:
    for files in (64, 256, 1024, 4096, 65536):
        assert 0 < Limits().connections_among(files) < files
    assert Limits().connections_among(1024) == 512
    assert Limits().connections_among(65536) == Limits().connections


def test_more_half_requests_than_a_process_has_files_stop_nobody(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    files = 256
    address, port = f"sqlite+aiosqlite:///{tmp_path}/fuma.db", str(free_port())
    migrate(address)
    command = f"ulimit -n {files} && exec {sys.executable} -m bot run"
    environment = {**os.environ, "FUMA_DATABASE_URL": address, "FUMA_PORT": port, "FUMA_RULES_FILE": str(RULES)}
    with ExitStack() as stack:
        service = stack.enter_context(
            subprocess.Popen(["/bin/bash", "-c", command], cwd=ROOT, env=environment, stdout=subprocess.DEVNULL)
        )
        stack.callback(service.kill)
        assert _answers(port, service)
        for _ in range(files + 50):
            one = stack.enter_context(socket.create_connection(("127.0.0.1", int(port))))
            one.sendall(b"GET /healthz HTTP/1.1\r\nhost: x\r\n")
        assert _answers(port, service)


def _answers(port: str, service: "subprocess.Popen[bytes]") -> bool:
    """Whether it answers at last; that it never does is for the watchdog to say."""
    while service.poll() is None:
        with suppress(OSError, httpx.HTTPError):
            if httpx.get(f"http://127.0.0.1:{port}/readyz", timeout=10).status_code == 200:
                return True
        time.sleep(0.1)
    return False


def test_a_process_may_open_as_many_files_as_the_system_allows() -> None:
    script = (
        "import resource; from bot.limits import raise_files;"
        "resource.setrlimit(resource.RLIMIT_NOFILE, (64, 300));"
        "print(raise_files(200), raise_files(100), raise_files(9999), resource.getrlimit(resource.RLIMIT_NOFILE))"
    )
    found = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert found.stdout.split() == ["200", "200", "300", "(300,", "300)"]
    assert raise_files(1) == resource.getrlimit(resource.RLIMIT_NOFILE)[0]
