"""Our own outages: spans in which nobody could answer, because Fuma wasn't there."""

from datetime import datetime

from sqlalchemy import Column, Float, Integer, Table, insert, select
from sqlalchemy.orm import Session

from models.base import BIG, Moment, metadata
from models.statements import insert_into

OUTAGE = 300.0  # seconds without a beat, by the wall clock, that count: a restart isn't one

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
    sqlite_autoincrement=True,
)


def beat(session: Session, now: datetime, wall: float) -> None:
    """Fuma is there. A gap since the last beat is written down as an outage: judged by the wall clock (seconds since
    1970), as a demo moves business time without being away.
    """
    last = session.execute(select(heartbeat.c.wall, heartbeat.c.at)).first()
    if last is not None and wall - last.wall > OUTAGE:
        session.execute(insert(outages).values(from_at=last.at, to_at=now))
    row = insert_into(session, heartbeat).values(id=_ONLY, wall=wall, at=now)
    session.execute(row.on_conflict_do_update(index_elements=[heartbeat.c.id], set_={"wall": wall, "at": now}))


def last_beat(session: Session) -> float | None:
    """When Fuma was last there, in seconds since 1970."""
    found: float | None = session.scalar(select(heartbeat.c.wall))
    return found


def outage_within(session: Session, start: datetime, end: datetime) -> datetime | None:
    """When the last outage ended that reached into a span; None where there was none."""
    query = select(outages.c.to_at).where(outages.c.from_at < end, outages.c.to_at > start)
    found: datetime | None = session.scalar(query.order_by(outages.c.to_at.desc()).limit(1))
    return found
