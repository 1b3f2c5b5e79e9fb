"""From the stream to the signed address, against a real database and a real disk."""

import asyncio
import hashlib
import os
import signal
import subprocess
from collections.abc import AsyncIterator, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit
from uuid import UUID

import asyncpg
import pytest

from backend.core import audit, db, ids
from backend.core.errors import Refusal, Unavailable
from backend.core.settings import settings
from media import service, uploads
from media.service import Photo, Purpose
from media.storage import Variant
from tests.media import samples
from tests.waiting import wait_until

pytestmark = pytest.mark.usefixtures("database", "media_root")

PROJECT = ids.new_id()
OTHER_PROJECT = ids.new_id()
PHONE = samples.real("iphone_6_plus_rotated_gps")


@pytest.fixture
def media_root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, database_url: str) -> Iterator[Path]:
    """An empty folder that `settings()` names; after the database, which sets its own variable."""
    monkeypatch.setenv("SANDTABLE_MEDIA_ROOT", str(tmp_path / "media"))
    settings.cache_clear()
    yield tmp_path / "media"
    settings.cache_clear()


@pytest.fixture
async def decoding(media_root: Path) -> AsyncIterator[None]:
    async with uploads.running(processes=1):
        yield


async def new_account() -> UUID:
    account_id = ids.new_id()
    await db.execute("INSERT INTO account (id, kind, name) VALUES ($1, 'enterprise', '测试')", account_id)
    return account_id


@pytest.fixture
async def account(database: object, decoding: None) -> UUID:
    return await new_account()


async def stream(content: bytes, piece: int = 64 * 1024) -> AsyncIterator[bytes]:
    for start in range(0, len(content), piece):
        yield content[start : start + piece]


async def receive(account: UUID, content: bytes = PHONE, **changes: Any) -> Photo:
    given: dict[str, Any] = {
        "uploaded_by": account,
        "project_id": PROJECT,
        "purpose": Purpose.PROGRESS,
        "slot": "north_facade",
        **changes,
    }
    return await uploads.receive(stream(content), **given)


def files_in(folder: Path) -> list[str]:
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file())


async def rows() -> int:
    count: int = await db.fetch_value("SELECT count(*) FROM photo")
    return count


async def test_a_photo_is_kept_with_its_evidence(account: UUID, media_root: Path) -> None:
    photo = await receive(account, declared_sha256=hashlib.sha256(PHONE).hexdigest().upper())
    assert (photo.sha256, photo.size_bytes, photo.media_type) == (
        *(hashlib.sha256(PHONE).hexdigest(), 733_428),
        "image/jpeg",
    )
    assert (photo.width, photo.height, photo.taken_at_text) == (2448, 2448, "2016:03:24 14:49:51")
    assert (photo.exif.latitude, photo.exif.model, photo.exif.orientation) == (40.0040861, "iPhone 6 Plus", 6)
    assert (photo.uploaded_by, photo.project_id, photo.slot, photo.attached_to) == (
        *(account, PROJECT),
        *("north_facade", None),
    )


async def test_the_original_is_kept_untouched_beside_two_copies(account: UUID, media_root: Path) -> None:
    photo = await receive(account)
    digits = photo.id.hex
    tail = f"{digits[-2:]}/{digits[-4:-2]}/{photo.id}"
    assert files_in(media_root) == [f"original/{tail}", f"served/{tail}.jpg", f"thumbnail/{tail}.jpg"]
    assert (media_root / "original" / tail).read_bytes() == PHONE


async def test_an_upload_leaves_one_audit_entry(account: UUID) -> None:
    photo = await receive(account, city_code="440100")
    entry = await db.fetch_one("SELECT * FROM audit_entry WHERE subject_id = $1", photo.id)
    assert entry is not None
    assert (entry["actor_id"], entry["act"], entry["project_id"], entry["city_code"], entry["detail"]) == (
        *(account, "photo.upload", PROJECT, "440100"),
        {"sha256": photo.sha256, "purpose": "progress"},
    )


async def test_the_same_upload_again_is_the_same_photo(account: UUID, media_root: Path) -> None:
    first = await receive(account)
    assert await receive(account) == first
    assert (await rows(), len(files_in(media_root))) == (1, 3)


async def test_the_same_upload_twice_at_once_is_one_photo(account: UUID, media_root: Path) -> None:
    async with asyncio.TaskGroup() as tasks:
        sent = [tasks.create_task(receive(account)) for _ in range(4)]
    assert len({task.result().id for task in sent}) == 1
    assert (await rows(), len(files_in(media_root))) == (1, 3)


@pytest.mark.parametrize(
    "change",
    [
        {"project_id": OTHER_PROJECT},
        {"project_id": None},
        {"slot": "south_facade"},
        {"purpose": Purpose.SITE},
    ],
)
async def test_the_same_bytes_for_another_place_are_another_photo(change: dict[str, Any], account: UUID) -> None:
    first = await receive(account)
    second = await receive(account, **change)
    assert (first.id == second.id, first.sha256 == second.sha256) == (False, True)


