"""Callbacks as WeCom seals them, made by a second hand: AES, padding and signature written out here."""

import base64
import hashlib
import struct

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

TOKEN = "QDG6eK"
AES_KEY = "jWmYm7qr5nMoAUwZRjGtBxmz3KA1tkAj3ykkR6q2B2C"
CORP = "wx5823bf96d3bd56c7"
NOW = 1_795_600_000


def seal(plain: bytes, receiver: str = CORP) -> str:
    key = base64.b64decode(AES_KEY + "=")
    packed = b"0123456789abcdef" + struct.pack(">I", len(plain)) + plain + receiver.encode()
    padding = 32 - len(packed) % 32
    encryptor = Cipher(algorithms.AES(key), modes.CBC(key[:16])).encryptor()
    return base64.b64encode(encryptor.update(packed + bytes([padding]) * padding) + encryptor.finalize()).decode()


def signed(sealed: str, at: int | str = NOW, nonce: str = "nonce") -> dict[str, str]:
    joined = "".join(sorted([TOKEN, str(at), nonce, sealed])).encode()
    signature = hashlib.sha1(joined, usedforsecurity=False)  # what the protocol asks for
    return {"msg_signature": signature.hexdigest(), "timestamp": str(at), "nonce": nonce}


def callback(plain: str | bytes, receiver: str = CORP, at: int | str = NOW) -> tuple[dict[str, str], bytes]:
    sealed = seal(plain.encode() if isinstance(plain, str) else plain, receiver)
    body = f"<xml><ToUserName><![CDATA[{CORP}]]></ToUserName><Encrypt><![CDATA[{sealed}]]></Encrypt></xml>"
    return signed(sealed, at), body.encode()


def xml(inside: str, sender: str = "zhao", agent: str = "218") -> str:
    return (
        f"<xml><ToUserName><![CDATA[{CORP}]]></ToUserName><FromUserName><![CDATA[{sender}]]></FromUserName>"
        f"<CreateTime>{NOW}</CreateTime>{inside}<AgentID>{agent}</AgentID></xml>"
    )


def event(name: str, inside: str = "", sender: str = "zhao", agent: str = "218") -> str:
    return xml(f"<MsgType>event</MsgType><Event><![CDATA[{name}]]></Event>{inside}", sender, agent)
