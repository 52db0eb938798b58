"""Runs turns: every event once, a person's own in order, each in one transaction with all it says."""

import asyncio
from collections import Counter
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from functools import partial

import structlog
from sqlalchemy.orm import Session

from bot.clock import BusinessClock
from bot.completing import Completer
from bot.postbox import Postbox
from bot.words import Words
from handlers import catalogue
from handlers.operation import missed
from handlers.turn import Turn
from handlers.visits.actions import unreached
from jobs.backoff import Backoff
from models.ground.codes import new_number
from models.ground.database import Database
from models.ground.messages import NOBODY, Channel, Class, Incoming, Message
from models.post import inbox
from models.post.inbox import Event, EventState, lane_of, person_of
from models.post.outbox_table import Row
from models.register import people, snapshots
from models.register.admission import Admission, admission
from models.register.people import Person
from models.register.rules import Rules

log = structlog.get_logger(__name__)

TRIES = 3
PAUSES = Backoff(2.0, 10, 20.0)  # before the second and the third try: three within a minute
LOOK = 0.5  # seconds between looks for events nobody is handling
LANES = 64  # lanes looked at together


@dataclass(frozen=True)
class _Done:
    """What a transaction came to: the rows to hand over, and whether the event has to be handled later."""

    rows: list[Row]
    later: bool = False


class TurnFailed(Exception):
    """A turn raised what nobody expected; everything it did is rolled back."""

    def __init__(self, event: int) -> None:
        super().__init__(event)
        self.event = event


