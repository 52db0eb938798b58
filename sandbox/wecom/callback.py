"""Callbacks to Fuma: the check of its address first, then each event encrypted and signed, tried a few times."""

import asyncio
import logging
import secrets
from collections.abc import Callable

import aiohttp

from sandbox.fuma import Fuma
from sandbox.lanes import Lanes
from sandbox.wecom.crypto import Envelope
from sandbox.wecom.events import xml

CHECK_SECONDS, ANSWER_SECONDS = 1.0, 5.0
FIRST_DELAY, LAST_DELAY = 1.0, 10.0
FIRST_CHECK_DELAY, LAST_CHECK_DELAY = 0.2, 2.0
WIDTH = 100
_FAILURES = (aiohttp.ClientError, TimeoutError, OSError)
_log = logging.getLogger("sandbox.wecom")


class Callbacks:
    """Delivers in order of a member; a callback that fails `retries` times more is lost, as WeCom loses it."""

    def __init__(
        self,
        fuma: Fuma,
        address: str,
        envelope: Envelope,
        *,
        corp_id: str,
        agent_id: int,
        retries: int,
        wall: Callable[[], float],
    ) -> None:
        self._fuma, self._address, self._envelope = fuma, address, envelope
        self._corp_id, self._agent_id, self._retries, self._wall = corp_id, agent_id, retries, wall
        self._lanes: Lanes[str] = Lanes(self._deliver)
        self._slots = asyncio.Semaphore(WIDTH)
        self._checking = asyncio.Lock()
        self._checked = False
        self.lost = 0

    @property
    def pending(self) -> int:
        """How many callbacks are neither delivered nor given up."""
        return self._lanes.pending

    def put(self, member: str, text: str) -> None:
        """Queues an event's XML behind those of its member."""
        self._lanes.put(member, text)

    async def check(self) -> bool:
        """Whether the address has proved to be the app's, asking it once if it hasn't yet."""
        async with self._checking:
            if not self._checked:
                self._checked = await self._prove()
        return self._checked

    async def close(self) -> None:
        """Stops delivering."""
        await self._lanes.close()

    async def _prove(self) -> bool:
        secret = str(secrets.randbits(60))
        sealed = self._envelope.encrypt(secret)
        query = self._signed(sealed) | {"echostr": sealed}
        status, body = await self._ask("GET", query, None, CHECK_SECONDS)
        return status == 200 and body == secret.encode()

    async def _deliver(self, text: str) -> None:
        delay = FIRST_CHECK_DELAY
        while not await self.check():
            await asyncio.sleep(delay)
            delay = min(delay * 2, LAST_CHECK_DELAY)
        delay = FIRST_DELAY
        for attempt in range(self._retries + 1):
            if attempt:
                await asyncio.sleep(delay)
                delay = min(delay * 2, LAST_DELAY)
            if await self._post(text):
                return
        self.lost += 1
        _log.warning("a callback was given up after %d deliveries", self._retries + 1)

    async def _post(self, text: str) -> bool:
        sealed = self._envelope.encrypt(text)
        fields = [("ToUserName", self._corp_id), ("Encrypt", sealed), ("AgentID", str(self._agent_id))]
        body = xml("xml", fields).encode()
        status, _ = await self._ask("POST", self._signed(sealed), body, ANSWER_SECONDS)
        return status == 200

    def _signed(self, sealed: str) -> dict[str, str]:
        timestamp, nonce = str(int(self._wall())), str(secrets.randbelow(10**10))
        signature = self._envelope.sign(timestamp, nonce, sealed)
        return {"msg_signature": signature, "timestamp": timestamp, "nonce": nonce}

    async def _ask(self, method: str, query: dict[str, str], body: bytes | None, patience: float) -> tuple[int, bytes]:
        headers = {"Content-Type": "text/xml"} if body else {}
        try:
            async with (
                self._slots,
                asyncio.timeout(patience),
                self._fuma.session.request(
                    method, self._address, params=query, data=body, headers=headers, allow_redirects=False
                ) as answer,
            ):
                return answer.status, await answer.content.read(65536)
        except _FAILURES:
            return 0, b""
