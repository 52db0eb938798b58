"""Every message in every language: it can be said, it is that language, and it fits where it is shown."""

import ast
import re
from datetime import date

import pytest

from bot.pictures import Fonts
from bot.words import Words
from handlers.talking import typed
from handlers.talking.typed import NotUnderstood
from models.ground.messages import word
from tests.locales.code import modules, strings
from tests.locales.samples import SAMPLES

WORDS = Words.load()
LOCALES = WORDS.locales
HAN = re.compile(r"[\u3400-\u9fff]")
NAME = "赋码"  # the product's, the same in every language
TITLE = 36  # characters of the title of a WeCom card
LABEL = 10  # characters of a button
TOP_NAME, SUB_NAME = 16, 40  # bytes of the entries of a WeCom menu

BOTH_LANGUAGES = {"language-zh", "language-en", "choose-language", "telegram-command-language", "command-language"}
"""What has to be found by somebody who reads the other language only."""

WITHOUT_LETTERS = {
    "refused", "talk-question", "talk-question-noted", "talk-over", "list-separator", "moment-of-day", "window-of-day",
    "window-of-days", "visit-nearby", "today-visit", "reason-line", "inquiry-step", "rate", "digest-at",
    "digest-line", "digest-button", "missed-one", "channel-telegram",
    "button-inquiry-number", "inquiry-choice", "inquiry-satisfied-done", "digest-inquiry",
    "number-inquiry", "number-bare",
    "import-problem-of-sheet", "quotation-marks",
}  # fmt: skip
"""What only puts values together."""

INSIDE = (
    "against-", "silence-", "declining-", "reason-", "cure-", "page-", "picture-", "promised-", "command-", "day-full",
    "visit-nearby", "today-visit", "telegram-command-", "how-", "reject-", "revoke-", "group-only-private",
    "inquiry-line", "inquiry-step", "inquiry-clock", "inquiry-because", "inquiry-similar", "inquiry-time-used",
    "inquiry-marked-", "trace-",
    "rates-of-department",
    "digest-line", "digest-button", "digest-inquiry", "aside-", "missed-one",
    "import-", "note-", "problem-", "holidays-", "number-",
)  # fmt: skip
"""What never is the first line of a message."""

EXAMPLES = {
    "ask-visit-request-day": lambda text: typed.day_and_span(text, today=date(2026, 11, 27)),
    "ask-visit-request-span": typed.time_span,
    "ask-visit-request-visitors": typed.names,
    "ask-visit-postpone-day": lambda text: typed.day_and_span(text, today=date(2026, 11, 27)),
    "ask-visit-postpone-span": typed.time_span,
    "ask-visit-counter-day": lambda text: typed.day_and_span(text, today=date(2026, 11, 27)),
    "ask-visit-counter-span": typed.time_span,
    "ask-visit-visitors-visitors": typed.names,
    "ask-visit-outcome-promise-until": lambda text: typed.day(text, today=date(2026, 11, 27)),
    "ask-pass-verify-number": lambda text: typed.digits(text, length=6),
    "ask-inquiry-extend-until": lambda text: typed.day(text, today=date(2026, 11, 27)),
    "ask-inquiry-help-until": lambda text: typed.day(text, today=date(2026, 11, 27)),
    "expects-day": lambda text: typed.day(text, today=date(2026, 11, 27)),
    "expects-time-span": typed.time_span,
    "expects-day-and-span": lambda text: typed.day_and_span(text, today=date(2026, 11, 27)),
    "expects-names": typed.names,
    "expects-yes-no": typed.yes_no,
    "expects-colleagues": typed.names,
}
"""The examples a text gives, and the reader that has to understand them."""


def said(locale: str, key: str) -> str:
    """The message with typical values; a sample that is missing is a KeyError."""
    return WORDS.text(locale, key, {name: SAMPLES[name] for name in WORDS.needs(locale, key)})


def written(locale: str, key: str) -> str:
    """The message's own words, with its values left out as far as they are words."""
    return WORDS.text(locale, key, dict.fromkeys(WORDS.needs(locale, key), 7))


def beginning(locale: str, *starts: str) -> list[str]:
    """The keys of a language that begin with one of these."""
    return sorted(key for key in WORDS.keys(locale) if key.startswith(starts))


@pytest.mark.parametrize("locale", LOCALES)
def test_every_message_can_be_said(locale: str) -> None:
    texts = {key: said(locale, key) for key in WORDS.keys(locale)}
    assert {key: text for key, text in texts.items() if not text or text != text.strip("\n") or "\n\n" in text} == {}
    assert {key: text for key, text in texts.items() if set("{}\x00\x01\u2068\u2069") & set(text)} == {}


def test_english_is_english() -> None:
    texts = {key: written("en", key).replace(NAME, "") for key in WORDS.keys("en") - BOTH_LANGUAGES}
    assert {key: text for key, text in texts.items() if HAN.search(text)} == {}


def test_chinese_is_chinese() -> None:
    texts = {key: written("zh-CN", key) for key in WORDS.keys("zh-CN") - BOTH_LANGUAGES - WITHOUT_LETTERS}
    assert {key: text for key, text in texts.items() if not HAN.search(text)} == {}


