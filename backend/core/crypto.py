"""Keys derived from one secret, personal data at rest, and signatures for addresses."""

import base64
import hashlib
import hmac
import secrets
from functools import cache

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from backend.core.settings import settings


@cache
def key(purpose: str) -> bytes:
    """A 32-byte key of its own for each purpose, so that one leaked use opens no other."""
    root = base64.b64decode(settings().secret_key)
    if len(root) < 32:
        raise ValueError("SANDTABLE_SECRET_KEY must be at least 32 bytes in base64")
    return HKDF(algorithm=SHA256(), length=32, salt=None, info=purpose.encode()).derive(root)


def seal(text: str, *, purpose: str) -> bytes:
    """Encrypt personal text for a column (AES-256-GCM, random nonce first)."""
    nonce = secrets.token_bytes(12)
    return nonce + AESGCM(key(purpose)).encrypt(nonce, text.encode(), None)


def unseal(sealed: bytes, *, purpose: str) -> str:
    """The text that `seal` was given."""
    return AESGCM(key(purpose)).decrypt(sealed[:12], sealed[12:], None).decode()


def blind_index(text: str, *, purpose: str) -> bytes:
    """A keyed hash under which a sealed text can be looked up for equality."""
    return hmac.digest(key(purpose + ".index"), text.encode(), "sha256")


def sign(message: str, *, purpose: str) -> str:
    """A short signature (128 bits, URL-safe) over a message that we will see again."""
    digest = hmac.digest(key(purpose), message.encode(), "sha256")[:16]
    return base64.urlsafe_b64encode(digest).rstrip(b"=").decode()


def is_signed(message: str, signature: str, *, purpose: str) -> bool:
    """Whether `sign` made the signature; constant time."""
    # As bytes: a text with other characters than ASCII would raise instead of differing.
    return hmac.compare_digest(sign(message, purpose=purpose).encode(), signature.encode(errors="replace"))


def new_token() -> str:
    """256 random bits, URL-safe: a session's or a ticket's secret."""
    return secrets.token_urlsafe(32)


def hash_token(token: str) -> bytes:
    """What is stored of a token: a stolen table opens no session."""
    return hashlib.sha256(token.encode()).digest()
