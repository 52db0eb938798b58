"""The inbox: every event once, in the order it came, handled in its sender's lane."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict, dataclass, field, fields
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import (
    JSON,
    Column,
    Float,
    Integer,
    String,
    Table,
    Text,
    UniqueConstraint,
    bindparam,
    exists,
    func,
    literal_column,
    select,
    update,
)
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from models.ground import marks
from models.ground.base import BIG, Moment, metadata, partial_index
from models.ground.messages import Act, Channel, FileReference, Incoming
from models.ground.statements import Statement
from models.ground.subjects import Subject
from models.register.editions import OF_REGISTER, note_register

RECENT = 100_000  # events among which those given up are counted
OWN = "own"  # the field of an event that stands in its JSON not under its name: its values stand beside the others
KNOWN = frozenset(each.name for each in fields(Incoming)) - {OWN}
PERSON = "person"  # begins the lane of somebody known; a stranger's begins with his channel


class EventState(StrEnum):
    """An event is born handled in its own turn, or waits for its file or its turn; three failures set it aside."""

    HANDLED = "handled"
    WAITING = "waiting"  # for its file to be fetched
    OPEN = "open"
    ASIDE = "aside"


inbox = Table(
    "inbox",
    metadata,
    Column("id", BIG, primary_key=True),
    Column("channel", String(24), nullable=False),
    Column("event", Text, nullable=False),
    Column("lane", Text, nullable=False),
    Column("body", JSON, nullable=False),
    Column("stored_file", JSON),
    Column("received_at", Moment, nullable=False),
    Column("state", String(24), nullable=False),
    Column("attempts", Integer, nullable=False, server_default="0"),
    Column("next_at", Float, nullable=False, server_default="0"),  # wall clock, seconds since 1970
    UniqueConstraint("channel", "event"),
    partial_index(
        "ix_inbox_unhandled",
        "lane",
        "id",
        where="state IN ('open', 'waiting')",
    ),
    partial_index("ix_inbox_waiting", "id", where="state = 'waiting'"),
    partial_index("ix_inbox_open", "id", where="state IN ('open', 'waiting')"),
    sqlite_autoincrement=True,  # a number given once is never given again
)


@dataclass(frozen=True, kw_only=True)
class StoredFile:
    """A file as it was completed: its digest, what its content says it is, and the text of a code seen on a picture."""

    digest: str
    mime: str
    size: int
    name: str
    code: str = ""
    problem: str = ""  # the key of a sentence, where it can't be taken
    about: Mapping[str, int] = field(default_factory=dict)  # its fields


@dataclass(frozen=True, kw_only=True)
class Event:
    """A row of the inbox."""

    id: int
    lane: str
    incoming: Incoming
    file: StoredFile | None
    received_at: datetime
    state: EventState
    attempts: int
    next_at: float = 0.0


_COLUMNS = (
    inbox.c.id,
    inbox.c.lane,
    inbox.c.body,
    inbox.c.stored_file,
    inbox.c.received_at,
    inbox.c.state,
    inbox.c.attempts,
    inbox.c.next_at,
)
_values = {
    "channel": bindparam("channel"),
    "event": bindparam("event"),
    "lane": bindparam("lane"),
    "body": bindparam("body", type_=JSON),
    "received_at": bindparam("received_at", type_=Moment),
    "state": bindparam("state"),
}
_store = {
    "sqlite": Statement(sqlite.insert(inbox).values(_values).on_conflict_do_nothing().returning(inbox.c.id)),
    "postgresql": Statement(postgresql.insert(inbox).values(_values).on_conflict_do_nothing().returning(inbox.c.id)),
}
# Literals, in the words of the partial index: neither database uses it for bound parameters.
_UNHANDLED = inbox.c.state.in_([literal_column("'open'"), literal_column("'waiting'")])
_IS_WAITING = inbox.c.state == literal_column("'waiting'")
_oldest = Statement(
    select(*_COLUMNS).where(inbox.c.lane == bindparam("lane"), _UNHANDLED).order_by(inbox.c.id).limit(1)
)
_has_earlier = Statement(
    select(exists(select(inbox.c.id).where(inbox.c.lane == bindparam("lane"), _UNHANDLED)), OF_REGISTER)
)
_IS_ABOVE = inbox.c.id >= bindparam("low", type_=BIG)
_first = select(func.min(inbox.c.id).label("id")).where(_UNHANDLED, _IS_ABOVE).group_by(inbox.c.lane).subquery()
_due_lanes = Statement(
    select(inbox.c.lane)
    .join(_first, _first.c.id == inbox.c.id)
    .where(inbox.c.state == literal_column("'open'"), inbox.c.next_at <= bindparam("now", type_=Float))
    .order_by(inbox.c.id)
    .limit(bindparam("limit", type_=Integer))
)
_waiting = Statement(
    select(*_COLUMNS).where(_IS_WAITING, _IS_ABOVE).order_by(inbox.c.id).limit(bindparam("limit", type_=Integer))
)
_count = Statement(select(func.count()).select_from(inbox).where(_UNHANDLED))
_newest_number = Statement(select(func.coalesce(func.max(inbox.c.id), 0)))
_oldest_unhandled = Statement(select(func.min(inbox.c.id)).where(_UNHANDLED, _IS_ABOVE))
_longest = Statement(select(func.min(inbox.c.received_at)).where(_UNHANDLED))
_anything = Statement(
    select(
        exists(select(inbox.c.id).where(_UNHANDLED, _IS_ABOVE, inbox.c.received_at < bindparam("before", type_=Moment)))
    )
)
_aside = Statement(
    select(func.count())
    .select_from(inbox)
    .where(
        inbox.c.id > func.coalesce(select(func.max(inbox.c.id)).scalar_subquery(), 0) - RECENT,
        inbox.c.state == EventState.ASIDE.value,
    )
)
_settle = Statement(
    update(inbox).where(inbox.c.id == bindparam("row")).values(state=bindparam("to"), attempts=bindparam("tries"))
)
_take = Statement(
    update(inbox)
    .where(inbox.c.id == bindparam("row"), inbox.c.state == literal_column("'open'"))
    .values(state=EventState.HANDLED.value)
)
_postpone = Statement(
    update(inbox)
    .where(inbox.c.id == bindparam("row"))
    .values(attempts=bindparam("tries"), next_at=bindparam("at", type_=Float))
)
_complete = Statement(
    update(inbox)
    .where(inbox.c.id == bindparam("row"), _IS_WAITING)
    .values(state=EventState.OPEN.value, stored_file=bindparam("stored", type_=JSON))
)


def store(session: Session, incoming: Incoming, lane: str, state: EventState, now: datetime) -> int | None:
    """Stores an event and gives its number, or None where the same event is stored already."""
    rows = _store[session.get_bind().dialect.name](
        session,
        channel=incoming.channel.value,
        event=incoming.event,
        lane=lane,
        body=incoming_to_json(incoming),
        received_at=now,
        state=state.value,
    )
    return rows[0][0] if rows else None


def oldest(session: Session, lane: str) -> Event | None:
    """The lane's oldest event that isn't handled."""
    rows = _oldest(session, lane=lane)
    return _event(rows[0]) if rows else None


def has_earlier(session: Session, lane: str) -> bool:
    """Whether the lane has an event that isn't handled. Brings the register's edition along: each turn begins with
    both.
    """
    ((found, edition),) = _has_earlier(session, lane=lane)
    note_register(session, edition)
    return bool(found)


def _low_water(session: Session) -> int:
    """Where the events begin that aren't handled."""
    kept = marks.of(session)
    if kept is None:
        return 0
    kept.move(
        session,
        "inbox",
        newest=lambda: _newest_number(session)[0][0],
        oldest=lambda low: _oldest_unhandled(session, low=low)[0][0],
    )
    return kept.low("inbox")


