"""Files on disk: arrive in a folder of their own, become visible by a rename, survive a power cut.

::

    media_root/incoming/<photo id>/        while it arrives; the folder is also the note that a photo is on its way
    media_root/original|served|thumbnail/<fan-out>/<photo id>
    media_root/uploads/<upload id>/<fence>-<offset>    what one request of a resumable upload has brought

The note is removed last. One that stays behind (a crash, an uncertain COMMIT) is settled later by `uploads.sweep`,
which asks the database whether the photo exists. The only importer of aiofiles.
"""

import asyncio
import contextlib
import errno
import os
import shutil
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from enum import StrEnum
from pathlib import Path
from typing import Any, Final
from uuid import UUID

import aiofiles

from media import problems

READ_BYTES: Final = 256 * 1024
_FOLDER_MODE = 0o700
_FILE_MODE = 0o600
_INCOMING = "incoming"
_UPLOADS = "uploads"


class Variant(StrEnum):
    """What is kept of a photo; the value is its folder."""

    ORIGINAL = "original"
    SERVED = "served"
    THUMBNAIL = "thumbnail"


class Part:
    """The file of one request of a resumable upload, open for writing."""

    def __init__(self, file: Any) -> None:
        self._file = file

    async def write(self, piece: bytes) -> None:
        """Add the piece."""
        await self._file.write(piece)

    async def sync(self) -> None:
        """What was written is on the disk when this returns."""
        await self._file.flush()
        await asyncio.to_thread(os.fsync, self._file.fileno())


