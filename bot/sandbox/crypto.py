"""The callback envelope: AES-256-CBC and the SHA-1 signature, written anew so that the product meets a second opinion.

Plaintext is 16 random bytes, a 4-byte big-endian length, the message, the receiver's id, then PKCS#7 to a multiple
of 32 bytes (not 16). The IV is the first half of the key.
"""

import base64
import hashlib
import hmac
import secrets
import struct

import msgspec
from cryptography.hazmat.primitives.ciphers import Cipher as AesCipher
from cryptography.hazmat.primitives.ciphers import algorithms, modes

BLOCK_BYTES = 32
PREFIX_BYTES = 16


class Unreadable(Exception):
    """The envelope is forged, damaged or meant for somebody else."""


class Envelope(msgspec.Struct, frozen=True):
    """What travels: the ciphertext and what its signature covers."""

    encrypt: str
    signature: str
    timestamp: str
    nonce: str


def sign(*parts: str) -> str:
    """SHA-1 in lower hex over the parts in lexical order."""
    return hashlib.sha1("".join(sorted(parts)).encode(), usedforsecurity=False).hexdigest()


class Cipher:
    """Seals and opens envelopes of one receiver. `receive_id` is the corpid, the appid or empty."""

    def __init__(self, token: str, aes_key: str, receive_id: str) -> None:
        self._token = token
        self._receive_id = receive_id.encode()
        # The 43rd character may carry stray low bits; Python's decoder ignores them, as the platform does.
        self._key = base64.b64decode(aes_key + "=")
        if len(self._key) != BLOCK_BYTES:
            raise ValueError("an EncodingAESKey has 43 characters")

    def _aes(self) -> AesCipher[modes.CBC]:
        return AesCipher(algorithms.AES(self._key), modes.CBC(self._key[:16]))

    def encrypt(self, message: str, *, prefix: bytes = b"") -> str:
        """The ciphertext in Base64. `prefix` is for test vectors; else it is random."""
        body = message.encode()
        plain = (prefix or secrets.token_bytes(PREFIX_BYTES)) + struct.pack(">I", len(body)) + body + self._receive_id
        pad = BLOCK_BYTES - len(plain) % BLOCK_BYTES
        encryptor = self._aes().encryptor()
        return base64.b64encode(encryptor.update(plain + bytes([pad]) * pad) + encryptor.finalize()).decode()

    def seal(self, message: str, *, timestamp: str, nonce: str, prefix: bytes = b"") -> Envelope:
        """Encrypted and signed."""
        encrypted = self.encrypt(message, prefix=prefix)
        return Envelope(encrypted, sign(self._token, timestamp, nonce, encrypted), timestamp, nonce)

    def open(self, envelope: Envelope) -> str:
        """The message; raises `Unreadable` when the signature, the padding, the length or the receiver is wrong."""
        expected = sign(self._token, envelope.timestamp, envelope.nonce, envelope.encrypt)
        if not hmac.compare_digest(expected, envelope.signature):
            raise Unreadable("signature")
        return self.decrypt(envelope.encrypt)

    def decrypt(self, encrypted: str) -> str:
        """The message inside a Base64 ciphertext, without a look at any signature."""
        try:
            raw = base64.b64decode(encrypted, validate=True)
        except ValueError as error:
            raise Unreadable("base64") from error
        if not raw or len(raw) % 16:
            raise Unreadable("block size")
        decryptor = self._aes().decryptor()
        return self._unpack(decryptor.update(raw) + decryptor.finalize())

    def _unpack(self, padded: bytes) -> str:
        pad = padded[-1]
        if not 1 <= pad <= BLOCK_BYTES or len(padded) < PREFIX_BYTES + 4 + pad:
            raise Unreadable("padding")
        plain = padded[PREFIX_BYTES:-pad]
        (size,) = struct.unpack(">I", plain[:4])
        if size > len(plain) - 4:
            raise Unreadable("length")
        if plain[4 + size :] != self._receive_id:
            raise Unreadable("receiver")
        return plain[4 : 4 + size].decode()
