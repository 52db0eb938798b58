"""What was found out about a file, as it goes from the helper process to whoever asked."""

import json
import struct
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import IO

_LENGTH = struct.Struct(">Q")


class Ended(Exception):
    """The other side is gone."""


@dataclass(frozen=True, kw_only=True)
class Findings:
    """What a file is by its content and the text of a QR code on it; or the problem, the key of a sentence, with its
    fields. `instead` is what is kept in place of a content that others couldn't open.
    """

    mime: str = ""
    code: str = ""
    problem: str = ""
    about: Mapping[str, int] = field(default_factory=dict)
    instead: bytes = b""


def write_block(stream: IO[bytes], block: bytes) -> None:
    """Writes bytes with their length before them."""
    stream.write(_LENGTH.pack(len(block)))
    stream.write(block)
    stream.flush()


def read_block(stream: IO[bytes]) -> bytes:
    """Reads what `write_block` wrote; raises Ended where the stream ends before."""
    (length,) = _LENGTH.unpack(_exactly(stream, _LENGTH.size))
    return _exactly(stream, length)


def write_findings(stream: IO[bytes], found: Findings) -> None:
    """Writes findings: the values, then the content."""
    values = {"mime": found.mime, "code": found.code, "problem": found.problem, "about": dict(found.about)}
    write_block(stream, json.dumps(values).encode())
    write_block(stream, found.instead)


def read_findings(stream: IO[bytes]) -> Findings:
    """Reads what `write_findings` wrote; raises Ended."""
    values = json.loads(read_block(stream))
    return Findings(**values, instead=read_block(stream))


def _exactly(stream: IO[bytes], length: int) -> bytes:
    read = stream.read(length)
    if len(read) < length:
        raise Ended
    return read
