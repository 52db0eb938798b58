"""The app as WeCom knows it: what it sent, the codes to change that, its menu, media and callbacks."""

import itertools
import secrets
from dataclasses import dataclass, field
from typing import Any

from sandbox.chats import Bubble
from sandbox.options import Options
from sandbox.people import Person
from sandbox.wecom.callback import Callbacks
from sandbox.wecom.cards import Card
from sandbox.wecom.crypto import Envelope
from sandbox.wecom.events import Fields, xml
from sandbox.wecom.media import MediaShelf
from sandbox.wecom.pace import Pace
from sandbox.wecom.refusals import Refused
from sandbox.wecom.tokens import OAuthCodes, Tokens
from sandbox.world import World

CODE_SECONDS = 72 * 3600


@dataclass(slots=True)
class Sent:
    """A message with its bubble on each receiver's phone and, for cards, what each sees now; `at` is wall time."""

    id: str
    at: float
    bubbles: dict[str, Bubble] = field(default_factory=dict)
    cards: dict[str, Card] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Group:
    """A group chat the app has made; `members` in the order in which they were named, the owner among them."""

    id: str
    name: str
    owner: str
    members: tuple[Person, ...]


class Agent:
    """Everything about the one app of the sandbox."""

    def __init__(self, world: World, options: Options) -> None:
        wall = world.clock.wall
        self.world = world
        self.corp_id, self.agent_id = options.wecom_corp_id, options.wecom_agent_id
        self.secret = options.wecom_secret
        self.tokens, self.oauth = Tokens(wall), OAuthCodes(wall)
        self.media = MediaShelf(world.media, wall)
        self.pace = Pace(wall)
        self.callbacks = Callbacks(
            world.fuma,
            options.wecom_callback or f"{world.fuma.base}/wecom/callback",
            Envelope(options.wecom_token, options.wecom_aes_key, options.wecom_corp_id),
            corp_id=options.wecom_corp_id,
            agent_id=options.wecom_agent_id,
            retries=options.wecom_retries,
            wall=wall,
        )
        self.menu: list[dict[str, Any]] = []
        self.sent: dict[str, Sent] = {}
        self.by_bubble: dict[int, Sent] = {}
        self.groups: dict[str, Group] = {}
        self.task_ids: set[str] = set()
        self.repeated: dict[bytes, tuple[float, dict[str, Any]]] = {}
        self._codes: dict[str, tuple[Sent, float]] = {}
        self._message_ids = itertools.count(secrets.randbits(52) + 1)

    def members(self) -> list[Person]:
        """The members who see the app."""
        return [person for person in self.world.people.all("wecom") if not person.blocked]

    def member(self, userid: str) -> Person | None:
        """A member by his id, whatever its case, if he sees the app."""
        person = self.world.people.holder("wecom", userid)
        return None if person is None or person.blocked else person

    def new_code(self, sent: Sent) -> str:
        """A response code for a message."""
        code = secrets.token_urlsafe(32)
        self._codes[code] = (sent, self.world.clock.wall())
        return code

    def code_owner(self, code: str) -> Sent:
        """The message that a response code is for; raises 60140 if it was used, is unknown or over 72 hours old."""
        sent, at = self._codes.get(code, (None, 0.0))
        if sent is None or self.world.clock.wall() - at > CODE_SECONDS:
            raise Refused(60140, "invalid response_code")
        return sent

    def spend_code(self, code: str) -> None:
        """Uses up a response code."""
        del self._codes[code]

    def next_message_id(self) -> int:
        """A MsgId for what a member sends."""
        return next(self._message_ids)

    def report(self, person: Person, fields: Fields) -> None:
        """Calls the app back with something that a member sent or did."""
        head: Fields = [
            ("ToUserName", self.corp_id),
            ("FromUserName", person.account),
            ("CreateTime", self.world.clock.stamp()),
        ]
        self.callbacks.put(person.id, xml("xml", [*head, *fields, ("AgentID", self.agent_id)]))
