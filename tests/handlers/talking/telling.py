"""Writes down what people do and what Fuma tells them, as they see it on their channel: a transcript read by hand."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.channels.telegram.composing import SEND_TEXT
from handlers.talking.buttons import TalkButton, read_button
from models.ground.messages import Class
from models.post import drafts
from models.post.drafts import Draft
from models.register.people import Person
from tests.town import Said, Town, to

PDF = b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\n%%EOF\n"
INDENT = "    "
LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)

Happening = dict[str, str]
"""What somebody does, as golden drafts keep it: says, presses (a code or verb), or sends (a kind of file)."""


@dataclass
class Teller:
    """Lets people act in a town and writes down what the one whose talk it is sees.

    `before` is called before each of his events, with the event.
    """

    town: Town
    language: str
    lines: list[str] = field(default_factory=list)
    before: Callable[[str, Happening], Awaitable[None]] | None = None
    aloud: bool = False
    told: dict[str, list[Said]] = field(default_factory=dict)
    masks: dict[str, str] = field(default_factory=dict)
    begun: dict[str, Draft] = field(default_factory=dict)

    async def says(self, who: str, chinese: str, english: str | None = None) -> list[Said]:
        """Somebody types, in his language."""
        text = english if english is not None and self.language == "en" else chinese
        await self._about_to(who, {"says": text})
        return self._heard(who, f"says: {text}", await self.town.says(who, text))

    async def presses(self, who: str, code: str) -> list[Said]:
        """Somebody presses the newest button with this verb or option."""
        label, data = await self.button(who, code)
        await self._about_to(who, {"presses": code})
        return self._heard(who, f"presses [{label}]", await self.town.presses(who, data))

    async def sends(self, who: str, kind: str = "application/pdf", problem: str = "") -> list[Said]:
        """Somebody sends a file."""
        await self._about_to(who, {"sends": kind, "problem": problem})
        shown = f"sends a file ({problem or kind})"
        return self._heard(who, shown, await self.town.sends_file(who, PDF, kind, problem=problem))

    async def button(self, who: str, code: str) -> tuple[str, str]:
        """Label and data of the newest button of somebody with this verb or option."""
        await self._note_drafts()
        for said in reversed(self.told.get(who, [])):
            for label, data in said.buttons:
                pressed = read_button(data)
                draft = self.begun.get(str(pressed.draft)) if isinstance(pressed, TalkButton) else None
                carried = pressed.option if isinstance(pressed, TalkButton) else pressed.verb
                if carried == code or (draft is not None and carried == draft.masked(code)):
                    return label, data
        raise AssertionError(f"{who} sees no button {code!r}")

    @property
    def text(self) -> str:
        """The transcript."""
        text = "\n".join(self.lines) + "\n"
        for secret, mask in self.masks.items():
            text = text.replace(secret, mask)
        return text

    async def _about_to(self, who: str, happening: Happening) -> None:
        await self._note_drafts()
        self.town.clock.move(timedelta(seconds=1))
        if self.before is not None and self.aloud:
            await self.before(who, happening)

    async def _note_drafts(self) -> None:
        """Remembers every talk, as buttons of one that is over still stand."""
        self.begun |= {draft.public_id: draft for draft in await self.town.look(all_drafts)}

    def _heard(self, who: str, did: str, said: list[Said]) -> list[Said]:
        for one in said:
            self.told.setdefault(one.who, []).append(one)
            if "receipt" in one.message.fields:
                self.masks[str(one.message.fields["receipt"])] = "<receipt>"
        if self.aloud:
            self.lines += ["", f"{who} {did}"]
            for one in to(said, who):
                self.lines += [f"{INDENT}{line}" for line in as_seen(one)]
            self.lines += [
                f"{INDENT}({one.who} is told: {one.text.splitlines()[0]})"
                for one in said
                if one.who != who and not one.edit
            ]
        return said


Part = Callable[[Teller], Awaitable[None]]


@dataclass(frozen=True)
class Story:
    """Somebody's talk: `stage` is what happened before, `tell` the talk itself, all of it his own doing."""

    who: str
    stage: Part
    tell: Part


def as_seen(said: Said) -> Iterator[str]:
    """What stands on the phone: from the exact requests where there are any, with buttons in brackets."""
    if said.calls is None:
        kind = said.message.picture.drawing.value if said.message.picture else "changed"
        yield f"({kind})"
        yield from said.text.splitlines()
        yield from ([f"{'[' + '] ['.join(label for label, _ in said.buttons) + ']'}"] if said.buttons else [])
        return
    for method, body in said.calls:
        yield from _telegram(body) if method == SEND_TEXT else _wecom(body)


def _telegram(body: dict[str, Any]) -> Iterator[str]:
    yield from body["text"].splitlines()
    for row in body.get("reply_markup", {}).get("inline_keyboard", []):
        yield " ".join(f"[{key['text']}]" for key in row)


def _wecom(body: dict[str, Any]) -> Iterator[str]:
    if body["msgtype"] == "text":
        yield from body["text"]["content"].splitlines()
        return
    card = body["template_card"]
    yield f"▌{card['main_title']['title']}"
    yield from (f"▌{line}" for line in card.get("sub_title_text", "").splitlines())
    yield from (f"▌ {row['keyname']} | {row['value']}" for row in card.get("horizontal_content_list", []))
    yield "▌" + " ".join(f"[{button['text']}]" for button in card["button_list"])


def all_drafts(session: Session) -> list[Draft]:
    """Every talk that is begun."""
    people = session.scalars(select(drafts.drafts.c.person_id).distinct()).all()
    return [draft for person in people for draft in drafts.begun(session, person, LONG_AGO)]


async def draft_of(town: Town, who: str) -> Draft | None:
    """The draft somebody touched last."""

    def find(session: Any) -> Draft | None:
        person = session.query(Person).filter_by(name=who).one()
        return drafts.latest(session, person.id, town.clock.moment)

    return await town.look(find)


async def restart(town: Town) -> None:
    """Everything but the database is made anew, as after a kill or on another machine."""
    fresh = await Town.found(town.database)
    fresh.clock.moment = town.clock.moment
    town.clock, town.turns, town.deadlines = fresh.clock, fresh.turns, fresh.deadlines


def replies(said: list[Said], who: str) -> list[Said]:
    """What somebody was answered himself, without what others were told."""
    return [one for one in to(said, who) if one.message.urgency is not Class.NOTICE]
