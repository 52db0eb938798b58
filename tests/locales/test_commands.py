"""The words that can be typed for a command: each means one thing, in any language, and is never an answer."""

from datetime import date

import pytest

from bot.words import Words
from handlers.catalogue import COMMANDS
from handlers.talking import typed
from handlers.talking.typed import NotUnderstood

WORDS = Words.load()
NAMES = (*COMMANDS, "cancel", "back")
LABELS = (
    "kind-",
    "level-",
    "outcome-",
    "promise-",
    "choice-nothing",
    "choice-send",
    "reject-",
    "decline-",
    "postpone-",
)


def typed_for(locale: str, name: str) -> list[str]:
    return WORDS.text(locale, f"command-{name}", {}).split(" | ")


EVERY = [(locale, name, word) for locale in WORDS.locales for name in NAMES for word in typed_for(locale, name)]


def test_no_word_stands_for_two_commands_in_any_language() -> None:
    meaning: dict[str, str] = {}
    for _, name, word in EVERY:
        assert meaning.setdefault(word, name) == name


@pytest.mark.parametrize(("locale", "name", "word"), EVERY)
def test_a_word_is_written_as_it_is_compared(locale: str, name: str, word: str) -> None:
    assert word == typed.tidy(word[:40]).casefold()
    assert not word.startswith("/")


@pytest.mark.parametrize(("locale", "name", "word"), EVERY)
def test_a_word_is_no_answer_to_a_question(locale: str, name: str, word: str) -> None:
    with pytest.raises(NotUnderstood):
        typed.day_and_span(word, today=date(2026, 11, 27))
    with pytest.raises(NotUnderstood):
        typed.time_span(word)
    with pytest.raises(NotUnderstood):
        typed.yes_no(word)
    answers = {
        WORDS.text(locale, key, {})
        for key in WORDS.keys(locale)
        if key.startswith(LABELS) and not WORDS.needs(locale, key)
    }
    assert word not in {answer.casefold() for answer in answers}


@pytest.mark.parametrize("locale", WORDS.locales)
def test_what_stands_on_a_menu_can_be_typed(locale: str) -> None:
    for start in ("menu-", "wecom-menu-"):
        for key in (key for key in WORDS.keys(locale) if key.startswith(start)):
            name = key.removeprefix(start)
            if name in COMMANDS:
                assert WORDS.text(locale, key, {}).casefold() in typed_for(locale, name)


@pytest.mark.parametrize("locale", WORDS.locales)
def test_whoever_reads_another_language_finds_the_way_to_his_own(locale: str) -> None:
    other = {"en": "中文", "zh-CN": "english"}
    assert other[locale] in typed_for(locale, "language")