class Storage:
    """One folder tree. Paths that leave it are relative to its root, as they stand in the table."""

    def __init__(self, root: Path) -> None:
        self._root = root.absolute()

    def key(self, photo_id: UUID, variant: Variant) -> str:
        """Where the file will be; fanned out by the id's random end, 65,536 folders at most."""
        digits = photo_id.hex
        suffix = "" if variant is Variant.ORIGINAL else ".jpg"
        return f"{variant}/{digits[-2:]}/{digits[-4:-2]}/{photo_id}{suffix}"

    def path(self, key: str) -> Path:
        """The file itself; `ValueError` for a key that leads out of the tree, by dots or by a link."""
        path = (self._root / key).resolve()
        if not path.is_relative_to(self._root.resolve()):
            raise ValueError(f"{key} leads out of the media folder")
        return path

    async def begin(self, photo_id: UUID) -> Path:
        """A folder for what arrives, and the note that it does."""
        folder = self._incoming(photo_id)
        with _full_disk_refused():
            await asyncio.to_thread(_make_folder, folder)
        return folder

    async def write(self, path: Path, chunks: AsyncIterator[bytes]) -> None:
        """Everything that comes, on the disk when this returns."""
        with _full_disk_refused():
            async with aiofiles.open(path, "xb", opener=_private) as file:
                async for chunk in chunks:
                    await file.write(chunk)
                await file.flush()
                await asyncio.to_thread(os.fsync, file.fileno())

    async def publish(self, photo_id: UUID, files: dict[Variant, Path]) -> None:
        """Move the files to their places, for good once this returns."""
        with _full_disk_refused():
            await asyncio.to_thread(self._publish, photo_id, files)

    async def finish(self, photo_id: UUID) -> None:
        """Remove the note: the photo is recorded."""
        await asyncio.to_thread(shutil.rmtree, self._incoming(photo_id), ignore_errors=True)

    async def drop(self, photo_id: UUID) -> None:
        """Remove every trace of a photo that will not be recorded. Runs to its end even if the caller is cancelled."""
        await asyncio.to_thread(self._drop, photo_id)

    async def stale(self, *, older_than_seconds: float) -> list[UUID]:
        """Notes in which nothing has moved for that long."""
        return await asyncio.to_thread(_stale, self._root / _INCOMING, time.time() - older_than_seconds)

    @asynccontextmanager
    async def part(self, upload_id: UUID, *, fence: int, offset: int) -> AsyncIterator[Part]:
        """A new file for what the turn `fence` brings from `offset` on; no two turns share one."""
        folder = self._parts_folder(upload_id)
        with _full_disk_refused():
            await asyncio.to_thread(_make_folder, folder)
            async with aiofiles.open(folder / f"{fence}-{offset}", "xb", opener=_private) as file:
                await asyncio.to_thread(_sync, folder)
                yield Part(file)

    async def read_parts(self, upload_id: UUID, *, fence: int, size_bytes: int) -> AsyncIterator[bytes]:
        """What the turns up to `fence` have brought: each file as far as the next one begins."""
        parts = await asyncio.to_thread(_parts, self._parts_folder(upload_id), fence)
        ends = [*(offset for offset, _ in parts[1:]), size_bytes]
        for (offset, path), end in zip(parts, ends, strict=True):
            left = end - offset
            async with aiofiles.open(path, "rb") as file:
                while left and (chunk := await file.read(min(READ_BYTES, left))):
                    left -= len(chunk)
                    yield chunk

    async def drop_parts(self, upload_id: UUID) -> None:
        """Remove what the requests of an upload have brought."""
        await asyncio.to_thread(shutil.rmtree, self._parts_folder(upload_id), ignore_errors=True)

    async def stale_parts(self, *, older_than_seconds: float) -> list[UUID]:
        """Uploads whose files nothing has moved for that long."""
        return await asyncio.to_thread(_stale, self._root / _UPLOADS, time.time() - older_than_seconds)

    async def size_bytes(self, key: str) -> int:
        """The file's size; `FileNotFoundError` when the disk does not hold what the table says."""
        return (await asyncio.to_thread(self.path(key).stat)).st_size

    async def read(self, key: str) -> AsyncIterator[bytes]:
        """The file, piece by piece."""
        async with aiofiles.open(self.path(key), "rb") as file:
            while chunk := await file.read(READ_BYTES):
                yield chunk

    def _incoming(self, photo_id: UUID) -> Path:
        return self._root / _INCOMING / str(photo_id)

    def _parts_folder(self, upload_id: UUID) -> Path:
        return self._root / _UPLOADS / str(upload_id)

    def _publish(self, photo_id: UUID, files: dict[Variant, Path]) -> None:
        for variant, source in files.items():
            target = self.path(self.key(photo_id, variant))
            _make_folder(target.parent)
            source.chmod(_FILE_MODE)
            _sync(source)
            source.rename(target)
            _sync(target.parent)

    def _drop(self, photo_id: UUID) -> None:
        # First what may still be moved, then where it would have been moved to, the note last.
        folder = self._incoming(photo_id)
        for left in list(folder.iterdir()) if folder.is_dir() else []:
            left.unlink(missing_ok=True)
        for variant in Variant:
            self.path(self.key(photo_id, variant)).unlink(missing_ok=True)
        shutil.rmtree(folder, ignore_errors=True)


def _private(path: str, flags: int) -> int:
    return os.open(path, flags, _FILE_MODE)


def _make_folder(folder: Path) -> None:
    """With every folder above it, each one's entry on the disk."""
    if folder.is_dir():
        return
    _make_folder(folder.parent)
    folder.mkdir(mode=_FOLDER_MODE, exist_ok=True)
    _sync(folder.parent)


def _sync(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _stale(notes: Path, before: float) -> list[UUID]:
    folders = list(notes.iterdir()) if notes.is_dir() else []
    return [UUID(folder.name) for folder in folders if _last_moved(folder) < before]


def _parts(folder: Path, fence: int) -> list[tuple[int, Path]]:
    """Offset and file of each turn, the oldest first."""
    files = list(folder.iterdir()) if folder.is_dir() else []
    turns = [(int(turn), int(offset), path) for path in files for turn, offset in [path.name.split("-")]]
    return [(offset, path) for turn, offset, path in sorted(turns) if turn <= fence]


def _last_moved(folder: Path) -> float:
    with contextlib.suppress(FileNotFoundError):  # It was settled while we looked.
        return max(path.stat().st_mtime for path in (folder, *folder.iterdir()))
    return time.time()


@contextlib.contextmanager
def _full_disk_refused() -> Iterator[None]:
    try:
        yield
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            raise problems.STORAGE_FULL.at() from error
        raise
