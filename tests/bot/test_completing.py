"""Files that people send: fetched, judged by content, read for a code; only their sender waits."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session
from structlog.testing import capture_logs

from bot import completing
from bot.channels.errors import FileTooBig, FileUnavailable
from bot.looking.helpers import LONGEST
from bot.turns import Turns
from jobs.backoff import Backoff
from models.ground import files
from models.ground.messages import Channel, FileReference
from models.post import inbox
from tests.bot.events import file_from, turns_on, typed
from tests.jobs.platform import end
from tests.papers import DISHONEST, PDF, bomb, padded, photo_of, picture
from tests.town import Town

LARGEST = 10 * 1024 * 1024
Answer = Callable[[FileReference], Awaitable[bytes]]


class Store:
    """A platform's files: each answers as it was told, and is counted."""

    def __init__(self, **contents: bytes) -> None:
        self.contents = contents
        self.asked: list[str] = []
        self.answer: Answer | None = None

    async def download(self, file: FileReference) -> bytes:
        """The file, or what was told."""
        self.asked.append(file.id)
        return await self.answer(file) if self.answer else self.contents[file.id]


@asynccontextmanager
async def service(town: Town, store: Store) -> AsyncIterator[Turns]:
    """Turns at work, with a platform to fetch files from."""
    turns, _, _ = turns_on(town.database, fetchers={Channel.TELEGRAM: store})
    task = asyncio.create_task(turns.run())
    try:
        yield turns
    finally:
        await end(task)


async def stored(town: Town) -> list[inbox.StoredFile]:
    """The files of all events, once none waits any more."""
    waiting = 1
    while waiting:
        await asyncio.sleep(0.02)
        waiting = await town.look(inbox.unhandled)

    def read(session: Session) -> list[inbox.StoredFile]:
        found = session.scalars(select(inbox.inbox.c.stored_file).order_by(inbox.inbox.c.id)).all()
        return [inbox.StoredFile(**file) for file in found if file]

    return await town.look(read)


@pytest.fixture
def account(town: Town) -> str:
    """赵总's account on Telegram."""
    return town.accounts["赵总"][1]


@pytest.mark.parametrize(
    ("name", "content", "mime"),
    [
        ("slip.pdf", PDF, "application/pdf"),
        ("slip.txt", b"\n" + PDF, "application/pdf"),
        ("x.pdf.bat", PDF, "application/pdf"),
        ("slip.pdf", picture("PNG"), "image/png"),
        ("", picture("JPEG"), "image/jpeg"),
        ("slip.png", picture("JPEG"), "image/jpeg"),
    ],
)
async def test_a_file_is_what_its_content_says_and_not_its_name(
    town: Town, account: str, name: str, content: bytes, mime: str
) -> None:
    async with service(town, Store(f=content)) as turns:
        await turns.receive(file_from(account, "u1", id="f", name=name))
        (file,) = await stored(town)
    assert (file.mime, file.size, file.problem, file.code) == (mime, len(content), "", "")
    ending = {"application/pdf": ".pdf", "image/png": ".png", "image/jpeg": ".jpg"}[mime]
    assert file.name == (name.split(".", maxsplit=1)[0] or file.digest[:8]) + ending
    assert await town.look(lambda session: files.content(session, file.digest)) == content
    assert [one.key for one in await town.news()] == ["file-not-asked-for"]


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (b"", "file-empty"),
        (b"GIF89a" + b"\0" * 50, "file-wrong-kind"),
        (picture("JPEG", (400, 300))[:400], "file-broken"),
        (bomb(60_000, 60_000), "file-picture-too-large"),
        DISHONEST["script at opening"],
        DISHONEST["attachment"],
        DISHONEST["password"],
        (PDF + b"\0" * (LARGEST + 1 - len(PDF)), "file-too-big"),
    ],
)
async def test_what_cannot_be_taken_gets_its_sentence(town: Town, account: str, content: bytes, problem: str) -> None:
    async with service(town, Store(f=content)) as turns:
        await turns.receive(file_from(account, "u1", id="f"))
        (file,) = await stored(town)
    assert (file.problem, file.digest) == (problem, "")
    assert len(await town.news()) == 1


async def test_ten_megabytes_are_taken_and_hold_nobody_up(town: Town, account: str) -> None:
    content = padded(LARGEST)
    longest = 0.0

    async def watch() -> None:
        nonlocal longest
        loop = asyncio.get_running_loop()
        while True:
            before = loop.time()
            await asyncio.sleep(0)
            longest = max(longest, loop.time() - before)

    watching = asyncio.create_task(watch())
    async with service(town, Store(f=content)) as turns:
        await turns.receive(file_from(account, "u1", id="f"))
        (file,) = await stored(town)
    watching.cancel()
    assert (file.size, file.problem) == (LARGEST, "")
    assert longest < 1, "coarse, since machines are noisy; bench/ measures"


@pytest.mark.parametrize("form", ["JPEG", "PNG"])
async def test_a_code_on_a_photo_is_a_scan(town: Town, account: str, form: str) -> None:
    sign = await town.sign()
    async with service(town, Store(f=photo_of(sign, form))) as turns:
        await turns.receive(file_from(account, "u1", id="f"))
        (file,) = await stored(town)
    assert file.code == sign
    assert "file-not-asked-for" not in [one.key for one in await town.news()]


