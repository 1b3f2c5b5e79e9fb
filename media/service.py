"""Photos as they stand: found, attached to what they prove, shown by signed address. `uploads` brings them in.

Who may see a photo is decided by whoever hands out its address; nothing here knows projects or posts.
"""

from collections.abc import AsyncIterator, Sequence
from datetime import datetime
from enum import StrEnum
from uuid import UUID

import asyncpg
import msgspec

from backend.core import clock, db
from backend.core.errors import NOT_FOUND, Unavailable
from backend.core.settings import settings
from media import addresses, problems
from media.checks import Exif, MediaType
from media.storage import Storage, Variant


class Purpose(StrEnum):
    """What a photo is taken for."""

    PROGRESS = "progress"
    ORDER_BEFORE = "order_before"
    ORDER_AFTER = "order_after"
    SITE = "site"


class Place(msgspec.Struct, frozen=True, kw_only=True):
    """Who sends a photo, and what it is for: the same bytes for the same place are the same photo."""

    uploaded_by: UUID
    project_id: UUID | None
    purpose: Purpose
    slot: str


class Photo(msgspec.Struct, frozen=True, kw_only=True):
    """One stored photo. Width and height as a person sees it; `sha256` is the original's."""

    id: UUID
    uploaded_by: UUID
    project_id: UUID | None
    purpose: Purpose
    slot: str
    sha256: str
    size_bytes: int
    media_type: MediaType
    width: int
    height: int
    pixel_sha256: str
    exif: Exif
    taken_at_text: str | None
    created_at: datetime
    attached_to: UUID | None

    def address(self, variant: Variant) -> str:
        """Where an `<img>` loads it for the next hour."""
        return addresses.address(self.id, variant, now=clock.now())


class Served(msgspec.Struct, frozen=True, kw_only=True):
    """What a handler answers with: `Stream(served.content(), media_type=…, headers=…)`, or 304 if `is_known`."""

    key: str
    size_bytes: int
    media_type: str
    etag: str
    headers: dict[str, str]

    def content(self) -> AsyncIterator[bytes]:
        """The bytes, piece by piece."""
        return storage().read(self.key)

    def is_known(self, if_none_match: str | None) -> bool:
        """Whether the reader has it already: a photo never changes under its id."""
        return self.etag in (if_none_match or "")


_COLUMNS = """id, uploaded_by, project_id, purpose, slot, sha256, size_bytes, media_type, width, height, pixel_sha256,
    exif, taken_at_text, created_at, attached_to"""


async def find_same(sha256: str, place: Place) -> Photo | None:
    """The photo that the same account sent before for the same place, if any."""
    row = await db.fetch_one(
        f"""
        SELECT {_COLUMNS} FROM photo WHERE sha256 = $1 AND uploaded_by = $2
            AND project_id IS NOT DISTINCT FROM $3 AND purpose = $4 AND slot = $5
        """,
        sha256, place.uploaded_by, place.project_id, place.purpose, place.slot,
    )  # fmt: skip
    return None if row is None else _photo(row)


def _photo(row: asyncpg.Record) -> Photo:
    return msgspec.convert(dict(row), Photo)


async def find(photo_id: UUID) -> Photo:
    """The photo, or not found. Says nothing about who may see it."""
    row = await db.fetch_one(f"SELECT {_COLUMNS} FROM photo WHERE id = $1", photo_id)
    if row is None:
        raise NOT_FOUND.at("photo_id")
    return _photo(row)


async def find_many(photo_ids: Sequence[UUID]) -> dict[UUID, Photo]:
    """The photos that exist, by id: one query for a page."""
    rows = await db.fetch(f"SELECT {_COLUMNS} FROM photo WHERE id = ANY($1)", list(photo_ids))
    return {row["id"]: _photo(row) for row in rows}


async def attach(photo_ids: Sequence[UUID], owner_id: UUID, *, uploaded_by: UUID, project_id: UUID) -> int:
    """How many of the photos now belong to the owner; fewer than given means that the caller must refuse.

    Joins the caller's transaction. Takes only what this account uploaded for this project and no other owner holds;
    what this owner holds already counts. `require_attached` is the same with the refusal.
    """
    return await db.execute(
        """
        UPDATE photo SET attached_to = $2, attached_at = coalesce(attached_at, clock_timestamp())
        WHERE id = ANY($1) AND uploaded_by = $3 AND project_id = $4 AND (attached_to IS NULL OR attached_to = $2)
        """,
        list(photo_ids), owner_id, uploaded_by, project_id,
    )  # fmt: skip


async def require_attached(photo_ids: Sequence[UUID], owner_id: UUID, *, uploaded_by: UUID, project_id: UUID) -> None:
    """Attach all or refuse: raised inside the caller's transaction, which rolls back."""
    wanted = list(dict.fromkeys(photo_ids))
    if await attach(wanted, owner_id, uploaded_by=uploaded_by, project_id=project_id) != len(wanted):
        raise problems.PHOTO_NOT_ATTACHABLE.at("photo_ids")


async def open_served(photo_id: UUID) -> Served:
    """The copy to look at: at most 1600 px, without metadata."""
    return await _open(photo_id, Variant.SERVED)


async def open_thumbnail(photo_id: UUID) -> Served:
    """The small copy: at most 320 px."""
    return await _open(photo_id, Variant.THUMBNAIL)


async def open_signed(photo_id: UUID, variant: Variant, *, ends: int, signature: str) -> Served:
    """What a signed address names; needs no session."""
    addresses.check(photo_id, variant, ends=ends, signature=signature, now=clock.now())
    return await _open(photo_id, variant)


async def _open(photo_id: UUID, variant: Variant) -> Served:
    row = await db.fetch_one("SELECT served_path, thumbnail_path FROM photo WHERE id = $1", photo_id)
    if row is None:
        raise NOT_FOUND.at("photo_id")
    key: str = row["served_path"] if variant is Variant.SERVED else row["thumbnail_path"]
    try:
        size_bytes = await storage().size_bytes(key)
    except FileNotFoundError as error:
        raise Unavailable("photo store", retry_after_seconds=60) from error
    etag = f'"{photo_id.hex}-{variant}"'
    headers = {
        "Content-Disposition": f'inline; filename="{photo_id}-{variant}.jpg"',
        "X-Content-Type-Options": "nosniff",
        "Content-Security-Policy": "default-src 'none'; sandbox",
        "Cross-Origin-Resource-Policy": "cross-origin",
        "Cache-Control": "private, max-age=31536000, immutable",
        "ETag": etag,
        "Content-Length": str(size_bytes),
    }
    return Served(key=key, size_bytes=size_bytes, media_type="image/jpeg", etag=etag, headers=headers)


def storage() -> Storage:
    """Where this deployment keeps its files."""
    return Storage(settings().media_root)