def lane_of(person_id: int) -> str:
    """The lane of somebody known: what he does is handled in its order."""
    return str(Subject(PERSON, person_id))


def person_of(lane: str) -> int | None:
    """Whose lane it is, None of a stranger's."""
    return Subject.read(lane).number if lane.startswith(f"{PERSON}:") else None


def waits(session: Session, people: Callable[[], Iterable[int]], before: datetime) -> bool:
    """Whether an event of any of these people that was stored before a moment isn't handled yet; they are only asked
    for where anybody's is.
    """
    if not _anything(session, low=_low_water(session), before=before)[0][0]:
        return False
    lanes = [lane_of(person) for person in people()]
    query = select(inbox.c.id).where(_UNHANDLED, inbox.c.lane.in_(lanes), inbox.c.received_at < before).limit(1)
    return session.execute(query).first() is not None


def due_lanes(session: Session, now: float, limit: int) -> list[str]:
    """The lanes whose oldest event can be handled at `now` (wall clock, seconds since 1970): a lane that waits for a
    file or after a failure takes nobody's place.
    """
    return [row[0] for row in _due_lanes(session, low=_low_water(session), now=now, limit=limit)]


def waiting_for_file(session: Session, limit: int) -> list[Event]:
    """The events whose file has to be fetched, oldest first."""
    return [_event(row) for row in _waiting(session, low=_low_water(session), limit=limit)]


