"""The settings of the WeCom channel."""

from typing import ClassVar

from pydantic import Field, SecretStr, field_validator
from pydantic_settings import SettingsConfigDict

from bot.channels.settings import ChannelSettings, WrongSetting, address


class WeComOptions(ChannelSettings):
    """What an installation can set; `.env.example` says what each is for."""

    model_config = SettingsConfigDict(env_prefix="FUMA_WECOM_")
    SWITCH: ClassVar[str] = "secret"

    corp_id: str = ""
    agent_id: int = 0
    secret: SecretStr = SecretStr("")
    token: SecretStr = SecretStr("")
    aes_key: SecretStr = SecretStr("")
    api_url: str = "https://qyapi.weixin.qq.com/cgi-bin"
    oauth_url: str = "https://open.weixin.qq.com/connect/oauth2/authorize"
    deliveries: int = Field(default=4, ge=1)

    _is_address = field_validator("api_url", "oauth_url")(address)

    def check(self) -> None:
        """An app has all of these or none; raises WrongSetting."""
        for field in ("corp_id", "token", "aes_key", "agent_id") if self.on else ():
            if not self.has(field):
                raise WrongSetting(f"{self.variable(field)}: must be set where FUMA_WECOM_SECRET is")
