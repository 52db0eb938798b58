"""A platform that does as it is told, and an office that puts messages down for it."""

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.channels.wecom.targets import renewed, right_of, used_up
from bot.render import Renderer
from jobs.deliver import Courier
from jobs.holding import HeldRoles
from jobs.pace import Steady
from jobs.sending import Call, Outcome, Outgoing, Pace, Sender, Sent, Target
from models.ground.database import Database
from models.ground.messages import Button, Channel, Class, Message, Picture, message_to_json
from models.ground.tenures import SENDER
from models.post import outbox
from models.post.outbox_table import Row
from tests.town import FONTS, WORDS

NO_PACE = Pace(())
Answer = Callable[[Call], Awaitable[Outcome]]


async def takes(call: Call) -> Outcome:
    """Every message arrives and can be changed by its number."""
    return Sent(target=Target(message=call.body))


def in_turn(*outcomes: Outcome) -> Answer:
    """These endings for each message, one an attempt; then it arrives."""
    attempts: dict[str, int] = {}

    async def answer(call: Call) -> Outcome:
        attempt = attempts.get(call.body, 0)
        attempts[call.body] = attempt + 1
        return outcomes[attempt] if attempt < len(outcomes) else await takes(call)

    return answer


@dataclass
class Platform:
    """Remembers each request with the moment it came; `answer` says how it ends."""

    answer: Answer = takes
    channel: Channel = Channel.TELEGRAM
    numbers: bool = False
    per_receiver: Pace = NO_PACE
    overall: Pace = NO_PACE
    arrived: list[Call] = field(default_factory=list)
    moments: list[float] = field(default_factory=list)
    most_at_once: int = 0
    _at_once: int = 0
    there: bool = True  # whether it answers when it is only asked whether it is there
    felt: int = 0

    def compose(self, outgoing: Outgoing) -> list[Call]:
        """One request; a change names the message it is for and the right it uses."""
        target = outgoing.target
        what = f"{outgoing.account}|{outgoing.text}" + (f"|{target.message}|{right_of(target).code}" if target else "")
        return [Call(method=outgoing.effect.value, body=what, uploads={"p": outgoing.picture or ""})]

    async def send(self, call: Call) -> Outcome:
        """Takes a request and answers as it was told."""
        self.arrived.append(call)
        self.moments.append(time.monotonic())
        self._at_once += 1
        self.most_at_once = max(self.most_at_once, self._at_once)
        try:
            return await self.answer(call)
        finally:
            self._at_once -= 1

    def renewed(self, target: Target, own: Mapping[str, Any], now: float) -> Target:
        """As WeCom does it."""
        return renewed(target, own, now)

    def changed(self, target: Target) -> Target:
        """As WeCom does it."""
        return used_up(target)

    async def answers(self) -> bool:
        """Says whether it is there."""
        self.felt += 1
        return self.there

    @property
    def bodies(self) -> list[str]:
        """What arrived, in the order it came."""
        return [call.body for call in self.arrived]

    def to(self, account: str) -> list[int]:
        """The numbers in the messages of one receiver, in the order they came."""
        return [number_in(body) for body in self.bodies if body.startswith(f"{account}|")]


def number_in(body: str) -> int:
    """The number of a message put down by the office."""
    return int("".join(letter for letter in body.split("|")[1] if letter.isdigit()))


class QuickWall:
    """A wall clock on which every pause is over as soon as somebody looks: each look is ten minutes later."""

    def __init__(self) -> None:
        self.now = time.time()

    def __call__(self) -> float:
        """The moment, ten minutes after the last."""
        self.now += 600
        return self.now


class QuickSteady:
    """A steady clock on which a pause is over as soon as others have had their turn; each look is a second later."""

    def __init__(self) -> None:
        self._now = 0.0

    def steady(self) -> Steady:
        """The clock."""
        return Steady(self._look, self._nap)

    def _look(self) -> float:
        self._now += 1
        return self._now

    async def _nap(self, seconds: float) -> None:
        self._now += seconds
        await asyncio.sleep(0)


