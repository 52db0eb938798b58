"""What a word of a text is, and what two texts share."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.search.words import LONGEST_WORD, folded, pairs, shared, stands_in, telling, tokens

ALPHABET = "排污许可证的了aBß1０ＡＢ ,，。%'\"\\😀👨‍👩‍👧許證々ｶﾞéÉ\u0301\u200b\x00\ud800"
WRITTEN = st.text(st.sampled_from(ALPHABET), max_size=40) | st.text(st.characters(), max_size=40)


@pytest.mark.parametrize(
    ("written", "words"),
    [
        ("排污许可证", ("排污", "污许", "许可", "可证")),
        ("水、电和气", ("水", "电和", "和气")),
        ("ＩＳＯ９００１ 认证", ("iso9001", "认证")),
        ("ISO认证2026年", ("iso", "认证", "2026", "年")),
        ("排污排污", ("排污", "污排")),
        ("排汙許可證", ("排汙", "汙許", "許可", "可證")),
        ("第一行\n第二行", ("第一", "一行", "第二", "二行")),
        ("Straße", ("strasse",)),
        ("𬬱䶮々", ("𬬱䶮", "䶮々")),
        ("x" * (LONGEST_WORD + 1), ()),
        ("😀👍🏽，。——！？ \u200b\x00\ud800", ()),
        ("", ()),
    ],
)
def test_words_are_pairs_of_han_characters_and_whole_words_of_the_rest(written: str, words: tuple[str, ...]) -> None:
    assert tokens(written) == words


@pytest.mark.parametrize(
    ("written", "words"),
    [
        ("您好，排污许可证的延续？", ("排污", "污许", "许可", "可证", "延续")),
        ("请问，怎么办理", ()),
        ("How do we apply for a permit?", ("permit",)),
        ("A 证 7", ("证",)),
    ],
)
def test_what_everybody_says_tells_nothing(written: str, words: tuple[str, ...]) -> None:
    assert telling(written) == words


@given(WRITTEN)
def test_whatever_is_typed_has_words_that_stand_in_it_and_folding_twice_is_once(written: str) -> None:
    assert folded(folded(written)) == folded(written)
    assert all(stands_in(token, folded(written)) for token in tokens(written))
    assert tokens(written) == tokens(folded(written))
    assert set(telling(written)) <= set(tokens(written))
    folded(written).encode()


@given(WRITTEN, st.integers(0, 40), st.integers(0, 40))
def test_whatever_stands_in_a_text_has_no_pair_that_the_text_has_not(written: str, start: int, length: int) -> None:
    whole = folded(written)
    part = whole[start : start + length]
    assert {pair for pair in pairs(part) if len(pair) > 1} <= set(pairs(whole))


@given(WRITTEN, WRITTEN, WRITTEN)
def test_what_is_shared_stands_in_both_and_there_is_some_exactly_if_a_telling_word_is(
    first: str, second: str, between: str
) -> None:
    asked, text = first + between, second + between
    found = shared(asked, text)
    for run in found:
        assert folded(run) in folded(asked)
        assert folded(run) in folded(text)
    assert bool(found) == any(stands_in(word, folded(text)) for word in telling(asked))
    assert not any(run != other and run in other for run in found for other in found)


@pytest.mark.parametrize(
    ("asked", "text", "runs"),
    [
        ("我们的排污许可怎么办", "排污许可证核发", ("排污许可",)),
        ("排污的许可", "排污许可", ("排污", "许可")),
        ("ＩＳＯ 认证补贴", "iso认证", ("ISO", "认证")),
        ("公司登记", "公司登记", ("公司登记",)),
        ("公司", "公司登记", ()),
        ("公司的排污", "公司的排污", ("排污",)),
        ("排污许可", "污许可 排污许", ("排污许", "污许可")),
        ("so", "iso", ()),
        ("水", "水污染", ("水",)),
    ],
)
def test_the_longest_runs_are_told_in_the_writing_of_the_asker(asked: str, text: str, runs: tuple[str, ...]) -> None:
    assert shared(asked, text) == runs
