"""Text as Telegram takes it: measured in UTF-16 units, cut where a reader isn't disturbed."""

import re
import unicodedata

# NUL can't be stored by PostgreSQL; a lone surrogate can't be written as UTF-8.
_UNUSABLE = re.compile("[\x00\ud800-\udfff]")
_JOINER = "\N{ZERO WIDTH JOINER}"
_ELLIPSIS = "\N{HORIZONTAL ELLIPSIS}"
_LONGEST_CLUSTER = 32  # code points; a longer heap of marks is no character any more and may be cut


def clean(text: str) -> str:
    """The text without what can't be stored or sent."""
    return _UNUSABLE.sub("", text)


def units(text: str) -> int:
    """The length of a text in UTF-16 code units, which Telegram counts."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def split(text: str, limit: int) -> list[str]:
    """The text in pieces of at most `limit` UTF-16 units, cut after a line's end where there is one, never inside a
    character as its reader sees it. Joined, the pieces are the text again.
    """
    pieces = []
    while units(text) > limit:
        head = _longest_head(text, limit)
        line = head.rfind("\n") + 1
        at = line or _before_cluster(text, len(head))
        pieces.append(text[:at])
        text = text[at:]
    return [*pieces, text]


def shorten(text: str, limit: int) -> str:
    """The text, or its beginning with an ellipsis where it is longer than `limit` UTF-16 units."""
    if units(text) <= limit:
        return text
    head = _longest_head(text, limit - 1)
    return text[: _before_cluster(text, len(head))] + _ELLIPSIS


def _longest_head(text: str, limit: int) -> str:
    """The longest beginning of at most `limit` units; half of a surrogate pair at its end is dropped."""
    return text[:limit].encode("utf-16-le")[: 2 * limit].decode("utf-16-le", "ignore")


def _before_cluster(text: str, at: int) -> int:
    """The nearest place at or before `at` between two characters as a reader sees them; `at` where none is near."""
    for place in range(at, max(at - _LONGEST_CLUSTER, 0), -1):
        if not _belongs_together(text, place):
            return place
    return at


def _belongs_together(text: str, at: int) -> bool:
    before, after = text[at - 1], text[at]
    if _JOINER in {before, after} or _is_extension(after):
        return True
    return _is_flag_half(before) and _is_flag_half(after) and _flag_halves_before(text, at) % 2 == 1


def _is_extension(character: str) -> bool:
    """Whether it changes the character before it: an accent, a variation, a skin tone, a flag's tag."""
    return (
        unicodedata.category(character) in {"Mn", "Me", "Mc"}
        or "\U0001f3fb" <= character <= "\U0001f3ff"
        or "\U000e0020" <= character <= "\U000e007f"
    )


def _is_flag_half(character: str) -> bool:
    return "\U0001f1e6" <= character <= "\U0001f1ff"


def _flag_halves_before(text: str, at: int) -> int:
    start = at
    while start > 0 and _is_flag_half(text[start - 1]):
        start -= 1
    return at - start
