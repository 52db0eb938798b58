"""Updates by asking for them, where Telegram can't reach us: nothing is acknowledged before it is stored."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

import structlog
from telegram.error import InvalidToken, RetryAfter, TelegramError

from bot.channels.telegram.adapter import TelegramChannel
from bot.channels.telegram.errors import UnreadableUpdate
from bot.channels.telegram.outcomes import TOKEN_SECONDS, wait
from jobs.backoff import Backoff
from models.ground.messages import Incoming

log = structlog.get_logger(__name__)

Nap = Callable[[float], Awaitable[None]]
Receive = Callable[[Incoming, Mapping[str, Any]], Awaitable[None]]

WAIT_SECONDS = 25  # that Telegram holds a question open while there is nothing
PAUSES = Backoff(1.0, 2, 30.0)  # after a fault


async def poll(
    channel: TelegramChannel,
    receive: Receive,
    *,
    wait_seconds: int = WAIT_SECONDS,
    pauses: Backoff = PAUSES,
    nap: Nap = asyncio.sleep,
) -> None:
    """Asks for updates until cancelled and hands each to `receive`, in order; returns never by itself.

    An update is acknowledged only by the question after the one that brought it, so what `receive` hasn't returned
    from comes again. What `receive` raises ends the polling; started again, it goes on with the same update.
    """
    offset: int | None = None
    failures = 0
    loop = asyncio.get_running_loop()
    while True:
        asked = loop.time()
        try:
            updates = await channel.updates(offset, wait_seconds)
        except TelegramError as error:
            log.warning("telegram.polling.failed", error=type(error).__name__)
            await nap(_pause_after(error, pauses.after(failures)))
            failures += 1
            continue
        failures = 0
        # An empty answer has acknowledged all there was. To begin afresh then is safe, and needed: after a week
        # without updates Telegram may number them from a lower start.
        before, offset = offset, await _take(channel, receive, updates)
        if offset == before or not updates:
            # Nothing new: a server that doesn't hold the question open mustn't be asked in a tight loop.
            await nap(max(0.0, asked + pauses.first - loop.time()))


async def _take(channel: TelegramChannel, receive: Receive, updates: list[Any]) -> int | None:
    """Hands on a batch; the offset that acknowledges it, or None where there was nothing to acknowledge."""
    offset: int | None = None
    for update in updates:
        try:
            incoming = channel.read(update)
        except UnreadableUpdate as error:
            log.warning("telegram.update.unreadable", part=str(error))
            incoming = None
        if incoming is not None:
            await receive(incoming, update)
        number = update.get("update_id") if isinstance(update, dict) else None
        if type(number) is int:
            offset = max(offset or 0, number + 1)
    return offset


def _pause_after(error: TelegramError, pause: float) -> float:
    if isinstance(error, RetryAfter):
        return wait(error)
    return max(pause, TOKEN_SECONDS) if isinstance(error, InvalidToken) else pause
