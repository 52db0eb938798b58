"""Settings, from the environment or `.env`. A wrong one stops the start with one line that names it."""

import re
from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit

from pydantic import Field, SecretStr, ValidationError, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from models.ground.database import CONNECTIONS, FEWEST, WrongDatabase, address_of


class WrongSetting(Exception):
    """A setting can't be used; the message is one line that names it and says what would be right."""


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

    telegram_token: SecretStr = SecretStr("")
    telegram_api_url: str = "https://api.telegram.org"
    telegram_mode: Literal["webhook", "polling"] = "polling"
    telegram_webhook_secret: SecretStr = SecretStr("")
    telegram_disclosure: Literal["full", "minimal"] = "minimal"
    telegram_rate: int = 30

    wecom_corp_id: str = ""
    wecom_agent_id: int = 0
    wecom_secret: SecretStr = SecretStr("")
    wecom_token: SecretStr = SecretStr("")
    wecom_aes_key: SecretStr = SecretStr("")
    wecom_api_url: str = "https://qyapi.weixin.qq.com/cgi-bin"
    wecom_oauth_url: str = "https://open.weixin.qq.com/connect/oauth2/authorize"
    wecom_deliveries: int = Field(default=4, ge=1)

    @field_validator("public_url", "telegram_api_url", "wecom_api_url", "wecom_oauth_url")
    @classmethod
    def _is_address(cls, value: str) -> str:
        if urlsplit(value).scheme not in ("http", "https") or not urlsplit(value).netloc:
            raise ValueError("must be an address that begins with http:// or https://")
        return value.rstrip("/")

    @field_validator("telegram_rate")
    @classmethod
    def _is_rate(cls, value: int) -> int:
        if value < 1:
            raise ValueError("must be at least 1 message a second")
        return value

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

    @field_validator("telegram_webhook_secret")
    @classmethod
    def _is_secret(cls, value: SecretStr) -> SecretStr:
        if not re.fullmatch(r"[A-Za-z0-9_-]{0,256}", value.get_secret_value()):
            raise ValueError("must be at most 256 of A-Z, a-z, 0-9, _ and -, as Telegram takes no other")
        return value

    @property
    def telegram(self) -> bool:
        """Whether the Telegram channel is on."""
        return bool(self.telegram_token.get_secret_value())

    @property
    def wecom(self) -> bool:
        """Whether the WeCom channel is on."""
        return bool(self.wecom_secret.get_secret_value())


def load_settings() -> Settings:
    """The settings; raises WrongSetting for the first that is wrong."""
    try:
        settings = Settings()
    except UnicodeDecodeError as error:
        raise WrongSetting("FUMA_*: the file .env must be text in UTF-8") from error
    except ValidationError as error:
        first = error.errors()[0]
        name = "_".join(str(part) for part in first["loc"]).upper()
        raise WrongSetting(f"FUMA_{name}: {first['msg'].removeprefix('Value error, ')}") from error
    _check_together(settings)
    return settings


def _check_together(settings: Settings) -> None:
    webhook = settings.telegram and settings.telegram_mode == "webhook"
    if webhook and not settings.telegram_webhook_secret.get_secret_value():
        raise WrongSetting("FUMA_TELEGRAM_WEBHOOK_SECRET: must be set where FUMA_TELEGRAM_MODE is webhook")
    if settings.telegram and settings.telegram_disclosure == "minimal":
        # Better no service than names and phones on servers abroad that a city has not allowed.
        raise WrongSetting(
            "FUMA_TELEGRAM_DISCLOSURE: minimal isn't built yet; set full only where names may leave the country"
        )
    if settings.wecom:
        for name in ("corp_id", "token", "aes_key", "agent_id"):
            value = getattr(settings, f"wecom_{name}")
            if not (value.get_secret_value() if isinstance(value, SecretStr) else value):
                raise WrongSetting(f"FUMA_WECOM_{name.upper()}: must be set where FUMA_WECOM_SECRET is")
