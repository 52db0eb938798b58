"""A pooler in transaction mode, as pgbouncer is one: every client's transaction runs on the one session there is."""

import asyncio
import struct
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from itertools import count

from sqlalchemy import make_url

SSL_REQUEST = 80877103
NAMED = {b"P": 0, b"B": 1, b"D": 0, b"C": 0}  # messages that name a prepared statement, and behind how many other names


class _Pooler:
    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, welcome: bytes) -> None:
        self._reader, self._writer, self._welcome = reader, writer, welcome
        self._session = asyncio.Lock()
        self._numbers = count()

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """One client, until it goes."""
        mine = b"c%d_" % next(self._numbers)
        try:
            await _startup(reader, writer)
            writer.write(self._welcome)
            while True:
                kind, body = await _message(reader)
                if kind == b"X":
                    break
                async with self._session:
                    await self._transaction(mine, kind, body, reader, writer)
        except (asyncio.IncompleteReadError, ConnectionError):
            pass
        finally:
            writer.close()

    async def _transaction(
        self, mine: bytes, kind: bytes, body: bytes, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> None:
        states: asyncio.Queue[bytes] = asyncio.Queue()
        answering = asyncio.create_task(self._answer(writer, states))
        try:
            while True:
                self._writer.write(_packed(kind, _renamed(mine, kind, body)))
                if kind in (b"Q", b"S") and await states.get() == b"I":
                    return
                kind, body = await _message(reader)
        finally:
            answering.cancel()

    async def _answer(self, writer: asyncio.StreamWriter, states: asyncio.Queue[bytes]) -> None:
        while True:
            kind, body = await _message(self._reader)
            writer.write(_packed(kind, body))
            if kind == b"Z":
                states.put_nowait(body)


def _renamed(mine: bytes, kind: bytes, body: bytes) -> bytes:
    """Statements of different clients have different names on the session they share."""
    if kind not in NAMED or (kind in (b"D", b"C") and body[:1] != b"S"):
        return body
    start = 1 if kind in (b"D", b"C") else 0
    for _ in range(NAMED[kind]):
        start = body.index(b"\0", start) + 1
    return body if body[start : start + 1] == b"\0" else body[:start] + mine + body[start:]


async def _startup(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    while True:
        (size,) = struct.unpack("!I", await reader.readexactly(4))
        content = await reader.readexactly(size - 4)
        if struct.unpack("!I", content[:4])[0] != SSL_REQUEST:
            return
        writer.write(b"N")


async def _message(reader: asyncio.StreamReader) -> tuple[bytes, bytes]:
    kind = await reader.readexactly(1)
    (size,) = struct.unpack("!I", await reader.readexactly(4))
    return kind, await reader.readexactly(size - 4)


def _packed(kind: bytes, body: bytes) -> bytes:
    return kind + struct.pack("!I", len(body) + 4) + body


@asynccontextmanager
async def pooler(address: str) -> AsyncIterator[str]:
    """A pooler before the database of that address; the address of the pooler."""
    url = make_url(address)
    reader, writer = await asyncio.open_connection(url.host, url.port)
    said = f"user\0{url.username}\0database\0{url.database}\0\0".encode()
    writer.write(struct.pack("!II", len(said) + 8, 196608) + said)
    welcome, kind = b"", b""
    while kind != b"Z":
        kind, body = await _message(reader)
        welcome += _packed(kind, body)
    server = await asyncio.start_server(_Pooler(reader, writer, welcome).serve, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    try:
        yield url.set(host="127.0.0.1", port=port).render_as_string(hide_password=False)
    finally:
        server.close()
        writer.close()
