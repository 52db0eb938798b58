"""Measuring and cutting text as Telegram counts it."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.channels.telegram.text import clean, shorten, split, units

FAMILY = "\N{MAN}\N{ZERO WIDTH JOINER}\N{WOMAN}\N{ZERO WIDTH JOINER}\N{GIRL}"
CHINA = "\U0001f1e8\U0001f1f3"
WAVE = "\N{WAVING HAND SIGN}\N{EMOJI MODIFIER FITZPATRICK TYPE-4}"
ACCENTED = "e\N{COMBINING ACUTE ACCENT}"

speech = st.lists(
    st.sampled_from(["企业", "a", "\n", " ", FAMILY, CHINA, WAVE, ACCENTED, "𫖮", "\r\n", "。"]), max_size=60
).map("".join)


@pytest.mark.parametrize(
    ("text", "length"), [("", 0), ("abc", 3), ("绿码", 2), ("𫖮", 2), ("\N{WAVING HAND SIGN}", 2), (CHINA, 4)]
)
def test_length_is_counted_in_utf_16_units(text: str, length: int) -> None:
    assert units(text) == length


@given(st.one_of(speech, st.text(st.characters(exclude_categories=["Cs"]))), st.integers(2, 40))
@example("\n" * 30, 7)
@example("a" * 30 + "\n", 30)
@example("e" + "\N{COMBINING ACUTE ACCENT}" * 90, 40)
def test_splitting_loses_nothing_and_keeps_the_limit(text: str, limit: int) -> None:
    pieces = split(text, limit)
    assert "".join(pieces) == text
    assert all(0 < units(piece) <= limit for piece in pieces if text)


@given(st.lists(st.sampled_from([FAMILY, CHINA, WAVE, ACCENTED, "赵"]), min_size=1, max_size=40), st.integers(12, 40))
def test_splitting_never_cuts_what_is_seen_as_one_character(characters: list[str], limit: int) -> None:
    whole = list(characters)
    for piece in split("".join(characters), limit):
        seen = ""
        while seen != piece:
            seen += whole.pop(0)
            assert len(seen) <= len(piece)
    assert not whole


def test_splitting_prefers_the_end_of_a_line() -> None:
    assert split("第一行\n第二行\n第三行", 9) == ["第一行\n第二行\n", "第三行"]


def test_a_text_that_fits_stays_whole() -> None:
    assert split("第一行\n第二行", 7) == ["第一行\n第二行"]


@given(speech, st.integers(12, 40))
def test_shortening_keeps_the_beginning_and_the_limit(text: str, limit: int) -> None:
    short = shorten(text, limit)
    assert units(short) <= limit
    assert short == text if units(text) <= limit else text.startswith(short[:-1])


def test_a_shortened_text_says_so() -> None:
    assert shorten("青山县示范精密机械有限公司", 8) == "青山县示范精密…"


def test_a_flag_is_not_halved_when_shortened() -> None:
    assert shorten(CHINA + CHINA, 7) == CHINA + "…"


@given(st.text(st.characters(codec=None)))
def test_cleaned_text_can_always_be_written_and_stored(text: str) -> None:
    cleaned = clean(text)
    assert "\x00" not in cleaned
    assert cleaned.encode().decode() == cleaned


def test_cleaning_takes_only_what_cannot_be_stored() -> None:
    assert clean("钱\x00副\ud800总\t\n\N{WAVING HAND SIGN}") == "钱副总\t\n\N{WAVING HAND SIGN}"
