"""The webhook of every peer: Starlette on uvicorn, as PTB's own example of a custom webhook has it."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from typing import Any

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from bench.story import SECRET

Handle = Callable[[dict[str, Any]], Awaitable[None]]


def serve(port: int, handle: Handle, life: Callable[[], AbstractAsyncContextManager[None]]) -> None:
    """Serves until ended by a signal."""

    async def webhook(request: Request) -> Response:
        if request.headers.get("X-Telegram-Bot-Api-Secret-Token") != SECRET:
            return Response(status_code=403)
        await handle(await request.json())
        return Response()

    @asynccontextmanager
    async def lifespan(_app: Starlette) -> AsyncIterator[None]:
        async with life():
            yield

    app = Starlette(routes=[Route("/telegram/webhook", webhook, methods=["POST"])], lifespan=lifespan)
    uvicorn.run(app, host="127.0.0.1", port=port, log_config=None, access_log=False)
