"""How a call ended, from what Telegram answered; codes only, since its sentences may repeat a person's words."""

import re
from collections.abc import Callable, Mapping
from datetime import timedelta
from time import monotonic
from typing import Any

from telegram.error import (
    BadRequest,
    ChatMigrated,
    Forbidden,
    InvalidToken,
    RetryAfter,
    TelegramError,
)

from bot.channels.telegram.calls import Garbled, NoSuchMethod, NotSent, Oversized, Uncertain
from bot.channels.telegram.composing import EDIT_CAPTION
from bot.channels.telegram.targets import standing
from jobs.sending import Again, Call, Gone, Outcome, Sent, Unknown

FAULT_SECONDS = 1.0  # the first wait after a fault of the platform or the way to it; who calls again lets it grow
TOKEN_SECONDS = 60.0  # nothing helps until the operator acts
FOREIGN_SECONDS = 10.0  # something else than Telegram answers
CROWD_SECONDS = 1.0  # two chats slowed down within this time: it is the limit of the whole bot

_UNREACHABLE = (
    "chat not found",
    "user not found",
    "peer_id_invalid",
    "user_is_deactivated",
    "input_user_deactivated",
    "group chat was deactivated",
    "chat_write_forbidden",
)
_UNCHANGEABLE = (
    "message to edit not found",
    "message can't be edited",
    "message_id_invalid",
    "there is no text in the message to edit",
    "there is no caption in the message to edit",
)
_UNCHANGED = "message is not modified"
_CODE = re.compile(r"[a-z0-9]+(_[a-z0-9]+)+")


def sent(call: Call, result: Any) -> Sent:
    """What was delivered, and how to change it later; no target where the answer names no message."""
    if not isinstance(result, Mapping) or type(result.get("message_id")) is not int:
        return Sent()
    # Other servers of the Bot API name a field they have nothing for, as null.
    captioned = bool(result.get("photo") or result.get("document") or call.uploads)
    return Sent(target=standing(str(result["message_id"]), captioned=captioned))


def failed(call: Call, body: Mapping[str, Any], error: TelegramError, crowd: "SlowedChats") -> Outcome:
    """What to do about an error of this call, whose parsed body is `body`."""
    match error:
        case RetryAfter():
            return Again(seconds=wait(error), everybody=crowd.grows(body["chat_id"]), why="flood")
        case Uncertain() | Oversized() | Garbled():
            return Unknown(why=type(error).__name__.lower())
        case Forbidden() | BadRequest() if isinstance(error.__cause__, Garbled):
            return Again(seconds=FOREIGN_SECONDS, everybody=True, why="foreign")
        case Forbidden() | ChatMigrated():
            return Gone(why=type(error).__name__.lower(), receiver=True)
        case BadRequest():
            return _refused(call, body, str(error).lower())
        case _:
            return _fault(error)


def _fault(error: TelegramError) -> Again:
    """Nothing wrong with this message."""
    match error:
        case NotSent():
            return Again(seconds=FAULT_SECONDS, everybody=True, why="unreachable")
        case InvalidToken():
            return Again(seconds=TOKEN_SECONDS, everybody=True, why="token")
        case NoSuchMethod():
            # Where it is the token after all, getMe isn't known either, and nothing is tried a second time.
            return Again(seconds=FAULT_SECONDS, why="method")
        case _:
            return Again(seconds=FAULT_SECONDS, why="fault")


def wait(error: RetryAfter) -> float:
    """Seconds that Telegram asks for."""
    asked = error.retry_after
    return asked.total_seconds() if isinstance(asked, timedelta) else float(asked)


def is_stale_file(error: TelegramError) -> bool:
    """Whether a remembered file_id isn't taken any more; the sentences differ, all speak of a file."""
    return isinstance(error, BadRequest) and "file" in str(error).lower()


class SlowedChats:
    """Tells a chat that is too fast from a bot that is: the latter slows down several chats at the same moment."""

    def __init__(self, clock: Callable[[], float] = monotonic) -> None:
        self._clock = clock
        self._last: tuple[int, float] | None = None

    def grows(self, chat: int) -> bool:
        """Notes that a chat was slowed down; True where another one was less than a second ago."""
        now, last = self._clock(), self._last
        self._last = (chat, now)
        return last is not None and last[0] != chat and now - last[1] < CROWD_SECONDS


def _refused(call: Call, body: Mapping[str, Any], description: str) -> Outcome:
    if _UNCHANGED in description:
        return Sent(target=standing(str(body["message_id"]), captioned=call.method == EDIT_CAPTION))
    if known := next((sentence for sentence in _UNCHANGEABLE if sentence in description), None):
        return Gone(why=_as_code(known), fresh=True)
    if known := next((sentence for sentence in _UNREACHABLE if sentence in description), None):
        return Gone(why=_as_code(known), receiver=True)
    return Gone(why=description if _CODE.fullmatch(description) else "bad_request", ours=True)


def _as_code(sentence: str) -> str:
    return sentence.replace("'", "").replace(" ", "_")
