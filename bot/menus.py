"""The commands of Telegram and the menu of WeCom: the catalogue's entries in each platform's form."""

from bot.channels.wecom.menu import MenuEntry
from bot.words import Words
from models.ground.messages import word

TELEGRAM = (
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
WORK = ("visit", "mine", "waiting", "ask", "inquiries")
ME = ("today", "verify", "visits", "help", "language")


def telegram_commands(words: Words) -> dict[str, list[tuple[str, str]]]:
    """The commands with what they do, by language."""
    return {
        locale: [(name, words.say(locale, word(f"telegram-command-{name}"))) for name in TELEGRAM]
        for locale in words.locales
    }


def wecom_menu(words: Words, locale: str) -> list[MenuEntry]:
    """Three entries: the work, the scanner, and the rest; WeCom's menu has one language for all members."""

    def entries(names: tuple[str, ...]) -> tuple[MenuEntry, ...]:
        return tuple(MenuEntry(name=_name(words, locale, name), key=f"/{name}") for name in names)

    return [
        MenuEntry(name=_name(words, locale, "work"), children=entries(WORK)),
        MenuEntry(name=_name(words, locale, "scan"), kind="scancode_waitmsg", key="scan"),
        MenuEntry(name=_name(words, locale, "me"), children=entries(ME)),
    ]


def _name(words: Words, locale: str, name: str) -> str:
    return words.say(locale, word(f"wecom-menu-{name}"))
