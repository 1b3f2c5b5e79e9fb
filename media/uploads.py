"""A photo on its way in: stream, checks, decoding, files, and last of all the row.

The web process opens `async with uploads.running():` for its life; `receive` needs it.
Project, slot and purpose are plain values here: whoever calls has checked that the account may use them.
"""

import hashlib
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any, Protocol
from uuid import UUID

import asyncpg
import msgspec

from backend.core import audit, db, ids
from backend.core.errors import Unavailable
from backend.core.settings import settings
from media import checks, problems, service
from media.checks import MediaType
from media.decoder import Decoder, Derived
from media.service import Photo, Place, Purpose
from media.storage import READ_BYTES, Storage, Variant

STALE_AFTER = timedelta(hours=1)
UNUSED_AFTER = timedelta(days=7)
"""As long as a form may lie half filled on a phone."""

_BATCH = 200


class Readable(Protocol):
    """An uploaded part, such as Litestar's `UploadFile`."""

    async def read(self, size: int = -1, /) -> bytes:
        """The next piece, empty at the end."""
        ...


_decoder: Decoder | None = None


@asynccontextmanager
async def running(*, processes: int = 2) -> AsyncIterator[None]:
    """The decoder for `receive`; its children start with the first photo and end with the block."""
    global _decoder  # noqa: PLW0603  One per process, like the database pool.
    async with Decoder(processes=processes, max_pixels=settings().photo_max_pixels) as decoder:
        _decoder = decoder
        try:
            yield
        finally:
            _decoder = None


async def chunks(part: Readable) -> AsyncIterator[bytes]:
    """An uploaded part as the stream that `receive` takes."""
    while piece := await part.read(READ_BYTES):
        yield piece


async def receive(
    content: AsyncIterator[bytes],
    *,
    uploaded_by: UUID,
    project_id: UUID | None,
    purpose: Purpose,
    slot: str,
    declared_sha256: str | None = None,
    city_code: str = "",
) -> Photo:
    """The stored photo; the same one again when the same account sends the same bytes for the same place.

    Outside any transaction: the row is written in one of its own, last. Whatever fails before leaves nothing behind.
    """
    decoder = _decoder
    if decoder is None:
        raise Unavailable("photo decoder")
    declared = checks.declared_sha256(declared_sha256) if declared_sha256 is not None else None
    place = Place(uploaded_by=uploaded_by, project_id=project_id, purpose=purpose, slot=slot)
    photo_id = ids.new_id()
    storage = service.storage()
    try:
        folder = await storage.begin(photo_id)
        arrived = await _arrive(storage, content, folder / Variant.ORIGINAL, declared)
        same = await service.find_same(arrived.sha256, place)
        if same is None:
            derived = await _keep(storage, photo_id, folder, decoder=decoder, arrived=arrived)
    except BaseException:
        await storage.drop(photo_id)
        raise
    if same is not None:
        await storage.drop(photo_id)
        return same
    return await _record(storage, _row(storage, photo_id, place, arrived=arrived, derived=derived), city_code)


class _Arrived(msgspec.Struct, frozen=True):
    sha256: str
    size_bytes: int
    media_type: MediaType


async def _arrive(storage: Storage, content: AsyncIterator[bytes], path: Path, declared: str | None) -> _Arrived:
    """Write the stream while hashing it; refused at the first byte that shows it, not at the end."""
    digest = hashlib.sha256()
    size_bytes = 0
    head = b""
    media_type: MediaType | None = None

    async def checked() -> AsyncIterator[bytes]:
        nonlocal size_bytes, head, media_type
        async for chunk in content:
            size_bytes += len(chunk)
            checks.check_size(size_bytes, limit_bytes=settings().photo_max_bytes)
            digest.update(chunk)
            if media_type is None:
                head += chunk[: checks.SNIFF_BYTES]
                if len(head) >= checks.SNIFF_BYTES:
                    media_type = checks.sniff(head)
            yield chunk

    await storage.write(path, checked())
    media_type = media_type or checks.sniff(head)
    if declared is not None and digest.hexdigest() != declared:
        raise problems.PHOTO_HASH_MISMATCH.at("sha256")
    return _Arrived(digest.hexdigest(), size_bytes, media_type)


async def _keep(storage: Storage, photo_id: UUID, folder: Path, *, decoder: Decoder, arrived: _Arrived) -> Derived:
    """Decode what arrived and move the original and both copies to their places."""
    original = folder / Variant.ORIGINAL
    derived = await decoder.derive(original, arrived.media_type, into=folder)
    files = {
        Variant.ORIGINAL: original,
        Variant.SERVED: derived.served_path,
        Variant.THUMBNAIL: derived.thumbnail_path,
    }
    await storage.publish(photo_id, files)
    return derived


