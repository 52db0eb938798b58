"""What a file is by its content, whether it can be taken, and what code is on it."""

import zipfile
from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from bot.looking.judging import judge
from tests.papers import DISHONEST, HONEST, PDF, bomb, pdf, photo_of, picture

HERE = Path(__file__).parent
SIGN = "https://fuma.example/s/of-a-sign"


def archive(*names: str) -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as made:
        for name in names:
            made.writestr(name, "<xml/>")
    return out.getvalue()


@pytest.mark.parametrize("which", HONEST)
def test_an_honest_pdf_is_taken(which: str) -> None:
    found = judge(HONEST[which])
    assert (found.mime, found.problem) == ("application/pdf", "")


@pytest.mark.parametrize("which", DISHONEST)
def test_a_pdf_that_acts_or_hides_something_is_refused_and_told_why(which: str) -> None:
    content, problem = DISHONEST[which]
    assert judge(content).problem == problem


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (b"GIF89a" + b"\0" * 50, "file-wrong-kind"),
        (picture("GIF", mode="L"), "file-wrong-kind"),
        (picture("WEBP"), "file-wrong-kind"),
        (b"hello", "file-wrong-kind"),
        (b"", "file-wrong-kind"),
        (b"@echo off\r\n%PDF-1.4\r\n", "file-wrong-kind"),
        (b"PK\x03\x04 docx", "file-wrong-kind"),
        (archive("[Content_Types].xml", "word/document.xml"), "file-wrong-kind"),
        (archive("OFD.xml", "Doc_0/Document.xml"), "file-ofd"),
        (picture("PNG")[:60], "file-broken"),
        (picture("JPEG", (400, 300))[:400], "file-broken"),
        ((HERE / "code.heic").read_bytes()[:900], "file-broken"),
        (b"\xff\xd8\xff\xe0", "file-broken"),
    ],
)
def test_what_cannot_be_taken_is_named(content: bytes, problem: str) -> None:
    found = judge(content)
    assert (found.problem, found.mime) == (problem, "")


@pytest.mark.parametrize(
    ("content", "about"),
    [
        (bomb(6_000, 4_000), {"now": 24, "most": 16}),
        (bomb(4_000, 4_001), {"now": 17, "most": 16}),
        (bomb(60_000, 60_000), {"now": 3600, "most": 16}),
        (picture("JPEG", (20_000, 5_010), "L"), {"now": 101, "most": 100}),
    ],
)
def test_a_picture_of_too_many_pixels_is_told_how_many_it_has(content: bytes, about: dict[str, int]) -> None:
    found = judge(content)
    assert (found.problem, found.about) == ("file-picture-too-large", about)


def test_a_large_photo_of_a_phone_is_decoded_reduced_and_its_code_read() -> None:
    found = judge(photo_of(SIGN, size=(6_000, 4_000)))
    assert (found.mime, found.problem, found.code) == ("image/jpeg", "", SIGN)


def test_a_photo_that_holds_two_pictures_is_a_photo() -> None:
    found = judge((HERE / "two-pictures.jpg").read_bytes())
    assert (found.mime, found.problem) == ("image/jpeg", "")
    assert "/s/" in found.code


def test_a_heic_photo_is_kept_as_jpeg_which_everybody_can_open() -> None:
    found = judge((HERE / "code.heic").read_bytes())
    assert (found.mime, found.problem) == ("image/jpeg", "")
    assert found.code == "https://fuma.example/s/heic-of-a-phone"
    with Image.open(BytesIO(found.instead)) as kept:
        assert (kept.format, kept.size, dict(kept.getexif())) == ("JPEG", (148, 148), {})


@pytest.mark.parametrize("mode", ["1", "L", "P", "RGBA", "LA", "I;16"])
def test_pictures_of_every_sort_can_be_searched_for_a_code(mode: str) -> None:
    found = judge(picture("PNG", mode=mode))
    assert (found.mime, found.problem, found.code) == ("image/png", "", "")


WHOLE = {
    "PNG": picture("PNG", (120, 90)),
    "JPEG": picture("JPEG", (120, 90)),
    "HEIC": (HERE / "code.heic").read_bytes(),
    "PDF": pdf(),
    "PDF with a signature": HONEST["signed"],
}
PROBLEMS = {"file-broken", "file-wrong-kind", "file-picture-too-large", "file-pdf-locked", "file-pdf-acts"}


@given(cut=st.integers(0, 400), flip=st.lists(st.tuples(st.integers(0, 10_000), st.integers(0, 255)), max_size=6))
@settings(max_examples=60, deadline=None)
@pytest.mark.parametrize("form", WHOLE)
def test_a_garbled_file_is_whole_or_has_a_problem_with_a_name_and_nothing_else(
    form: str, cut: int, flip: list[tuple[int, int]]
) -> None:
    content = bytearray(WHOLE[form])
    for place, value in flip:
        content[place % len(content)] = value
    found = judge(bytes(content[: len(content) - cut]))
    assert (found.problem in PROBLEMS) != (found.problem == "")


@given(st.binary(max_size=300))
def test_any_bytes_are_judged(content: bytes) -> None:
    for start in (b"", b"%PDF-1.7\n", b"\xff\xd8\xff\xe0", b"\x89PNG\r\n\x1a\n", b"\0\0\0\x18ftypheic", b"PK\x03\x04"):
        assert judge(start + content).problem in PROBLEMS


def test_a_pdf_keeps_its_bytes() -> None:
    assert judge(b"\xef\xbb\xbf" + PDF).instead == b""