async def test_a_platform_that_stumbles_is_asked_again_and_one_that_refuses_is_not(
    town: Town, account: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(completing, "PAUSES", Backoff(0.01, 1, 0.01))
    store = Store()

    async def answer(file: FileReference) -> bytes:
        if file.id == "stumbles" and store.asked.count(file.id) < 4:
            raise FileUnavailable("502", temporary=True)
        if file.id == "gone":
            raise FileUnavailable("refused")
        if file.id == "never":
            raise FileUnavailable("502", temporary=True)
        if file.id == "big":
            raise FileTooBig
        if file.id == "fault":
            raise ZeroDivisionError("王工")
        return PDF

    store.answer = answer
    with capture_logs() as logs:
        async with service(town, store) as turns:
            for number, each in enumerate(("stumbles", "gone", "never", "big", "fault")):
                await turns.receive(file_from(account, f"u{number}", id=each))
            found = await stored(town)
    assert [file.problem for file in found] == ["", "file-lost", "file-lost", "file-too-big", "file-lost"]
    assert [store.asked.count(each) for each in ("stumbles", "gone", "never")] == [4, 1, 4]
    assert sorted(line["event"] for line in logs) == ["file.fault", "file.lost", "file.lost"]


async def test_a_slow_file_holds_up_its_sender_alone_and_only_for_a_while(
    town: Town, account: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(completing, "PATIENCE", 1.5)
    monkeypatch.setattr(completing, "AT_ONCE", 2)
    store = Store()

    async def never(_file: FileReference) -> bytes:
        await asyncio.Event().wait()
        return PDF

    store.answer = never
    async with service(town, store) as turns:
        for number in range(3):
            await turns.receive(file_from(account, f"f{number}", id="f"))
        await turns.receive(typed(account, "t1"))
        _, other = town.accounts["小陈"]
        await turns.receive(typed(other, "t2"))
        assert [one.who for one in await town.news()] == ["小陈"]
        found = await stored(town)
    assert {file.problem for file in found} == {"file-lost"}, "those too that found no place in time"
    assert [one.key for one in await town.news()][-1] == "choose-language"


def test_a_sender_waits_for_his_file_no_longer_than_thirty_seconds() -> None:
    assert completing.PATIENCE + LONGEST < 30


async def test_a_file_that_waits_is_fetched_after_a_restart(town: Town, account: str) -> None:
    turns, _, _ = turns_on(town.database)
    await turns.receive(file_from(account, "u1", id="f"))
    await turns.receive(typed(account, "u2"))
    assert await town.news() == []
    async with service(town, Store(f=PDF)):
        (file,) = await stored(town)
    assert file.mime == "application/pdf"
    assert [one.key for one in await town.news()] == ["file-not-asked-for", "choose-language"]


async def test_a_file_of_a_channel_that_is_off_is_lost_and_said_to_be(town: Town) -> None:
    _, wang = town.accounts["王工"]
    async with service(town, Store()) as turns:
        incoming = file_from(wang, "u1")
        await turns.receive(type(incoming)(**{**vars(incoming), "channel": Channel.WECOM}))
        (file,) = await stored(town)
    assert file.problem == "file-lost"


async def test_a_stranger_has_no_file_fetched(town: Town) -> None:
    store = Store(f=PDF)
    async with service(town, store) as turns:
        await turns.receive(file_from("9999", "u1", id="f"))
        assert await stored(town) == []
    assert store.asked == []
    assert [one.key for one in await town.news()] == ["stranger-explained"]


async def test_a_database_that_breaks_off_ends_no_fetching(
    town: Town, account: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    waiting, complete, failures = inbox.waiting_for_file, inbox.complete, [OSError(), OSError()]

    def breaks_off(session: Session, limit: int) -> list[inbox.Event]:
        if len(failures) == 2:
            raise failures.pop()
        return waiting(session, limit)

    def fails(session: Session, event_id: int, file: inbox.StoredFile) -> bool:
        if failures:
            raise failures.pop()
        return complete(session, event_id, file)

    monkeypatch.setattr(completing, "LOOK", 0.02)
    monkeypatch.setattr(inbox, "waiting_for_file", breaks_off)
    monkeypatch.setattr(inbox, "complete", fails)
    with capture_logs() as logs:
        async with service(town, Store(f=PDF)) as turns:
            await turns.receive(file_from(account, "u1", id="f"))
            await stored(town)
    assert [line["event"] for line in logs] == ["file.database", "file.not_completed"]


async def test_a_persons_files_are_looked_at_one_at_a_time_and_anothers_meanwhile(town: Town, account: str) -> None:
    store = Store()
    under_way: list[str] = []
    together: list[set[str]] = []
    both = asyncio.Event()

    async def answer(file: FileReference) -> bytes:
        under_way.append(file.id)
        together.append(set(under_way))
        if len(under_way) == 2:
            both.set()
        await both.wait()  # the first of each is under way when the other's is
        under_way.remove(file.id)
        return PDF

    store.answer = answer
    async with service(town, store) as turns:
        for number in range(3):
            await turns.receive(file_from(account, f"a{number}", id=f"zhao{number}"))
        await turns.receive(file_from(town.accounts["小陈"][1], "b", id="chen"))
        found = await stored(town)
    assert [file.problem for file in found] == [""] * 4
    assert max(len([one for one in each if one.startswith("zhao")]) for each in together) == 1
    assert {"zhao0", "chen"} in together
