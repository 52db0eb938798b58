"""The crypto door of the callback: what passes was written by WeCom, for this corp, just now."""

import binascii
import hashlib
import hmac
import struct
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from xml.parsers.expat import ExpatError

import xmltodict
from wechatpy.enterprise.crypto import WeChatCrypto
from wechatpy.exceptions import WeChatException

from bot.channels.wecom.settings import WeComSettings

BODY_LIMIT = 64 * 1024  # bytes; a callback holds one message of at most 2 KB of words
FRESH = 600  # seconds between WeCom's clock and ours


class BadCallback(Exception):
    """A callback that is forged, garbled, stale or meant for another app; it is answered with 403 and forgotten."""


# All that wechatpy 1.8.18, its XML parser and its cipher were seen to raise over a hostile body.
FAULTS = (
    WeChatException,
    ExpatError,
    binascii.Error,
    struct.error,
    AttributeError,
    LookupError,
    OverflowError,
    TypeError,
    ValueError,
)


@contextmanager
def bad_callbacks() -> Iterator[None]:
    """Turns every fault of reading into BadCallback, which names the kind of fault and never the content."""
    try:
        yield
    except FAULTS as fault:
        raise BadCallback(type(fault).__name__) from None


class CallbackDoor:
    """Checks and opens what arrives at the callback URL; raises BadCallback where it isn't WeCom's.

    A wrong `token` or `aes_key` in the settings raises ValueError at once.
    """

    def __init__(self, settings: WeComSettings) -> None:
        try:
            self._crypto = WeChatCrypto(settings.token, settings.aes_key, settings.corp_id)
        except (AssertionError, binascii.Error):
            raise ValueError("the WeCom AES key is not 43 letters and digits") from None
        self._token = settings.token

    def verify_url(self, query: Mapping[str, str], now: float) -> str:
        """The plain echostr that WeCom wants to see within a second."""
        with bad_callbacks():
            sealed = query["echostr"]
            signature, timestamp, nonce = self._signed(query, sealed, now)
            return str(self._crypto.check_signature(signature, timestamp, nonce, sealed))

    def open(self, query: Mapping[str, str], body: bytes, now: float) -> str:
        """The plain XML of a callback."""
        if len(body) > BODY_LIMIT:
            raise BadCallback("size")
        with bad_callbacks():
            sealed = xmltodict.parse(body.decode())["xml"]["Encrypt"]
            signature, timestamp, nonce = self._signed(query, sealed, now)
            return str(self._crypto.decrypt_message({"Encrypt": sealed}, signature, timestamp, nonce))

    def _signed(self, query: Mapping[str, str], sealed: str, now: float) -> tuple[str, str, str]:
        signature, timestamp, nonce = query["msg_signature"], query["timestamp"], query["nonce"]
        joined = "".join(sorted([self._token, timestamp, nonce, sealed])).encode()
        expected = hashlib.sha1(joined, usedforsecurity=False)  # WeCom's protocol knows no other
        if not hmac.compare_digest(expected.hexdigest().encode(), signature.encode()):
            raise BadCallback("signature")
        if abs(now - int(timestamp)) > FRESH:
            raise BadCallback("timestamp")
        return signature, timestamp, nonce
