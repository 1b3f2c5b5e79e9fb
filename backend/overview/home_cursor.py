"""The cursor of the phone's first page: what the phone holds, as digests, signed for the one person.

A phone that shows a cursor of another person, of another release or of its own making is given the full page.
"""

import base64
import binascii
import hashlib
from collections.abc import Iterable
from typing import Final
from uuid import UUID

import msgspec

from backend.core import crypto

_PURPOSE: Final = "home.cursor"
_RELEASE: Final = b"\x02"
"""Another layout of the page or of this cursor takes another byte."""

_SIZE: Final = 4
_PARTS: Final = 5


class Held(msgspec.Struct, frozen=True, kw_only=True):
    """Digests of what the phone holds."""

    members: bytes
    dues: bytes
    warnings: bytes
    orders: bytes
    counts: bytes
    projects: frozenset[bytes]


def digest(encoded: bytes) -> bytes:
    """Four bytes: one change in four thousand million looks like none."""
    return hashlib.blake2b(encoded, digest_size=_SIZE).digest()


def write(held: Held, account_id: UUID) -> str:
    """About a hundred characters for twelve projects; the same for the same content."""
    parts = (held.members, held.dues, held.warnings, held.orders, held.counts, *sorted(held.projects))
    content = base64.urlsafe_b64encode(_RELEASE + b"".join(parts)).rstrip(b"=").decode()
    return f"{content}.{crypto.sign(_signed(content, account_id), purpose=_PURPOSE)}"


def read(cursor: str, account_id: UUID) -> Held | None:
    """What `write` was given for this person, or None."""
    content, _, signature = cursor.partition(".")
    if not crypto.is_signed(_signed(content, account_id), signature, purpose=_PURPOSE):
        return None
    try:
        raw = base64.urlsafe_b64decode(content + "=" * (-len(content) % 4))
    except binascii.Error:
        return None
    if not raw.startswith(_RELEASE):
        return None
    pieces = list(_pieces(raw[len(_RELEASE) :]))
    members, dues, warnings, orders, counts = pieces[:_PARTS]
    return Held(
        members=members,
        dues=dues,
        warnings=warnings,
        orders=orders,
        counts=counts,
        projects=frozenset(pieces[_PARTS:]),
    )


def _signed(content: str, account_id: UUID) -> str:
    return f"{account_id.hex}.{content}"


def _pieces(raw: bytes) -> Iterable[bytes]:
    return (raw[start : start + _SIZE] for start in range(0, len(raw), _SIZE))
