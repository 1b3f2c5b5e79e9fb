"""A photo that arrives in pieces over a line that drops: how far it has come stands in PostgreSQL, its bytes on disk.

Every request that brings bytes takes a turn: the upload's fence rises by one, and the request writes a file of its own
from the offset on. Only the newest turn may move the offset; of two writers the older one is told where the newer one
began, and has touched nothing of its. Read in the order of the turns, each file up to where the next one begins, the
files are the photo. Any process that sees the media folder goes on where another one stopped.

The last byte counts only when the photo is stored: an upload whose offset is its length has its photo, and one whose
process died meanwhile is finished by sending that byte again.
"""

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import aclosing
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

import asyncpg
import msgspec

from backend.core import audit, db, ids
from backend.core.errors import Refusal
from backend.core.settings import settings
from media import checks, problems, service, uploads
from media.service import Photo, Place, Purpose
from media.storage import Part

KEPT = timedelta(days=7)
"""After the last byte or question; as long as a form may lie half filled on a phone."""

MOST_UNFINISHED: Final = 50
"""Of one person's, not whole: the phone sends one at a time, and each may hold a photo's bytes on the disk."""

RECORD_SECONDS: Final = 1.0
"""How much of a line's work can be lost with it, and how soon an older writer hears of a newer one."""

SILENT_SECONDS: Final = 30
"""A line that brings nothing for so long is dead."""


class Upload(msgspec.Struct, frozen=True, kw_only=True):
    """How far a photo has come. Sizes in bytes; whole when `photo_id` is set, and only then."""

    id: UUID
    uploaded_by: UUID
    project_id: UUID
    city_code: str
    purpose: Purpose
    slot: str
    sha256: str
    size_bytes: int
    offset_bytes: int
    fence: int
    photo_id: UUID | None
    touched_at: datetime

    @property
    def expires_at(self) -> datetime:
        """When it goes if nobody touches it."""
        return self.touched_at + KEPT

    async def photo(self) -> Photo | None:
        """The stored photo."""
        return None if self.photo_id is None else await service.find(self.photo_id)


_COLUMNS = """id, uploaded_by, project_id, city_code, purpose, slot, sha256, size_bytes, offset_bytes, fence, photo_id,
    touched_at"""

_BEGIN = f"""
INSERT INTO upload (id, uploaded_by, project_id, city_code, purpose, slot, sha256, size_bytes, offset_bytes, photo_id)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
ON CONFLICT ON CONSTRAINT upload_once DO UPDATE SET touched_at = clock_timestamp(),
    offset_bytes = greatest(upload.offset_bytes, EXCLUDED.offset_bytes),
    photo_id = coalesce(upload.photo_id, EXCLUDED.photo_id)
RETURNING {_COLUMNS}
"""


async def begin(
    *, uploaded_by: UUID, project_id: UUID, city_code: str, purpose: Purpose, slot: str, sha256: str, size_bytes: int
) -> Upload:
    """A new upload; the one that the person began before for the same bytes and place; a whole one if they are stored.

    The caller has checked that the person may send photos of the project.
    """
    if size_bytes == 0:
        raise problems.PHOTO_EMPTY.at("Upload-Length")
    checks.check_size(size_bytes, limit_bytes=settings().photo_max_bytes)
    digest = checks.declared_sha256(sha256)
    place = Place(uploaded_by=uploaded_by, project_id=project_id, purpose=purpose, slot=slot)
    stored = await service.find_same(digest, place)
    offset, photo_id = (size_bytes, stored.id) if stored else (0, None)
    upload_id = ids.new_id()
    async with db.transaction():
        row = await db.fetch_one(
            _BEGIN,
            *(upload_id, uploaded_by, project_id, city_code, purpose, slot, digest, size_bytes, offset, photo_id),
        )
        upload = _upload(row)
        if upload.id == upload_id:
            await _refuse_too_many(uploaded_by)
            await audit.write(
                uploaded_by,
                "upload.begin",
                subject_id=upload.id,
                project_id=project_id,
                city_code=city_code,
                detail={"sha256": digest, "purpose": purpose},
            )
    return upload


async def _refuse_too_many(uploaded_by: UUID) -> None:
    """The new one counts too. Two that begin at once may both pass: the limit is against thousands."""
    unfinished = await db.fetch_value(
        "SELECT count(*) FROM upload WHERE uploaded_by = $1 AND photo_id IS NULL", uploaded_by
    )
    if unfinished > MOST_UNFINISHED:
        raise problems.UPLOADS_TOO_MANY.at(most=MOST_UNFINISHED, days=KEPT.days)


async def find(upload_id: UUID, uploaded_by: UUID) -> Upload:
    """The person's upload; anybody else's does not exist."""
    row = await db.fetch_one(
        f"SELECT {_COLUMNS} FROM upload WHERE id = $1 AND uploaded_by = $2", upload_id, uploaded_by
    )
    return _upload(row)


async def append(upload: Upload, content: AsyncIterator[bytes], *, offset: int, announced_bytes: int = 0) -> Upload:
    """The upload as it stands after the content, which begins at `offset`; with the last byte it is a stored photo.

    Content that ends early counts as far as it came. A photo that the checks refuse ends its upload.
    """
    if offset != upload.offset_bytes:
        raise _elsewhere(upload)
    if offset + announced_bytes > upload.size_bytes:
        raise problems.UPLOAD_PAST_LENGTH.at("Content-Length", size_bytes=upload.size_bytes)
    if upload.photo_id is not None:
        return upload
    turn = await _take_turn(upload)
    offset = await _write(turn, content)
    return await (_store(turn) if offset == turn.size_bytes else find(turn.id, turn.uploaded_by))


