"""Events by hand, and turns on a database as a process of its own has them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bot.channels.plug import Fetcher
from bot.completing import Completer
from bot.demo.stage import START
from bot.postbox import Postbox
from bot.render import Renderer
from bot.turns import Turns
from jobs.deliver import Courier
from jobs.sending import Sender
from models.ground.database import Database
from models.ground.messages import Act, Channel, FileReference, Incoming
from models.register.rules import load_rules
from tests.town import FONTS, RULES, WORDS, SetClock


def typed(account: str, event: str, text: str = "/language", **values: Any) -> Incoming:
    """Somebody types to the bot of Telegram."""
    return Incoming(channel=Channel.TELEGRAM, event=event, account=account, act=Act.TEXT, text=text, **values)


def file_from(account: str, event: str, **values: Any) -> Incoming:
    """Somebody sends a file to the bot of Telegram."""
    reference = FileReference(**{"id": f"file-{event}", "name": "slip.pdf", **values})
    return Incoming(channel=Channel.TELEGRAM, event=event, account=account, act=Act.FILE, file=reference)


def turns_on(
    database: Database,
    *,
    senders: tuple[Sender, ...] = (),
    fetchers: Mapping[Channel, Fetcher] | None = None,
    clock: SetClock | None = None,
    locale: str = "zh-CN",
) -> tuple[Turns, dict[Channel, Courier], Completer]:
    """Turns of a process of its own, with its couriers and its completer."""
    rules = load_rules(RULES)
    renderer = Renderer(WORDS, FONTS, "https://fuma.example", database)
    couriers = {sender.channel: Courier(database, sender, renderer) for sender in senders}
    completer = Completer(database, dict(fetchers or {}), rules.slip.largest_bytes)
    turns = Turns(
        database,
        Postbox(renderer, couriers, locale),
        WORDS,
        rules,
        clock or SetClock(START),
        completer,
        lambda _channel: "https://t.me/fuma_demo_bot",
    )
    return turns, couriers, completer
