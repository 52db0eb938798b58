"""The WeCom channel as the rest of Fuma sees it."""

import json
import re
import time
from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Any

import structlog
from aiohttp import ClientTimeout

from bot.channels.errors import ChannelFault
from bot.channels.plug import TokenStore
from bot.channels.wecom import composing, reading
from bot.channels.wecom.api import Api, Halted, NotUploaded, unreached
from bot.channels.wecom.callback import CallbackDoor
from bot.channels.wecom.calls import CONNECT_SECONDS, Answer, Client, Unreached
from bot.channels.wecom.menu import MenuEntry, menu_json
from bot.channels.wecom.outcomes import MEDIA_GONE, Scope, left_out, of_group, outcome_of, wait_of, without_token
from bot.channels.wecom.settings import WeComSettings
from bot.channels.wecom.targets import renewed, standing, used_up
from bot.channels.wecom.tokens import TokenRefused, Tokens
from jobs.sending import Call, FileStore, Gone, Outcome, Outgoing, Pace, Sent, Target, Unknown
from models.ground.messages import Channel, FileReference, Incoming

_CHAT = re.compile(r"[A-Za-z0-9_-]{1,64}")  # the id of a group

_log = structlog.get_logger(__name__)


class WeComChannel:
    """Reads callbacks, composes requests and makes them. Raises ValueError where the settings can't be right."""

    channel = Channel.WECOM
    numbers = True
    # WeCom drops, without a word, what goes beyond 30 requests a minute or 1,000 an hour to one member. It counts as
    # they arrive, so a few are left for those that caught up on their way.
    per_receiver = Pace(((28, 60.0), (980, 3600.0)))
    overall = Pace(((150, 1.0),))

    def __init__(
        self,
        settings: WeComSettings,
        store: FileStore,
        token_store: TokenStore,
        wall: Callable[[], float] = time.time,
    ) -> None:
        self._agent_id = settings.agent_id
        self._door = CallbackDoor(settings)
        in_time = ClientTimeout(total=settings.answer_seconds, sock_connect=CONNECT_SECONDS)
        self._client = Client(settings.api_url, in_time)
        self._api = Api(self._client, Tokens(settings, self._client, token_store, wall), store, wall)
        self._wall = wall

    async def open(self) -> None:
        """Makes ready to talk; asks nothing of the platform yet."""
        await self._client.open()

    async def close(self) -> None:
        """Lets the connections go."""
        await self._client.close()

    async def set_up(self, menu: Sequence[MenuEntry]) -> bool:
        """Puts the menu below the chat; False where WeCom can't be reached or refuses, to be tried again later.
        Raises ValueError over a menu that WeCom could never show.
        """
        body = json.dumps(menu_json(menu), ensure_ascii=False).encode()
        why = await _fault(self._api.post("menu/create", body, agentid=str(self._agent_id)))
        if why:
            _log.warning("wecom.set_up.failed", why=why)
        return not why

    async def make_group(self, name: str, owner: str, members: Sequence[str]) -> str:
        """Makes a group chat of members (two at least) in which this app can speak; gives its id. Raises ChannelFault,
        with a line for the operator, where WeCom doesn't.
        """
        group = {"name": name, "owner": owner, "userlist": list(members)}
        try:
            answer = await self._api.post("appchat/create", json.dumps(group, ensure_ascii=False).encode())
        except TokenRefused as refusal:
            raise ChannelFault(f"WeCom: {without_token(refusal.code).why}") from None
        except Unreached as silence:
            raise ChannelFault(f"WeCom: {silence.why}") from None
        except Halted as halted:
            raise ChannelFault(f"WeCom: {halted.outcome.why}") from None
        if answer.code:
            raise ChannelFault(f"WeCom: {answer.code}")
        return str(answer.data["chatid"])

    async def check(self) -> None:
        """Raises ChannelFault, with a line for the operator, where WeCom doesn't serve this app at the moment."""
        why = await _fault(self._api.get("getcallbackip"))
        if why:
            raise ChannelFault(f"WeCom: {why}")

    def verify_url(self, query: Mapping[str, str]) -> str:
        """What WeCom's check of the callback URL wants to be answered; raises BadCallback."""
        return self._door.verify_url(query, self._wall())

    def read(self, query: Mapping[str, str], body: bytes) -> Incoming | None:
        """What a member did, None where nothing follows from it; raises BadCallback, and Unreadable."""
        return reading.incoming(self._door.open(query, body, self._wall()), self._agent_id)

    def compose(self, outgoing: Outgoing) -> list[Call]:
        """The exact requests that say this, in order; none for a change that can't be made any more."""
        return composing.compose(outgoing, self._agent_id, self._wall())

    async def send(self, call: Call) -> Outcome:
        """Makes one request. A picture or file goes up first and its media_id is put in; the body keeps its bytes
        from try to try as long as that id lives.
        """
        body = json.loads(call.body)
        to_group = call.method == composing.TO_GROUP
        account = _receiver(call, body)
        if not (_CHAT if to_group else reading.ACCOUNT).fullmatch(account):
            return Gone(why="group" if to_group else "account", receiver=not to_group)
        try:
            answer = await self._answered(call, body)
        except TokenRefused as refusal:
            return without_token(refusal.code)
        except (NotUploaded, Halted) as failure:
            return failure.outcome
        except Unreached as silence:
            return Unknown(why=silence.why) if silence.asked else unreached(silence)
        return self._outcome(call, body, account, answer)

    def renewed(self, target: Target, own: Mapping[str, Any], now: float) -> Target:
        """With the right to change the card once more that a press on it brings."""
        return renewed(target, own, now)

    def changed(self, target: Target) -> Target:
        """Without the right to change the card, until a press brings a new one."""
        return used_up(target)

    async def answers(self) -> bool:
        """Whether WeCom serves this app at this moment, be it to say that this one method was asked too often."""
        try:
            wait = wait_of((answer := await self._api.get("getcallbackip")).code)
        except Halted:
            return True
        except (TokenRefused, Unreached):
            return False
        return not answer.code or (wait is not None and wait.scope is Scope.API)

    async def download(self, file: FileReference) -> bytes:
        """The bytes of a file sent by a person, raises FileTooBig over 20 MB and FileUnavailable."""
        return await self._api.download(file)

    async def _answered(self, call: Call, body: dict[str, Any]) -> Answer:
        if not call.uploads:
            return await self._api.post(call.method, call.body.encode())
        answer = await self._api.post(call.method, await self._with_files(call, body))
        if answer.code == MEDIA_GONE:
            answer = await self._api.post(call.method, await self._with_files(call, body, anew=True))
        return answer

    async def _with_files(self, call: Call, body: dict[str, Any], *, anew: bool = False) -> bytes:
        files = {
            kind: {"media_id": await self._api.media_id(kind, digest, body[kind].get("name", ""), anew=anew)}
            for kind, digest in call.uploads.items()
        }
        return json.dumps({**body, **files}, ensure_ascii=False).encode()

    def _outcome(self, call: Call, body: Mapping[str, Any], account: str, answer: Answer) -> Outcome:
        if answer.code:
            return (of_group if call.method == composing.TO_GROUP else outcome_of)(answer.code)
        field = left_out(answer.data, account)
        if field:
            return Gone(why=field, receiver=True)
        if call.method != composing.SEND:
            return Sent()
        return Sent(
            target=standing(
                message=str(answer.data.get("msgid", "")),
                task=body.get("template_card", {}).get("task_id", ""),
                code=str(answer.data.get("response_code", "")),
                code_at=self._wall(),
            )
        )


def _receiver(call: Call, body: Mapping[str, Any]) -> str:
    where: dict[str, str] = {composing.SEND: "touser", composing.TO_GROUP: "chatid"}
    return str(body[where[call.method]] if call.method in where else body["userids"][0])


async def _fault(asked: Awaitable[Answer]) -> str:
    """Why a question was not served, as a code; "" where it was."""
    try:
        answer = await asked
    except TokenRefused as refusal:
        return without_token(refusal.code).why
    except Unreached as silence:
        return silence.why
    except Halted as halted:
        return halted.outcome.why
    return str(answer.code) if answer.code else ""
