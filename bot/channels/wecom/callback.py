"""The crypto door of the callback: what passes was written by WeCom, for this corp, just now."""

import base64
import binascii
import hashlib
import hmac
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from xml.parsers.expat import ExpatError

import xmltodict
from wechatpy.crypto.base import WeChatCipher
from wechatpy.enterprise.crypto import WeChatCrypto
from wechatpy.exceptions import WeChatException

from bot.channels.wecom.settings import WeComSettings
from models.ground.messages import Incoming

BODY_LIMIT = 64 * 1024  # bytes; a callback holds one message of at most 2 KB of words
FRESH = 600  # seconds between WeCom's clock and ours
ECHO = re.compile(r"[0-9A-Za-z_-]{1,64}")  # what WeCom wants echoed is a number; a message is XML
CORP = re.compile(rb"[A-Za-z0-9_-]{1,64}")
NO_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")  # no XML 1.0 may hold these, typed or not


class BadCallback(Exception):
    """A callback that is forged, garbled, stale or meant for another app; it is answered with 403 and forgotten."""


class UnreadableCallback(Exception):
    """A callback that WeCom did write, of which nothing can be made. It is answered as any other, since it will be no
    better when it comes again; `told` is what the member hears of it, where it can be known who he is.
    """

    def __init__(self, why: str, told: Incoming | None = None) -> None:
        super().__init__(why)
        self.why = why
        self.told = told


# All that wechatpy 1.8.18, its XML parser and its cipher were seen to raise over a hostile body.
FAULTS = (
    WeChatException,
    ExpatError,
    binascii.Error,
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


def cleaned(xml: bytes) -> str:
    """XML without the characters none may hold: a soft line break of a word processor (U+000B) stands in a text as it
    was pasted. Where a character was cut in the middle, the rest of the text still counts.
    """
    return NO_XML.sub("", xml.decode(errors="replace"))


class CallbackDoor:
    """Checks and opens what arrives at the callback URL; raises BadCallback where it isn't WeCom's.

    A wrong `token` or `aes_key` in the settings raises ValueError at once.
    """

    def __init__(self, settings: WeComSettings) -> None:
        try:
            self._key: bytes = WeChatCrypto(settings.token, settings.aes_key, settings.corp_id).key
        except (AssertionError, binascii.Error):
            raise ValueError("the WeCom AES key is not 43 letters and digits") from None
        self._token = settings.token
        self._corp = settings.corp_id.encode()
        self._echoed: dict[str, float] = {}  # what was echoed, and when: not once more while its signature is good

    def verify_url(self, query: Mapping[str, str], now: float) -> str:
        """The plain echostr that WeCom wants to see within a second. Nothing else is echoed, or anybody who has seen a
        sealed message pass by could have it read out to him; and nothing twice.
        """
        with bad_callbacks():
            sealed = query["echostr"]
            self._check(query, sealed, now)
            try:
                echo = self._opened(sealed).decode()
            except UnreadableCallback as fault:
                raise BadCallback(fault.why) from None
        if not ECHO.fullmatch(echo):
            raise BadCallback("no echo")
        self._echoed = {each: at for each, at in self._echoed.items() if now - at <= 2 * FRESH}
        if sealed in self._echoed:
            raise BadCallback("echoed already")
        self._echoed[sealed] = now
        return echo

    def open(self, query: Mapping[str, str], body: bytes, now: float) -> str:
        """The plain XML of a callback; raises UnreadableCallback where it has WeCom's signature and can't be opened."""
        if len(body) > BODY_LIMIT:
            raise BadCallback("size")
        with bad_callbacks():
            sealed = xmltodict.parse(cleaned(body))["xml"]["Encrypt"]
            self._check(query, sealed, now)
        return cleaned(self._opened(sealed))

    def _check(self, query: Mapping[str, str], sealed: str, now: float) -> None:
        signature, timestamp, nonce = query["msg_signature"], query["timestamp"], query["nonce"]
        joined = "".join(sorted([self._token, timestamp, nonce, sealed])).encode()
        expected = hashlib.sha1(joined, usedforsecurity=False)  # WeCom's protocol knows no other
        if not hmac.compare_digest(expected.hexdigest().encode(), signature.encode()):
            raise BadCallback("signature")
        if abs(now - int(timestamp)) > FRESH:
            raise BadCallback("timestamp")

    def _opened(self, sealed: str) -> bytes:
        """What was sealed, byte by byte; wechatpy would refuse all of it for one that is no character."""
        try:
            plain: bytes = WeChatCipher(self._key).decrypt(base64.b64decode(sealed))
            content = plain[16 : -plain[-1]]
        except FAULTS as fault:
            raise UnreadableCallback(type(fault).__name__) from None
        length = int.from_bytes(content[:4], "big")
        xml, receiver = content[4 : length + 4], content[length + 4 :]
        if receiver == self._corp:
            return xml
        if CORP.fullmatch(receiver):
            raise BadCallback("another corp")
        raise UnreadableCallback("seal")  # another key than WeCom has
