import errno
import os
import stat
from collections.abc import AsyncIterator
from pathlib import Path
from uuid import UUID

import pytest

from backend.core.errors import Refusal
from media.storage import Storage, Variant

PHOTO = UUID("0193f1a0-0000-7000-8000-00000000abcd")


async def stream(*pieces: bytes) -> AsyncIterator[bytes]:
    for piece in pieces:
        yield piece


def files_in(folder: Path) -> list[str]:
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file())


async def arrived(storage: Storage, content: bytes) -> dict[Variant, Path]:
    """Three files in the photo's incoming folder."""
    folder = await storage.begin(PHOTO)
    files = {Variant.ORIGINAL: folder / "original", Variant.SERVED: folder / "s", Variant.THUMBNAIL: folder / "t"}
    for path in files.values():
        await storage.write(path, stream(content))
    return files


async def test_what_is_written_is_read_back_piece_by_piece(tmp_path: Path) -> None:
    storage = Storage(tmp_path)
    content = os.urandom(600_000)
    await storage.publish(PHOTO, await arrived(storage, content))
    pieces = [piece async for piece in storage.read(storage.key(PHOTO, Variant.ORIGINAL))]
    assert (b"".join(pieces), len(pieces)) == (content, 3)


async def test_published_files_fan_out_by_the_random_end_of_the_id(tmp_path: Path) -> None:
    storage = Storage(tmp_path)
    await storage.publish(PHOTO, await arrived(storage, b"x"))
    await storage.finish(PHOTO)
    assert files_in(tmp_path) == [
        f"original/cd/ab/{PHOTO}",
        f"served/cd/ab/{PHOTO}.jpg",
        f"thumbnail/cd/ab/{PHOTO}.jpg",
    ]
    assert not (tmp_path / "incoming" / str(PHOTO)).exists()


async def test_nobody_else_on_the_machine_may_read_them(tmp_path: Path) -> None:
    storage = Storage(tmp_path / "media")
    await storage.publish(PHOTO, await arrived(storage, b"x"))
    path = storage.path(storage.key(PHOTO, Variant.SERVED))
    modes = [stat.S_IMODE(entry.stat().st_mode) for entry in (path, path.parent, tmp_path / "media")]
    assert modes == [0o600, 0o700, 0o700]


@pytest.mark.parametrize("moved", [0, 1, 3])
async def test_a_dropped_photo_leaves_nothing_wherever_it_was(moved: int, tmp_path: Path) -> None:
    storage = Storage(tmp_path)
    files = await arrived(storage, b"x")
    await storage.publish(PHOTO, dict(list(files.items())[:moved]))
    await storage.drop(PHOTO)
    assert files_in(tmp_path) == []
    assert await storage.stale(older_than_seconds=-1) == []


async def test_dropping_what_never_was_is_no_error(tmp_path: Path) -> None:
    await Storage(tmp_path).drop(PHOTO)


async def test_an_upload_is_stale_only_when_nothing_has_moved_in_it(tmp_path: Path) -> None:
    storage = Storage(tmp_path)
    folder = await storage.begin(PHOTO)
    await storage.write(folder / "original", stream(b"x"))
    os.utime(folder, (0, 0))
    assert await storage.stale(older_than_seconds=3600) == []
    os.utime(folder / "original", (0, 0))
    assert await storage.stale(older_than_seconds=3600) == [PHOTO]


@pytest.mark.parametrize("key", ["../outside", "served/../../outside", "/etc/passwd", "link/passwd"])
def test_a_key_never_leads_out_of_the_folder(key: str, tmp_path: Path) -> None:
    root = tmp_path / "media"
    root.mkdir()
    (root / "link").symlink_to("/etc")
    with pytest.raises(ValueError, match="leads out of the media folder"):
        Storage(root).path(key)


async def test_an_existing_file_is_never_written_over(tmp_path: Path) -> None:
    storage = Storage(tmp_path)
    folder = await storage.begin(PHOTO)
    await storage.write(folder / "original", stream(b"first"))
    with pytest.raises(FileExistsError):
        await storage.write(folder / "original", stream(b"second"))


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EDQUOT])
async def test_a_full_disk_is_refused_with_507(number: int, tmp_path: Path) -> None:
    async def full() -> AsyncIterator[bytes]:
        yield b"x"
        raise OSError(number, os.strerror(number))

    storage = Storage(tmp_path)
    folder = await storage.begin(PHOTO)
    with pytest.raises(Refusal) as caught:
        await storage.write(folder / "original", full())
    assert (caught.value.problem.code, caught.value.problem.status) == ("storage_full", 507)


async def test_another_fault_of_the_disk_stays_what_it_is(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        await Storage(tmp_path).write(tmp_path / "nowhere" / "original", stream(b"x"))
