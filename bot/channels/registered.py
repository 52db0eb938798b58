"""The platforms Fuma can talk on: the one list. A new one is a folder beside these and a line here."""

from typing import Any

from bot.channels.plug import Platform
from bot.channels.telegram.platform import Telegram
from bot.channels.wecom.platform import WeCom

PLATFORMS: list[Platform[Any]] = [Telegram(), WeCom()]
