"""Every key said has words in every language, every word is said, and with all its values."""

from functools import cache

import pytest

from bot.words import Words
from handlers.visits.telling import News
from tests.locales.code import KEY_LIKE, LAYERS, Code, Use, constants, modules, prefixes, strings
from tests.locales.families import EDGE, FAMILIES

WORDS = Words.load()
LOCALES = WORDS.locales
NEWS = {news.value for news in News}
MADE = frozenset().union(*FAMILIES.values())
NO_KEYS = {"utf-8"}
BUILT_UP = {
    "button-",
    "refusal-",
    "ask-",
    "visit-",
    *FAMILIES,
}  # the first four are checked by what they are called with


@cache
def uses() -> list[Use]:
    """Each place in the code that says a key; read once, when the first test asks."""
    code = Code()
    return [*code.uses(), *code.matters(), *code.questions(), *code.reasons()]


def keys() -> frozenset[str]:
    return frozenset().union(*(WORDS.keys(locale) for locale in LOCALES))


def test_there_are_two_languages() -> None:
    assert set(LOCALES) == {"zh-CN", "en"}


def test_every_language_has_the_same_messages() -> None:
    assert WORDS.keys("en") ^ WORDS.keys("zh-CN") == frozenset()


def test_the_code_is_read_through_its_helpers() -> None:
    """Else what follows would hold of nothing."""
    seen = {use.key: use.fields for use in uses()}
    assert {
        "objection-upheld-done",
        "answered-revoked",
        "visit-withdrawn",
        "turn-failed",
        "page-sign-text",
    } <= seen.keys()
    assert seen["ask-visit-rate-department"] == frozenset({"department"})
    assert seen["ask-visit-outcome-promise-until"] == frozenset()
    assert seen["refusal-visit-overtaken"] == frozenset({"visit", "state", "who", "enterprise"})
    assert seen["reason-too-few-officers"] == frozenset({"needed", "valid"})


@pytest.mark.parametrize("locale", LOCALES)
def test_every_key_that_the_code_says_has_words(locale: str) -> None:
    missing = {use.key: use.where for use in uses() if use.key not in WORDS.keys(locale)}
    assert missing == {}


@pytest.mark.parametrize("locale", LOCALES)
@pytest.mark.parametrize("family", FAMILIES)
def test_every_member_of_a_family_has_words(family: str, locale: str) -> None:
    assert FAMILIES[family] - WORDS.keys(locale) == set()


@pytest.mark.parametrize("locale", LOCALES)
def test_everything_the_edge_says_has_words(locale: str) -> None:
    assert EDGE - WORDS.keys(locale) == set()


def test_no_key_is_put_together_in_a_way_that_this_test_does_not_know() -> None:
    assert {start for start in prefixes(*LAYERS) if start not in BUILT_UP} == set()


@pytest.mark.parametrize("locale", LOCALES)
def test_whatever_looks_like_a_key_in_handlers_is_one(locale: str) -> None:
    known = WORDS.keys(locale) | NEWS | NO_KEYS
    strange = {
        node.value: f"{path}:{node.lineno}"
        for path, tree in modules("handlers")
        for node in strings(tree)
        if isinstance(node.value, str)
        and KEY_LIKE.fullmatch(node.value)
        and not {node.value, f"refusal-{node.value}", f"button-{node.value}"} & known
    }
    assert strange == {}


def test_every_message_is_said_somewhere() -> None:
    said = constants(*LAYERS)
    used = {use.key for use in uses()} | MADE | EDGE
    buttons = {key for key in keys() if key.removeprefix("button-") in said}
    assert {key for key in keys() if key not in used | said | buttons} == set()


@pytest.mark.parametrize("locale", LOCALES)
def test_every_message_is_given_the_values_it_needs(locale: str) -> None:
    wanting = {
        use.key: (sorted(WORDS.needs(locale, use.key) - use.fields), use.where)
        for use in uses()
        if use.fields is not None and use.key in WORDS.keys(locale) and WORDS.needs(locale, use.key) - use.fields
    }
    assert wanting == {}


def test_the_values_of_nearly_all_messages_can_be_seen() -> None:
    """A few are put together where they are said; the turns' tests say those."""
    said, seen = {use.key for use in uses()}, {use.key for use in uses() if use.fields is not None}
    assert len(said - seen) * 20 <= len(said), said - seen


def test_both_languages_need_the_same_values() -> None:
    differing = {key for key in keys() if WORDS.needs("en", key) != WORDS.needs("zh-CN", key)}
    assert differing == set()
