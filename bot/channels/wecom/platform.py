"""WeCom as a platform that can be plugged in. The library is loaded only where it is used."""

import asyncio
from typing import TYPE_CHECKING

from bot.channels.plug import Health, House, Platform, Plug
from bot.channels.settings import WrongSetting
from bot.channels.wecom.options import WeComOptions
from models.ground.messages import Channel

if TYPE_CHECKING:
    from bot.channels.wecom.settings import WeComSettings


class WeCom(Platform[WeComOptions]):
    """企业微信."""

    name = Channel.WECOM
    settings = WeComOptions
    title = "WeCom"
    has_groups = True

    def plug_in(self, settings: WeComOptions, house: House) -> Plug:
        """One self-built app of it."""
        from bot.channels.wecom.adapter import WeComChannel
        from bot.channels.wecom.plugged import WeComPlug

        try:
            channel = WeComChannel(_told(settings), house.files, house.token)
        except ValueError as error:
            raise WrongSetting(f"FUMA_WECOM_TOKEN, FUMA_WECOM_AES_KEY: {error}") from error
        return WeComPlug(channel, house.words, house.locale, settings.deliveries)

    async def examine(self, settings: WeComOptions, seconds: float) -> tuple[Health, str]:
        """Asks for a token."""
        import aiohttp

        from bot.channels.wecom.calls import Client, Unreached

        client = Client(settings.api_url, aiohttp.ClientTimeout(total=seconds))
        await client.open()
        credentials = {"corpid": settings.corp_id, "corpsecret": settings.secret.get_secret_value()}
        try:
            async with asyncio.timeout(seconds):
                answer = await client.ask("gettoken", credentials)
        except (Unreached, TimeoutError) as error:
            why = error.why if isinstance(error, Unreached) else type(error).__name__
            return Health.BAD, f"can't be reached ({why}): look at FUMA_WECOM_API_URL and the network"
        finally:
            await client.close()
        if answer.code:
            return Health.BAD, f"gives no token ({answer.code}): look at FUMA_WECOM_CORP_ID and FUMA_WECOM_SECRET"
        return Health.OK, "gives a token"


def _told(settings: WeComOptions) -> "WeComSettings":
    from bot.channels.wecom.settings import WeComSettings

    return WeComSettings(
        corp_id=settings.corp_id,
        agent_id=settings.agent_id,
        secret=settings.secret.get_secret_value(),
        token=settings.token.get_secret_value(),
        aes_key=settings.aes_key.get_secret_value(),
        api_url=settings.api_url,
        oauth_url=settings.oauth_url,
    )
