"""Deliveries to Fuma: one after the other in a lane, lanes beside each other."""

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable, Hashable
from typing import Generic, TypeVar

Item = TypeVar("Item")


class Lanes(Generic[Item]):
    """Hands each item to `deliver`, which returns when it is done with it, and then takes the lane's next."""

    def __init__(self, deliver: Callable[[Item], Awaitable[None]]) -> None:
        self._deliver = deliver
        self._waiting: dict[Hashable, deque[Item]] = {}
        self._tasks: dict[Hashable, asyncio.Task[None]] = {}

    @property
    def pending(self) -> int:
        """How many items are not done with."""
        return sum(len(items) for items in self._waiting.values())

    def put(self, lane: Hashable, item: Item) -> None:
        """Queues an item behind those of its lane."""
        self._waiting.setdefault(lane, deque()).append(item)
        if lane not in self._tasks:
            self._tasks[lane] = asyncio.create_task(self._run(lane))

    async def close(self) -> None:
        """Stops all lanes; what was not delivered is lost with the sandbox."""
        tasks = list(self._tasks.values())
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    async def _run(self, lane: Hashable) -> None:
        items = self._waiting[lane]
        while items:
            await self._deliver(items[0])
            items.popleft()
        del self._waiting[lane], self._tasks[lane]
