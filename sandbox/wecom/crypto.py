"""WeCom's encrypted envelope: AES-256-CBC under the app's key and a SHA-1 signature over token and content."""

import base64
import binascii
import hashlib
import secrets
import struct

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

BLOCK = 32


class Envelope:
    """Encrypts for, decrypts from and signs towards one app; raises ValueError for a key not of 43 characters."""

    def __init__(self, token: str, aes_key: str, receive_id: str) -> None:
        if len(aes_key) != 43:
            raise ValueError("the AES key has 43 characters")
        try:
            self._key = base64.b64decode(aes_key + "=", validate=True)
        except binascii.Error as error:
            raise ValueError("the AES key is letters and digits") from error
        self._token = token
        self._receive_id = receive_id.encode()

    def encrypt(self, text: str, head: bytes | None = None) -> str:
        """The text as WeCom sends it; `head` are the 16 random bytes in front."""
        content = text.encode()
        plain = (head or secrets.token_bytes(16)) + struct.pack(">I", len(content)) + content + self._receive_id
        fill = BLOCK - len(plain) % BLOCK
        encryptor = self._cipher().encryptor()
        return base64.b64encode(encryptor.update(plain + bytes([fill]) * fill) + encryptor.finalize()).decode()

    def decrypt(self, sealed: str) -> str:
        """The text in an envelope; raises ValueError if it is damaged or meant for somebody else."""
        decryptor = self._cipher().decryptor()
        plain = decryptor.update(base64.b64decode(sealed, validate=True)) + decryptor.finalize()
        if not plain or not 1 <= plain[-1] <= BLOCK or len(plain) < 20 + plain[-1]:
            raise ValueError("wrong padding")
        plain = plain[: -plain[-1]]
        end = 20 + struct.unpack(">I", plain[16:20])[0]
        if plain[end:] != self._receive_id:
            raise ValueError("meant for somebody else")
        return plain[20:end].decode()

    def sign(self, timestamp: str, nonce: str, sealed: str) -> str:
        """The signature that goes into the address."""
        parts = sorted([self._token, timestamp, nonce, sealed])
        return hashlib.sha1("".join(parts).encode(), usedforsecurity=False).hexdigest()

    def _cipher(self) -> Cipher[modes.CBC]:
        return Cipher(algorithms.AES(self._key), modes.CBC(self._key[:16]))
