"""The HTTP edge: callbacks of the platforms, the pages behind QR codes, health and figures."""

import json
from collections.abc import Awaitable, Callable
from html import escape
from http import HTTPStatus

import structlog
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest
from starlette.applications import Starlette
from starlette.requests import ClientDisconnect, Request
from starlette.responses import HTMLResponse, JSONResponse, PlainTextResponse, Response
from starlette.routing import Route

from bot.channels.telegram.adapter import TelegramChannel
from bot.channels.telegram.errors import Unreadable
from bot.channels.telegram.reading import callback_id
from bot.channels.wecom.adapter import WeComChannel
from bot.channels.wecom.callback import BadCallback
from bot.channels.wecom.callback import Unreadable as UnreadableCallback
from bot.limits import Limits
from bot.pages import Page, Pages
from bot.turns import Turns
from models.ground.database import FAULTS

log = structlog.get_logger(__name__)

SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"

Answer = Callable[[Request], Awaitable[Response]]
Courtesy = Callable[[Awaitable[None]], None]


class TooLarge(Exception):
    """A body is longer than it may be."""


class Edge:
    """Answers requests; `courtesy` runs what is best effort and may be lost."""

    def __init__(
        self,
        turns: Turns,
        pages: Pages,
        ready: Callable[[], Awaitable[dict[str, str]]],
        figures: Callable[[], Awaitable[None]],
        courtesy: Courtesy,
        telegram: TelegramChannel | None,
        wecom: WeComChannel | None,
        limits: Limits,
    ) -> None:
        self._turns = turns
        self._pages = pages
        self._ready = ready
        self._figures = figures
        self._courtesy = courtesy
        self._telegram = telegram
        self._wecom = wecom
        self._limits = limits

    def routes(self) -> list[Route]:
        """The fixed addresses of Fuma."""
        return [
            Route("/telegram/webhook", _later(self.telegram_webhook, _unavailable), methods=["POST"]),
            Route("/wecom/callback", self.wecom_check, methods=["GET"]),
            Route("/wecom/callback", _later(self.wecom_callback, _unavailable), methods=["POST"]),
            Route("/s/{code}", _later(self.sign_page, self.unavailable_page), methods=["GET"]),
            Route("/p/{code}", _later(self.pass_page, self.unavailable_page), methods=["GET"]),
            Route("/healthz", self.healthz),
            Route("/readyz", self.readyz),
            Route("/metrics", _later(self.metrics, _unavailable)),
        ]

    async def telegram_webhook(self, request: Request) -> Response:
        """An update of Telegram; refused without the secret, answered once it is committed."""
        channel = self._telegram
        if channel is None or not channel.trusts(request.headers.get(SECRET_HEADER, "")):
            return Response(status_code=HTTPStatus.FORBIDDEN)
        try:
            update = json.loads(await _body(request, self._limits.update_bytes))
            incoming = channel.read(update)
        except ClientDisconnect:
            return Response(status_code=HTTPStatus.BAD_REQUEST)
        except (TooLarge, ValueError, RecursionError) as error:
            # It will never become readable: answered, so that Telegram doesn't send it for a day.
            log.warning(
                "telegram.unreadable", why=str(error) if isinstance(error, Unreadable) else type(error).__name__
            )
            return Response()
        if incoming is not None:
            await self._turns.receive(incoming)
            press = callback_id(update)
            if press is not None:
                self._courtesy(channel.answer_press(press))
        return Response()

    async def wecom_check(self, request: Request) -> Response:
        """WeCom's check of the callback address: the decrypted echo, plain."""
        if self._wecom is None:
            return Response(status_code=HTTPStatus.NOT_FOUND)
        try:
            return PlainTextResponse(self._wecom.verify_url(request.query_params))
        except BadCallback as error:
            log.warning("wecom.bad_check", why=str(error))
            return Response(status_code=HTTPStatus.FORBIDDEN)

    async def wecom_callback(self, request: Request) -> Response:
        """A callback of WeCom: an empty 200 once it is committed."""
        if self._wecom is None:
            return Response(status_code=HTTPStatus.NOT_FOUND)
        try:
            incoming = self._wecom.read(request.query_params, await _body(request, self._limits.callback_bytes))
        except ClientDisconnect:
            return Response(status_code=HTTPStatus.BAD_REQUEST)
        except (TooLarge, BadCallback) as error:
            log.warning("wecom.bad_callback", why=str(error) or type(error).__name__)
            return Response(status_code=HTTPStatus.FORBIDDEN)
        except UnreadableCallback as fault:
            # It will never become readable: WeCom is answered, the member told.
            log.warning("wecom.unreadable", why=fault.why, told=fault.told is not None)
            incoming = fault.told
        if incoming is not None:
            await self._turns.receive(incoming)
        return Response()

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


def _page(found: Page) -> Response:
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


async def _body(request: Request, limit: int) -> bytes:
    """The body; raises TooLarge as soon as it is longer than `limit` bytes."""
    body = bytearray()
    async for piece in request.stream():
        body += piece
        if len(body) > limit:
            raise TooLarge
    return bytes(body)
