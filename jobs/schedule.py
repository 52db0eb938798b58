"""The one interval job: APScheduler only ticks; every date is a row in the database."""

import logging
from collections.abc import Awaitable, Callable

from apscheduler.schedulers.asyncio import AsyncIOScheduler

EVERY = 1  # seconds


def tick_each_second(tick: Callable[[], Awaitable[None]]) -> AsyncIOScheduler:
    """A scheduler, not yet started, that calls `tick` each second, never twice at once and never to catch up."""
    # That a slow tick leaves the next ones out is meant, and no news for the operator.
    logging.getLogger("apscheduler.scheduler").setLevel(logging.ERROR)
    scheduler = AsyncIOScheduler(timezone="UTC")
    scheduler.add_job(tick, "interval", seconds=EVERY, max_instances=1, coalesce=True, misfire_grace_time=None)
    return scheduler
