"""Talks to the platform of letters: reads, composes, sends and fetches."""

import json
from collections.abc import Mapping
from typing import Any

import aiohttp

from bot.channels.errors import FileUnavailable
from jobs.sending import Again, Call, Effect, Gone, Outcome, Outgoing, Pace, Sent, Target, Unknown
from models.ground.messages import Act, Channel, FileReference, Incoming

PIGEON = Channel("pigeon")
PAUSE = 1.0  # seconds before a platform that stumbled is asked again


class PigeonChannel:
    """One address of letters."""

    channel = PIGEON
    numbers = False
    per_receiver = Pace(((20, 1.0),))
    overall = Pace(((100, 1.0),))

    def __init__(self, api_url: str, token: str) -> None:
        self._api_url = api_url
        self.token = token
        self._session: aiohttp.ClientSession | None = None

    async def open(self) -> None:
        """Makes ready to call."""
        self._session = aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=5))

    async def close(self) -> None:
        """Ends all connections."""
        if self._session is not None:
            await self._session.close()

    def read(self, letter: Mapping[str, Any]) -> Incoming:
        """What somebody wrote or pressed; raises TypeError or LookupError where it is no letter."""
        act = Act.PRESS if "press" in letter else Act.TEXT
        return Incoming(
            channel=PIGEON,
            event=letter["id"],
            account=letter["from"],
            act=act,
            text=letter.get("text", ""),
            button=letter.get("press", ""),
            on=letter.get("on", ""),
        )

    def compose(self, outgoing: Outgoing) -> list[Call]:
        """One letter, or the change of one."""
        keys = [{"label": key.label, "press": key.data} for row in outgoing.keys for key in row]
        letter = json.dumps({"to": outgoing.account, "text": outgoing.text, "keys": keys}, ensure_ascii=False)
        if outgoing.effect is Effect.EDIT and outgoing.target is not None:
            return [Call(method=f"PUT letters/{outgoing.target.message}", body=letter)]
        return [Call(method="POST letters", body=letter)]

    async def send(self, call: Call) -> Outcome:
        """Makes one request."""
        verb, path = call.method.split()
        try:
            status, answer = await self._ask(verb, path, call.body)
        except aiohttp.ClientConnectorError:
            return Again(PAUSE, everybody=True, why="unreached")
        except (aiohttp.ClientError, TimeoutError) as error:
            return Unknown(why=type(error).__name__)
        if status != 200:
            return Gone(why=str(status), receiver=status == 404)
        return Sent(target=Target(message=answer["number"]))

    def renewed(self, target: Target, own: Mapping[str, Any], now: float) -> Target:  # noqa: ARG002
        """The same: a letter can always be changed."""
        return target

    def changed(self, target: Target) -> Target:
        """The same."""
        return target

    async def answers(self) -> bool:
        """Whether the platform knows us."""
        try:
            status, _ = await self._ask("GET", "me")
        except (aiohttp.ClientError, TimeoutError):
            return False
        return status == 200

    async def download(self, file: FileReference) -> bytes:
        """Nobody can send a file by letter; raises FileUnavailable."""
        raise FileUnavailable(f"no_files:{file.size}")

    async def _ask(self, verb: str, path: str, body: str | None = None) -> tuple[int, Any]:
        assert self._session is not None
        headers = {"authorization": self.token, "content-type": "application/json"}
        async with self._session.request(verb, f"{self._api_url}/{path}", data=body, headers=headers) as answer:
            return answer.status, await answer.json() if answer.status == 200 else None
