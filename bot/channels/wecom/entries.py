"""What the app's menu offers: the work, the scanner, and the rest."""

from bot.channels.wecom.menu import MenuEntry
from bot.words import Words
from models.ground.messages import word

WORK = ("visit", "mine", "waiting", "ask", "inquiries")
ME = ("today", "verify", "visits", "help", "language")


def entries(words: Words, locale: str) -> list[MenuEntry]:
    """Three entries; WeCom's menu has one language for all members."""

    def below(names: tuple[str, ...]) -> tuple[MenuEntry, ...]:
        return tuple(MenuEntry(name=_name(words, locale, name), key=f"/{name}") for name in names)

    return [
        MenuEntry(name=_name(words, locale, "work"), children=below(WORK)),
        MenuEntry(name=_name(words, locale, "scan"), kind="scancode_waitmsg", key="scan"),
        MenuEntry(name=_name(words, locale, "me"), children=below(ME)),
    ]


def _name(words: Words, locale: str, name: str) -> str:
    return words.say(locale, word(f"wecom-menu-{name}"))
