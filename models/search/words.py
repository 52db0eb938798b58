"""The words of a text, for looking things up: Chinese has no spaces, so a word is any two characters that stand side
by side.

A run of Han characters gives its overlapping pairs, one alone gives itself, and letters and digits give whole words.
Everything works on the folded text: full-width and half-width, capital and small letters are the same there.
"""

import re
import tomllib
import unicodedata
from collections.abc import Iterator
from functools import cache
from pathlib import Path

SMALL_WORDS = Path(__file__).with_name("small_words.toml")
LONGEST = 100_000  # characters of a text that are looked at; a tsvector of PostgreSQL holds no more
LONGEST_ASKED = 2_000  # of what somebody asks in a chat
LONGEST_WORD = 40  # letters; what is longer was not written to be found

_HAN = r"\u3005\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U000323af"  # escapes, which re reads
_ONE_HAN = re.compile(f"[{_HAN}]")
_LETTER = rf"[^\W_{_HAN}]"
_RUNS = re.compile(rf"[{_HAN}]+|{_LETTER}+")
_UNSEEN = re.compile("[\u00ad\u061c\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff]")
_BROKEN = re.compile("[\x00-\x1f\x7f-\x9f\ud800-\udfff]")  # neither database keeps all of these


def folded(text: str, longest: int = LONGEST) -> str:
    """The text as it is compared: NFKC, small letters, no unseen characters, single spaces, at most so long."""
    visible = _BROKEN.sub(" ", _UNSEEN.sub("", text[:longest]))
    small = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", visible).casefold())
    return " ".join(_UNSEEN.sub("", small)[:longest].split())


def tokens(text: str) -> tuple[str, ...]:
    """The words of a text, each once, in the order in which they come first."""
    return tuple(dict.fromkeys(_tokens(folded(text))))


def telling(text: str) -> tuple[str, ...]:
    """The words of a text without those that say nothing."""
    return tuple(token for token in tokens(text) if _tells(token))


def pairs(text: str) -> tuple[str, ...]:
    """Every two characters that stand side by side in a folded text, spaces and signs too, and the last one alone:
    whatever stands in the text, each of its pairs is among these.
    """
    return tuple(sorted({text[at : at + 2] for at in range(len(text))}))


def stands_in(token: str, text: str) -> bool:
    """Whether a word is in a folded text: letters and digits only as a whole word."""
    if token not in text:
        return False
    return _is_han(token[0]) or bool(re.search(rf"(?<!{_LETTER}){re.escape(token)}(?!{_LETTER})", text))


def shared(asked: str, text: str) -> tuple[str, ...]:
    """What two texts have in common, as somebody would say it: the longest runs that hold a telling word, in the
    order and the writing in which they were asked, none inside another.
    """
    within = folded(text)
    runs = [run for each in _RUNS.findall(folded(asked)) for run in _common(each, within)]
    whole = [run for run in dict.fromkeys(runs) if not any(run != other and run in other for other in runs)]
    return tuple(_as_written(run, asked) for run in whole)


def _tokens(text: str) -> Iterator[str]:
    for run in _RUNS.findall(text):
        if len(run) > 1 and _is_han(run[0]):
            yield from (run[at : at + 2] for at in range(len(run) - 1))
        elif len(run) <= LONGEST_WORD:
            yield run


def _common(run: str, text: str) -> Iterator[str]:
    if len(run) == 1 or not _is_han(run[0]):
        if len(run) <= LONGEST_WORD and _tells(run) and stands_in(run, text):
            yield run
        return
    end = told = 0
    for start in range(len(run) - 1):
        end = max(end, start)
        while end < len(run) and run[end] not in _small()[1] and run[start : end + 1] in text:
            end += 1
        if end > told and any(_tells(run[at : at + 2]) for at in range(start, end - 1)):
            told = end
            yield run[start:end]


def _tells(token: str) -> bool:
    words, particles = _small()
    alone = len(token) == 1 and not _is_han(token)
    return not alone and token not in words and particles.isdisjoint(token)


def _is_han(character: str) -> bool:
    return _ONE_HAN.match(character) is not None


def _as_written(run: str, asked: str) -> str:
    written = unicodedata.normalize("NFKC", asked)
    small = written.casefold()
    at = small.find(run) if len(small) == len(written) else -1
    return run if at < 0 else written[at : at + len(run)]


@cache
def _small() -> tuple[frozenset[str], frozenset[str]]:
    data = tomllib.loads(SMALL_WORDS.read_text(encoding="utf-8"))
    return frozenset(data["words"]), frozenset(data["particles"])
