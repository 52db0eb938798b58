"""The town of the demo under test: its people act, what Fuma says is read from the outbox. Only the platforms are
absent.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from itertools import count
from pathlib import Path
from typing import Any, TypeVar

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.channels.telegram.adapter import TelegramChannel, TelegramSettings
from bot.channels.wecom.adapter import WeComChannel
from bot.channels.wecom.settings import WeComSettings
from bot.clock import BusinessClock
from bot.completing import Completer
from bot.demo.seed import read_people, seed
from bot.demo.stage import AES_KEY, START
from bot.pictures import Fonts
from bot.postbox import Postbox
from bot.render import Renderer
from bot.stores import Files, Token
from bot.turns import Turns
from bot.words import Words
from handlers.talking.buttons import ON_WITH_A_LIST
from jobs.deadlines import Deadlines
from jobs.deliver import Courier
from jobs.holding import Tenure
from jobs.rights import Rights
from models.ground import public_ids, tenures
from models.ground.codes import new_id
from models.ground.database import Database
from models.ground.messages import Act, Channel, FileReference, Incoming, Message, message_from_json
from models.ground.tenures import CLOCKS
from models.post import inbox
from models.post.inbox import StoredFile
from models.post.outbox_table import outbox
from models.register import snapshots
from models.register.enterprises import Sign
from models.register.people import Person
from models.register.rules import load_rules
from models.visits.passes import Pass
from models.visits.visits import Visit
from tests.papers import keep_file

RULES = Path(__file__).parent.parent / "rules.toml"
WORDS = Words.load()
FONTS = Fonts.load()

T = TypeVar("T")


class SetClock(BusinessClock):
    """A clock that shows what it is told to."""

    def __init__(self, moment: datetime) -> None:
        super().__init__()
        self.moment = moment

    def now(self) -> datetime:
        """The moment it was set to."""
        return self.moment

    def move(self, by: timedelta) -> None:
        """Moves forward."""
        self.moment += by


@dataclass(frozen=True)
class Said:
    """Something Fuma said to somebody: its key and words, the labels and data of its buttons, what it was about."""

    who: str
    key: str
    text: str
    buttons: tuple[tuple[str, str], ...]
    message: Message
    edit: bool
    channel: str
    calls: Any

    def button(self, label: str) -> str:
        """The data of the button whose label contains the words."""
        found = [data for shown, data in self.buttons if label in shown]
        if not found:
            raise AssertionError(f"no button {label!r} under {self.text!r}: {[shown for shown, _ in self.buttons]}")
        return found[0]


async def tenure_of(database: Database, role: str, who: str) -> Tenure:
    """A role in the hands of somebody, as if nobody else could ask for its lock."""
    tenure = Tenure(role)
    tenure.number = await database.run(lambda session: tenures.begin(session, role, who, 0.0))
    return tenure


async def _sweep_of_all(database: Database) -> Tenure:
    """Every town on a database may sweep, as in tests that is their only clock."""
    begun = [held.number for held in await database.read(tenures.every) if held.role == CLOCKS]
    tenure = Tenure(CLOCKS)
    tenure.number = begun[0] if begun else (await tenure_of(database, CLOCKS, "town")).number
    return tenure


@dataclass
class Town:
    """The demo's people, a database, and the service's own turns; nothing is sent anywhere."""

    database: Database
    clock: SetClock
    turns: Turns
    deadlines: Deadlines
    rights: Rights
    accounts: dict[str, tuple[Channel, str]]
    languages: dict[str, str] = field(default_factory=dict)
    words: Words = WORDS
    reached: bool = True  # whether the platforms take what is said
    _seen: int = 0
    _events: count[int] = field(default_factory=count)

    @classmethod
    async def found(
        cls, database: Database, *, mirrored: bool = False, language: str = "zh-CN", words: Words = WORDS
    ) -> Town:
        """A town on an empty database."""
        database.info[snapshots.KEPT] = snapshots.Snapshots()
        data = read_people(mirrored=mirrored)
        languages = {person["id"]: language for person in data["people"]}
        await database.run(lambda session: seed(session, data, START, languages))
        rules = load_rules(RULES)
        store = Files(database)
        telegram = TelegramChannel(TelegramSettings(token="100:demo"), store)
        wecom = WeComChannel(
            WeComSettings("wwdemo", 1, "demo-secret", "demotoken", AES_KEY, "http://127.0.0.1:1/cgi-bin", ""),
            store,
            Token(database, Channel.WECOM),
        )
        renderer = Renderer(words, FONTS, "https://fuma.example", database)
        couriers = {channel.channel: Courier(database, channel, renderer) for channel in (telegram, wecom)}
        clock = SetClock(START)
        postbox = Postbox(renderer, couriers, language)
        deadlines = Deadlines(database, postbox, rules, await _sweep_of_all(database), clock.now)
        turns = Turns(
            database,
            postbox,
            words,
            rules,
            clock,
            Completer(database, {}, rules.slip.largest_bytes),
            lambda _channel: "https://t.me/fuma_demo_bot",
        )
        rights = Rights(database, postbox, rules, clock.now)
        accounts = {person["name"]: (Channel(person["channel"]), person["account"]) for person in data["people"]}
        spoken = {p["name"]: language for p in data["people"]}
        return cls(database, clock, turns, deadlines, rights, accounts, spoken, words=words)

    # Acting

    async def says(self, who: str, text: str) -> list[Said]:
        """Somebody types; what Fuma says in answer, to anybody."""
        return await self.does(who, Act.TEXT, text=text)

    async def presses(self, who: str, data: str) -> list[Said]:
        """Somebody presses a button. "1.agree.v1.2" stands for the one that is shown of visit 1, by its random id."""
        return await self.does(who, Act.PRESS, button=await self._as_shown(data))

    async def presses_data(self, who: str, data: str) -> list[Said]:
        """Somebody presses a button with exactly this data, shown or made up."""
        return await self.does(who, Act.PRESS, button=data)

    async def scans(self, who: str, text: str) -> list[Said]:
        """Somebody scans a code."""
        return await self.does(who, Act.SCAN, text=text)

    async def sends_file(self, who: str, content: bytes, mime: str, *, code: str = "", problem: str = "") -> list[Said]:
        """Somebody sends a file, which is completed as if it had been fetched."""
        channel, account = self.accounts[who]
        event = f"e{next(self._events)}"
        await self.turns.receive(
            Incoming(
                channel=channel, event=event, account=account, act=Act.FILE, file=FileReference(id="f", name="slip.pdf")
            )
        )

        def complete(session: Session) -> str:
            waiting = inbox.waiting_for_file(session, 1)[0]
            digest = keep_file(session, content, mime) if not problem else ""
            stored = StoredFile(
                digest=digest, mime=mime, size=len(content), name="slip.pdf", code=code, problem=problem
            )
            inbox.complete(session, waiting.id, stored)
            return waiting.lane

        lane = await self.database.run(complete)
        await self.turns.handle_next(lane)
        return await self.news()

    async def does(self, who: str, act: Act, **values: Any) -> list[Said]:
        """Somebody does something; what Fuma says because of it."""
        channel, account = self.accounts[who]
        event = f"e{next(self._events)}"
        await self.turns.receive(Incoming(channel=channel, event=event, account=account, act=act, **values))
        return await self.news()

    async def opens(self) -> None:
        """What the service does when it starts."""
        await self.deadlines.begin()

    async def waits_until(self, moment: datetime) -> list[Said]:
        """Time passes, and whatever is due by then happens; what Fuma says because of it."""
        self.clock.moment = moment
        await self.deadlines.tick()
        return await self.news()

    async def ends_rights(self) -> list[Said]:
        """What the service does each second about rights that have ended; what Fuma says because of it."""
        await self.rights.tick()
        return await self.news()

    # Looking

    async def news(self) -> list[Said]:
        """What was said since the last look, in order; the platforms have taken it."""
        rows = await self.database.read(partial(_outbox_after, seen=self._seen))
        if rows:
            self._seen = rows[-1].id
        for row in rows:
            if self.reached and (row.about or "").endswith(".reply"):
                await self.database.run(partial(self.deadlines.heard, row=row))
        names = {place: name for name, place in self.accounts.items()}
        return [self._said(row, names) for row in rows]

    async def look(self, at: Callable[[Session], T]) -> T:
        """Reads something from the database."""
        return await self.database.read(at)

    async def visit(self) -> Visit:
        """The newest visit."""
        return await self.look(lambda session: session.scalars(select(Visit).order_by(Visit.id.desc()).limit(1)).one())

    async def sign(self) -> str:
        """What the QR of the sign at 雁北示例机械's gate says."""
        code = await self.look(lambda session: session.scalars(select(Sign.code).order_by(Sign.id)).first())
        return f"https://fuma.example/s/{code}"

    async def pass_of(self, name: str) -> Pass:
        """The newest pass of somebody."""
        newest = select(Pass).join(Person, Person.id == Pass.person_id).where(Person.name == name)
        return await self.look(lambda session: session.scalars(newest.order_by(Pass.id.desc()).limit(1)).one())

    async def _as_shown(self, data: str) -> str:
        named = re.fullmatch(r"1\.(\w+)\.([a-z])([0-9]+)\.(-?[0-9]+)", data)
        if named is None or named[2] == ON_WITH_A_LIST:
            return data
        verb, kind, number, revision = named.groups()
        rows: Any = public_ids.ON_BUTTONS.get(kind)
        row = await self.look(lambda session: session.get(rows, int(number))) if rows else None
        return f"2.{verb}.{kind}{row.public_id if row else new_id()}.{revision}"

    def _said(self, row: Any, names: dict[tuple[Channel, str], str]) -> Said:
        message, locale = message_from_json(row.body["message"]), row.body["locale"]
        return Said(
            who=names.get((Channel(row.channel), row.account), row.account),
            key=message.key,
            text=self.words.text(locale, message.key, message.fields),
            buttons=tuple((self.words.say(locale, b.label), b.data) for line in message.buttons for b in line),
            message=message,
            edit=row.effect == "edit",
            channel=row.channel,
            calls=row.calls and [(call["method"], json.loads(call["body"])) for call in row.calls],
        )


def _outbox_after(session: Session, seen: int) -> list[Any]:
    return list(
        session.execute(
            select(outbox)
            .where(outbox.c.id > seen, outbox.c.state != "missed", outbox.c.why.is_distinct_from("told"))
            .order_by(outbox.c.id)
        ).all()
    )


async def shipped(town: Town, kind: str, last: int) -> None:
    """Up to this number rows of the kind are from before there were random ids, and stand on buttons by it."""
    row = {"kind": kind, "last": last}
    await town.database.run(lambda session: session.execute(public_ids.shipped_buttons.insert().values(row)))


def to(said: list[Said], who: str) -> list[Said]:
    """What was said to one person."""
    return [one for one in said if one.who == who]