async def end(upload: Upload) -> None:
    """Forget the upload and its bytes; a photo that is stored stays."""
    async with db.transaction():
        if not await db.execute("DELETE FROM upload WHERE id = $1", upload.id):
            raise problems.UPLOAD_GONE.at("upload_id")
        await audit.write(
            upload.uploaded_by,
            "upload.end",
            subject_id=upload.id,
            project_id=upload.project_id,
            city_code=upload.city_code,
        )
    await service.storage().drop_parts(upload.id)


async def expire(*, older_than: timedelta = KEPT) -> int:
    """Forget uploads that nobody has touched for so long: how many. For the worker.

    Then every folder without a row goes, whatever has left it behind.
    """
    gone = await db.execute("DELETE FROM upload WHERE touched_at < clock_timestamp() - $1::interval", older_than)
    storage = service.storage()
    stale = await storage.stale_parts(older_than_seconds=min(older_than, uploads.STALE_AFTER).total_seconds())
    rows = await db.fetch("SELECT id FROM upload WHERE id = ANY($1) AND photo_id IS NULL", stale)
    for upload_id in {*stale} - {row["id"] for row in rows}:
        await storage.drop_parts(upload_id)
    return gone


def _upload(row: asyncpg.Record | None) -> Upload:
    if row is None:
        raise problems.UPLOAD_GONE.at("upload_id")
    return msgspec.convert(dict(row), Upload)


def _elsewhere(upload: Upload) -> Refusal:
    return problems.UPLOAD_OFFSET.at("Upload-Offset", offset=upload.offset_bytes)


async def _take_turn(upload: Upload) -> Upload:
    """Whoever wrote until now is told so at the next record."""
    async with db.transaction():
        row = await db.fetch_one(
            f"""
            UPDATE upload SET fence = fence + 1, touched_at = clock_timestamp()
            WHERE id = $1 AND offset_bytes = $2 AND photo_id IS NULL RETURNING {_COLUMNS}
            """,
            upload.id, upload.offset_bytes,
        )  # fmt: skip
    if row is None:
        raise _elsewhere(await find(upload.id, upload.uploaded_by))
    return _upload(row)


async def _write(turn: Upload, content: AsyncIterator[bytes]) -> int:
    """The offset after all that came; it is recorded every second, so that a dead line leaves what it brought."""
    offset, clock = turn.offset_bytes, asyncio.get_running_loop().time
    async with (
        service.storage().part(turn.id, fence=turn.fence, offset=offset) as part,
        aclosing(_with_pauses(content)) as pieces,
    ):
        record_at = clock() + RECORD_SECONDS
        async for piece in pieces:
            if offset + len(piece) > turn.size_bytes:
                raise problems.UPLOAD_PAST_LENGTH.at(size_bytes=turn.size_bytes)
            await part.write(piece)
            offset += len(piece)
            if clock() >= record_at:
                await _record(turn, part, offset)
                record_at = clock() + RECORD_SECONDS
        await _record(turn, part, offset)
    return offset


async def _with_pauses(content: AsyncIterator[bytes]) -> AsyncGenerator[bytes, None]:
    """The pieces, and an empty one whenever a second has brought none; no more after many of those."""
    silent_seconds = 0.0
    waiting: asyncio.Future[bytes | None] = asyncio.ensure_future(anext(content, None))
    try:
        while silent_seconds < SILENT_SECONDS:
            if not (await asyncio.wait([waiting], timeout=RECORD_SECONDS))[0]:
                silent_seconds += RECORD_SECONDS
                yield b""
                continue
            piece = waiting.result()
            if piece is None:
                return
            silent_seconds = 0.0
            yield piece
            waiting = asyncio.ensure_future(anext(content, None))
    finally:
        waiting.cancel()


async def _record(turn: Upload, part: Part, offset: int) -> None:
    """Put on the disk what was written, then move the offset, unless a newer turn has begun."""
    await part.sync()
    is_mine = await db.execute(
        """
        UPDATE upload SET offset_bytes = least($3, size_bytes - 1), touched_at = clock_timestamp()
        WHERE id = $1 AND fence = $2 AND photo_id IS NULL
        """,
        turn.id, turn.fence, offset,
    )  # fmt: skip
    if not is_mine:
        raise _elsewhere(await find(turn.id, turn.uploaded_by))


async def _store(turn: Upload) -> Upload:
    """All bytes are here: check them as those of any photo."""
    storage = service.storage()
    try:
        photo = await uploads.receive(
            storage.read_parts(turn.id, fence=turn.fence, size_bytes=turn.size_bytes),
            uploaded_by=turn.uploaded_by,
            project_id=turn.project_id,
            purpose=turn.purpose,
            slot=turn.slot,
            declared_sha256=turn.sha256,
            city_code=turn.city_code,
        )
    except Refusal as refusal:
        if refusal.problem is not problems.STORAGE_FULL:
            await _give_up(turn)
        raise
    is_mine = await db.execute(
        """
        UPDATE upload SET offset_bytes = size_bytes, photo_id = $3, touched_at = clock_timestamp()
        WHERE id = $1 AND fence = $2 AND photo_id IS NULL
        """,
        turn.id, turn.fence, photo.id,
    )  # fmt: skip
    current = await find(turn.id, turn.uploaded_by)
    if not is_mine:
        raise _elsewhere(current)
    await storage.drop_parts(turn.id)
    return current


async def _give_up(turn: Upload) -> None:
    """These bytes will never be a photo."""
    if await db.execute("DELETE FROM upload WHERE id = $1 AND fence = $2", turn.id, turn.fence):
        await service.storage().drop_parts(turn.id)
