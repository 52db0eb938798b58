"""How calls travel: aiohttp under python-telegram-bot, telling "never left" from "may have arrived"."""

import json
from typing import Any

import aiohttp
from telegram.error import BadRequest, NetworkError, TelegramError
from telegram.request import BaseRequest, RequestData

MEGABYTE = 1024 * 1024
LONGEST_ANSWER = 50 * MEGABYTE  # bytes; no answer of the Bot API comes near
LONGEST_FILE = 20 * MEGABYTE  # bytes a bot may fetch

CONNECT_SECONDS = 5.0
ANSWER_SECONDS = 10.0
FILE_SECONDS = 60.0  # to upload or fetch a file
LONGEST_WAIT = 24 * 3600  # seconds of a flood control that is believed
CONNECTIONS = 200

_ENCODER = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))
_JSON = {"Content-Type": "application/json"}


class NotSent(NetworkError):
    """No connection: the request never left."""


class Uncertain(NetworkError):
    """The request left and no answer that can be understood came back: it may have been carried out."""


class NoSuchMethod(TelegramError):
    """The server doesn't know this method, or the token can't be one; whether it knows others, it says when asked."""


class Garbled(TelegramError):
    """What answered doesn't speak the Bot API: a proxy, a portal, half an answer."""


class Oversized(NetworkError):
    """The answer is larger than agreed; the rest wasn't read."""


class AiohttpRequest(BaseRequest):
    """The library's transport on one aiohttp session. Errors carry no address, since ours hold the token."""

    def __init__(self, *, answer_seconds: float = ANSWER_SECONDS, connect_seconds: float = CONNECT_SECONDS) -> None:
        self._answer_seconds = answer_seconds
        self._connect_seconds = connect_seconds
        self._session: aiohttp.ClientSession | None = None

    @property
    def read_timeout(self) -> float:
        """Seconds for a whole call without files."""
        return self._answer_seconds

    async def initialize(self) -> None:
        """Opens the session, once; connects to nothing yet."""
        if self._session is None:
            self._session = aiohttp.ClientSession(
                connector=aiohttp.TCPConnector(limit=CONNECTIONS),
                cookie_jar=aiohttp.DummyCookieJar(),  # the Bot API sets none, and looking for them costs every call
            )

    async def shutdown(self) -> None:
        """Closes the session and its connections."""
        session, self._session = self._session, None
        if session is not None:
            await session.close()

    async def do_request(
        self,
        url: str,
        method: str,
        request_data: RequestData | None = None,
        read_timeout: Any = BaseRequest.DEFAULT_NONE,
        write_timeout: Any = BaseRequest.DEFAULT_NONE,  # noqa: ARG002 - the library's signature; one limit counts here
        connect_timeout: Any = BaseRequest.DEFAULT_NONE,  # noqa: ARG002
        pool_timeout: Any = BaseRequest.DEFAULT_NONE,  # noqa: ARG002
    ) -> tuple[int, bytes]:
        """Status and body; raises NotSent, Uncertain, Oversized, or BadRequest for a body that is too large."""
        is_file = method == "GET" or (request_data is not None and request_data.contains_files)
        seconds = FILE_SECONDS if is_file else self.read_timeout
        if isinstance(read_timeout, int | float):
            seconds = float(read_timeout)
        longest = LONGEST_FILE if method == "GET" else LONGEST_ANSWER
        try:
            status, answer = await self._exchange(url, method, request_data, seconds, longest)
        except (aiohttp.ClientConnectorError, aiohttp.ConnectionTimeoutError, aiohttp.InvalidURL) as error:
            raise NotSent(type(error).__name__) from None
        except TimeoutError:
            raise Uncertain("timeout") from None
        except aiohttp.ClientError as error:
            raise Uncertain(type(error).__name__) from None
        if status == 413:  # the library would take it for a fault of the network, to be tried again for ever
            raise BadRequest("request entity too large")
        if status == 404:  # the library would take it for a wrong token
            raise NoSuchMethod("not found")
        return status, answer

    async def _exchange(
        self, url: str, method: str, request_data: RequestData | None, seconds: float, longest: int
    ) -> tuple[int, bytes]:
        if self._session is None:
            raise RuntimeError("the channel isn't open")
        data, headers = _encode(request_data)
        # A redirect would turn a call into a GET and may lead the token elsewhere.
        async with self._session.request(
            method,
            url,
            data=data,
            headers=headers,
            timeout=aiohttp.ClientTimeout(total=seconds, connect=min(self._connect_seconds, seconds)),
            allow_redirects=False,
        ) as response:
            return response.status, await _read(response, longest)

    @staticmethod
    def parse_json_payload(payload: bytes) -> dict[str, Any]:
        """An answer of the Bot API with only fields of the right shape; raises Garbled, and logs nothing, since the
        payload repeats people's words.
        """
        try:
            answer = json.loads(payload.decode("utf-8", "replace"))
        except (ValueError, RecursionError):
            raise Garbled("no JSON") from None
        if not isinstance(answer, dict) or not isinstance(answer.get("ok"), bool):
            raise Garbled("no answer of the Bot API")
        if answer["ok"]:
            if "result" not in answer:
                raise Garbled("no result")
            return answer
        description = answer.get("description")
        return {
            "ok": False,
            "result": None,
            "description": description if isinstance(description, str) else "",
            "parameters": _parameters(answer.get("parameters")),
        }


def _parameters(given: Any) -> dict[str, int]:
    """Of an error's parameters those that are known, as whole numbers within reason."""
    if not isinstance(given, dict):
        return {}
    known = {}
    for name in ("retry_after", "migrate_to_chat_id"):
        if type(given.get(name)) is int:
            known[name] = given[name]
    if "retry_after" in known:
        known["retry_after"] = max(1, min(known["retry_after"], LONGEST_WAIT))
    return known


def _encode(request_data: RequestData | None) -> tuple[bytes | aiohttp.FormData | None, dict[str, str]]:
    if request_data is None:
        return None, {}
    if not request_data.contains_files:
        return _ENCODER.encode(request_data.parameters).encode(), _JSON
    form = aiohttp.FormData(quote_fields=False)  # the Bot API takes file names as they are, in UTF-8
    for name, value in request_data.json_parameters.items():
        form.add_field(name, value)
    for name, (file_name, content, content_type) in request_data.multipart_data.items():
        form.add_field(name, content, filename=file_name, content_type=content_type)
    return form, {}


async def _read(response: aiohttp.ClientResponse, longest: int) -> bytes:
    """The body, decompressed; raises Oversized as soon as it grows over `longest` bytes."""
    chunks, size = [], 0
    async for chunk in response.content.iter_any():
        chunks.append(chunk)
        size += len(chunk)
        if size > longest:
            raise Oversized("answer too large")
    return b"".join(chunks)
