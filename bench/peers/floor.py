"""The floor: dicts, an aiohttp session and one insert. Nothing is durable, nothing is checked."""

import argparse
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import aiohttp

from bench.peers.rows import Rows
from bench.peers.web import serve
from bench.story import ASKS_DEPARTMENT, ASKS_REASONS, ASKS_WHOLE, ASKS_WORDS, LEVELS, REASONS, THANKS, TOKEN

ANSWERS = (
    (ASKS_DEPARTMENT, LEVELS),
    (ASKS_WHOLE, LEVELS),
    (ASKS_REASONS, REASONS),
    (ASKS_WORDS, ()),
    (THANKS, ()),
)


class Floor:
    """A dictionary of conversations."""

    def __init__(self, api: str, rows: Rows) -> None:
        self._calls = f"{api}/bot{TOKEN}/"
        self._rows = rows
        self._given: dict[int, list[str]] = {}
        self._session: aiohttp.ClientSession

    @asynccontextmanager
    async def life(self) -> AsyncIterator[None]:
        """While the session is open."""
        async with aiohttp.ClientSession() as self._session:
            yield

    async def handle(self, update: dict[str, Any]) -> None:
        """The next answer of a person, and the next question."""
        press = update.get("callback_query")
        account = (press or update["message"])["from"]["id"]
        given = self._given.setdefault(account, [])
        given.append(press["data"] if press else update["message"]["text"])
        text, labels = ANSWERS[len(given) - 1]
        if len(given) == len(ANSWERS):
            del self._given[account]
            self._rows.put(account, int(given[1]), int(given[2]), given[4])
        if press:
            await self._call("answercallbackquery", {"callback_query_id": press["id"]})
        keys = [[{"text": label, "callback_data": str(n)}] for n, label in enumerate(labels)]
        await self._call("sendmessage", {"chat_id": account, "text": text, "reply_markup": {"inline_keyboard": keys}})

    async def _call(self, method: str, body: dict[str, Any]) -> None:
        async with self._session.post(self._calls + method, json=body) as response:
            await response.json()


def main() -> None:
    """Runs the bot."""
    options = argparse.ArgumentParser()
    options.add_argument("--port", type=int, required=True)
    options.add_argument("--api", required=True)
    options.add_argument("--rows", required=True)
    given = options.parse_args()
    floor = Floor(given.api, Rows(given.rows))
    serve(given.port, floor.handle, floor.life)


if __name__ == "__main__":
    main()
