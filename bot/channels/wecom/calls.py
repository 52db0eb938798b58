"""Requests to WeCom's API by aiohttp: bounded in time and size, and honest about whether they may have arrived."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import aiohttp

CONNECT_SECONDS = 3.0
TIMEOUT = aiohttp.ClientTimeout(total=10, sock_connect=CONNECT_SECONDS)  # seconds
TRANSFER = aiohttp.ClientTimeout(total=25, sock_connect=3)  # seconds, for files
ANSWER_LIMIT = 1 << 20  # bytes

_NEVER_LEFT = (aiohttp.ClientConnectorError, aiohttp.ConnectionTimeoutError, aiohttp.InvalidURL)


class Unreached(Exception):
    """No answer that could be read; `asked` where the request may have been served nevertheless."""

    def __init__(self, why: str, *, asked: bool) -> None:
        super().__init__(why)
        self.why = why
        self.asked = asked


class UploadTooLarge(Exception):
    """An answer of more bytes than were wanted."""


@dataclass(frozen=True)
class Answer:
    """What WeCom said: its error code (0 is good) and the rest."""

    code: int
    data: Mapping[str, Any]


@dataclass(frozen=True)
class Body:
    """The bytes of an answer; `saved` where WeCom calls them a file rather than an answer of its own."""

    content: bytes
    saved: bool


class Client:
    """The one connection pool to WeCom; open it in a running loop and close it there."""

    def __init__(self, api_url: str, timeout: aiohttp.ClientTimeout = TIMEOUT) -> None:
        self._api_url = api_url.rstrip("/")
        self._timeout = timeout
        self._session: aiohttp.ClientSession | None = None

    async def open(self) -> None:
        """Makes the pool ready; nothing is asked yet."""
        self._session = aiohttp.ClientSession(cookie_jar=aiohttp.DummyCookieJar())

    async def close(self) -> None:
        """Lets every connection go."""
        if self._session is not None:
            await self._session.close()
            self._session = None

    async def ask(
        self,
        method: str,
        params: Mapping[str, str],
        data: bytes | aiohttp.FormData | None = None,
        timeout: aiohttp.ClientTimeout | None = None,  # noqa: ASYNC109 - handed to aiohttp, which keeps it
    ) -> Answer:
        """Asks by POST where there is `data`, else by GET; raises Unreached."""
        try:
            body = await self.fetch(method, params, data=data, timeout=timeout)
        except UploadTooLarge:
            raise Unreached("garbled", asked=True) from None
        return answer(body.content)

    async def fetch(
        self,
        method: str,
        params: Mapping[str, str],
        *,
        data: bytes | aiohttp.FormData | None = None,
        limit: int = ANSWER_LIMIT,
        timeout: aiohttp.ClientTimeout | None = None,  # noqa: ASYNC109 - handed to aiohttp, which keeps it
    ) -> Body:
        """The bytes of the answer, `limit` at most; raises Unreached and UploadTooLarge.

        The faults of aiohttp name the whole URL, with the token or the secret in it: none of them is passed on.
        """
        if self._session is None:
            raise RuntimeError("the WeCom client is not open")
        try:
            async with self._session.request(
                "GET" if data is None else "POST",
                f"{self._api_url}/{method}",
                params=params,
                data=data,
                headers={"Content-Type": "application/json; charset=utf-8"} if isinstance(data, bytes) else None,
                timeout=timeout or self._timeout,
                allow_redirects=False,
            ) as response:
                if response.status != 200:
                    raise Unreached(f"http {response.status}", asked=response.status >= 500)
                return Body(await _read(response, limit), saved="Content-Disposition" in response.headers)
        except _NEVER_LEFT as fault:
            raise Unreached(type(fault).__name__, asked=False) from None
        except (aiohttp.ClientError, TimeoutError, OSError) as fault:
            raise Unreached(type(fault).__name__, asked=True) from None


async def _read(response: aiohttp.ClientResponse, limit: int) -> bytes:
    content = bytearray()
    async for chunk in response.content.iter_any():
        content += chunk
        if len(content) > limit:
            raise UploadTooLarge
    return bytes(content)


def answer(content: bytes) -> Answer:
    """An answer of WeCom's own; raises Unreached over anything else, such as a proxy's page or a half of one."""
    try:
        data = json.loads(content)
    except (ValueError, RecursionError):
        raise Unreached("garbled", asked=True) from None
    code = data.get("errcode") if isinstance(data, dict) else None
    if not isinstance(code, int):
        raise Unreached("garbled", asked=True)
    return Answer(code, data)
