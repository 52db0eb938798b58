"""The platform of letters, played by the test."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web

TOKEN = "coo-coo-coo"


@dataclass
class Loft:
    """What was brought, by number; a change leaves the number."""

    port: int = 0
    letters: dict[str, dict[str, Any]] = field(default_factory=dict)

    changed: list[str] = field(default_factory=list)

    async def bring(self, request: web.Request) -> web.Response:
        """A letter to somebody."""
        self._check(request)
        number = f"n{len(self.letters) + 1}"
        self.letters[number] = await request.json()
        return web.json_response({"number": number})

    async def change(self, request: web.Request) -> web.Response:
        """Other words in place of a letter's."""
        self._check(request)
        number = request.match_info["number"]
        self.letters[number] = await request.json()
        self.changed.append(number)
        return web.json_response({"number": number})

    async def know(self, request: web.Request) -> web.Response:
        """Whether we are known."""
        self._check(request)
        return web.json_response({})

    def _check(self, request: web.Request) -> None:
        if request.headers.get("authorization") != TOKEN:
            raise web.HTTPForbidden


@asynccontextmanager
async def serving() -> AsyncIterator[Loft]:
    """The platform, until the block ends."""
    loft = Loft()
    application = web.Application()
    application.router.add_post("/letters", loft.bring)
    application.router.add_put("/letters/{number}", loft.change)
    application.router.add_get("/me", loft.know)
    runner = web.AppRunner(application)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    loft.port = runner.addresses[0][1]
    try:
        yield loft
    finally:
        await runner.cleanup()
