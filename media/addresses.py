"""Addresses of photos that an `<img>` can load: signed, expiring, the same for a while so that a browser keeps them.

Whoever holds an address may look until it expires; services hand them out only with what the reader may see.
"""

from datetime import UTC, datetime, timedelta
from uuid import UUID

from backend.core import crypto
from media import problems
from media.storage import Variant

LIFETIME = timedelta(hours=1)
_STEP_SECONDS = 900
"""Expiries fall on quarters of an hour: a page that is loaded again names the same addresses."""

_PURPOSE = "media.address"


def address(photo_id: UUID, variant: Variant, *, now: datetime) -> str:
    """`/media/<id>/<variant>?e=…&s=…`, good for at least `LIFETIME` and at most a quarter of an hour more."""
    if variant is Variant.ORIGINAL:
        raise ValueError("originals are not served")
    ends = int((now + LIFETIME).timestamp())
    ends += -ends % _STEP_SECONDS
    return f"/media/{photo_id}/{variant}?e={ends}&s={_signature(photo_id, variant, ends)}"


def check(photo_id: UUID, variant: Variant, *, ends: int, signature: str, now: datetime) -> None:
    """Refuse an address that is not ours, or no longer good."""
    message = _message(photo_id, variant, ends)
    # Only ASCII can be compared in constant time; anything else was never ours.
    is_ours = signature.isascii() and crypto.is_signed(message, signature, purpose=_PURPOSE)
    if not is_ours or variant is Variant.ORIGINAL:
        raise problems.PHOTO_ADDRESS_FORGED.at("s")
    if datetime.fromtimestamp(ends, UTC) <= now:
        raise problems.PHOTO_ADDRESS_EXPIRED.at("e")


def _signature(photo_id: UUID, variant: Variant, ends: int) -> str:
    return crypto.sign(_message(photo_id, variant, ends), purpose=_PURPOSE)


def _message(photo_id: UUID, variant: Variant, ends: int) -> str:
    return f"{photo_id}/{variant}/{ends}"
