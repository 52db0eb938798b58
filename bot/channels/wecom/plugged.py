"""The WeCom channel at work: its callback and its menu."""

from collections.abc import Sequence
from functools import partial
from http import HTTPStatus

import structlog
from starlette.requests import ClientDisconnect, Request
from starlette.responses import PlainTextResponse, Response

from bot.channels.bodies import BodyTooLarge, body_of
from bot.channels.plug import Address, Door, Plug
from bot.channels.wecom.adapter import WeComChannel
from bot.channels.wecom.callback import BODY_LIMIT, BadCallback, UnreadableCallback
from bot.channels.wecom.entries import entries
from bot.words import Words

log = structlog.get_logger(__name__)

CALLBACK = "/wecom/callback"
DELIVERY = 5.0  # seconds for which WeCom waits at each delivery of a callback


class WeComPlug(Plug):
    """One app of WeCom, whose menu has one language for all members."""

    def __init__(self, channel: WeComChannel, words: Words, locale: str, deliveries: int) -> None:
        self._channel = channel
        self._words = words
        self._locale = locale
        self._deliveries = deliveries

    @property
    def adapter(self) -> WeComChannel:
        """What talks to WeCom."""
        return self._channel

    @property
    def forgets_after(self) -> float:
        """WeCom delivers a callback some times and then no more."""
        return self._deliveries * DELIVERY

    def addresses(self, door: Door) -> Sequence[Address]:
        """The callback, and WeCom's check of it."""
        return (Address("GET", CALLBACK, self._check), Address("POST", CALLBACK, partial(self._callback, door)))

    async def introduce(self) -> bool:
        """Puts the menu below the chat."""
        return await self._channel.set_up(entries(self._words, self._locale))

    async def make_group(self, name: str, owner: str, members: Sequence[str]) -> str:
        """Makes a group chat of two members at least; raises ChannelFault."""
        return await self._channel.make_group(name, owner, members)

    async def _check(self, request: Request) -> Response:
        """The decrypted echo, plain."""
        try:
            return PlainTextResponse(self._channel.verify_url(request.query_params))
        except BadCallback as error:
            log.warning("wecom.bad_check", why=str(error))
            return Response(status_code=HTTPStatus.FORBIDDEN)

    async def _callback(self, door: Door, request: Request) -> Response:
        """A callback: an empty 200 once it is committed."""
        try:
            incoming = self._channel.read(request.query_params, await body_of(request, BODY_LIMIT))
        except ClientDisconnect:
            return Response(status_code=HTTPStatus.BAD_REQUEST)
        except (BodyTooLarge, BadCallback) as error:
            log.warning("wecom.bad_callback", why=str(error) or type(error).__name__)
            return Response(status_code=HTTPStatus.FORBIDDEN)
        except UnreadableCallback as fault:
            # It will never become readable: WeCom is answered, the member told.
            log.warning("wecom.unreadable", why=fault.why, told=fault.told is not None)
            incoming = fault.told
        if incoming is not None:
            await door.receive(incoming)
        return Response()
