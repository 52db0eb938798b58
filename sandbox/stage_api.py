"""What a test or the page asks of the sandbox as a whole: rest, time, signs, calls, tokens."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from sandbox.acts import read_json, text_of
from sandbox.clock import parse_duration, parse_moment
from sandbox.fuma import FumaUnreachable
from sandbox.people_api import number_of
from sandbox.refusals import ActRefused
from sandbox.settling import NotSettled, Settling
from sandbox.world import World

PATIENCE = 60.0


class StageApi:
    """Routes under /sandbox beside those of the people."""

    def __init__(
        self, world: World, settling: Settling, lost: Callable[[], int], expire_tokens: Callable[[], None]
    ) -> None:
        self._world = world
        self._settling = settling
        self._lost = lost
        self._expire_tokens = expire_tokens

    def routes(self) -> list[Route]:
        """All of them."""
        return [
            Route("/sandbox/settle", self._settle, methods=["POST"]),
            Route("/sandbox/clock", self._clock, methods=["GET"]),
            Route("/sandbox/clock", self._move, methods=["POST"]),
            Route("/sandbox/signs", self._signs),
            Route("/sandbox/wire", self._wire),
            Route("/sandbox/tokens/expire", self._expire, methods=["POST"]),
        ]

    async def _settle(self, request: Request) -> Response:
        patience = number_of(await read_json(request), "timeout", PATIENCE)
        try:
            took = await self._settling.settle(patience)
        except NotSettled as error:
            raise ActRefused(504, f"not settled {error}") from error
        return JSONResponse({"settled": True, "took": round(took, 3), "lost": self._lost()})

    async def _clock(self, _request: Request) -> Response:
        try:
            now = (await self._world.fuma.time()).now
        except FumaUnreachable:
            now = self._world.clock.now()
        return _time(now)

    async def _move(self, request: Request) -> Response:
        told = await read_json(request)
        patience = number_of(told, "timeout", PATIENCE)
        try:
            return _time(await self._moved(told, patience))
        except NotSettled as error:
            raise ActRefused(504, f"not settled {error}") from error
        except FumaUnreachable as error:
            raise ActRefused(502, f"Fuma's clock can't be moved: {error}") from error

    async def _moved(self, told: dict[str, Any], patience: float) -> datetime:
        try:
            if "advance" not in told:
                return await self._settling.move_to(parse_moment(text_of(told, "to")), patience)
            return await self._settling.advance(parse_duration(text_of(told, "advance")), patience)
        except ValueError as error:
            raise ActRefused(400, str(error)) from error

    async def _signs(self, _request: Request) -> Response:
        return JSONResponse(await self._world.fuma.signs())

    async def _wire(self, request: Request) -> Response:
        after = request.query_params.get("after") or "0"
        if not after.isdecimal():
            raise ActRefused(400, "after is a number")
        return JSONResponse(self._world.wire.after(int(after)))

    async def _expire(self, _request: Request) -> Response:
        self._expire_tokens()
        return JSONResponse({"ok": True})


def _time(now: datetime) -> Response:
    return JSONResponse({"now": now.isoformat(timespec="seconds")})
