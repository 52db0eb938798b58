"""What every channel's own settings have in common: where they are read, what switches the channel on."""

from typing import ClassVar
from urllib.parse import urlsplit

from pydantic import SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict


class WrongSetting(Exception):
    """A setting can't be used; the message is one line that names it and says what would be right."""


class ChannelSettings(BaseSettings):
    """The settings of one channel, each under its `env_prefix`; it is off where `SWITCH` is empty."""

    model_config = SettingsConfigDict(env_file=".env", env_ignore_empty=True, extra="ignore", frozen=True)

    SWITCH: ClassVar[str]

    @property
    def on(self) -> bool:
        """Whether the channel is on."""
        return self.has(self.SWITCH)

    def has(self, field: str) -> bool:
        """Whether something is set there."""
        value = getattr(self, field)
        return bool(value.get_secret_value() if isinstance(value, SecretStr) else value)

    def check(self) -> None:
        """Raises WrongSetting where the settings, each right by itself, don't go together."""

    @classmethod
    def variable(cls, field: str) -> str:
        """The environment's name of a field."""
        return f"{cls.model_config.get('env_prefix', '')}{field}".upper()


def address(value: str) -> str:
    """An address without a slash at its end; raises ValueError."""
    if urlsplit(value).scheme not in ("http", "https") or not urlsplit(value).netloc:
        raise ValueError("must be an address that begins with http:// or https://")
    return value.rstrip("/")
