"""Our own outages: spans in which Fuma wasn't there, so that messages were lost and, in the longer ones, nobody could
answer.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Column, Float, Integer, Table, insert, select, update
from sqlalchemy.orm import Session

from models.ground.base import BIG, Moment, metadata
from models.ground.statements import insert_into

BEAT = 5.0  # seconds between two beats of a process; the one that sweeps the clocks beats each second
LOSS = 20.0  # seconds without a beat, by the wall clock, after which a forgetful platform may have lost a message
OUTAGE = 300.0  # seconds without a beat that give time back to those who had to answer: a restart doesn't

_ONLY = 1

heartbeat = Table(
    "heartbeat",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("wall", Float, nullable=False),  # seconds since 1970
    Column("at", Moment, nullable=False),
)
outages = Table(
    "outages",
    metadata,
    Column("id", BIG, primary_key=True),
    Column("from_at", Moment, nullable=False),
    Column("to_at", Moment, nullable=False, index=True),
    Column("seconds", Float, nullable=False, server_default=str(2 * OUTAGE)),  # by the wall clock
    Column("told_at", Moment),  # when everybody had heard of it
    sqlite_autoincrement=True,
)
outages_told = Table(
    "outages_told",
    metadata,
    Column("outage_id", BIG, primary_key=True, autoincrement=False),
    Column("person_id", Integer, primary_key=True, autoincrement=False),
)


@dataclass(frozen=True, kw_only=True)
class Outage:
    """A span of business time in which Fuma wasn't there, for so many seconds by the wall clock."""

    id: int
    from_at: datetime
    to_at: datetime
    seconds: float


def beat(session: Session, now: datetime, wall: float) -> None:
    """Fuma is there. A gap since the last beat is written down as an outage: judged by the wall clock (seconds since
    1970), as a demo moves business time without being away.
    """
    last = session.execute(select(heartbeat.c.wall, heartbeat.c.at)).first()
    if last is not None and wall - last.wall > LOSS:
        session.execute(insert(outages).values(from_at=last.at, to_at=now, seconds=wall - last.wall))
    row = insert_into(session, heartbeat).values(id=_ONLY, wall=wall, at=now)
    session.execute(row.on_conflict_do_update(index_elements=[heartbeat.c.id], set_={"wall": wall, "at": now}))


def last_beat(session: Session) -> float | None:
    """When Fuma was last there, in seconds since 1970."""
    found: float | None = session.scalar(select(heartbeat.c.wall))
    return found


def outage_within(session: Session, start: datetime, end: datetime) -> datetime | None:
    """When the last outage ended that gives time back and reached into a span; None where there was none."""
    query = select(outages.c.to_at).where(outages.c.from_at < end, outages.c.to_at > start, outages.c.seconds > OUTAGE)
    found: datetime | None = session.scalar(query.order_by(outages.c.to_at.desc()).limit(1))
    return found


def untold(session: Session, longer_than: float = LOSS) -> Outage | None:
    """The oldest outage of so many seconds and more of which not everybody has heard yet."""
    untold = (outages.c.told_at.is_(None), outages.c.seconds > longer_than)
    query = select(outages.c.id, outages.c.from_at, outages.c.to_at, outages.c.seconds).where(*untold)
    row = session.execute(query.order_by(outages.c.id).limit(1)).first()
    return Outage(id=row.id, from_at=row.from_at, to_at=row.to_at, seconds=row.seconds) if row else None


def tell(session: Session, outage: Outage, people: Iterable[int]) -> list[int]:
    """Notes who hears of an outage now; gives those who haven't yet."""
    rows = [{"outage_id": outage.id, "person_id": person} for person in sorted(set(people))]
    if not rows:
        return []
    new = insert_into(session, outages_told).values(rows).on_conflict_do_nothing()
    return sorted(session.scalars(new.returning(outages_told.c.person_id)))


def told(session: Session, outage: Outage, now: datetime) -> None:
    """Everybody has heard of an outage."""
    session.execute(update(outages).where(outages.c.id == outage.id).values(told_at=now))
