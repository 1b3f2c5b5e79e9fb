"""Keys with which phones sign what is said while there is no line (docs/security/offline-acts.md).

A key is worth as much as the sign-in in which it was registered last: one that somebody has ended takes the key with
it, one that ran out by itself does not.
"""

import base64
import binascii
from datetime import timedelta
from typing import Annotated, Final
from uuid import UUID

import asyncpg
import msgspec
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from backend.core import audit, db, ids
from backend.identity.problems import DEVICE_KEY_ENDED, DEVICE_KEY_TAKEN, DEVICE_KEYS_TOO_MANY, STATEMENT_INVALID
from backend.identity.scope import Scope

PublicKey = Annotated[str, msgspec.Meta(min_length=43, max_length=43, pattern="^[A-Za-z0-9_-]{43}$")]
"""The 32 bytes of an Ed25519 key (RFC 8032), base64url without padding."""

Statement = Annotated[
    str, msgspec.Meta(max_length=6000, pattern=r"^[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]{86}$")
]
"""A JWS in compact form (RFC 7515) with an Ed25519 signature of 64 bytes (RFC 8037)."""

_ALGORITHM: Final = "EdDSA"

MOST_NEW: Final = 30
WITHIN: Final = timedelta(days=30)
"""Only new ones are limited: a browser that forgets makes one at each sign-in, and old ones must lock nobody out."""


class DeviceKey(msgspec.Struct, frozen=True):
    """The key's id, for the header of what it signs, and the last number that was judged: the next one is higher."""

    id: UUID
    counter: int


class _Header(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Nothing else may stand there: `crit`, `jwk` and their like would say how to check what is being checked."""

    alg: str
    kid: UUID


class Signed(msgspec.Struct, frozen=True):
    """A statement taken apart, not yet checked."""

    key_id: UUID
    message: bytes
    payload: bytes
    signature: bytes


async def register(scope: Scope, public_key: str) -> DeviceKey:
    """The phone's key, tied to this sign-in; the same key again is the same, whatever has become of the sign-in before.

    Whoever registers proves nothing yet: a statement's signature does.
    """
    key_id = ids.new_id()
    async with db.transaction():
        row = await db.fetch_one(
            """
            INSERT INTO device_key AS key (id, account_id, session_id, public_key) VALUES ($1, $2, $3, $4)
            ON CONFLICT (public_key) DO UPDATE SET session_id = excluded.session_id
            WHERE key.account_id = excluded.account_id RETURNING id, counter
            """,
            key_id, scope.account_id, scope.session_id, _decoded(public_key),
        )  # fmt: skip
        if row is None:
            raise DEVICE_KEY_TAKEN.at("public_key")
        if row["id"] == key_id:
            await _refuse_too_many(scope.account_id)
        await audit.write(
            scope.account_id, "device_key.register", subject_id=row["id"], detail={"session_id": str(scope.session_id)}
        )
        return DeviceKey(row["id"], row["counter"])


async def _refuse_too_many(account_id: UUID) -> None:
    """The new one counts too."""
    new = await db.fetch_value(
        "SELECT count(*) FROM device_key WHERE account_id = $1 AND registered_at > clock_timestamp() - $2::interval",
        account_id, WITHIN,
    )  # fmt: skip
    if new > MOST_NEW:
        raise DEVICE_KEYS_TOO_MANY.at("public_key", most=MOST_NEW, days=WITHIN.days)


def taken_apart(statement: str) -> Signed:
    """Header, payload and signature; `STATEMENT_INVALID` for whatever is not ours."""
    head, payload, signature = statement.split(".")
    try:
        header = msgspec.json.decode(_decoded(head), type=_Header)
        parts = _decoded(payload), _decoded(signature)
    except (binascii.Error, msgspec.DecodeError) as error:
        raise STATEMENT_INVALID.at("statement") from error
    if header.alg != _ALGORITHM:
        raise STATEMENT_INVALID.at("statement")
    return Signed(header.kid, f"{head}.{payload}".encode(), *parts)


async def verify(scope: Scope, signed: Signed) -> asyncpg.Record:
    """The person's own live key, locked with its counter, if it has signed this."""
    key = await db.fetch_one(
        """
        SELECT device_key.id, device_key.counter, device_key.public_key
        FROM device_key JOIN session ON session.id = device_key.session_id AND session.revoked_at IS NULL
        WHERE device_key.id = $1 AND device_key.account_id = $2 FOR UPDATE OF device_key
        """,
        signed.key_id, scope.account_id,
    )  # fmt: skip
    if key is None:
        raise DEVICE_KEY_ENDED.at("statement")
    try:
        Ed25519PublicKey.from_public_bytes(key["public_key"]).verify(signed.signature, signed.message)
    except (InvalidSignature, ValueError) as error:
        raise STATEMENT_INVALID.at("statement") from error
    return key


async def count(key_id: UUID, counter: int) -> None:
    """Everything up to this number has been judged; the key is locked."""
    await db.execute("UPDATE device_key SET counter = $2 WHERE id = $1", key_id, counter)


def _decoded(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
