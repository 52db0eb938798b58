"""The settings of the Telegram channel."""

import re
from typing import ClassVar, Literal

from pydantic import SecretStr, field_validator
from pydantic_settings import SettingsConfigDict

from bot.channels.settings import ChannelSettings, WrongSetting, address


class TelegramOptions(ChannelSettings):
    """What an installation can set; `.env.example` says what each is for."""

    model_config = SettingsConfigDict(env_prefix="FUMA_TELEGRAM_")
    SWITCH: ClassVar[str] = "token"

    token: SecretStr = SecretStr("")
    api_url: str = "https://api.telegram.org"
    mode: Literal["webhook", "polling"] = "polling"
    webhook_secret: SecretStr = SecretStr("")
    disclosure: Literal["full", "minimal"] = "minimal"
    rate: int = 30

    _is_address = field_validator("api_url")(address)

    @field_validator("rate")
    @classmethod
    def _is_rate(cls, value: int) -> int:
        if value < 1:
            raise ValueError("must be at least 1 message a second")
        return value

    @field_validator("webhook_secret")
    @classmethod
    def _is_secret(cls, value: SecretStr) -> SecretStr:
        if not re.fullmatch(r"[A-Za-z0-9_-]{0,256}", value.get_secret_value()):
            raise ValueError("must be at most 256 of A-Z, a-z, 0-9, _ and -, as Telegram takes no other")
        return value

    def check(self) -> None:
        """A webhook needs its secret, and what `minimal` promises has to be kept; raises WrongSetting."""
        if self.on and self.mode == "webhook" and not self.has("webhook_secret"):
            raise WrongSetting("FUMA_TELEGRAM_WEBHOOK_SECRET: must be set where FUMA_TELEGRAM_MODE is webhook")
        if self.on and self.disclosure == "minimal":
            # Better no service than names and phones on servers abroad that a city has not allowed.
            raise WrongSetting(
                "FUMA_TELEGRAM_DISCLOSURE: minimal isn't built yet; set full only where names may leave the country"
            )
