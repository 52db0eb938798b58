"""The commands that Telegram offers below the chat."""

from bot.words import Words
from models.ground.messages import word

COMMANDS = (
    "visit",
    "mine",
    "waiting",
    "today",
    "verify",
    "ask",
    "inquiries",
    "rates",
    "interference",
    "visits",
    "menu",
    "help",
    "language",
    "cancel",
)


def commands(words: Words) -> dict[str, list[tuple[str, str]]]:
    """The commands with what they do, by language."""
    return {
        locale: [(name, words.say(locale, word(f"telegram-command-{name}"))) for name in COMMANDS]
        for locale in words.locales
    }