def test_nothing_is_left_untranslated() -> None:
    same = {key for key in WORDS.keys("en") if written("en", key) == written("zh-CN", key)}
    assert same <= WITHOUT_LETTERS | {"language-zh", "language-en"}


@pytest.mark.parametrize("locale", LOCALES)
def test_the_first_line_fits_the_title_of_a_card(locale: str) -> None:
    titles = {key: said(locale, key).split("\n")[0] for key in WORDS.keys(locale) if not key.startswith(INSIDE)}
    assert {key: title for key, title in titles.items() if len(title) > TITLE} == {}


@pytest.mark.parametrize(("locale", "most"), [("zh-CN", 6), ("en", LABEL)])
def test_a_button_is_short(locale: str, most: int) -> None:
    labels = {key: said(locale, key) for key in beginning(locale, "button-") if key != "button-unreadable"}
    assert labels
    assert {key: label for key, label in labels.items() if len(label) > most} == {}


@pytest.mark.parametrize("locale", LOCALES)
def test_a_menu_entry_fits_wecom(locale: str) -> None:
    for key in beginning(locale, "wecom-menu-"):
        most = TOP_NAME if key.removeprefix("wecom-menu-") in {"work", "scan", "me"} else SUB_NAME
        assert len(said(locale, key).encode()) <= most, key


@pytest.mark.parametrize("locale", LOCALES)
def test_a_command_of_telegram_says_what_it_does_in_one_line(locale: str) -> None:
    for key in beginning(locale, "telegram-command-"):
        assert 1 <= len(said(locale, key)) <= 256, key
        assert "\n" not in said(locale, key), key


@pytest.mark.parametrize("locale", LOCALES)
@pytest.mark.parametrize("key", EXAMPLES)
def test_what_a_text_gives_as_an_example_is_understood(locale: str, key: str) -> None:
    examples = re.findall("“([^”]*)”", said(locale, key))
    assert examples
    for example in examples:
        try:
            EXAMPLES[key](example)
        except NotUnderstood:
            pytest.fail(f"{key} tells {locale} to type {example!r}")


@pytest.mark.parametrize("locale", LOCALES)
def test_a_word_that_a_text_tells_to_send_or_press_exists(locale: str) -> None:
    """“菜单” and the like: a command, or the label of a button."""
    there = {
        word for key in WORDS.keys(locale) if key.startswith("command-") for word in said(locale, key).split(" | ")
    }
    there |= {
        said(locale, key)
        for key in WORDS.keys(locale)
        if key.startswith(("button-", "choice-", "promise-", "wecom-menu-"))
    }
    telling = re.compile("(?:send|press|[Pp]ress|发送|点)“([^”]*)”|(?:send|[Pp]ress) “([^”]*)”")
    for key in WORDS.keys(locale):
        for found in telling.finditer(said(locale, key)):
            assert (found[1] or found[2]) in there, key


@pytest.mark.parametrize("locale", LOCALES)
def test_the_font_has_every_character_of_the_words_on_pictures(locale: str) -> None:
    fonts = Fonts.load()
    drawn = (
        "picture-",
        "reason-",
        "cure-",
        "kind-",
        "state-",
        "month-",
        "weekday-",
        "day-",
        "moment-",
        "window-",
        "list-",
    )
    texts = [said(locale, key) for key in WORDS.keys(locale) if key.startswith(drawn) and key != "reason-line"]
    assert fonts.missing_glyphs("\n".join(texts)) == set()


def test_a_verdict_is_said_in_the_words_everybody_knows() -> None:
    verdict = [WORDS.say("zh-CN", word(f"picture-verdict-{colour}")) for colour in ("green", "red")]
    assert verdict == ["绿码请通行", "禁止入企"]
    verdict = [WORDS.say("en", word(f"picture-verdict-{colour}")) for colour in ("green", "red")]
    assert verdict == ["GREEN – PLEASE ENTER", "RED – DO NOT ENTER"]
    for locale in LOCALES:
        for key, colour in (("verdict-green", "green"), ("verdict-red", "red"), ("verdict-red-nowhere", "red")):
            assert said(locale, key).split("\n")[0] == WORDS.say(locale, word(f"picture-verdict-{colour}"))


def test_no_chinese_stands_in_the_code() -> None:
    found = {
        f"{path}:{node.lineno}": node.value
        for path, tree in modules("bot", "jobs", "handlers", "models")
        if path.parts[:3] != ("handlers", "talking", "typed")
        for node in strings(tree)
        if isinstance(node.value, str) and HAN.search(node.value.replace(NAME, ""))
    }
    assert found == {}


def test_no_sentence_stands_in_the_handlers() -> None:
    """Three words in a row outside a raise are something said to somebody."""
    raised = {
        id(part)
        for _, tree in modules("handlers")
        for node in ast.walk(tree)
        if isinstance(node, ast.Raise) and node.exc is not None
        for part in ast.walk(node.exc)
    }
    found = {
        f"{path}:{node.lineno}": node.value
        for path, tree in modules("handlers")
        if path.parts[:3] != ("handlers", "talking", "typed")
        for node in strings(tree)
        if id(node) not in raised and isinstance(node.value, str) and re.search(r"\w+ \w+ \w+", node.value)
    }
    assert set(found.values()) <= {"the side whose turn it is", "owner or deputy", "the enterprise's sheet"}
