"""The Telegram channel, as the edge and the outbox use it."""

import hmac
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal
from urllib.parse import quote
from zlib import crc32

import structlog
from telegram import InputFile
from telegram.error import BadRequest, NetworkError, TelegramError
from telegram.ext import ExtBot

from bot.channels.errors import ChannelFault, FileTooBig, FileUnavailable
from bot.channels.telegram import composing, reading
from bot.channels.telegram.calls import (
    ANSWER_SECONDS,
    CONNECT_SECONDS,
    LONGEST_FILE,
    AiohttpRequest,
    Garbled,
    Oversized,
)
from bot.channels.telegram.outcomes import SlowedChats, failed, is_stale_file, sent
from jobs.sending import Call, FileStore, Gone, Outcome, Outgoing, Pace, Target
from models.ground.messages import Channel, FileReference, Incoming

log = structlog.get_logger(__name__)

Commands = Mapping[str, Sequence[tuple[str, str]]]


@dataclass(frozen=True, kw_only=True)
class TelegramSettings:
    """How to reach Telegram and be reached: `api_url` is any Bot API server without a slash at its end, `webhook_url`
    the whole public address of our webhook, which `webhook_secret` proves to be called by Telegram; `rate` is how
    many messages a second it takes from us.
    """

    token: str
    api_url: str = "https://api.telegram.org"
    mode: Literal["webhook", "polling"] = "polling"
    webhook_url: str = ""
    webhook_secret: str = ""
    rate: int = 30
    answer_seconds: float = ANSWER_SECONDS
    connect_seconds: float = CONNECT_SECONDS


class _FileLost(Exception):
    """The store no longer has what is to be sent."""


