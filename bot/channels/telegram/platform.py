"""Telegram as a platform that can be plugged in. The library is loaded only where it is used."""

import asyncio
from collections.abc import Sequence
from http import HTTPStatus

from starlette.requests import Request
from starlette.responses import Response

from bot.channels.plug import Address, Health, House, Platform, Plug
from bot.channels.telegram.options import TelegramOptions
from models.ground.messages import Channel

WEBHOOK = "/telegram/webhook"


class Telegram(Platform[TelegramOptions]):
    """Telegram."""

    name = Channel.TELEGRAM
    settings = TelegramOptions
    title = "Telegram"

    def plug_in(self, settings: TelegramOptions, house: House) -> Plug:
        """One bot of it."""
        from bot.channels.telegram.adapter import TelegramChannel, TelegramSettings
        from bot.channels.telegram.plugged import TelegramPlug

        told = TelegramSettings(
            token=settings.token.get_secret_value(),
            api_url=settings.api_url,
            mode=settings.mode,
            webhook_url=f"{house.public_url}{WEBHOOK}",
            webhook_secret=settings.webhook_secret.get_secret_value(),
            rate=settings.rate,
        )
        return TelegramPlug(TelegramChannel(told, house.files), house.words)

    async def examine(self, settings: TelegramOptions, seconds: float) -> tuple[Health, str]:
        """Asks who we are."""
        from telegram.error import InvalidToken, TelegramError

        from bot.channels.telegram.calls import AiohttpRequest

        request = AiohttpRequest(answer_seconds=seconds, connect_seconds=seconds)
        await request.initialize()
        try:
            async with asyncio.timeout(seconds):
                me = await request.post(f"{settings.api_url}/bot{settings.token.get_secret_value()}/getme")
        except InvalidToken:
            return Health.BAD, "doesn't know FUMA_TELEGRAM_TOKEN: get it from @BotFather"
        except (TelegramError, TimeoutError) as error:
            why = type(error).__name__
            return Health.BAD, f"can't be reached ({why}): look at FUMA_TELEGRAM_API_URL and the network"
        finally:
            await request.shutdown()
        name = me.get("username") if isinstance(me, dict) else None
        return Health.OK, f"knows us as @{name}" if name else "answers"

    def closed(self) -> Sequence[Address]:
        """Whoever calls the webhook of a bot that is off is as little trusted as one without its secret."""
        return (Address("POST", WEBHOOK, _forbidden),)


async def _forbidden(_request: Request) -> Response:
    return Response(status_code=HTTPStatus.FORBIDDEN)
