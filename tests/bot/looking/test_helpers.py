"""The processes that look at files: limits, crashes, and that the next file fares no worse."""

import os
import resource
import signal
import zlib
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from time import sleep

import pytest

from bot.looking import Helpers
from bot.looking.helper import MEMORY
from tests.papers import PDF, photo_of, picture

SIGN = "https://fuma.example/s/of-a-sign"
OF_ITSELF = 256 * 1024 * 1024  # bytes of address space that Python and its libraries may have at the start


@pytest.fixture
def helpers() -> Iterator[Helpers]:
    found = Helpers(1)
    yield found
    found.close()


def processes() -> set[int]:
    """The helper processes that this one has begun."""
    children = [
        int(child)
        for task in Path("/proc/self/task").iterdir()
        for child in (task / "children").read_text(encoding="ascii").split()
    ]
    return {child for child in children if b"bot.looking.helper" in Path(f"/proc/{child}/cmdline").read_bytes()}


def begun(helpers: Helpers, before: set[int]) -> int:
    """The process of fresh helpers."""
    assert helpers.look(PDF).problem == ""
    (one,) = processes() - before
    return one


def unpacking(megabytes: int) -> bytes:
    """A PDF of some kilobytes whose table of contents unpacks to this much."""
    packer = zlib.compressobj(9)
    start = packer.compress(b"") + packer.flush(zlib.Z_FULL_FLUSH)
    block = packer.compress(b"\0" * 1_000_000) + packer.flush(zlib.Z_FULL_FLUSH)
    table = start + block * megabytes
    head = b"%PDF-1.5\n"
    fields = b"<< /Type /XRef /W [1 2 1] /Size 9 /Root 2 0 R /Filter /FlateDecode /Length %d >>" % len(table)
    return b"%b1 0 obj\n%b\nstream\n%b\nendstream\nendobj\nstartxref\n%d\n%%%%EOF\n" % (head, fields, table, len(head))


def of_many_objects(count: int) -> bytes:
    """A PDF in which there is a lot to look at."""
    return (
        PDF.partition(b"xref")[0]
        + b"".join(b"%d 0 obj<</A[1]>>endobj\n" % n for n in range(4, count))
        + (b"trailer\n<< /Size %d /Root 1 0 R >>\n%%%%EOF\n" % count)
    )


def test_a_helper_looks_at_one_file_after_the_other(helpers: Helpers) -> None:
    before = processes()
    one = begun(helpers, before)
    found = helpers.look(photo_of(SIGN))
    assert (found.mime, found.code) == ("image/jpeg", SIGN)
    assert helpers.look(b"hello").problem == "file-wrong-kind"
    assert processes() - before == {one}


def test_a_helper_has_little_memory_and_writes_nothing(helpers: Helpers) -> None:
    one = begun(helpers, processes())
    assert resource.prlimit(one, resource.RLIMIT_AS)[1] < MEMORY + OF_ITSELF
    assert resource.prlimit(one, resource.RLIMIT_FSIZE) == (0, 0)
    assert resource.prlimit(one, resource.RLIMIT_CORE) == (0, 0)


def test_a_helper_knows_none_of_the_services_secrets(helpers: Helpers, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FUMA_WECOM_SECRET", "demo-secret")
    one = begun(helpers, processes())
    assert b"demo-secret" not in Path(f"/proc/{one}/environ").read_bytes()


def test_a_file_that_unpacks_to_more_than_the_memory_is_refused_and_the_next_is_taken(helpers: Helpers) -> None:
    assert helpers.look(unpacking(1_000)).problem in ("file-too-hard", "file-broken")
    assert helpers.look(PDF).problem == ""


def test_a_file_that_takes_too_long_is_refused_and_the_next_is_taken(helpers: Helpers) -> None:
    assert helpers.look(of_many_objects(600_000)).problem == "file-too-hard"
    assert helpers.look(PDF).problem == ""


def test_a_helper_that_is_killed_is_replaced(helpers: Helpers) -> None:
    before = processes()
    one = begun(helpers, before)
    os.kill(one, signal.SIGSTOP)
    with ThreadPoolExecutor(1) as threads:
        looking = threads.submit(helpers.look, PDF)
        os.kill(one, signal.SIGKILL)
        assert looking.result().problem in ("file-too-hard", ""), "a sentence, or another helper's answer"
    assert helpers.look(picture()).mime == "image/png"
    assert one not in processes()


def test_a_helper_that_died_between_two_files_is_replaced_and_leaves_no_pipe_open(helpers: Helpers) -> None:
    one = begun(helpers, processes())
    os.kill(one, signal.SIGKILL)
    while Path(f"/proc/{one}/stat").read_text(encoding="ascii").rpartition(")")[2].split()[0] != "Z":
        sleep(0.01)
    assert helpers.look(PDF).problem == "", "and an open pipe would be a ResourceWarning, which fails a test"


def test_helpers_end_with_whoever_began_them(helpers: Helpers) -> None:
    before = processes()
    begun(helpers, before)
    helpers.close()
    assert processes() <= before
