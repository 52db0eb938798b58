"""The HTTP edge: callbacks of the platforms, the pages behind QR codes, health and figures."""

from collections.abc import Awaitable, Callable, Sequence
from html import escape
from http import HTTPStatus

import structlog
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, PlainTextResponse, Response
from starlette.routing import Route

from bot.channels.plug import Address, Answer
from bot.pages import Pages, PublicPage
from models.ground.database import FAULTS

log = structlog.get_logger(__name__)


class Edge:
    """Answers requests; `channels` are the addresses at which the platforms call."""

    def __init__(
        self,
        pages: Pages,
        ready: Callable[[], Awaitable[dict[str, str]]],
        figures: Callable[[], Awaitable[None]],
        channels: Sequence[Address],
    ) -> None:
        self._pages = pages
        self._ready = ready
        self._figures = figures
        self._channels = channels

    def routes(self) -> list[Route]:
        """The fixed addresses of Fuma, and those of its channels."""
        return [
            *(Route(each.path, _later(each.answer, _unavailable), methods=[each.method]) for each in self._channels),
            Route("/s/{code}", _later(self.sign_page, self.unavailable_page), methods=["GET"]),
            Route("/p/{code}", _later(self.pass_page, self.unavailable_page), methods=["GET"]),
            Route("/healthz", self.healthz),
            Route("/readyz", self.readyz),
            Route("/metrics", _later(self.metrics, _unavailable)),
        ]

    async def sign_page(self, request: Request) -> Response:
        """What a sign's QR opens: who, what, and the way into the chat. Changes nothing."""
        return _page(await self._pages.sign(request.path_params["code"], _language(request)))

    async def pass_page(self, request: Request) -> Response:
        """What a pass's QR opens: green or red, and no names."""
        return _page(await self._pages.card(request.path_params["code"], _language(request)))

    def unavailable_page(self, request: Request) -> Response:
        """What a QR opens while nothing can be looked up."""
        return _page(self._pages.unavailable(_language(request)))

    async def healthz(self, _request: Request) -> Response:
        """The process lives."""
        return PlainTextResponse("ok")

    async def readyz(self, _request: Request) -> Response:
        """Whether database, schema and clock are as they must be."""
        faults = await self._ready()
        return JSONResponse({"ready": not faults, "faults": faults}, status_code=503 if faults else 200)

    async def metrics(self, _request: Request) -> Response:
        """Figures for Prometheus."""
        await self._figures()
        return Response(generate_latest(), media_type=CONTENT_TYPE_LATEST)


def _later(answer: Answer, sorry: Callable[[Request], Response]) -> Answer:
    """The answer, or while the database doesn't do its work a word that it will come later: the platforms send again
    what wasn't taken, and people look once more.
    """

    async def answer_or_not(request: Request) -> Response:
        try:
            return await answer(request)
        except FAULTS:
            log.exception("database.failing")
            return sorry(request)

    return answer_or_not


def _unavailable(_request: Request) -> Response:
    return PlainTextResponse(HTTPStatus.SERVICE_UNAVAILABLE.phrase, status_code=HTTPStatus.SERVICE_UNAVAILABLE)


def application(routes: list[Route]) -> Starlette:
    """The web application of these routes."""
    return Starlette(routes=list(routes))


def _language(request: Request) -> str:
    return "en" if request.headers.get("accept-language", "").lower().startswith("en") else "zh-CN"


def _page(found: PublicPage) -> Response:
    heading, text, link = escape(found.heading), escape(found.text).replace("\n", "<br>"), found.link
    button = f'<p><a class="go" href="{escape(link[1])}">{escape(link[0])}</a></p>' if link else ""
    body = PAGE.format(
        language=found.language, heading=heading, text=text, button=button, colour=found.colour, mark=found.mark
    )
    return HTMLResponse(body, status_code=found.status, headers={"Cache-Control": "no-store"})


PAGE = """<!doctype html><html lang="{language}"><meta charset="utf-8">
<meta name="viewport" content="width=device-width,initial-scale=1"><title>{heading}</title>
<style>body{{font:20px/1.5 system-ui,"Noto Sans SC",sans-serif;margin:0;padding:2rem 1.25rem;max-width:32rem}}
h1{{font-size:1.6rem;color:{colour}}}.go{{display:block;text-align:center;padding:1rem;border-radius:.75rem;
background:#0b5fa5;color:#fff;text-decoration:none;font-size:1.2rem}}</style>
<main><h1>{mark} {heading}</h1><p>{text}</p>{button}</main></html>"""
