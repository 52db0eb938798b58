"""How far the demo has moved business time from the wall clock: one row, honoured only by the demo and the tour."""

from datetime import timedelta

from sqlalchemy import Column, Float, Integer, Table, select
from sqlalchemy.orm import Session

from models.ground.base import metadata
from models.ground.statements import insert_into

clock_offset = Table(
    "clock_offset",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("seconds", Float, nullable=False),
)

_ONLY = 1


def find(session: Session) -> timedelta:
    """The offset; zero where none was set."""
    seconds = session.execute(select(clock_offset.c.seconds)).scalar()
    return timedelta(seconds=seconds or 0.0)


def put(session: Session, offset: timedelta) -> None:
    """Sets the offset."""
    seconds = offset.total_seconds()
    row = insert_into(session, clock_offset).values(id=_ONLY, seconds=seconds)
    session.execute(row.on_conflict_do_update(index_elements=[clock_offset.c.id], set_={"seconds": seconds}))
