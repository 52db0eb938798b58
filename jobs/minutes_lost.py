"""After an outage tells people which minutes may be lost, some at a time, so that no transaction is long; a crash in
between goes on with those who haven't heard.
"""

from collections.abc import Callable, Mapping
from datetime import datetime
from functools import partial

from sqlalchemy.orm import Session

from handlers.operation import minutes_lost
from handlers.turn import Step
from jobs.deadlines import Post
from jobs.holding import Tenure
from models.ground import outages, tenures
from models.ground.database import Database
from models.ground.messages import Channel
from models.ground.outages import Outage
from models.post.outbox_table import Row
from models.register import snapshots
from models.register.rules import Rules


class MinutesLost:
    """What one process of all looks for each second. `losses` names the channels that forget what we don't take, and
    after how many seconds.
    """

    def __init__(
        self,
        database: Database,
        post: Post,
        rules: Rules,
        tenure: Tenure,
        now: Callable[[], datetime],
        losses: Mapping[Channel, float],
    ) -> None:
        self._database = database
        self._post = post
        self._rules = rules
        self._tenure = tenure
        self._now = now
        self._losses = losses

    async def tick(self) -> None:
        """Tells of every outage that nobody has told of yet."""
        while self._losses and (outage := await self._database.run(self._next)) is not None:
            await self._tell_all(outage)
            await self._database.run(partial(self._told, outage))

    def _told(self, outage: Outage, session: Session) -> None:
        outages.told(session, outage, self._now())

    def _next(self, session: Session) -> Outage | None:
        mine = tenures.is_held(session, tenures.MINUTES_LOST, self._tenure.number)
        return outages.untold(session, min(self._losses.values())) if mine else None

    async def _tell_all(self, outage: Outage) -> None:
        if await self._database.run(lambda session: minutes_lost.is_stale(self._step(session), outage)):
            return
        lost = self._lost(outage)
        busy = await self._database.run(lambda session: minutes_lost.were_busy(self._step(session), outage, lost))
        for start in range(0, len(busy), minutes_lost.AT_ONCE):
            await self._tell(outage, busy[start : start + minutes_lost.AT_ONCE])
        after: int | None = 0
        while after is not None:
            asked, after = await self._database.run(partial(self._asked, after))
            await self._tell(outage, asked)

    def _asked(self, after: int, session: Session) -> tuple[list[int], int | None]:
        return minutes_lost.were_asked(self._step(session), after)

    async def _tell(self, outage: Outage, people: list[int]) -> None:
        if people:
            self._post.hand_over(await self._database.run(partial(self._put_down, outage, people)))

    def _put_down(self, outage: Outage, people: list[int], session: Session) -> list[Row]:
        step = self._step(session)
        minutes_lost.tell(step, outage, people, self._lost(outage))
        return self._post.post(session, step.said, step.now, None)

    def _lost(self, outage: Outage) -> frozenset[Channel]:
        """The channels that may have lost something in it."""
        return frozenset(channel for channel, seconds in self._losses.items() if outage.seconds > seconds)

    def _step(self, session: Session) -> Step:
        calendar = snapshots.calendar(session, self._rules.office_hours)
        return Step(session=session, now=self._now(), rules=self._rules, calendar=calendar)
