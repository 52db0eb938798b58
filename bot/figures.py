"""Figures for Prometheus that are looked up in the database when somebody asks for them."""

from collections.abc import Callable

from prometheus_client import Gauge
from sqlalchemy.orm import Session

from models.ground.database import Database
from models.post import inbox, outbox, unheard
from models.time import failing_clocks

LOOKED_UP: dict[Gauge, Callable[[Session], int]] = {
    Gauge("fuma_events_waiting", "Events of people that are stored and not handled yet"): inbox.unhandled,
    Gauge("fuma_messages_unsent", "Messages that are still to be sent"): outbox.unsent,
    Gauge("fuma_messages_aside", "Messages given up after every attempt; they may have arrived"): unheard.number_aside,
    Gauge("fuma_messages_refused", "Messages a platform can't take as we made them"): unheard.number_refused,
    Gauge("fuma_clocks_failing", "Clocks that couldn't act the last time and are tried again"): failing_clocks.failing,
}


async def look_up(database: Database) -> None:
    """Sets every gauge to what the database says now."""
    found = await database.read(lambda session: [(gauge, count(session)) for gauge, count in LOOKED_UP.items()])
    for gauge, value in found:
        gauge.set(value)
