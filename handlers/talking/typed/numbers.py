"""Whole numbers and codes of digits."""

import re

from handlers.talking.typed.refusal import Expected, NotUnderstood
from handlers.talking.typed.text import heard

CHINESE_DIGITS = "零一二三四五六七八九"
CHINESE_NUMERAL = "[零〇一二两三四五六七八九十百]"
_SAME_DIGIT = str.maketrans("两〇", "二零")
_PAIRS_AND_TRIOS = {"俩": 2, "仨": 3}
_ENGLISH_ONES = (
    "zero one two three four five six seven eight nine ten"
    " eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen"
)
_ENGLISH_TENS = "twenty thirty forty fifty sixty seventy eighty ninety"


def _in_chinese(number: int) -> str:
    hundreds, tens, ones = number // 100, number // 10 % 10, number % 10
    words = f"{CHINESE_DIGITS[hundreds]}百" if hundreds else ""
    if tens:
        words += f"{CHINESE_DIGITS[tens]}十"
    elif hundreds and ones:
        words += "零"
    return words + CHINESE_DIGITS[ones] if ones or not words else words


_CHINESE = {_in_chinese(number): number for number in range(1000)}
_CHINESE |= {words.removeprefix("一"): _CHINESE[words] for words in map(_in_chinese, range(10, 20))}
_CHINESE |= {f"零{_in_chinese(number)}": number for number in range(1, 10)} | _PAIRS_AND_TRIOS

_ENGLISH = {word: number for number, word in enumerate(_ENGLISH_ONES.split())}
_ENGLISH |= {
    tens if one == "zero" else f"{tens}-{one}": number * 10 + ones
    for number, tens in enumerate(_ENGLISH_TENS.split(), start=2)
    for ones, one in enumerate(_ENGLISH_ONES.split()[:10])
}


def numeral(text: str) -> int | None:
    """The number that a plain text spells: ASCII digits, Chinese up to 999, English up to 99; else None."""
    if text.isascii() and text.isdigit():
        return int(text)
    return _CHINESE.get(text.translate(_SAME_DIGIT), _ENGLISH.get(text))


def digits(text: str, *, length: int) -> str:
    """A code of exactly `length` digits, such as a pass number; blanks and hyphens between them don't count.

    Raises NotUnderstood, with length, otherwise.
    """
    limits = {"length": length}
    code = re.sub("[ -]", "", heard(text, Expected.DIGITS, limits))
    if len(code) != length or not (code.isascii() and code.isdigit()):
        raise NotUnderstood(Expected.DIGITS, limits)
    return code
