from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qs, urlsplit
from uuid import UUID

import pytest

from backend.core.errors import Refusal
from media import addresses
from media.storage import Variant

PHOTO = UUID("0193f1a0-0000-7000-8000-000000000001")
OTHER = UUID("0193f1a0-0000-7000-8000-000000000002")
NOW = datetime(2026, 11, 21, 9, 7, tzinfo=UTC)


def parts(address: str) -> tuple[str, int, str]:
    split = urlsplit(address)
    query = parse_qs(split.query)
    return split.path, int(query["e"][0]), query["s"][0]


def test_an_address_names_photo_and_variant_and_is_accepted() -> None:
    path, ends, signature = parts(addresses.address(PHOTO, Variant.THUMBNAIL, now=NOW))
    assert path == f"/media/{PHOTO}/thumbnail"
    addresses.check(PHOTO, Variant.THUMBNAIL, ends=ends, signature=signature, now=NOW)


def test_an_address_stays_the_same_within_a_quarter_of_an_hour() -> None:
    first = addresses.address(PHOTO, Variant.SERVED, now=NOW)
    assert first == addresses.address(PHOTO, Variant.SERVED, now=NOW + timedelta(minutes=7))
    assert first != addresses.address(PHOTO, Variant.SERVED, now=NOW + timedelta(minutes=9))


def test_an_address_lasts_an_hour_and_a_quarter_at_most() -> None:
    _, ends, signature = parts(addresses.address(PHOTO, Variant.SERVED, now=NOW))
    last = datetime(2026, 11, 21, 10, 15, tzinfo=UTC)
    addresses.check(PHOTO, Variant.SERVED, ends=ends, signature=signature, now=last - timedelta(seconds=1))
    with pytest.raises(Refusal, match="photo_address_expired"):
        addresses.check(PHOTO, Variant.SERVED, ends=ends, signature=signature, now=last)


@pytest.mark.parametrize(
    ("photo_id", "variant", "more_seconds", "suffix"),
    [
        (OTHER, Variant.SERVED, 0, ""),
        (PHOTO, Variant.THUMBNAIL, 0, ""),
        (PHOTO, Variant.ORIGINAL, 0, ""),
        (PHOTO, Variant.SERVED, 900, ""),
        (PHOTO, Variant.SERVED, 0, "A"),
    ],
)
def test_an_address_opens_nothing_else(photo_id: UUID, variant: Variant, more_seconds: int, suffix: str) -> None:
    _, ends, signature = parts(addresses.address(PHOTO, Variant.SERVED, now=NOW))
    with pytest.raises(Refusal, match="photo_address_forged"):
        addresses.check(photo_id, variant, ends=ends + more_seconds, signature=signature + suffix, now=NOW)


@pytest.mark.parametrize("signature", ["", "é", "\x00", "A" * 10_000])
def test_a_signature_of_any_shape_is_refused(signature: str) -> None:
    with pytest.raises(Refusal, match="photo_address_forged"):
        addresses.check(PHOTO, Variant.SERVED, ends=0, signature=signature, now=NOW)


@pytest.mark.parametrize("ends", [10**18, -(10**18), 2**63])
def test_an_expiry_past_any_calendar_is_refused(ends: int) -> None:
    with pytest.raises(Refusal, match="photo_address_forged"):
        addresses.check(PHOTO, Variant.SERVED, ends=ends, signature="x", now=NOW)


def test_an_original_has_no_address() -> None:
    with pytest.raises(ValueError, match="originals are not served"):
        addresses.address(PHOTO, Variant.ORIGINAL, now=NOW)