def _row(storage: Storage, photo_id: UUID, place: Place, *, arrived: _Arrived, derived: Derived) -> dict[str, Any]:
    """In the order of `_INSERT`."""
    return {
        "id": photo_id,
        **msgspec.structs.asdict(place),
        **msgspec.structs.asdict(arrived),
        "width": derived.width,
        "height": derived.height,
        "pixel_sha256": derived.pixel_sha256,
        "exif": msgspec.to_builtins(derived.exif),
        "taken_at_text": derived.exif.taken_at_text,
        "original_path": storage.key(photo_id, Variant.ORIGINAL),
        "served_path": storage.key(photo_id, Variant.SERVED),
        "thumbnail_path": storage.key(photo_id, Variant.THUMBNAIL),
    }


_INSERT = """
INSERT INTO photo (id, uploaded_by, project_id, purpose, slot, sha256, size_bytes, media_type, width, height,
    pixel_sha256, exif, taken_at_text, original_path, served_path, thumbnail_path)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)
ON CONFLICT ON CONSTRAINT photo_once DO NOTHING
"""


async def _record(storage: Storage, row: dict[str, Any], city_code: str) -> Photo:
    """Write the row and its audit; the loser of a race takes the winner's photo."""
    photo_id, place = row["id"], msgspec.convert(row, Place)
    try:
        async with db.transaction():
            is_new = await db.execute(_INSERT, *row.values()) == 1
            if is_new:
                await audit.write(
                    place.uploaded_by,
                    "photo.upload",
                    subject_id=photo_id,
                    project_id=place.project_id,
                    city_code=city_code,
                    detail={"sha256": row["sha256"], "purpose": place.purpose},
                )
    except asyncpg.PostgresError:
        # The server refused, so there is no row. After a lost connection or a cancelled wait nobody knows whether
        # COMMIT happened: the note stays and `sweep` asks the table before it removes a byte.
        await storage.drop(photo_id)
        raise
    if is_new:
        await storage.finish(photo_id)
    else:
        await storage.drop(photo_id)
    return await _same(row["sha256"], place)


async def _same(sha256: str, place: Place) -> Photo:
    photo = await service.find_same(sha256, place)
    if photo is None:  # It was a week old and `forget_unused` took it in this moment: sent again it is a new one.
        raise Unavailable("photo", retry_after_seconds=1)
    return photo


async def sweep(*, older_than: timedelta = STALE_AFTER) -> int:
    """Settle uploads that nothing has moved for so long: how many. For the worker, every few minutes.

    Recorded: only the note goes. Not recorded: the files go too.
    """
    storage = service.storage()
    stale = await storage.stale(older_than_seconds=older_than.total_seconds())
    recorded = await service.find_many(stale)
    for photo_id in stale:
        if photo_id in recorded:
            await storage.finish(photo_id)
        else:
            await storage.drop(photo_id)
    return len(stale)


async def forget_unused(*, older_than: timedelta = UNUSED_AFTER) -> int:
    """Delete photos that nothing has come to show since they were sent, files and all: how many.

    A photo that is being attached is waited for and stays.
    """
    total = 0
    while unused := await _delete_unused(older_than):
        total += len(unused)
    return total


async def _delete_unused(older_than: timedelta) -> list[UUID]:
    storage = service.storage()
    is_unused = "attached_to IS NULL AND created_at < clock_timestamp() - $1::interval"
    found = await db.fetch(f"SELECT id FROM photo WHERE {is_unused} ORDER BY created_at LIMIT $2", older_than, _BATCH)
    wanted = [row["id"] for row in found]
    for photo_id in wanted:
        # The note first: should we die between the row and the files, `sweep` finds it and takes the files.
        await storage.begin(photo_id)
    async with db.transaction():
        gone = await db.fetch(
            f"DELETE FROM photo WHERE id = ANY($2) AND {is_unused} RETURNING id, project_id",
            older_than, wanted,
        )  # fmt: skip
        for row in gone:
            await audit.write(None, "photo.forget", subject_id=row["id"], project_id=row["project_id"])
    deleted = [row["id"] for row in gone]
    for photo_id in wanted:
        await (storage.drop(photo_id) if photo_id in deleted else storage.finish(photo_id))
    return deleted
