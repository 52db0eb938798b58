"""What a member does on a phone with WeCom."""

from typing import Any
from urllib.parse import urlsplit

from sandbox.browser import open_link
from sandbox.chats import Bubble, Button
from sandbox.media import Media
from sandbox.people import Person
from sandbox.refusals import ActRefused
from sandbox.wecom import events
from sandbox.wecom.agent import Agent
from sandbox.wecom.media import MAX_IMAGE
from sandbox.wecom.menus import leaves, tree
from sandbox.wecom.oauth import AUTHORIZE, way_back
from sandbox.wecom.refusals import Refused

MAX_TEXT = 4096


class WecomPhone:
    """Turns taps and typing into callbacks."""

    def __init__(self, agent: Agent) -> None:
        self._agent = agent

    async def say(self, person: Person, text: str) -> Bubble:
        """Sends a text message."""
        if not text.strip() or len(text) > MAX_TEXT:
            raise ActRefused(400, "a message has 1 to 4096 characters")
        bubble = self._show(person, text=text)
        self._tell(person, "text", [("Content", text)])
        return bubble

    async def press(self, person: Person, bubble: Bubble, button: Button) -> Bubble:
        """Chooses an option, opens a link, or reports a button of a card."""
        if button.url is not None:
            return await self._open(person, button.url)
        if button.kind == "option":
            _choose(bubble, button)
            self._agent.world.chats.touch(bubble)
            return bubble
        sent = self._agent.by_bubble[bubble.id]
        card = sent.cards[person.id]
        code = self._agent.new_code(sent)
        event = "template_card_menu_event" if button.kind == "menu" else "template_card_event"
        task_id = str(card.get("task_id", ""))
        self._report(person, events.card_press(event, button.data, task_id, card["card_type"], code, _chosen(bubble)))
        return bubble

    async def menu(self, person: Person, item: str) -> Bubble:
        """Taps an item of the app's menu, by its id or key."""
        items = leaves(self.menu_of(person))
        found = next((one for one in items if item in {one["id"], one["key"]}), None)
        if found is None:
            raise ActRefused(404, f"no such menu item: {item}")
        if found["type"] == "view":
            self._report(person, events.event("view", found["key"]))
            return await self._open(person, found["key"])
        if found["type"] != "click":
            raise ActRefused(400, f"{found['text']} needs a code: use scan")
        bubble = self._show(person, text=found["text"])
        self._report(person, events.event("click", found["key"]))
        return bubble

    def menu_of(self, _person: Person) -> list[dict[str, Any]]:
        """The app's menu, the same for every member."""
        return tree(self._agent.menu)

    async def scan(self, person: Person, code: str) -> Bubble:
        """Scans a code from the app's menu."""
        kinds = {one["type"]: one["key"] for one in reversed(leaves(self.menu_of(person)))}
        bubble = self._show(person, text=code)
        self._report(person, events.scan("scancode_waitmsg", kinds.get("scancode_waitmsg", "scan"), code))
        return bubble

    async def photo(self, person: Person, data: bytes, name: str, caption: str) -> Bubble:
        """Sends a picture; a caption follows as a text of its own, because WeCom has none."""
        try:
            media_id = self._agent.media.upload("image", data[: MAX_IMAGE + 1], name)
        except Refused as refused:
            raise ActRefused(400, refused.message) from refused
        media = self._agent.media.find(media_id)
        bubble = self._show(person, picture=media)
        url = self._agent.world.link(media.path)
        self._tell(person, "image", [("PicUrl", url), ("MediaId", media_id)])
        return await self._captioned(person, bubble, caption)

    async def file(self, person: Person, data: bytes, name: str, caption: str) -> Bubble:
        """Sends a file; a caption follows as a text of its own."""
        media = self._agent.world.media.add(data, name)
        media_id = self._agent.media.keep("file", media)
        bubble = self._show(person, file=media)
        self._tell(person, "file", [("MediaId", media_id), ("FileName", name)])
        return await self._captioned(person, bubble, caption)

    async def enter(self, person: Person) -> Bubble:
        """Opens the app's chat."""
        bubble = self._show(person, text="〔进入应用〕")
        self._report(person, events.event("enter_agent", ""))
        return bubble

    def block(self, person: Person, *, blocked: bool) -> None:
        """Takes a member out of the app's visible range, or back in; coming in is a subscribe event."""
        if person.blocked == blocked:
            return
        if blocked:
            self._report(person, events.event("unsubscribe", ""))
        person.blocked = blocked
        if not blocked:
            self._report(person, events.event("subscribe", ""))

    async def _captioned(self, person: Person, bubble: Bubble, caption: str) -> Bubble:
        if caption.strip():
            await self.say(person, caption)
        return bubble

    async def _open(self, person: Person, url: str) -> Bubble:
        agent = self._agent

        async def sign_in(address: str) -> str | None:
            if urlsplit(address).path != AUTHORIZE or not address.startswith(agent.world.address.rstrip("/")):
                return None
            return way_back(agent, address, person)

        seen = await open_link(agent.world.fuma, person, url, sign_in)
        return agent.world.chats.add(person, "browser", text=seen.text)

    def _show(
        self, person: Person, *, text: str = "", picture: Media | None = None, file: Media | None = None
    ) -> Bubble:
        if person.blocked:
            raise ActRefused(409, "this member does not see the app")
        return self._agent.world.chats.add(person, "me", text=text, picture=picture, file=file)

    def _tell(self, person: Person, kind: str, fields: events.Fields) -> None:
        self._report(person, events.message(kind, self._agent.next_message_id(), fields))

    def _report(self, person: Person, fields: events.Fields) -> None:
        if person.blocked:
            raise ActRefused(409, "this member does not see the app")
        self._agent.report(person, fields)


def _choose(bubble: Bubble, button: Button) -> None:
    if button.several:
        button.selected = not button.selected
        return
    for other in bubble.buttons:
        if other.kind == "option" and other.question == button.question:
            other.selected = other is button


def _chosen(bubble: Bubble) -> dict[str, list[str]]:
    chosen: dict[str, list[str]] = {}
    for button in bubble.buttons:
        if button.kind == "option" and button.selected:
            chosen.setdefault(button.question, []).append(button.data)
    return chosen
