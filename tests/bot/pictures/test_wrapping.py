"""Breaking lines: Chinese between characters, English between words, punctuation where it belongs."""

from hypothesis import given
from hypothesis import strategies as st

from bot.pictures.wrapping import balance, divide, wrap

mixed = st.text("王工市局，。（）“”… abc-9.'", max_size=60).map(lambda text: " ".join(text.split()))


def measure(text: str) -> float:
    return sum(2 if ord(character) > 0x2E80 else 1 for character in text)


@given(mixed, st.integers(2, 30), st.integers(1, 9))
def test_no_line_is_wider_than_it_may_be_and_there_are_no_more_than_allowed(text: str, width: int, most: int) -> None:
    for fill in (wrap, balance):
        lines = fill(text, width, most, measure)
        assert len(lines) <= most
        assert all(0 < measure(line) <= width for line in lines)
        assert all(line == line.strip() for line in lines)


@given(mixed, st.integers(2, 30))
def test_with_lines_enough_nothing_is_lost(text: str, width: int) -> None:
    for fill in (wrap, balance):
        assert "".join(fill(text, width, 200, measure)).replace(" ", "") == text.replace(" ", "")


def test_english_breaks_between_words_and_chinese_between_characters() -> None:
    assert wrap("the scan at the sign decides", 12, 9, measure) == ("the scan at", "the sign", "decides")
    assert wrap("以现场扫码为准", 8, 9, measure) == ("以现场扫", "码为准")


def test_a_comma_never_begins_a_line_and_a_bracket_never_ends_one() -> None:
    assert wrap("王工到场，李局（代）", 8, 9, measure) == ("王工到", "场，李局", "（代）")


def test_a_word_longer_than_the_line_is_broken_and_what_follows_goes_on() -> None:
    assert wrap("x" * 10 + " yz", 4, 9, measure) == ("xxxx", "xxxx", "xx", "yz")


def test_what_is_cut_says_so() -> None:
    assert wrap("废水排放口例行检查", 8, 1, measure) == ("废水排…",)
    assert wrap("one two three", 7, 1, measure) == ("one tw…",)


def test_balanced_lines_are_of_about_the_same_length() -> None:
    assert wrap("衡阳市星海电子材料有限", 20, 2, measure) == ("衡阳市星海电子材料有", "限")
    assert [len(line) for line in balance("衡阳市星海电子材料有限", 20, 2, measure)] in ([6, 5], [7, 4])


def test_a_headline_is_divided_with_the_shorter_line_first() -> None:
    assert divide("绿码请通行", 2, measure) == ("绿码", "请通行")
    assert divide("RED – DO NOT ENTER", 3, measure) == ("RED", "DO NOT", "ENTER")
    assert divide("绿码请\n通行", 2, measure) == ("绿码请", "通行")


def test_a_headline_of_too_few_or_too_many_pieces_is_not_divided() -> None:
    assert divide("绿", 2, measure) is None
    assert divide("绿" * 15, 2, measure) is None
    assert divide("绿码\n请", 3, measure) is None
    assert divide("– –", 2, measure) is None
