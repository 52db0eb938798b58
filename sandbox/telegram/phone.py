"""What a person does on a phone with Telegram."""

from typing import Any

from sandbox.browser import open_link, start_payload
from sandbox.chats import Bubble, Button
from sandbox.media import Media
from sandbox.people import Person
from sandbox.refusals import ActRefused
from sandbox.telegram.bot import Bot, chat_json, user_json, with_words
from sandbox.telegram.markup import units
from sandbox.telegram.profile import commands_for
from sandbox.telegram.refusals import Refused
from sandbox.telegram.sending import MAX_CAPTION, MAX_TEXT


class TelegramPhone:
    """Turns taps and typing into updates."""

    def __init__(self, bot: Bot) -> None:
        self._bot = bot

    async def say(self, person: Person, text: str) -> Bubble:
        """Sends a text message."""
        if not text.strip() or units(text) > MAX_TEXT:
            raise ActRefused(400, "a message has 1 to 4096 characters")
        words = text.strip()
        return self._send(person, with_words({}, "text", words, _commands_in(words)))

    async def press(self, person: Person, bubble: Bubble, button: Button) -> Bubble:
        """Taps a button under a message: a callback query, or a link opened."""
        if button.url is not None:
            return await self._open(person, button.url)
        query = {
            "id": self._bot.ask(bubble),
            "from": user_json(person),
            "message": self._bot.by_bubble[bubble.id].body,
            "chat_instance": str(self._bot.id + person.telegram_id),
            "data": button.data,
        }
        self._bot.updates.put(person.telegram_id, "callback_query", query)
        return bubble

    async def menu(self, person: Person, item: str) -> Bubble:
        """Chooses a command from the menu."""
        if item not in {entry["id"] for entry in self.menu_of(person)}:
            raise ActRefused(404, f"no such command: {item}")
        return await self.say(person, f"/{item}")

    def menu_of(self, person: Person) -> list[dict[str, Any]]:
        """The bot's commands as that person sees them."""
        return [
            {"id": one["command"], "text": one["description"], "type": "command", "children": []}
            for one in commands_for(self._bot, person)
        ]

    async def scan(self, person: Person, code: str) -> Bubble:
        """Points the camera at a code: a link opens, anything else is sent as text."""
        if code.startswith(("http://", "https://")):
            return await self._open(person, code)
        return await self.say(person, code)

    async def photo(self, person: Person, data: bytes, _name: str, caption: str) -> Bubble:
        """Sends a picture; the app makes it small, as Telegram does."""
        try:
            stored = await self._bot.files.photo(data)
        except Refused as refused:
            raise ActRefused(400, refused.description) from refused
        body = with_words({"photo": list(stored.sizes)}, "caption", _caption(caption), [])
        return self._send(person, body, picture=stored.media)

    async def file(self, person: Person, data: bytes, name: str, caption: str) -> Bubble:
        """Sends a file as it is."""
        stored = self._bot.files.document(data, name)
        body = with_words({"document": stored.shape}, "caption", _caption(caption), [])
        return self._send(person, body, file=stored.media)

    async def enter(self, person: Person) -> Bubble:
        """Opens the chat and presses start."""
        return await self.say(person, "/start")

    def block(self, person: Person, *, blocked: bool) -> None:
        """Stops or restarts the bot; it is told by a my_chat_member update."""
        if person.blocked == blocked:
            return
        person.blocked = blocked
        kicked = {"status": "kicked", "user": self._bot.profile(), "until_date": 0}
        member = {"status": "member", "user": self._bot.profile()}
        change = {
            "chat": chat_json(person),
            "from": user_json(person),
            "date": self._bot.world.clock.stamp(),
            "old_chat_member": member if blocked else kicked,
            "new_chat_member": kicked if blocked else member,
        }
        self._bot.updates.put(person.telegram_id, "my_chat_member", change)

    async def _open(self, person: Person, url: str) -> Bubble:
        seen = await open_link(self._bot.world.fuma, person, url, _no_detour)
        for link in seen.links:
            payload = start_payload(link, self._bot.username)
            if payload is not None:
                return await self.say(person, f"/start {payload}")
        return self._bot.world.chats.add(person, "browser", text=seen.text)

    def _send(
        self,
        person: Person,
        content: dict[str, Any],
        *,
        picture: Media | None = None,
        file: Media | None = None,
    ) -> Bubble:
        if person.blocked:
            raise ActRefused(409, "the bot is blocked on this phone")
        body = self._bot.skeleton(person, mine=False) | content
        message = self._bot.keep(person, body, mine=False, picture=picture, file=file)
        self._bot.updates.put(person.telegram_id, "message", body)
        return message.bubble


async def _no_detour(_url: str) -> None:
    return None


def _caption(caption: str) -> str:
    if units(caption.strip()) > MAX_CAPTION:
        raise ActRefused(400, "a caption has at most 1024 characters")
    return caption.strip()


def _commands_in(text: str) -> list[dict[str, Any]]:
    if not text.startswith("/"):
        return []
    return [{"type": "bot_command", "offset": 0, "length": units(text.split(maxsplit=1)[0])}]
