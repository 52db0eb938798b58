"""The cleaning that comes before reading."""

import re
import unicodedata
from collections.abc import Mapping

from handlers.talking.typed.refusal import Expected, NotUnderstood

LONGEST = 100
"""Characters. No day, time, number or option is longer; what is longer is refused unread."""

_ENDINGS = " 。.!,;、"
_INVISIBLE = {"Cf", "Cs"}  # zero-width, direction marks, halves of a surrogate pair
_DASHES = str.maketrans(dict.fromkeys("‐‒–—―─−~〜ー→", "-") | {"∶": ":"})
_EMOJI_PARTS = str.maketrans("", "", "\N{VARIATION SELECTOR-16}\N{COMBINING ENCLOSING KEYCAP}")
_SKIN_TONES = "\U0001f3fb\U0001f3fc\U0001f3fd\U0001f3fe\U0001f3ff"
_BLANK_BESIDE_A_SIGN = re.compile(r"(?<![a-z0-9]) | (?![a-z0-9])")


def tidy(text: str) -> str:
    """The text in half-width forms (NFKC), blanks single, without invisible marks and closing punctuation.

    Inner text stays. Control characters and line ends are blanks, so the result can be stored and sent anywhere.
    Tidying twice is tidying once.
    """
    seen = "".join(
        " " if unicodedata.category(sign) == "Cc" else sign
        for sign in text
        if unicodedata.category(sign) not in _INVISIBLE
    )
    return " ".join(unicodedata.normalize("NFKC", seen).split()).rstrip(_ENDINGS)


def without_emoji(text: str) -> str:
    """The text with a blank for each pictograph (a blank, or 3➖5 would become 35); keycap digits stay digits."""
    kept = (
        " " if unicodedata.category(sign) == "So" or sign in _SKIN_TONES else sign
        for sign in text.translate(_EMOJI_PARTS)
    )
    return tidy("".join(kept))


def plain(text: str) -> str:
    """The form that the readers compare: tidied, lower case, one kind of dash, blanks only between Latin words.

    A text of pictographs alone stays as it is, so that it can be told from nothing.
    """
    tidied = tidy(text).translate(_DASHES)
    words = (without_emoji(tidied) or tidied).casefold()
    return _BLANK_BESIDE_A_SIGN.sub("", re.sub("-+", "-", words))


def heard(text: str, expected: Expected, limits: Mapping[str, int] | None = None) -> str:
    """The plain form of a short text.

    Raises NotUnderstood for more than LONGEST characters, before or after (one character can stand for many).
    """
    words = plain(text) if len(text) <= LONGEST else text
    if len(words) > LONGEST:
        raise NotUnderstood(expected, limits)
    return words