class TelegramChannel:
    """Telegram, one bot of it. `username` is known after a successful `set_up` or `learn_name`, "" before."""

    channel = Channel.TELEGRAM
    numbers = False
    per_receiver = Pace(((20, 20.0),))  # one a second, with bursts

    def __init__(self, settings: TelegramSettings, store: FileStore) -> None:
        self.settings = settings
        self.overall = Pace(((settings.rate, 1.0),))
        self.username = ""
        self._store = store
        self._crowd = SlowedChats()
        self._request = AiohttpRequest(answer_seconds=settings.answer_seconds, connect_seconds=settings.connect_seconds)
        address = settings.api_url.rstrip("/")
        self._files = f"{address}/file/bot{settings.token}"
        # ExtBot.initialize is never called: it asks Telegram who we are, and a start mustn't hang on that.
        self._bot = ExtBot(
            settings.token,
            base_url=f"{address}/bot",
            base_file_url=f"{address}/file/bot",
            request=self._request,
            get_updates_request=self._request,
        )

    async def open(self) -> None:
        """Makes ready to call; talks to nobody yet."""
        await self._request.initialize()

    async def close(self) -> None:
        """Ends all connections."""
        await self._request.shutdown()

    async def set_up(self, commands: Commands) -> bool:
        """Tells Telegram where updates go and which commands there are, by language ("zh-CN"), the first being
        everybody's; learns our own name. False where Telegram can't be reached or refuses, to be tried again later.
        """
        try:
            await self._learn_username()
            await self._set_webhook()
            for language, entries in [("", next(iter(commands.values()), [])), *commands.items()]:
                await self._set_commands(language, entries)
        except TelegramError as error:
            log.warning("telegram.set_up.failed", error=type(error).__name__)
            return False
        return True

    async def learn_name(self) -> bool:
        """Learns our own name; False where Telegram can't be reached or refuses, to be tried again later."""
        try:
            await self._learn_username()
        except TelegramError as error:
            log.warning("telegram.name_not_learned", error=type(error).__name__)
            return False
        return True

    async def check(self) -> None:
        """Raises ChannelFault, with a line for the operator, where Telegram can't be used."""
        try:
            await self._learn_username()
        except TelegramError as error:
            raise ChannelFault(f"{type(error).__name__}: {error}") from None

    def read(self, update: Mapping[str, Any]) -> Incoming | None:
        """What a person did, or None where it isn't for us; raises Unreadable where the update is malformed."""
        return reading.read(update, self.username)

    def trusts(self, secret: str) -> bool:
        """Whether the secret header of a webhook request is the one we gave to Telegram."""
        expected = self.settings.webhook_secret
        return bool(expected) and hmac.compare_digest(secret.encode(), expected.encode())

    def compose(self, outgoing: Outgoing) -> list[Call]:
        """The exact calls that say this, in order; raises ValueError for what a correct caller never asks."""
        return composing.compose(outgoing)

    async def send(self, call: Call) -> Outcome:
        """Makes one call; nothing Telegram or the network does raises. A file goes up once and by its id after."""
        body = json.loads(call.body)
        try:
            result = await self._call_with_files(call, body)
        except TelegramError as error:
            return failed(call, body, error, self._crowd)
        except _FileLost:
            return Gone(why="file_lost", ours=True)
        await self._remember_files(call, body, result)
        return sent(call, result)

    def renewed(self, target: Target, own: Mapping[str, Any], now: float) -> Target:  # noqa: ARG002
        """The same: on Telegram a message can always be changed."""
        return target

    def changed(self, target: Target) -> Target:
        """The same."""
        return target

    async def answers(self) -> bool:
        """Whether Telegram knows us at this moment."""
        try:
            await self._learn_username()
        except TelegramError:
            return False
        return True

    async def updates(self, offset: int | None, seconds: int) -> list[Any]:
        """Waits up to `seconds` for updates and acknowledges all before `offset`; raises TelegramError."""
        asked = {"offset": offset, "timeout": seconds, "allowed_updates": reading.ALLOWED_UPDATES}
        updates = await self._ask("getupdates", asked, seconds + self.settings.answer_seconds)
        if not isinstance(updates, list):
            raise Garbled("no list of updates")
        return updates

    async def download(self, file: FileReference) -> bytes:
        """A person's file; raises FileTooBig over 20 MB and FileUnavailable."""
        if file.size > LONGEST_FILE:
            raise FileTooBig
        try:
            found = await self._ask("getfile", {"file_id": file.id})
            path = found.get("file_path") if isinstance(found, dict) else None
            if not isinstance(path, str) or path.startswith("/") or ".." in path:
                raise FileUnavailable("no_path")
            return await self._request.retrieve(f"{self._files}/{quote(path)}")
        except Oversized:
            raise FileTooBig from None
        except BadRequest as error:
            if "too big" in str(error).lower():
                raise FileTooBig from None
            raise FileUnavailable("refused") from None
        except TelegramError as error:
            raise FileUnavailable(type(error).__name__, temporary=isinstance(error, NetworkError)) from None

    async def answer_press(self, callback_id: str) -> None:
        """Ends the waiting sign on a pressed button, if that is still possible."""
        await self._try("answercallbackquery", {"callback_query_id": callback_id})

    async def show_typing(self, account: str) -> None:
        """Shows for five seconds that an answer is being made."""
        await self._try("sendchataction", {"chat_id": int(account), "action": "typing"})

    async def _try(self, method: str, body: dict[str, Any]) -> None:
        try:
            await self._ask(method, body)
        except TelegramError as error:
            log.debug("telegram.courtesy.failed", method=method, error=type(error).__name__)

    async def _ask(self, method: str, body: dict[str, Any], seconds: float | None = None) -> Any:
        if seconds is None:
            return await self._bot.do_api_request(method, body)
        return await self._bot.do_api_request(method, body, read_timeout=seconds)

    async def _learn_username(self) -> None:
        me = await self._ask("getme", {})
        if not isinstance(me, dict) or not isinstance(me.get("username"), str):
            raise Garbled("no bot")
        self.username = me["username"]

    async def _set_webhook(self) -> None:
        if self.settings.mode == "polling":
            await self._ask("deletewebhook", {})
            return
        await self._ask(
            "setwebhook",
            {
                "url": self.settings.webhook_url,
                "secret_token": self.settings.webhook_secret,
                "allowed_updates": reading.ALLOWED_UPDATES,
            },
        )

    async def _set_commands(self, language: str, entries: Sequence[tuple[str, str]]) -> None:
        """Telegram knows languages by two letters; "" is every other one."""
        commands = [{"command": name.lstrip("/"), "description": words} for name, words in entries]
        asked = {"commands": commands, "language_code": language.partition("-")[0] or None}
        await self._ask("setmycommands", asked)

    async def _call_with_files(self, call: Call, body: dict[str, Any]) -> Any:
        if not call.uploads:
            return await self._ask(call.method, dict(body))
        known = {field: await self._known(field, body[field], digest) for field, digest in call.uploads.items()}
        if all(known.values()):
            try:
                return await self._ask(call.method, body | known)
            except TelegramError as error:
                if not is_stale_file(error):
                    raise
        return await self._ask(call.method, body | await self._contents(call, body))

    async def _known(self, field: str, name: str, digest: str) -> str | None:
        """The file_id, where this file went up for the same use: an id of a photo can't be sent as a document, and a
        document keeps the name it had.
        """
        remembered = await self._store.remembered(Channel.TELEGRAM, digest)
        use, _, file_id = (remembered or "").partition(":")
        return file_id if use == _use(field, name) else None

    async def _contents(self, call: Call, body: dict[str, Any]) -> dict[str, InputFile]:
        contents = {}
        for field, digest in call.uploads.items():
            try:
                content = await self._store.content(digest)
            except KeyError:
                raise _FileLost from None
            contents[field] = InputFile(content, filename=body[field])
        return contents

    async def _remember_files(self, call: Call, body: dict[str, Any], result: Any) -> None:
        for field, digest in call.uploads.items():
            if file_id := _file_id(result, field):
                await self._store.remember(Channel.TELEGRAM, digest, f"{_use(field, body[field])}:{file_id}", None)


def _use(field: str, name: str) -> str:
    return f"{field}-{crc32(name.encode()):08x}"


def _file_id(result: Any, field: str) -> str | None:
    """The id of a file just sent; of a photo's sizes the last is the largest."""
    file = result.get(field) if isinstance(result, dict) else None
    if isinstance(file, list) and file:
        file = file[-1]
    file_id = file.get("file_id") if isinstance(file, dict) else None
    return file_id if isinstance(file_id, str) else None
