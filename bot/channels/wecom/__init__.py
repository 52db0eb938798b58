"""企业微信 (WeCom), for a self-built app: encrypted callbacks in, messages and template cards out."""

from bot.channels.errors import ChannelFault, FileTooBig, FileUnavailable
from bot.channels.plug import TokenStore
from bot.channels.wecom.adapter import WeComChannel
from bot.channels.wecom.callback import BadCallback, Unreadable
from bot.channels.wecom.composing import as_plain_text
from bot.channels.wecom.menu import MenuEntry
from bot.channels.wecom.settings import WeComSettings

__all__ = [
    "BadCallback",
    "ChannelFault",
    "FileTooBig",
    "FileUnavailable",
    "MenuEntry",
    "TokenStore",
    "Unreadable",
    "WeComChannel",
    "WeComSettings",
    "as_plain_text",
]
