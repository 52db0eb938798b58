"""Files by the digest of their content, in chunks in the database: the one thing every process shares."""

from collections.abc import Sequence

from sqlalchemy import Column, Float, Integer, LargeBinary, String, Table, Text, bindparam, select
from sqlalchemy.orm import Session

from models.ground.base import metadata
from models.ground.cleaning import file_name
from models.ground.statements import Statement, insert_into

CHUNK = 256 * 1024  # bytes; small enough for a row, large enough that 10 MB are 40 rows

files = Table(
    "files",
    metadata,
    Column("digest", String(64), primary_key=True),
    Column("size", Integer, nullable=False),
    Column("mime", Text, nullable=False),
)
chunks = Table(
    "file_chunks",
    metadata,
    Column("digest", String(64), primary_key=True),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("data", LargeBinary, nullable=False),
)
platform_files = Table(
    "platform_files",
    metadata,
    Column("channel", String(24), primary_key=True),
    Column("digest", String(64), primary_key=True),
    Column("name", Text, nullable=False),
    Column("valid_until", Float),  # wall clock, seconds since 1970; empty for ever
)

_content = Statement(select(chunks.c.data).where(chunks.c.digest == bindparam("digest")).order_by(chunks.c.number))
_known = Statement(select(files.c.size, files.c.mime).where(files.c.digest == bindparam("digest")))
_platform_name = Statement(
    select(platform_files.c.name, platform_files.c.valid_until).where(
        platform_files.c.channel == bindparam("channel"), platform_files.c.digest == bindparam("digest")
    )
)


def pieces(content: bytes) -> list[bytes]:
    """The file cut into the chunks it is kept in."""
    return [content[start : start + CHUNK] for start in range(0, len(content), CHUNK)]


def known(session: Session, digest: str) -> bool:
    """Whether the whole file is stored."""
    return bool(_known(session, digest=digest))


def put_pieces(session: Session, digest: str, numbered: Sequence[tuple[int, bytes]]) -> None:
    """Stores some chunks of a file, which isn't there before `whole` says so."""
    for number, piece in numbered:
        session.execute(
            insert_into(session, chunks).values(digest=digest, number=number, data=piece).on_conflict_do_nothing()
        )


def whole(session: Session, digest: str, size: int, mime: str) -> None:
    """Every chunk of the file is stored."""
    session.execute(insert_into(session, files).values(digest=digest, size=size, mime=mime).on_conflict_do_nothing())


def content(session: Session, digest: str) -> bytes:
    """The file's bytes; raises KeyError where there is none."""
    if not _known(session, digest=digest):
        raise KeyError(digest)
    return b"".join(bytes(row[0]) for row in _content(session, digest=digest))


def mime(session: Session, digest: str) -> str:
    """What the file is; raises KeyError where there is none."""
    rows = _known(session, digest=digest)
    if not rows:
        raise KeyError(digest)
    return str(rows[0][1])


def called(session: Session, digest: str, name: str) -> str:
    """What a file is called when it is handed out, whatever its name was kept as."""
    rows = _known(session, digest=digest)
    return file_name(name, str(rows[0][1]) if rows else "", digest)


def platform_name(session: Session, channel: str, digest: str, now: float) -> str | None:
    """What a platform calls the file, if it was given it and still keeps it at `now` (wall clock, seconds since
    1970).
    """
    rows = _platform_name(session, channel=channel, digest=digest)
    if not rows or (rows[0][1] is not None and rows[0][1] <= now):
        return None
    return str(rows[0][0])


def remember_platform_name(session: Session, channel: str, digest: str, name: str, valid_until: float | None) -> None:
    """Keeps what a platform calls the file, until a moment of the wall clock (None for ever)."""
    row = insert_into(session, platform_files).values(
        channel=channel, digest=digest, name=name, valid_until=valid_until
    )
    session.execute(
        row.on_conflict_do_update(
            index_elements=[platform_files.c.channel, platform_files.c.digest],
            set_={"name": name, "valid_until": valid_until},
        )
    )
