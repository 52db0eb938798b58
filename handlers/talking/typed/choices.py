"""One of several options, and yes or no."""

import re
from collections.abc import Sequence

from handlers.talking.typed.numbers import CHINESE_NUMERAL, numeral
from handlers.talking.typed.refusal import Expected, NotUnderstood
from handlers.talking.typed.text import heard, plain, tidy, without_emoji

_ENGLISH_PLACES = "first second third fourth fifth sixth seventh eighth ninth tenth"
_ORDINALS = {word: place for place, word in enumerate(_ENGLISH_PLACES.split(), start=1)}
_PLACE = re.compile(
    rf"(?:我?选择?|option |number |no\.? ?|#|\()?第?(?P<place>[0-9]{{1,4}}|{CHINESE_NUMERAL}{{1,5}}|[a-z]{{3,9}})"
    r"(?:st|nd|rd|th)?(?:个|项|条|种|家|号|位)?[).:]?"
)
_YES = (
    "是 是的 对 对的 好 好的 好了 好吧 好啊 好呀 好好 好好好 行 行的 行吧 可以 可以的"
    " 嗯 嗯嗯 同意 确认 确定 没问题 要 有"
    " yes y yeah yep ok okay sure agree agreed confirm confirmed 1 👍 👌 ✅ ✔ ✓"
)
_NO = (
    "不 不是 不是的 不对 不好 不行 不可以 不同意 不确认 不确定 不要 不用 不了 否 没 没有 错"
    " no n nope disagree 2 👎 ❌ ✕ ✗ ✖"
)
_ANSWERS = dict.fromkeys(_YES.split(), True) | dict.fromkeys(_NO.split(), False)


def _place(words: str) -> int | None:
    found = _PLACE.fullmatch(words.removeprefix("the ").removesuffix(" one"))
    return _ORDINALS.get(found["place"], numeral(found["place"])) if found else None


def _is_telling(words: str) -> bool:
    return len(words) > 1 or "\u3400" <= words <= "\U0003ffff"


def choice(text: str, labels: Sequence[str]) -> int:
    """The index of the label meant: typed whole, else its place from 1 (2, 第二个, 选2, second), else a part of it.

    A part counts if only one label holds it and it is two characters, or one Chinese character, long. Raises
    NotUnderstood, with the places low and high, if none or several are meant.
    """
    limits = {"low": 1, "high": len(labels)}
    words, options = heard(text, Expected.CHOICE, limits), [plain(label) for label in labels]
    place = _place(words)
    meant = [index for index, option in enumerate(options) if option == words]
    if not meant and place is not None and 1 <= place <= len(labels):
        meant = [place - 1]
    if not meant and _is_telling(words):
        meant = [index for index, option in enumerate(options) if words in option]
    if len(meant) != 1:
        raise NotUnderstood(Expected.CHOICE, limits)
    return meant[0]


def yes_no(text: str) -> bool:
    """Whether the answer is yes. A thumb, tick or cross is an answer too, and must not contradict the word beside it.

    Raises NotUnderstood.
    """
    words = heard(text, Expected.YES_NO)
    spoken = without_emoji(words).rstrip("-")
    answers = {_ANSWERS.get(spoken)} if spoken else set()
    answers |= {_ANSWERS[sign] for sign in tidy(text) if sign in _ANSWERS and not sign.isalnum()}
    answer = answers.pop() if len(answers) == 1 else None
    if answer is None:
        raise NotUnderstood(Expected.YES_NO)
    return answer
