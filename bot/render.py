"""Renders messages: words and keys in the reader's language, pictures drawn, ready for a channel."""

import asyncio

from bot.drawing import draw
from bot.pictures import Fonts
from bot.stores import Files
from bot.words import Words
from jobs.sending import Effect, Key, Outgoing, Target
from models.ground.database import Database
from models.ground.messages import Message, message_from_json, word
from models.post.outbox_table import Row

PNG = "image/png"


class Renderer:
    """What the outbox means, in words."""

    def __init__(self, words: Words, fonts: Fonts, public_url: str, database: Database) -> None:
        self._words = words
        self._fonts = fonts
        self._public_url = public_url
        self._files = Files(database)

    def outgoing(
        self,
        row: int,
        account: str,
        message: Message,
        locale: str,
        *,
        picture: str | None = None,
        target: Target | None = None,
        edit: bool = False,
    ) -> Outgoing:
        """The message as its reader will see it; `picture` is the digest of what was drawn for it."""
        keys = tuple(
            tuple(Key(label=self._words.say(locale, button.label), data=button.data) for button in line)
            for line in message.buttons
        )
        return Outgoing(
            id=row,
            account=account,
            effect=Effect.EDIT if edit else Effect.SEND,
            text=self._words.text(locale, message.key, message.fields),
            keys=keys,
            options=message.options,
            picture=picture,
            file=message.file,
            file_name=str(message.fields.get("name", "")) if message.file else "",
            target=target,
        )

    async def prepare(self, row: Row, target: Target | None) -> Outgoing | None:
        """Renders a row of the outbox just before its first attempt, drawing its picture off the loop."""
        message, locale = message_from_json(row.body["message"]), row.body["locale"]
        picture = None
        if message.picture is not None:
            drawn = await asyncio.to_thread(draw, message.picture, locale, self._words, self._fonts, self._public_url)
            picture = await self._files.keep(drawn, PNG)
        edit = row.effect == Effect.EDIT
        return self.outgoing(row.id, row.account, message, locale, picture=picture, target=target, edit=edit)

    def say(self, locale: str, key: str, **fields: object) -> str:
        """One sentence, for the edge."""
        return self._words.say(locale, word(key, **fields))
