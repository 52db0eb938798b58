"""A bot's updates: pushed to its webhook in order of a chat, or fetched by it."""

import asyncio
import contextlib
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import aiohttp

from sandbox.fuma import Fuma
from sandbox.lanes import Lanes
from sandbox.telegram.refusals import conflict

FIRST_DELAY, LAST_DELAY = 0.5, 10.0
ANSWER_SECONDS = 30.0
MAX_CONNECTIONS = 40
KEPT_SECONDS = 24 * 3600
_WEBHOOK_ON = "can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first"
_OTHER_POLLER = "terminated by other getUpdates request; make sure that only one bot instance is running"


@dataclass(frozen=True, slots=True)
class Webhook:
    """Where updates go, and how many at a time."""

    url: str
    secret: str = ""
    connections: int = MAX_CONNECTIONS


@dataclass(frozen=True, slots=True)
class Update:
    """One update and the wall time when it came."""

    id: int
    body: dict[str, Any]
    at: float


class Updates:
    """Keeps each update until the bot has taken it, at most a day."""

    def __init__(self, fuma: Fuma, wall: Callable[[], float]) -> None:
        self._fuma, self._wall = fuma, wall
        self._next_id = secrets.randbelow(900_000_000) + 100_000_000
        self._waiting: dict[int, Update] = {}
        self._lanes: Lanes[Update] = Lanes(self._deliver)
        self._came = asyncio.Event()
        self._changed = asyncio.Event()
        self._slots = asyncio.Semaphore(MAX_CONNECTIONS)
        self._poller: object = None
        self.webhook: Webhook | None = None
        self.allowed: tuple[str, ...] = ()
        self.last_error: tuple[int, str] | None = None

    @property
    def pending(self) -> int:
        """How many updates the bot has not taken yet."""
        return len(self._waiting)

    def put(self, chat_id: int, kind: str, content: dict[str, Any]) -> None:
        """A new update, behind those of its chat; kinds that the bot did not ask for are dropped."""
        if self.allowed and kind not in self.allowed:
            return
        self._next_id += 1
        update = Update(self._next_id, {"update_id": self._next_id, kind: content}, self._wall())
        self._waiting[update.id] = update
        self._lanes.put(chat_id, update)
        self._came.set()

    def point_to(self, webhook: Webhook | None) -> None:
        """Sets or takes away the webhook; what is waiting goes there at once."""
        self.webhook = webhook
        self._slots = asyncio.Semaphore(webhook.connections if webhook else MAX_CONNECTIONS)
        self.last_error = None
        self._announce()

    def drop(self) -> None:
        """Forgets what is waiting."""
        self._waiting.clear()
        self._announce()

    async def poll(self, offset: int, limit: int, patience: float) -> list[dict[str, Any]]:
        """The next updates, waiting that many seconds for one; raises a 409 beside a webhook or another poll."""
        self._refuse_beside_webhook()
        me = self._poller = object()
        self._confirm(offset)
        self._announce()
        until = asyncio.get_running_loop().time() + patience
        while True:
            self._forget_old()
            left = until - asyncio.get_running_loop().time()
            if self._waiting or left <= 0:
                return [update.body for update in list(self._waiting.values())[:limit]]
            self._came.clear()
            await _wait(self._came, left)
            if self.webhook is not None:
                raise conflict("terminated by setWebhook request")
            if self._poller is not me:
                raise conflict(_OTHER_POLLER)

    async def close(self) -> None:
        """Stops delivering."""
        await self._lanes.close()

    def _refuse_beside_webhook(self) -> None:
        if self.webhook is not None:
            raise conflict(_WEBHOOK_ON)

    def _confirm(self, offset: int) -> None:
        ids = list(self._waiting)
        first = offset if offset >= 0 else min(ids[offset:], default=0)
        for update_id in ids:
            if update_id < first:
                del self._waiting[update_id]

    def _forget_old(self) -> None:
        oldest = self._wall() - KEPT_SECONDS
        for update in list(self._waiting.values()):
            if update.at < oldest:
                del self._waiting[update.id]

    async def _deliver(self, update: Update) -> None:
        delay = FIRST_DELAY
        while update.id in self._waiting:
            if self.webhook is None:
                await self._changed.wait()
            elif await self._post(self.webhook, update):
                self._waiting.pop(update.id, None)
            else:
                await _wait(self._changed, delay)
                delay = min(delay * 2, LAST_DELAY)
                self._forget_old()

    async def _post(self, webhook: Webhook, update: Update) -> bool:
        headers = {"X-Telegram-Bot-Api-Secret-Token": webhook.secret} if webhook.secret else {}
        timeout = aiohttp.ClientTimeout(total=ANSWER_SECONDS)
        try:
            async with (
                self._slots,
                self._fuma.session.post(
                    self._fuma.inside(webhook.url),
                    json=update.body,
                    headers=headers,
                    timeout=timeout,
                    allow_redirects=False,
                ) as answer,
            ):
                if 200 <= answer.status < 300:
                    return True
                problem = f"Wrong response from the webhook: {answer.status} {answer.reason}"
        except (aiohttp.ClientError, TimeoutError, OSError) as error:
            problem = str(error) or "Read timeout expired"
        self.last_error = (int(self._wall()), problem)
        return False

    def _announce(self) -> None:
        """Wakes whoever polls, and deliveries that wait to try again."""
        self._came.set()
        self._changed.set()
        self._changed = asyncio.Event()


async def _wait(event: asyncio.Event, seconds: float) -> None:
    with contextlib.suppress(TimeoutError):
        async with asyncio.timeout(seconds):
            await event.wait()