class Turns:
    """The one door for events of people."""

    def __init__(
        self,
        database: Database,
        postbox: Postbox,
        words: Words,
        rules: Rules,
        clock: BusinessClock,
        completer: Completer,
        links: Callable[[Channel], str],
    ) -> None:
        self._database = database
        self._postbox = postbox
        self._words = words
        self._rules = rules
        self._clock = clock
        self._completer = completer
        self._links = links
        self._lanes: dict[str, asyncio.Lock] = {}
        self._waiting: Counter[str] = Counter()
        self._kick = asyncio.Event()

    @property
    def busy(self) -> bool:
        """Whether a turn is under way."""
        return bool(self._waiting)

    async def receive(self, incoming: Incoming) -> None:
        """Stores an event and normally handles it in the same transaction; returns once that is committed.

        An event that has to wait (for a file, for an earlier one, after a failure) is stored and handled soon.
        """
        await self._in_lane(f"{incoming.channel.value}:{incoming.account}", partial(self._receive, incoming))

    async def run(self) -> None:
        """Handles what was stored for later, until cancelled."""
        async with asyncio.TaskGroup() as group:
            group.create_task(self._completer.run(self._kick.set))
            while True:
                self._kick.clear()
                if not await self._handle_due():
                    await self._nap(LOOK)

    async def _handle_due(self) -> bool:
        """Handles the oldest event of each lane that is due; whether there was any."""
        try:
            lanes = await self._database.run(lambda session: inbox.due_lanes(session, self._clock.wall(), LANES))
            handled = await asyncio.gather(*(self._in_lane(lane, partial(self.handle_next, lane)) for lane in lanes))
        except Exception:
            log.exception("turns.database")  # it will come back; what is stored isn't lost
            return False
        return any(handled)

    async def _nap(self, seconds: float) -> None:
        with suppress(TimeoutError):
            await asyncio.wait_for(self._kick.wait(), seconds)

    async def _in_lane(self, lane: str, work: Callable[[], Awaitable[bool]]) -> bool:
        """One at a time for one person in this process; across processes the person's row is locked."""
        self._waiting[lane] += 1
        lock = self._lanes.setdefault(lane, asyncio.Lock())
        try:
            async with lock:
                return await work()
        finally:
            self._waiting[lane] -= 1
            if not self._waiting[lane]:
                del self._waiting[lane], self._lanes[lane]

    async def _receive(self, incoming: Incoming) -> bool:
        try:
            done = await self._database.run(partial(self._first_turn, incoming))
        except Exception:
            # Whatever the fault is, the event isn't lost: it is kept, and tried again by the worker.
            log.exception("turn.failed", channel=incoming.channel.value, act=incoming.act.value)
            await self._database.run(partial(self._keep_failed, incoming))
            return True
        self._postbox.hand_over(done.rows)
        if done.later:
            self._completer.kick()
            self._kick.set()
        return True

    def _first_turn(self, incoming: Incoming, session: Session) -> _Done:
        person_id = people.identify(session, incoming.channel, incoming.account)
        lane = _lane(incoming, person_id)
        now = self._clock.now()
        number = inbox.store(session, incoming, lane, EventState.HANDLED, now)
        if number is None:
            return _Done([])  # the platform sent it again
        if person_id is not None:
            people.lock(session, person_id)
        event = _first(number, lane, incoming, now)
        waits = _waits_as(incoming, person_id)
        if waits is EventState.WAITING or inbox.has_earlier(session, lane):
            inbox.keep_for_later(session, event, waits)
            return _Done([], later=True)
        return _Done(self._guarded(session, event, person_id))

    def _keep_failed(self, incoming: Incoming, session: Session) -> None:
        """Keeps an event whose first try failed; what the platform had sent twice is kept already."""
        person_id = people.identify(session, incoming.channel, incoming.account)
        lane, now = _lane(incoming, person_id), self._clock.now()
        number = inbox.store(session, incoming, lane, _waits_as(incoming, person_id), now)
        if number is not None:
            inbox.try_again(session, _first(number, lane, incoming, now), self._clock.wall() + PAUSES.after(0))

    async def handle_next(self, lane: str) -> bool:
        """Handles the oldest event of a lane; False where there is none that can be handled now."""
        try:
            done = await self._database.run(partial(self._next_turn, lane))
        except TurnFailed as failure:
            log.exception("turn.failed", event_id=failure.event)
            self._postbox.hand_over(await self._database.run(partial(self._failed, lane, failure.event)))
            return True
        self._postbox.hand_over(done.rows)
        return not done.later

    def _next_turn(self, lane: str, session: Session) -> _Done:
        person_id = person_of(lane)
        if person_id is not None:
            people.lock(session, person_id)
        event = inbox.oldest(session, lane)
        if event is None or event.state is EventState.WAITING or event.next_at > self._clock.wall():
            return _Done([], later=True)
        if not inbox.take(session, event):
            return _Done([], later=True)  # strangers aren't locked: another worker was quicker
        return _Done(self._guarded(session, event, person_id))

    def _failed(self, lane: str, number: int, session: Session) -> list[Row]:
        """Puts a failed event off; after the third failure sets it aside and tells the person its number."""
        person_id = person_of(lane)
        if person_id is not None:
            people.lock(session, person_id)
        event = inbox.oldest(session, lane)
        if event is None or event.id != number:
            return []  # another worker has handled it since
        if event.attempts + 1 < TRIES:
            inbox.try_again(session, event, self._clock.wall() + PAUSES.after(event.attempts))
            return []
        inbox.set_aside(session, event)
        reference = new_number()  # by chance: the event's own number would count everybody's
        log.error("turn.set_aside", event_id=event.id, reference=reference)
        sorry = Message(to=person_id or NOBODY, key="turn-failed", fields={"number": reference})
        return self._postbox.post(session, [sorry], self._clock.now(), event.incoming)

    def _guarded(self, session: Session, event: Event, person_id: int | None) -> list[Row]:
        """Handles an event; raises TurnFailed whatever goes wrong, so that an escaped Suspend too kills nothing."""
        try:
            rows = self._handle(session, event, person_id)
            session.flush()
        except (asyncio.CancelledError, KeyboardInterrupt, SystemExit):
            raise
        except BaseException as fault:
            raise TurnFailed(event.id) from fault
        return rows

    def _handle(self, session: Session, event: Event, person_id: int | None) -> list[Row]:
        incoming = event.incoming
        person = snapshots.person(session, person_id) if person_id is not None else None
        suspended = person is not None and person.suspended_at is not None
        match admission(incoming.act, private=incoming.private, known=person is not None, suspended=suspended):
            case Admission.HEARD if person is not None:
                return self._heard(session, event, person)
            case Admission.EXPLAINED:
                # Behind everybody's verdicts and answers: a crowd of strangers must not hold up a gate.
                said = Message(to=NOBODY, key="stranger-explained", urgency=Class.BULK)
            case Admission.SHOWN_IN:
                link = self._links(incoming.channel)
                said = Message(to=NOBODY, key="group-only-private", fields={"link": link})
            case Admission.NOTED_AWAY:
                people.reached(session, incoming.channel, incoming.account, reachable=False)
                return []
            case _:  # the platform's own word, about somebody we don't hear
                return []
        return self._postbox.post(session, [said], event.received_at, incoming)

    def _heard(self, session: Session, event: Event, person: Person) -> list[Row]:
        incoming = event.incoming
        was_lost = people.is_lost(person, incoming)
        person = people.wrote(session, person, incoming)
        if incoming.own:
            self._postbox.pressed(session, incoming, self._clock.wall())
        turn = Turn(
            session=session,
            now=event.received_at,
            rules=self._rules,
            calendar=snapshots.calendar(session, self._rules.office_hours),
            words=partial(self._words.say, person.locale),
            person=person,
            channel=incoming.channel,
        )
        if was_lost:
            missed.tell_missed(turn)
            unreached.back_again(turn)
        catalogue.handle(turn, event)
        return self._postbox.post(session, turn.said, event.received_at, incoming)


def _first(number: int, lane: str, incoming: Incoming, now: datetime) -> Event:
    return Event(
        id=number, lane=lane, incoming=incoming, file=None, received_at=now, state=EventState.HANDLED, attempts=0
    )


def _waits_as(incoming: Incoming, person_id: int | None) -> EventState:
    """Files are fetched only for people we know, who talk to us in private."""
    fetched = incoming.file is not None and person_id is not None and incoming.private
    return EventState.WAITING if fetched else EventState.OPEN


def _lane(incoming: Incoming, person_id: int | None) -> str:
    return lane_of(person_id) if person_id is not None else f"{incoming.channel.value}:{incoming.account}"