async def test_a_photo_without_a_project_is_once_too(account: UUID) -> None:
    first = await receive(account, project_id=None)
    assert (await receive(account, project_id=None)).id == first.id


async def test_another_account_never_gets_ones_photo(account: UUID) -> None:
    mine = await receive(account)
    assert (await receive(await new_account())).id != mine.id


BAD = {
    "empty": (b"", "photo_empty"),
    "bomb of 12,000": (samples.png(12_000, 12_000), "photo_too_many_pixels"),
    "bomb of 15,000": (samples.png(15_000, 15_000), "photo_too_many_pixels"),
    "bomb of 30,000": (samples.png(30_000, 30_000), "photo_too_many_pixels"),
    "heic": (samples.HEIC, "photo_heic"),
    "avif": (samples.AVIF, "photo_type_unsupported"),
    "gif of 1,000 frames": (samples.gif(1000), "photo_type_unsupported"),
    "svg": (samples.SVG, "photo_type_unsupported"),
    "eps": (samples.EPS, "photo_type_unsupported"),
    "pdf": (samples.PDF, "photo_type_unsupported"),
    "html": (samples.PAGE, "photo_type_unsupported"),
    "zip": (samples.archive(), "photo_type_unsupported"),
    "tiff": (samples.encoded(samples.picture(), "TIFF"), "photo_type_unsupported"),
    "bmp": (samples.encoded(samples.picture(), "BMP"), "photo_type_unsupported"),
    "gzip": (samples.GZIP, "photo_not_an_image"),
    "noise": (hashlib.sha256(b"noise").digest() * 40, "photo_not_an_image"),
    "gif behind a jpeg's first bytes": (b"\xff\xd8\xff" + samples.gif(3), "photo_damaged"),
    "zip behind a png's first bytes": (b"\x89PNG\r\n\x1a\n" + samples.archive(), "photo_damaged"),
    "truncated jpeg": (PHONE[:400_000], "photo_damaged"),
    "three bytes": (b"\xff\xd8\xff", "photo_damaged"),
    "truncated png": (samples.png(400, 400)[:-30], "photo_damaged"),
    "comment that unpacks to 80 MiB": (samples.png_with_packed_text(80 * 1024 * 1024), "photo_damaged"),
    "cut at 64 KiB": (samples.real("exif_with_a_huge_tag"), "photo_damaged"),
}


@pytest.mark.parametrize(("content", "code"), BAD.values(), ids=BAD)
async def test_what_is_refused_leaves_nothing_behind(
    content: bytes, code: str, account: UUID, media_root: Path
) -> None:
    with pytest.raises(Refusal) as caught:
        await receive(account, content)
    assert (caught.value.problem.code, await rows(), files_in(media_root)) == (code, 0, [])
    assert list((media_root / "incoming").iterdir()) == []


async def test_a_type_is_refused_even_if_it_comes_byte_by_byte(account: UUID) -> None:
    with pytest.raises(Refusal, match="photo_type_unsupported"):
        await uploads.receive(
            stream(samples.gif(2), piece=1), uploaded_by=account, project_id=None, purpose=Purpose.SITE, slot=""
        )


async def test_a_wrong_hash_is_refused(account: UUID, media_root: Path) -> None:
    with pytest.raises(Refusal, match="photo_hash_mismatch"):
        await receive(account, declared_sha256="0" * 64)
    assert (await rows(), files_in(media_root)) == (0, [])


