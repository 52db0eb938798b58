"""What a stranger sees who opens the address of a sign or a pass with his phone's camera."""

import re
from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.clock import BusinessClock
from bot.words import Words
from models.ground.database import Database
from models.ground.messages import Json, word
from models.register.enterprises import Enterprise, Sign
from models.register.rules import Rules
from models.visits.entry import judge_pass
from models.visits.passes import pass_of_code
from models.visits.reasons import Colour

CODE = re.compile(r"[A-Za-z0-9_-]{1,64}")  # anything else was never handed out
NEUTRAL, GREEN, RED = "#1f2933", "#0a5c2b", "#a3131a"


@dataclass(frozen=True, kw_only=True)
class PublicPage:
    """A small page: a heading, a text and perhaps one button (its label, its address)."""

    language: str
    heading: str
    text: str
    link: tuple[str, str] | None = None
    status: int = 200
    colour: str = NEUTRAL
    mark: str = ""


class Pages:
    """Looks codes up; `chat_link` gives the address that opens the chat with a start payload, "" where none does."""

    def __init__(
        self, database: Database, words: Words, clock: BusinessClock, rules: Rules, chat_link: Callable[[str], str]
    ) -> None:
        self._database = database
        self._words = words
        self._clock = clock
        self._rules = rules
        self._chat_link = chat_link

    async def sign(self, code: str, language: str) -> PublicPage:
        """Whose sign it is, and the way into the chat."""
        name = None
        if CODE.fullmatch(code):
            name = await self._database.read(lambda session: _enterprise_of_sign(session, code))
        if name is None:
            return self._unknown(language)
        link = self._chat_link(f"s_{code}")
        hint = "" if link else "\n" + self._say(language, "page-wecom-hint")
        return PublicPage(
            language=language,
            heading=self._say(language, "page-sign-title"),
            text=self._say(language, "page-sign-text", enterprise=name) + hint,
            link=(self._say(language, "page-sign-button"), link) if link else None,
        )

    async def card(self, code: str, language: str) -> PublicPage:
        """Green or red for whoever holds the pass, without names; a way into the chat for the gate."""

        def look(session: Session) -> bool | None:
            card = pass_of_code(session, code)
            if card is None:
                return None
            verdict = judge_pass(session, card, card.enterprise_id, self._clock.now(), self._rules)
            return verdict.colour is Colour.GREEN

        green = await self._database.read(look) if CODE.fullmatch(code) else None
        if green is None:
            return self._unknown(language)
        link = self._chat_link(f"p_{code}")
        return PublicPage(
            language=language,
            heading=self._say(language, "page-pass-green" if green else "page-pass-red"),
            text=self._say(language, "page-pass-text"),
            link=(self._say(language, "page-pass-button"), link) if link else None,
            colour=GREEN if green else RED,
            mark="✓" if green else "✕",
        )

    def unavailable(self, language: str) -> PublicPage:
        """That nothing can be looked up at the moment."""
        heading, text = self._say(language, "page-unavailable-title"), self._say(language, "page-unavailable-text")
        return PublicPage(language=language, heading=heading, text=text, status=503)

    def _unknown(self, language: str) -> PublicPage:
        heading, text = self._say(language, "page-unknown-title"), self._say(language, "page-unknown-text")
        return PublicPage(language=language, heading=heading, text=text, status=404)

    def _say(self, language: str, key: str, **fields: Json) -> str:
        return self._words.say(language, word(key, **fields))


def _enterprise_of_sign(session: Session, code: str) -> str | None:
    standing = select(Enterprise.name).join(Sign, Sign.enterprise_id == Enterprise.id)
    return session.scalar(standing.where(Sign.code == code, Sign.replaced_at.is_(None)))
