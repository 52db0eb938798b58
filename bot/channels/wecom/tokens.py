"""The one holder of the app's access token: fetched once for all who wait, kept where other processes find it."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass

import aiohttp

from bot.channels.plug import TokenStore
from bot.channels.wecom.calls import Answer, Client, Unreached
from bot.channels.wecom.outcomes import refusal_holds
from bot.channels.wecom.settings import WeComSettings

MARGIN = 300  # seconds before its end at which a token is renewed
INSISTED = 5  # seconds in which a token that WeCom calls ended and yet gives out again isn't asked for once more
TIMEOUT = aiohttp.ClientTimeout(total=5)  # seconds, for gettoken
SILENCE_HOLDS = 1  # seconds


class TokenRefused(Exception):
    """WeCom gives no token; `code` is its error code."""

    def __init__(self, code: int) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True)
class Held:
    """A token and until when it is used; `insisted` is the moment until which a complaint about it is in vain."""

    token: str
    until: float
    insisted: float = 0.0


@dataclass(frozen=True)
class Failure:
    """A fetch that failed at `at`; its fault is told to all who ask within `holds` seconds."""

    at: float
    holds: float
    fault: TokenRefused | Unreached


class Tokens:
    """Gives the token to whoever calls; one fetch at a time, and a failed one counts for all who waited for it."""

    def __init__(self, settings: WeComSettings, client: Client, store: TokenStore, wall: Callable[[], float]) -> None:
        self._credentials = {"corpid": settings.corp_id, "corpsecret": settings.secret}
        self._client = client
        self._store = store
        self._wall = wall
        self._lock = asyncio.Lock()
        self._held: Held | None = None
        self._failure: Failure | None = None

    async def current(self) -> str:
        """A token that is good for another while; raises TokenRefused and Unreached."""
        held = self._held
        if held is not None and self._wall() < held.until:
            return held.token
        return await self._another(stale="")

    async def renew(self, stale: str) -> str:
        """A token in place of one that WeCom called expired, fetched only if nobody else has done so meanwhile."""
        return await self._another(stale)

    async def _another(self, stale: str) -> str:
        async with self._lock:
            now = self._wall()
            held = self._held
            if held is not None and now < held.until and held.token != stale:
                return held.token
            stored = await self._store.get()
            if stored is not None and stored[0] != stale and now < stored[1] - MARGIN:
                self._held = Held(stored[0], stored[1] - MARGIN)
                return stored[0]
            if held is not None and now < held.insisted:
                return held.token
            return await self._fetched(now, stale)

    async def _fetched(self, now: float, stale: str) -> str:
        failure = self._failure
        if failure is not None and 0 <= now - failure.at < failure.holds:
            raise failure.fault.with_traceback(None)
        self._held = None
        try:
            token, lifetime = _granted(await self._client.ask("gettoken", self._credentials, timeout=TIMEOUT))
        except TokenRefused as refusal:
            self._failure = Failure(self._wall(), refusal_holds(refusal.code), refusal)
            raise
        except Unreached as silence:
            # Whether this request arrived doesn't matter to the message that waits for the token: that never left.
            fault = Unreached(silence.why, asked=False)
            self._failure = Failure(self._wall(), SILENCE_HOLDS, fault)
            raise fault from None
        # Half its life is used of a token that lives shorter than the margin; else each call would fetch one.
        until = now + max(lifetime - MARGIN, lifetime / 2)
        self._held = Held(token, until, insisted=now + INSISTED if token == stale else 0)
        await self._store.put(token, now + lifetime)
        return token


def _granted(answer: Answer) -> tuple[str, float]:
    if answer.code:
        raise TokenRefused(answer.code)
    token, lifetime = answer.data.get("access_token"), answer.data.get("expires_in")
    if not isinstance(token, str) or not token or not isinstance(lifetime, int) or lifetime <= 0:
        raise Unreached("garbled", asked=True)
    return token, lifetime