class Office:
    """A courier with its platform on a database, and messages put down as turns put them."""

    def __init__(
        self,
        database: Database,
        platform: Sender | None = None,
        wall: Callable[[], float] = time.time,
        steady: Steady | None = None,
    ) -> None:
        self.database = database
        self.sender = platform or Platform()
        self.renderer = Renderer(WORDS, FONTS, "https://fuma.example", database)
        self.holding = HeldRoles(database, "office")
        tenure = self.holding.role(SENDER + self.sender.channel.value)
        self.holding.want(tenure)
        self.courier = Courier(database, self.sender, self.renderer, tenure, wall, steady=steady)

    async def run(self) -> None:
        """The courier at work, and what it stands on, until cancelled; then ended in order."""
        holding = asyncio.create_task(self.holding.run())
        try:
            await self.courier.run()
        finally:
            await end(holding)

    async def dies(self, running: asyncio.Task[None], monkeypatch: pytest.MonkeyPatch) -> None:
        """Ends as a process that is killed: nothing is awaited, recorded or given back; what it held is free."""

        async def nothing(_courier: Courier) -> None:
            """Who is dead does nothing."""

        with monkeypatch.context() as dead:
            dead.setattr(Courier, "_let_arrive", nothing)
            dead.setattr(Courier, "_put_down", nothing)
            await end(running)

    async def put(
        self,
        *numbers: int,
        account: str = "7001",
        urgency: Class = Class.REPLY,
        handed: bool = True,
        key: str = "turn-failed",
        about: str | None = None,
        of: int | None = None,
        picture: Picture | None = None,
        buttons: tuple[tuple[Button, ...], ...] = (),
    ) -> list[int]:
        """Puts messages with these numbers down in one transaction, and hands them over if `handed` and possible."""
        tenure = self.courier.lease(urgency.value) if handed else None
        channel, effect = self.sender.channel.value, "send" if of is None else "edit"

        def put(session: Session) -> list[Row]:
            rows = []
            for number in numbers:
                message = Message(
                    to=0, key=key, fields={"number": number}, urgency=urgency, picture=picture, buttons=buttons
                )
                row = Row(
                    channel=channel,
                    account=account,
                    urgency=urgency.value,
                    effect=effect,
                    about=about,
                    of=of,
                    body={"message": message_to_json(message), "locale": "zh-CN"},
                )
                row, mine = outbox.put(session, row, datetime.now(UTC), tenure)
                put_down.append(row.id)
                rows += [row] if mine else []
            return rows

        put_down: list[int] = []
        self.courier.hand_over(await self.database.run(put))
        return put_down

    @property
    def platform(self) -> Platform:
        """The platform, where it is one that does as it is told."""
        assert isinstance(self.sender, Platform)
        return self.sender

    async def rows(self, column: str = "state", of: Sequence[int] | None = None) -> dict[int, Any]:
        """A column of the outbox, by row."""
        wanted = select(outbox.outbox.c.id, outbox.outbox.c[column]).order_by(outbox.outbox.c.id)
        if of is not None:
            wanted = wanted.where(outbox.outbox.c.id.in_(of))
        return await self.database.read(lambda session: {row[0]: row[1] for row in session.execute(wanted)})

    async def settled(self) -> None:
        """Waits until every row has ended and nothing is in memory."""
        busy = True
        while busy:
            await asyncio.sleep(0.02)
            busy = self.courier.busy or await self.database.read(outbox.unsent) > 0


@asynccontextmanager
async def at_work(*offices: Office, active: bool = True) -> AsyncIterator[None]:
    """The couriers at work until the block ends, and then ended in order."""
    tasks = [asyncio.create_task(office.run()) for office in offices]
    try:
        if active:
            await until(lambda: offices[0].courier.active)
        yield
    finally:
        await end(*tasks)


async def end(*tasks: asyncio.Task[None]) -> None:
    """Cancels, and waits until they have ended; what one of them raised goes on."""
    for task in tasks:
        task.cancel()
    for task in tasks:
        with suppress(asyncio.CancelledError):
            await task


async def until(condition: Callable[[], bool]) -> None:
    """Waits for something to become true."""
    true = condition()
    while not true:
        await asyncio.sleep(0.005)
        true = condition()
