"""Settings, from the environment or `.env`. A wrong one stops the start with one line that names it."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any, Literal, TypeVar

from pydantic import PrivateAttr, SecretStr, ValidationError, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from bot.channels.plug import Platform
from bot.channels.registered import PLATFORMS
from bot.channels.settings import ChannelSettings, WrongSetting, address
from models.ground.database import CONNECTIONS, FEWEST, WrongDatabase, address_of
from models.ground.messages import Channel

S = TypeVar("S", bound=ChannelSettings)
B = TypeVar("B", bound=BaseSettings)

__all__ = ["Settings", "WrongSetting", "load_settings"]


class Settings(BaseSettings):
    """What an installation can set; `.env.example` says what each is for."""

    model_config = SettingsConfigDict(
        env_prefix="FUMA_", env_file=".env", env_ignore_empty=True, extra="ignore", frozen=True
    )

    database_url: str = "sqlite+aiosqlite:///var/fuma.db"
    database_connections: int = CONNECTIONS
    secret_key: SecretStr = SecretStr("")
    public_url: str = "http://127.0.0.1:8000"
    host: str = "127.0.0.1"
    port: int = 8000
    rules_file: Path = Path("rules.toml")
    locale: Literal["zh-CN", "en"] = "zh-CN"
    font: Path | None = None
    log_format: Literal["console", "json"] = "console"

    _channels: Mapping[Channel, ChannelSettings] = PrivateAttr(default_factory=dict)

    _is_address = field_validator("public_url")(address)

    @field_validator("database_connections")
    @classmethod
    def _is_enough(cls, value: int) -> int:
        if value < FEWEST:
            raise ValueError(f"must be at least {FEWEST}")
        return value

    @field_validator("port")
    @classmethod
    def _is_port(cls, value: int) -> int:
        if not 1 <= value <= 65535:
            raise ValueError("must be a port from 1 to 65535")
        return value

    @field_validator("database_url")
    @classmethod
    def _is_database(cls, value: str) -> str:
        try:
            address_of(value)
        except WrongDatabase as error:
            raise ValueError(str(error)) from None
        return value

    def with_channels(self, channels: Mapping[Channel, ChannelSettings]) -> "Settings":
        """The same with the channels' own settings."""
        settings = self.model_copy()
        settings._channels = dict(channels)
        return settings

    def of(self, platform: Platform[S]) -> S:
        """A platform's own settings; where none were read, those it comes with."""
        found = self._channels.get(platform.name)
        return found if isinstance(found, platform.settings) else platform.settings.model_construct()

    def on(self) -> list[Platform[Any]]:
        """The platforms whose channels are on."""
        return [platform for platform in PLATFORMS if self.of(platform).on]


def load_settings() -> Settings:
    """The settings, Fuma's and each channel's; raises WrongSetting for the first that is wrong."""
    settings = _read(Settings)
    channels = {platform.name: _read(platform.settings) for platform in PLATFORMS}
    for channel in channels.values():
        channel.check()
    return settings.with_channels(channels)


def _read(kind: type[B]) -> B:
    try:
        return kind()
    except UnicodeDecodeError as error:
        raise WrongSetting("FUMA_*: the file .env must be text in UTF-8") from error
    except ValidationError as error:
        first = error.errors()[0]
        name = "_".join(str(part) for part in first["loc"])
        variable = f"{kind.model_config.get('env_prefix', '')}{name}".upper()
        raise WrongSetting(f"{variable}: {first['msg'].removeprefix('Value error, ')}") from error
