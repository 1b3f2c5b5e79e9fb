"""A full disk, a lost commit, a killed worker: no row without its files, no file for ever without its row."""

import asyncio
import os
import signal
import subprocess
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import asyncpg
import pytest

from backend.core import audit, db, ids
from backend.core.errors import Refusal, Unavailable
from media import service, uploads
from tests.media import samples
from tests.media.conftest import new_account
from tests.media.receiving import PHONE, PROJECT, files_in, receive, rows
from tests.waiting import wait_until

pytestmark = pytest.mark.usefixtures("database", "media_root")


@pytest.fixture
def small_disk(media_root: Path) -> Iterator[Path]:
    """A file system of 1 MiB in place of the media folder."""
    media_root.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", media_root], capture_output=True, check=False
    )
    if mounted.returncode:
        # A full disk needs a file system of its own, which the kernel lets root alone mount. In CI both stories must be
        # played; for anybody else no other disk would be as full, and `make test` must work there too.
        assert os.environ.get("CI") != "true", mounted.stderr
        pytest.skip("a small disk cannot be mounted: not root")
    yield media_root
    subprocess.run(["umount", "--lazy", media_root], check=True)


async def test_a_disk_that_is_full_at_the_original_gives_507_and_no_leftovers(account: UUID, small_disk: Path) -> None:
    content = PHONE + bytes(1024 * 1024)
    with pytest.raises(Refusal, match="storage_full"):
        await receive(account, content)
    assert (await rows(), files_in(small_disk)) == (0, [])


async def test_a_disk_that_is_full_at_the_copies_gives_507_and_no_leftovers(account: UUID, small_disk: Path) -> None:
    content = PHONE + bytes(1024 * 1024 - len(PHONE) - 16_384)
    with pytest.raises(Refusal, match="storage_full"):
        await receive(account, content)
    assert (await rows(), files_in(small_disk)) == (0, [])
    assert (await receive(account, samples.real("nikon_d2h_gps"))).width == 500


async def test_a_row_that_the_database_refuses_takes_its_files_with_it(
    account: UUID, media_root: Path, decoding: None
) -> None:
    with pytest.raises(asyncpg.ForeignKeyViolationError):
        await receive(ids.new_id())
    assert files_in(media_root) == []


async def test_after_a_commit_that_nobody_heard_of_the_row_keeps_its_files(
    account: UUID, media_root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    photo = await lost_after(account, monkeypatch, is_committed=True)
    assert await uploads.sweep(older_than=timedelta(seconds=-1)) == 1
    assert (len(files_in(media_root)), (await receive(account)).id) == (3, photo)


async def test_after_a_commit_that_did_not_happen_the_sweep_takes_the_files(
    account: UUID, media_root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    await lost_after(account, monkeypatch, is_committed=False)
    assert (await rows(), len(files_in(media_root))) == (0, 3)
    assert await uploads.sweep(older_than=timedelta(seconds=-1)) == 1
    assert (files_in(media_root), list((media_root / "incoming").iterdir())) == ([], [])


async def lost_after(account: UUID, monkeypatch: pytest.MonkeyPatch, *, is_committed: bool) -> UUID:
    """Send a photo whose connection breaks at COMMIT, before or after the server did it."""
    seen: list[UUID] = []
    write = audit.write

    async def write_and_break(*args: Any, subject_id: UUID, **details: Any) -> None:
        await write(*args, subject_id=subject_id, **details)
        seen.append(subject_id)
        if is_committed:
            connection = db.ENGINE.current_transaction.get().connection  # type: ignore[union-attr]  # We are in one.
            await connection.execute("COMMIT")
        raise Unavailable("database")

    monkeypatch.setattr(audit, "write", write_and_break)
    with pytest.raises(Unavailable):
        await receive(account)
    monkeypatch.undo()
    return seen[0]


async def sent_days_ago(account: UUID, days: float, slot: str = "north_facade") -> UUID:
    photo = await receive(account, samples.real("nikon_d2h_gps"), slot=slot)
    await db.execute("UPDATE photo SET created_at = now() - $2 * interval '1 day' WHERE id = $1", photo.id, days)
    return photo.id


async def test_a_photo_that_nothing_shows_after_a_week_goes_with_its_files(account: UUID, media_root: Path) -> None:
    old, young = await sent_days_ago(account, 7.01), await sent_days_ago(account, 6.99, "south_facade")
    assert await uploads.forget_unused() == 1
    assert [row["id"] for row in await db.fetch("SELECT id FROM photo")] == [young]
    assert len(files_in(media_root)) == 3
    assert list((media_root / "incoming").iterdir()) == []
    assert await db.fetch_value("SELECT subject_id FROM audit_entry WHERE act = 'photo.forget'") == old


async def test_a_photo_that_something_shows_stays_for_good(account: UUID, media_root: Path) -> None:
    photo = await sent_days_ago(account, 400)
    await service.require_attached([photo], ids.new_id(), uploaded_by=account, project_id=PROJECT)
    assert (await uploads.forget_unused(), await rows(), len(files_in(media_root))) == (0, 1, 3)


async def test_a_worker_killed_between_row_and_files_leaves_the_files_to_the_sweep(
    account: UUID, media_root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    await sent_days_ago(account, 8)

    async def killed(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as dying:
        dying.setattr("media.storage.Storage.drop", killed)
        with pytest.raises(KeyboardInterrupt):
            await uploads.forget_unused()
    assert (await rows(), len(files_in(media_root))) == (0, 3)
    await uploads.sweep(older_than=timedelta(seconds=-1))
    assert files_in(media_root) == []


async def test_a_young_upload_is_not_swept(account: UUID, media_root: Path) -> None:
    folder = await service.storage().begin(ids.new_id())
    assert (await uploads.sweep(), folder.exists()) == (0, True)


async def test_without_a_decoder_nothing_is_received(database: object, media_root: Path) -> None:
    account = await new_account()
    with pytest.raises(Unavailable):
        await receive(account)
    assert files_in(media_root) == []


async def test_a_killed_decoder_refuses_that_photo_and_takes_the_next(account: UUID, media_root: Path) -> None:
    await receive(account, samples.real("nikon_d2h_gps"))
    assert uploads._decoder is not None
    (child,) = uploads._decoder.child_ids
    os.kill(child, signal.SIGSTOP)
    sending = asyncio.ensure_future(receive(account))
    incoming = media_root / "incoming"
    await asyncio.to_thread(wait_until, lambda: any(incoming.glob("*/original")), within_seconds=30)
    os.kill(child, signal.SIGKILL)
    with pytest.raises(Refusal, match="photo_decode_limit"):
        await sending
    assert len(files_in(media_root)) == 3
    assert (await receive(account)).width == 2448
