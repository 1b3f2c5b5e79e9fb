"""Callbacks in and passive replies out: signature, time, encryption, addressee (WeCom doc 90968).

wechatpy gives the cipher and the signature; what it leaves out is here: comparison in constant time, a window of time,
the bounds of a decrypted frame, the addressee, and errors of two kinds only.

    CallbackRefused
    ├── MalformedCallback   not the shape of a callback: answer 400
    └── ForgedCallback      not from the platform, not for us, or not from now: answer 403

Nonces are not remembered here: the plaintext's `fingerprint` under a unique constraint makes a replay harmless.
"""

import base64
import binascii
import hmac
import re
import secrets
from datetime import datetime, timedelta
from typing import Final

import msgspec
from wechatpy.crypto.base import WeChatCipher
from wechatpy.utils import WeChatSigner

from backend.core.errors import SandtableError

BODY_MAX_BYTES: Final = 64 * 1024
WINDOW: Final = timedelta(seconds=300)
_BLOCK: Final = 32  # PKCS#7 to 32 bytes, twice the cipher's own block (WeCom doc 90968).
_CIPHER_BLOCK: Final = 16
_HEADER: Final = 20  # 16 random bytes and the length.
_TIMESTAMP: Final = re.compile(r"[0-9]{10}")
_NONCE: Final = re.compile(r"[0-9A-Za-z_-]{1,32}")
_SIGNATURE: Final = re.compile(r"[0-9a-f]{40}")
_BASE64: Final = re.compile(r"[0-9A-Za-z+/]+={0,2}")


class CallbackRefused(SandtableError):
    """A callback that is not acted upon; the text is for our log, never for the peer."""


class MalformedCallback(CallbackRefused):
    """Not the shape of a callback."""


class ForgedCallback(CallbackRefused):
    """A wrong signature, another addressee, or a time outside ±300 s."""


class Sealed(msgspec.Struct, frozen=True, kw_only=True):
    """An encrypted reply and what proves it."""

    encrypted: str
    signature: str
    timestamp: str
    nonce: str

    def to_xml(self) -> str:
        """The envelope in XML."""
        return (
            f"<xml><Encrypt><![CDATA[{self.encrypted}]]></Encrypt>"
            f"<MsgSignature><![CDATA[{self.signature}]]></MsgSignature>"
            f"<TimeStamp>{self.timestamp}</TimeStamp><Nonce><![CDATA[{self.nonce}]]></Nonce></xml>"
        )

    def to_json(self) -> bytes:
        """The envelope in JSON, for mini-programs that push JSON."""
        return msgspec.json.encode(
            {
                "Encrypt": self.encrypted,
                "MsgSignature": self.signature,
                "TimeStamp": int(self.timestamp),
                "Nonce": self.nonce,
            }
        )


class CallbackCipher:
    """The lock of one callback address.

    `aes_key` is the 43-character EncodingAESKey. `receive_id` is the corpid of an own app, the appid of a
    mini-program, empty for an AI bot. `ValueError` for a key that is none.
    """

    def __init__(self, *, token: str, aes_key: str, receive_id: str) -> None:
        try:
            key = base64.b64decode(aes_key + "=")
        except binascii.Error:
            key = b""
        if len(aes_key) != 43 or len(key) != 32:
            raise ValueError("an EncodingAESKey has 43 characters, without the equals sign")
        self._token = token
        self._receive_id = receive_id.encode()
        self._cipher = WeChatCipher(key)

    def open(self, encrypted: str, *, signature: str, timestamp: str, nonce: str, now: datetime) -> bytes:
        """The plaintext of a callback's `Encrypt`, or of `echostr` when the address is being verified.

        The four texts are as received, URL-decoded once; `now` is aware. Raises `CallbackRefused` only.
        """
        if len(encrypted) > BODY_MAX_BYTES or not _BASE64.fullmatch(encrypted):
            raise MalformedCallback("the ciphertext is not base64: was it URL-decoded twice?")
        self._check(signature, timestamp, nonce, encrypted, now=now)
        return self._decrypt(encrypted)

    def verify(self, *, signature: str, timestamp: str, nonce: str, now: datetime) -> None:
        """Checks the plain signature with which a mini-program's address is verified and plain pushes are signed."""
        self._check(signature, timestamp, nonce, now=now)

    def seal(self, plaintext: str, *, timestamp: int, nonce: str) -> Sealed:
        """A passive reply; `timestamp` in epoch seconds."""
        message = plaintext.encode()
        frame = secrets.token_bytes(16) + len(message).to_bytes(4, "big") + message + self._receive_id
        padding = _BLOCK - len(frame) % _BLOCK
        encrypted = base64.b64encode(self._cipher.encrypt(frame + bytes([padding]) * padding)).decode()
        return Sealed(
            encrypted=encrypted,
            signature=_signature(self._token, str(timestamp), nonce, encrypted),
            timestamp=str(timestamp),
            nonce=nonce,
        )

    def _check(self, signature: str, timestamp: str, nonce: str, *signed: str, now: datetime) -> None:
        # The parts are joined without a separator before hashing: free shapes would let bytes wander between them.
        if not (_TIMESTAMP.fullmatch(timestamp) and _NONCE.fullmatch(nonce) and _SIGNATURE.fullmatch(signature)):
            raise MalformedCallback("signature, timestamp or nonce has a wrong shape")
        expected = _signature(self._token, timestamp, nonce, *signed)
        if not hmac.compare_digest(expected, signature):
            raise ForgedCallback("wrong signature")
        if abs(now.timestamp() - int(timestamp)) > WINDOW.total_seconds():
            raise ForgedCallback("the timestamp lies outside 300 s: an old callback, or a clock that is wrong")

    def _decrypt(self, encrypted: str) -> bytes:
        try:
            ciphertext = base64.b64decode(encrypted, validate=True)
        except binascii.Error:
            raise MalformedCallback("the ciphertext is not base64") from None
        if not ciphertext or len(ciphertext) % _CIPHER_BLOCK:
            raise MalformedCallback("the ciphertext is not whole blocks")
        frame = _unpadded(self._cipher.decrypt(ciphertext))
        length = int.from_bytes(frame[16:_HEADER], "big")
        if len(frame) < _HEADER or _HEADER + length > len(frame):
            raise MalformedCallback("the message is longer than its frame")
        if not hmac.compare_digest(frame[_HEADER + length :], self._receive_id):
            raise ForgedCallback("addressed to somebody else")
        return bytes(frame[_HEADER : _HEADER + length])


def _signature(*parts: str) -> str:
    signer = WeChatSigner()
    signer.add_data(*parts)
    return str(signer.signature)


def _unpadded(frame: bytes) -> bytes:
    padding = frame[-1]
    if not 1 <= padding <= _BLOCK or padding > len(frame) or frame[-padding:] != bytes([padding]) * padding:
        raise MalformedCallback("wrong padding")
    return frame[:-padding]
