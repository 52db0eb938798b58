"""What people send is clean from the door on: nothing hides in it, and no name is lost."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.ground.cleaning import LONGEST_NAME, PDF, beginning, clean, file_name, on_one_line, with_lines
from models.ground.messages import Act, Channel, FileReference, Incoming

NASTY = st.text(
    st.characters()
    | st.sampled_from(
        "\u202e\u2066\u200b\u200d\ufe0f\u3164\u2028\r\n\t\x0b\x00\ud83d👨👩❤1\u20e3䶮葛\U000e0100ᠠ\u180eن/\\.："
    )
)


@pytest.mark.parametrize(
    "text",
    [
        "䶮㛃𫖮",
        "𬱖𮧵\U0002ebf0\U00030000",  # later blocks too, some unknown to this Python
        "葛\U000e0100城",  # a variant of a character, as a name is registered with it
        "阿不都热合曼·买买提",
        "ئابدۇراخمان",
        "نامه\u200cای",
        "ᠪᠠᠶ᠋ᠠᠷ ᠮᠤᠩᠭᠤᠯ\u180eᠠ",
        "👨\u200d👩\u200d👧",
        "❤️ ✔\ufe0f ☎\ufe0e 👍🏽 1\ufe0f\u20e3",
        "🇨🇳",
        "José Müller-Łukasiewicz",
        "3 — 5",
        "\ue000",  # characters a city has made for itself
    ],
)
def test_names_and_emoji_stay_as_they_are(text: str) -> None:
    assert clean(text) == on_one_line(text) == with_lines(text) == text


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("忙\u202e持支已\u202c", "忙持支已"),
        ("\u2066\u2067\u2068\u2069\u200e\u200f\u061c", ""),
        ("已\u200b支\u200c持\u200d\ufeff\u2060\u00ad", "已支持"),
        ("王\ufe0f工\U000e0041", "王工"),
        ("\u3164\u115f\u1160\uffa0\u2800", ""),
        ("a\r\nb\rc\x0bd\x0ce\u2028f\u2029g\x85h", "a\nb\nc\nd\ne\nf\ng\nh"),
        ("\x00\x07\x1b[31m", "[31m"),
        ("看\ud83d台", "看台"),
        ("a\tb", "a b"),
    ],
)
def test_what_has_no_face_goes_and_every_line_ends_alike(typed: str, kept: str) -> None:
    assert clean(typed) == kept


@given(NASTY)
def test_cleaning_twice_is_cleaning_once_and_what_is_clean_can_be_kept_anywhere(text: str) -> None:
    for way in (clean, on_one_line, with_lines):
        kept = way(text)
        assert way(kept) == kept
        assert kept.encode().decode() == kept
        assert not {"Cc", "Cs", "Zl", "Zp"} & {unicodedata.category(sign) for sign in kept if sign != "\n"}
        assert not set(kept) & set("\u202a\u202b\u202d\u202e\u2066\u2067\u2068\u2069\u200e\u200f\u200b\ufeff")
    assert "\n" not in on_one_line(text)
    assert "\n\n\n" not in with_lines(text)


@given(NASTY)
def test_an_event_is_clean_whoever_makes_it(text: str) -> None:
    event = Incoming(
        channel=Channel.WECOM,
        event="1",
        account="wang",
        act=Act.FILE,
        text=text,
        file=FileReference(id="f", name=text),
    )
    assert event.file is not None
    assert (event.text, event.file.name) == (clean(text), on_one_line(text))


@given(st.text(st.characters(exclude_categories=["C", "Z", "M", "S"]), max_size=80))
def test_no_letter_and_no_digit_is_ever_lost(text: str) -> None:
    lost = set(text) - set(clean(text))
    assert lost <= set("\u115f\u1160\u3164\uffa0"), "save the letters that are blanks"


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("审批单.pdf", "审批单.pdf"),
        ("x.pdf.bat", "x.pdf"),
        ("审批单\u202efdp.exe", "审批单fdp.pdf"),
        ("../../etc/审批单.PDF", "etc 审批单.pdf"),
        (r"C:\temp\审批单.jpg .exe", "C temp 审批单.pdf"),
        ("关于A.B公司的函", "关于A.B公司的函.pdf"),
        ("环2026.12.3", "环2026.12.3.pdf"),
        ("a\nb.pdf", "a b.pdf"),
        ("CON.pdf", "_CON.pdf"),
        ("..", "3fa85f64.pdf"),
        ("", "3fa85f64.pdf"),
        ("长" * 300 + ".pdf", "长" * 56 + ".pdf"),
    ],
)
def test_a_file_s_name_ends_as_its_content_says_and_leads_nowhere(name: str, kept: str) -> None:
    assert file_name(name, PDF, "3fa85f64d09a") == kept


@given(NASTY)
def test_every_file_has_a_name_that_any_system_takes(text: str) -> None:
    name = file_name(text, "image/jpeg", "3fa85f64d09a")
    assert name.endswith(".jpg")
    assert 5 <= len(name) <= LONGEST_NAME
    assert not set(name) & set('\\/:*?"<>|\n')
    assert file_name(name, "image/jpeg", "3fa85f64d09a") == name


def test_the_beginning_of_a_long_text_stands_on_one_line() -> None:
    assert beginning("一二\n三四五", 4) == "一二 三…"
    assert beginning("一二", 4) == "一二"