def unhandled(session: Session) -> int:
    """How many events wait."""
    return int(_count(session)[0][0])


def oldest_unhandled(session: Session) -> datetime | None:
    """When the event came that has waited longest."""
    found: datetime | None = _longest(session)[0][0]
    return found


def aside(session: Session) -> int:
    """How many of the `RECENT` newest events were given up."""
    return int(_aside(session)[0][0])


def wrote(session: Session, channel: Channel, start: datetime, end: datetime) -> list[int]:
    """Which people did something on a channel in a span, as far as it is among the `RECENT` newest events."""
    newest = func.coalesce(select(func.max(inbox.c.id)).scalar_subquery(), 0)
    query = select(inbox.c.lane).where(
        inbox.c.id > newest - RECENT,
        inbox.c.channel == channel.value,
        inbox.c.received_at >= start,
        inbox.c.received_at <= end,
        inbox.c.lane.startswith(f"{PERSON}:", autoescape=True),
    )
    return [Subject.read(lane).number for lane in session.scalars(query.distinct().order_by(inbox.c.lane))]


def take(session: Session, event: Event) -> bool:
    """Marks an event as handled, in the transaction of its turn; False where another worker did."""
    return _take.count(session, row=event.id) == 1


def keep_for_later(session: Session, event: Event, state: EventState) -> None:
    """The event isn't handled in the transaction that stored it."""
    _settle(session, row=event.id, to=state.value, tries=event.attempts)


def set_aside(session: Session, event: Event) -> None:
    """Gives an event up after its last failure; the lane goes on."""
    _settle(session, row=event.id, to=EventState.ASIDE.value, tries=event.attempts + 1)


def try_again(session: Session, event: Event, at: float) -> None:
    """Puts a failed event off until `at` (wall clock, seconds since 1970)."""
    _postpone(session, row=event.id, tries=event.attempts + 1, at=at)


def complete(session: Session, event_id: int, file: StoredFile) -> bool:
    """Gives an event its file; False where another worker did."""
    return _complete.count(session, row=event_id, stored=asdict(file)) == 1


def incoming_to_json(incoming: Incoming) -> dict[str, Any]:
    """An event as it is kept, without what is empty; what a channel has of its own stands beside the rest."""
    known = {key: value for key, value in vars(incoming).items() if key != OWN and value not in ("", None)}
    kept = {**incoming.own, **known}
    if incoming.file is not None:
        kept["file"] = asdict(incoming.file)
    return kept


def _event(row: Any) -> Event:
    number, lane, body, stored_file, received_at, state, attempts, next_at = row
    file = body.pop("file", None)
    known = {key: body[key] for key in KNOWN & body.keys()}
    incoming = Incoming(
        **{**known, "channel": Channel(body["channel"]), "act": Act(body["act"])},
        file=FileReference(**file) if file else None,
        own={key: body[key] for key in body.keys() - KNOWN},
    )
    return Event(
        id=number,
        lane=lane,
        incoming=incoming,
        file=StoredFile(**stored_file) if stored_file else None,
        received_at=received_at,
        state=EventState(state),
        attempts=attempts,
        next_at=next_at,
    )