async def test_a_stream_past_the_limit_is_cut_there(
    account: UUID, media_root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SANDTABLE_PHOTO_MAX_BYTES", "100000")
    settings.cache_clear()
    sent = 0

    async def endless() -> AsyncIterator[bytes]:
        nonlocal sent
        yield PHONE[:65_536]
        while True:
            sent += 4096
            yield bytes(4096)

    with pytest.raises(Refusal, match="photo_too_large"):
        await uploads.receive(endless(), uploaded_by=account, project_id=None, purpose=Purpose.SITE, slot="")
    assert (sent, files_in(media_root)) == (36_864, [])


async def test_a_photo_of_exactly_the_limit_passes(account: UUID, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SANDTABLE_PHOTO_MAX_BYTES", str(len(PHONE)))
    settings.cache_clear()
    assert (await receive(account)).size_bytes == len(PHONE)


async def test_a_sender_who_goes_away_leaves_nothing(account: UUID, media_root: Path) -> None:
    async def broken() -> AsyncIterator[bytes]:
        yield PHONE[:65_536]
        raise ConnectionResetError

    with pytest.raises(ConnectionResetError):
        await uploads.receive(broken(), uploaded_by=account, project_id=None, purpose=Purpose.SITE, slot="")
    assert files_in(media_root) == []


async def test_a_cancelled_upload_leaves_nothing(account: UUID, media_root: Path) -> None:
    begun = asyncio.Event()

    async def stuck() -> AsyncIterator[bytes]:
        yield PHONE[:65_536]
        begun.set()
        await asyncio.Event().wait()

    sending = asyncio.ensure_future(
        uploads.receive(stuck(), uploaded_by=account, project_id=None, purpose=Purpose.SITE, slot="")
    )
    await begun.wait()
    sending.cancel()
    with pytest.raises(asyncio.CancelledError):
        await sending
    assert files_in(media_root) == []


@pytest.fixture
def small_disk(media_root: Path) -> Iterator[Path]:
    """A file system of 1 MiB in place of the media folder."""
    media_root.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", media_root], capture_output=True, check=False
    )
    if mounted.returncode:
        # A full disk needs a file system of its own, and only root may mount one: it runs in CI, which is root.
        pytest.skip("this user may not mount")
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
    await asyncio.to_thread(wait_until, lambda: any(incoming.glob("*/original")), within_seconds=5)
    os.kill(child, signal.SIGKILL)
    with pytest.raises(Refusal, match="photo_decode_limit"):
        await sending
    assert len(files_in(media_root)) == 3
    assert (await receive(account)).width == 2448


async def attached(account: UUID, photos: list[UUID], owner: UUID, project: UUID = PROJECT) -> int:
    async with db.transaction():
        return await service.attach(photos, owner, uploaded_by=account, project_id=project)


async def test_an_account_attaches_its_own_photos_of_the_project_once(account: UUID) -> None:
    photo, report, other_report = await receive(account), ids.new_id(), ids.new_id()
    assert await attached(account, [photo.id], report) == 1
    assert await attached(account, [photo.id], other_report) == 0
    assert (await service.find(photo.id)).attached_to == report


async def test_a_report_that_is_filed_again_keeps_its_photos(account: UUID) -> None:
    photo, report = await receive(account), ids.new_id()
    assert [await attached(account, [photo.id], report) for _ in range(2)] == [1, 1]


async def test_an_account_cannot_attach_anothers_photo(account: UUID) -> None:
    photo = await receive(account)
    assert await attached(await new_account(), [photo.id], ids.new_id()) == 0


async def test_a_photo_of_another_project_cannot_be_attached(account: UUID) -> None:
    photo = await receive(account)
    assert await attached(account, [photo.id], ids.new_id(), OTHER_PROJECT) == 0


async def test_an_attachment_that_is_refused_attaches_none(account: UUID) -> None:
    mine = await receive(account)
    with pytest.raises(Refusal, match="photo_not_attachable"):
        async with db.transaction():
            await service.require_attached(
                [mine.id, ids.new_id()], ids.new_id(), uploaded_by=account, project_id=PROJECT
            )
    assert (await service.find(mine.id)).attached_to is None


async def test_a_photo_named_twice_is_attached_once(account: UUID) -> None:
    mine, report = await receive(account), ids.new_id()
    async with db.transaction():
        await service.require_attached([mine.id, mine.id], report, uploaded_by=account, project_id=PROJECT)
    assert (await service.find(mine.id)).attached_to == report


async def test_two_reports_that_race_for_a_photo_get_it_once(account: UUID) -> None:
    photo = await receive(account)
    async with asyncio.TaskGroup() as tasks:
        tries = [tasks.create_task(attached(account, [photo.id], ids.new_id())) for _ in range(4)]
    assert sorted(task.result() for task in tries) == [0, 0, 0, 1]


async def test_a_signed_address_shows_the_copy_without_metadata(account: UUID, media_root: Path) -> None:
    photo = await receive(account)
    query = parse_qs(urlsplit(photo.address(Variant.SERVED)).query)
    served = await service.open_signed(photo.id, Variant.SERVED, ends=int(query["e"][0]), signature=query["s"][0])
    content = b"".join([piece async for piece in served.content()])
    assert (content[:3], b"Exif" in content, len(content)) == (b"\xff\xd8\xff", False, served.size_bytes)
    assert (served.media_type, served.headers) == (
        "image/jpeg",
        {
            "Content-Disposition": f'inline; filename="{photo.id}-served.jpg"',
            "X-Content-Type-Options": "nosniff",
            "Content-Security-Policy": "default-src 'none'; sandbox",
            "Cross-Origin-Resource-Policy": "cross-origin",
            "Cache-Control": "private, max-age=31536000, immutable",
            "ETag": f'"{photo.id.hex}-served"',
            "Content-Length": str(len(content)),
        },
    )


async def test_a_reader_who_has_it_is_told_so(account: UUID) -> None:
    served = await service.open_thumbnail((await receive(account)).id)
    known = [served.is_known(header) for header in (None, '"other"', served.etag, f'W/"x", {served.etag}')]
    assert known == [False, False, True, True]


async def test_an_unknown_photo_is_not_found(account: UUID) -> None:
    with pytest.raises(Refusal, match="not_found"):
        await service.open_served(ids.new_id())


async def test_a_photo_whose_file_is_away_is_unavailable(account: UUID, media_root: Path) -> None:
    photo = await receive(account)
    next((media_root / "thumbnail").rglob("*.jpg")).unlink()
    with pytest.raises(Unavailable):
        await service.open_thumbnail(photo.id)


async def test_many_photos_are_found_in_one_query(account: UUID) -> None:
    photo = await receive(account)
    assert await service.find_many([photo.id, ids.new_id()]) == {photo.id: photo}
