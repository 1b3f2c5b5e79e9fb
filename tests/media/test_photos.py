"""From the stream to the stored photo, against a real database and a real disk."""

import asyncio
import hashlib
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from backend.core import db
from backend.core.errors import Refusal
from backend.core.settings import settings
from media import uploads
from media.service import Purpose
from tests.media import samples
from tests.media.conftest import new_account
from tests.media.receiving import OTHER_PROJECT, PHONE, PROJECT, files_in, receive, rows, stream

pytestmark = pytest.mark.usefixtures("database", "media_root")


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
