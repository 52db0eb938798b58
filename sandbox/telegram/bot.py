"""The bot as Telegram knows it: its chats, messages, files, commands and open callback queries."""

import itertools
import secrets
from dataclasses import dataclass
from typing import Any

from sandbox.chats import Bubble
from sandbox.media import Media
from sandbox.people import Person
from sandbox.telegram.files import FileShelf
from sandbox.telegram.markup import Entities, buttons_of
from sandbox.telegram.pace import Pace
from sandbox.telegram.refusals import Refused, bad
from sandbox.telegram.request import Call
from sandbox.telegram.updates import Updates
from sandbox.world import World


@dataclass(slots=True)
class Message:
    """One message in a private chat; `body` is what goes over the wire."""

    person: Person
    body: dict[str, Any]
    bubble: Bubble
    sent_at: float
    mine: bool
    picture: Media | None = None
    file: Media | None = None

    @property
    def words(self) -> str:
        """Its text or caption."""
        return str(self.body.get("text", self.body.get("caption", "")))

    @property
    def is_text(self) -> bool:
        """Whether it is a text message and not a picture or file with a caption."""
        return "text" in self.body


@dataclass(slots=True)
class Query:
    """A press of a button that waits for its answer; `at` is wall time."""

    bubble: Bubble
    at: float


class Bot:
    """Everything about the one bot of the sandbox."""

    def __init__(self, world: World, token: str, username: str) -> None:
        self.world = world
        self.token = token
        self.username = username
        head = token.partition(":")[0]
        self.id = int(head) if head.isdigit() else 1
        self.files = FileShelf(world.media)
        self.updates = Updates(world.fuma, world.clock.wall)
        self.pace = Pace(world.clock.wall)
        self.messages: dict[int, Message] = {}
        self.by_bubble: dict[int, Message] = {}
        self.queries: dict[str, Query] = {}
        self.commands: dict[tuple[str, str], list[dict[str, str]]] = {}
        self._message_ids = itertools.count(1)

    def profile(self) -> dict[str, Any]:
        """The bot as a Telegram user."""
        return {"id": self.id, "is_bot": True, "first_name": "赋码", "username": self.username}

    def chat_of(self, call: Call) -> Person:
        """Whose private chat a call means; raises a 400, or a 403 if he has blocked the bot."""
        wanted = call.string("chat_id").strip()
        if not wanted:
            raise bad("chat_id is empty")
        person = self.world.people.holder("telegram", wanted)
        if person is None:
            raise bad("chat not found")
        if person.blocked:
            raise Refused(403, "Forbidden: bot was blocked by the user")
        return person

    def skeleton(self, person: Person, *, mine: bool) -> dict[str, Any]:
        """The fields that every message of a chat has, with a new message id."""
        return {
            "message_id": next(self._message_ids),
            "from": self.profile() if mine else user_json(person),
            "chat": chat_json(person),
            "date": self.world.clock.stamp(),
        }

    def keep(
        self,
        person: Person,
        body: dict[str, Any],
        *,
        mine: bool,
        picture: Media | None = None,
        file: Media | None = None,
    ) -> Message:
        """Puts a message into its chat and on the phone."""
        bubble = self.world.chats.add(
            person,
            "fuma" if mine else "me",
            text=str(body.get("text", body.get("caption", ""))),
            picture=picture,
            file=file,
            buttons=buttons_of(body.get("reply_markup")),
        )
        message = Message(person, body, bubble, self.world.clock.wall(), mine, picture, file)
        self.messages[body["message_id"]] = self.by_bubble[bubble.id] = message
        return message

    def message_of(self, call: Call, missing: str) -> Message:
        """The message that a call means; raises a 400 with the given words if it isn't there."""
        person = self.chat_of(call)
        message = self.messages.get(call.number("message_id"))
        if message is None or message.person is not person:
            raise bad(missing)
        return message

    def ask(self, bubble: Bubble) -> str:
        """A new callback query for a press in that bubble; its id."""
        query_id = str(secrets.randbits(62))
        self.queries[query_id] = Query(bubble, self.world.clock.wall())
        return query_id


def with_words(body: dict[str, Any], name: str, words: str, entities: Entities) -> dict[str, Any]:
    """The message with its text or caption and that text's formatting; an empty caption is none."""
    if words:
        body[name] = words
    if entities:
        body["entities" if name == "text" else "caption_entities"] = entities
    return body


def user_json(person: Person) -> dict[str, Any]:
    """A person as a Telegram user."""
    return {
        "id": person.telegram_id,
        "is_bot": False,
        "first_name": person.name,
        "language_code": person.telegram_language,
    }


def chat_json(person: Person) -> dict[str, Any]:
    """A person's private chat with the bot."""
    return {"id": person.telegram_id, "type": "private", "first_name": person.name}
