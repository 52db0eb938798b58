"""Files by the digest of their content."""

from hashlib import sha256

import pytest
from sqlalchemy import func, select

from bot.clock import BusinessClock
from bot.stores import Files, Token
from models.ground import files
from models.ground.database import Database
from models.ground.messages import Channel


@pytest.mark.parametrize("size", [0, 1, files.CHUNK - 1, files.CHUNK, files.CHUNK + 1, 10 * 1024 * 1024])
async def test_a_file_comes_back_as_it_was_kept(database: Database, size: int) -> None:
    content = bytes(range(256)) * (size // 256) + b"x" * (size % 256)
    store = Files(database)
    digest = await store.keep(content, "application/pdf")
    assert digest == sha256(content).hexdigest()
    assert await store.content(digest) == content
    assert await database.read(lambda session: files.mime(session, digest)) == "application/pdf"


async def test_the_same_file_is_kept_once(database: Database) -> None:
    store = Files(database)
    first = await store.keep(b"slip", "application/pdf")
    assert await store.keep(b"slip", "application/pdf") == first
    assert await database.read(lambda session: session.scalar(select(func.count()).select_from(files.chunks))) == 1


async def test_a_file_that_was_cut_off_while_it_was_kept_is_not_there_and_can_be_kept_again(database: Database) -> None:
    content = b"a" * files.CHUNK + b"b" * files.CHUNK
    digest = sha256(content).hexdigest()
    await database.run(lambda session: files.put_pieces(session, digest, [(0, b"a" * files.CHUNK)]))
    store = Files(database)
    with pytest.raises(KeyError):
        await store.content(digest)
    with pytest.raises(KeyError):
        await database.read(lambda session: files.mime(session, digest))
    assert await store.keep(content, "image/png") == digest
    assert await store.content(digest) == content


async def test_what_a_platform_calls_a_file_is_remembered_as_long_as_it_keeps_it(database: Database) -> None:
    store = Files(database)
    assert await store.remembered(Channel.WECOM, "d") is None
    await store.remember(Channel.WECOM, "d", "media-1", 60)
    assert await store.remembered(Channel.WECOM, "d") == "media-1"
    assert await store.remembered(Channel.TELEGRAM, "d") is None
    later = BusinessClock.wall() + 61
    assert await database.read(lambda session: files.platform_name(session, "wecom", "d", later)) is None
    await store.remember(Channel.WECOM, "d", "media-2", None)
    assert await database.read(lambda session: files.platform_name(session, "wecom", "d", later)) == "media-2"


async def test_every_process_finds_the_last_token(database: Database) -> None:
    store = Token(database, Channel.WECOM)
    assert await store.get() is None
    await store.put("token", 100.0)
    assert await store.get() == ("token", 100.0)
