"""The settings of the channel of letters."""

from typing import ClassVar

from pydantic import SecretStr, field_validator
from pydantic_settings import SettingsConfigDict

from bot.channels.settings import ChannelSettings, WrongSetting, address


class PigeonOptions(ChannelSettings):
    """Where the platform is, and the word by which we know each other."""

    model_config = SettingsConfigDict(env_prefix="FUMA_PIGEON_")
    SWITCH: ClassVar[str] = "token"

    token: SecretStr = SecretStr("")
    api_url: str = "http://127.0.0.1:1"

    _is_address = field_validator("api_url")(address)

    def check(self) -> None:
        """A word that anybody guesses is none; raises WrongSetting."""
        if self.on and len(self.token.get_secret_value()) < 8:
            raise WrongSetting(f"{self.variable('token')}: must have 8 characters at least")
