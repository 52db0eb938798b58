"""What only the demo answers: its clock, whether it is idle, and the signs at the gates. For this machine alone."""

import asyncio
from base64 import b64encode
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from bot.drawing import draw
from bot.wiring import Service
from models.ground import offset
from models.ground.messages import Drawing, Picture
from models.post import inbox, outbox
from models.register.enterprises import Enterprise, Sign
from models.time import clocks
from models.time.moments import to_cst

LOOPBACK = frozenset({"127.0.0.1", "::1"})


class DemoRoutes:
    """The demo's own addresses."""

    def __init__(self, service: Service) -> None:
        self._service = service

    def routes(self) -> list[Route]:
        """Under /demo."""
        return [
            Route("/demo/clock", self.clock, methods=["GET"]),
            Route("/demo/clock", self.set_clock, methods=["POST"]),
            Route("/demo/idle", self.idle, methods=["GET"]),
            Route("/demo/signs", self.signs, methods=["GET"]),
        ]

    async def clock(self, request: Request) -> Response:
        """Business time, and the next moment at which something is due."""
        if not _from_here(request):
            return Response(status_code=403)
        due = await self._service.database.read(clocks.next_moment)
        now = to_cst(self._service.clock.now()).isoformat()
        return JSONResponse({"now": now, "next_due": to_cst(due).isoformat() if due else None})

    async def set_clock(self, request: Request) -> Response:
        """Moves business time forward to a moment."""
        if not _from_here(request):
            return Response(status_code=403)
        try:
            wanted = datetime.fromisoformat((await request.json())["now"])
            ahead = wanted - self._service.clock.now()
        except (ValueError, KeyError, TypeError):
            return JSONResponse({"error": "now must be a moment with a zone"}, status_code=400)
        if ahead < -timedelta(seconds=1):
            return JSONResponse({"error": "business time only goes forward"}, status_code=400)
        new = self._service.clock.offset + ahead
        await self._service.database.run(lambda session: offset.put(session, new))
        self._service.clock.offset = new
        return JSONResponse({"now": to_cst(self._service.clock.now()).isoformat()})

    async def idle(self, request: Request) -> Response:
        """Whether nothing is under way and nothing waits."""
        if not _from_here(request):
            return Response(status_code=403)
        waiting = await self._service.database.read(lambda session: inbox.unhandled(session) + outbox.unsent(session))
        return JSONResponse({"idle": self._service.idle() and waiting == 0, "waiting": waiting})

    async def signs(self, request: Request) -> Response:
        """The signs at the gates, each with its picture."""
        if not _from_here(request):
            return Response(status_code=403)
        found = await self._service.database.read(_signs)
        return JSONResponse(
            [
                {
                    "enterprise": name,
                    "url": f"{self._service.settings.public_url}/s/{code}",
                    "picture": "data:image/png;base64," + await asyncio.to_thread(self._drawn, name, code),
                }
                for name, code in found
            ]
        )

    def _drawn(self, name: str, code: str) -> str:
        service = self._service
        picture = Picture(drawing=Drawing.SIGN, fields={"enterprise": name, "code": code})
        drawn = draw(picture, service.settings.locale, service.words, service.fonts, service.settings.public_url)
        return b64encode(drawn).decode()


def _signs(session: Session) -> list[tuple[str, str]]:
    standing = select(Enterprise.name, Sign.code).join(Sign, Sign.enterprise_id == Enterprise.id)
    return [(name, code) for name, code in session.execute(standing.where(Sign.replaced_at.is_(None)))]


def _from_here(request: Request) -> bool:
    return request.client is not None and request.client.host in LOOPBACK
