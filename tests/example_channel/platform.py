"""The platform of letters, as it is plugged in."""

import asyncio
import json
from collections.abc import Sequence
from functools import partial
from http import HTTPStatus
from pathlib import Path

from starlette.requests import Request
from starlette.responses import Response

from bot.channels.bodies import BodyTooLarge, body_of
from bot.channels.plug import Address, Door, Health, House, Platform, Plug
from tests.example_channel.adapter import PIGEON, PigeonChannel
from tests.example_channel.options import PigeonOptions

LETTER_BYTES = 16 * 1024


class PigeonPlug(Plug):
    """The channel at work. There is nothing to tell the platform and nothing to learn, so nothing is said of it."""

    def __init__(self, channel: PigeonChannel) -> None:
        self._channel = channel

    @property
    def adapter(self) -> PigeonChannel:
        """What talks to the platform."""
        return self._channel

    def addresses(self, door: Door) -> Sequence[Address]:
        """Where letters arrive."""
        return (Address("POST", "/pigeon/letters", partial(self._letter, door)),)

    def link(self, start: str) -> str:
        """A link that begins a letter."""
        return f"pigeon:fuma?{start}"

    async def _letter(self, door: Door, request: Request) -> Response:
        if request.headers.get("authorization") != self._channel.token:
            return Response(status_code=HTTPStatus.FORBIDDEN)
        try:
            incoming = self._channel.read(json.loads(await body_of(request, LETTER_BYTES)))
        except (BodyTooLarge, ValueError, TypeError, LookupError):
            return Response(status_code=HTTPStatus.BAD_REQUEST)
        await door.receive(incoming)
        return Response()


class Pigeon(Platform[PigeonOptions]):
    """Letters."""

    name = PIGEON
    settings = PigeonOptions
    title = "Letters"
    words = Path(__file__).parent / "locales"

    def plug_in(self, settings: PigeonOptions, house: House) -> Plug:  # noqa: ARG002
        """The one address."""
        return PigeonPlug(PigeonChannel(settings.api_url, settings.token.get_secret_value()))

    async def examine(self, settings: PigeonOptions, seconds: float) -> tuple[Health, str]:
        """Asks whether we are known."""
        channel = PigeonChannel(settings.api_url, settings.token.get_secret_value())
        await channel.open()
        try:
            known = await asyncio.wait_for(channel.answers(), seconds)
        except TimeoutError:
            known = False
        finally:
            await channel.close()
        return (Health.OK, "carries letters") if known else (Health.BAD, "carries none: look at FUMA_PIGEON_TOKEN")
