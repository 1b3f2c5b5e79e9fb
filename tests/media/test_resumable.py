"""A photo in pieces: cut, resumed, fought over, refused, forgotten; against a real database and a real disk."""

import asyncio
import hashlib
import random
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from backend.core import db, ids
from backend.core.errors import Refusal, Unavailable
from backend.core.settings import settings
from media import problems, resumable, service, uploads
from media.resumable import Upload
from media.service import Purpose
from tests.media import samples
from tests.media.conftest import new_account

pytestmark = pytest.mark.usefixtures("database", "media_root")

PROJECT = ids.new_id()
PHOTO = samples.real("iphone_6_plus_rotated_gps")
NO_TIME = timedelta(seconds=-1)


async def pieces(*given: bytes) -> AsyncIterator[bytes]:
    for piece in given:
        yield piece


async def begin(account: UUID, content: bytes = PHOTO, **changes: Any) -> Upload:
    given: dict[str, Any] = {
        "uploaded_by": account,
        "project_id": PROJECT,
        "city_code": "440300",
        "purpose": Purpose.PROGRESS,
        "slot": "north_facade",
        "sha256": hashlib.sha256(content).hexdigest(),
        "size_bytes": len(content),
        **changes,
    }
    return await resumable.begin(**given)


async def append(upload: Upload, *content: bytes, offset: int = 0, announced: int = 0) -> Upload:
    current = await resumable.find(upload.id, upload.uploaded_by)
    return await resumable.append(current, pieces(*content), offset=offset, announced_bytes=announced)


async def offset_of(upload: Upload) -> int:
    return (await resumable.find(upload.id, upload.uploaded_by)).offset_bytes


def files_in(folder: Path, under: str) -> list[Path]:
    return [path for path in (folder / under).rglob("*") if path.is_file()]


class Line:
    """Content whose sender is steered by the test."""

    def __init__(self) -> None:
        self._queue: asyncio.Queue[bytes | None] = asyncio.Queue()

    def bring(self, piece: bytes) -> None:
        self._queue.put_nowait(piece)

    def close(self) -> None:
        self._queue.put_nowait(None)

    async def content(self) -> AsyncIterator[bytes]:
        while (piece := await self._queue.get()) is not None:
            yield piece


async def until(upload: Upload, offset: int) -> None:
    """Wait for the offset."""
    async with asyncio.timeout(30):
        while await offset_of(upload) != offset:  # noqa: ASYNC110  It lies in the database: nothing to be woken by.
            await asyncio.sleep(0.01)


@pytest.fixture
def hasty(monkeypatch: pytest.MonkeyPatch) -> None:
    """Pauses of a fiftieth of a second."""
    monkeypatch.setattr(resumable, "RECORD_SECONDS", 0.02)


async def test_a_photo_cut_at_sixty_random_bytes_arrives_byte_for_byte(account: UUID, media_root: Path) -> None:
    upload = await begin(account)
    cuts = sorted(random.Random(7).sample(range(1, len(PHOTO)), 60))
    for start, end in zip([0, *cuts], [*cuts, len(PHOTO)], strict=True):
        upload = await append(upload, PHOTO[start : start + 100], PHOTO[start:end][100:], offset=start)
    (original,) = files_in(media_root, "original")
    photo = await upload.photo()
    assert photo is not None
    assert (original.read_bytes() == PHOTO, photo.sha256) == (True, hashlib.sha256(PHOTO).hexdigest())
    assert (upload.offset_bytes, files_in(media_root, "uploads"), files_in(media_root, "incoming")) == (
        *(len(PHOTO), [], []),
    )


async def test_the_same_bytes_for_the_same_place_are_the_same_upload_with_its_offset(account: UUID) -> None:
    first = await append(await begin(account), PHOTO[:1000])
    again = await begin(account)
    assert (again.id, again.offset_bytes, again.photo_id) == (first.id, 1000, None)
    assert (await begin(account, slot="south_facade")).id != first.id
    assert (await begin(await new_account())).id != first.id


async def test_who_has_fifty_photos_under_way_begins_no_other_and_goes_on_with_those(account: UUID) -> None:
    await asyncio.gather(*(begin(account, PHOTO + bytes([number])) for number in range(50)))
    with pytest.raises(Refusal) as refused:
        await begin(account)
    assert (refused.value.problem, refused.value.params) == (problems.UPLOADS_TOO_MANY, {"most": 50, "days": 7})
    again = await begin(account, PHOTO + bytes([7]))
    await append(again, PHOTO[:100])
    await begin(await new_account())
    await resumable.end(again)
    await begin(account)
    assert await db.fetch_value("SELECT count(*) FROM upload WHERE uploaded_by = $1", account) == 50


async def test_bytes_that_are_stored_already_are_not_sent_again(account: UUID) -> None:
    whole = await append(await begin(account), PHOTO)
    await resumable.end(whole)
    again = await begin(account)
    assert (again.id == whole.id, again.photo_id, again.offset_bytes) == (False, whole.photo_id, len(PHOTO))
    assert (await append(again, offset=len(PHOTO))).photo_id == whole.photo_id


async def test_an_upload_becomes_whole_by_the_same_photo_sent_in_one_piece(account: UUID) -> None:
    upload = await append(await begin(account), PHOTO[:1000])
    photo = await uploads.receive(
        pieces(PHOTO), uploaded_by=account, project_id=PROJECT, purpose=Purpose.PROGRESS, slot="north_facade"
    )
    again = await begin(account)
    assert (again.id, again.photo_id, again.offset_bytes) == (upload.id, photo.id, len(PHOTO))


async def test_beginning_and_ending_leave_an_audit_entry_each_and_the_photo_its_own(account: UUID) -> None:
    upload = await begin(account)
    await append(await begin(account), PHOTO)
    await resumable.end(upload)
    rows = await db.fetch("SELECT act FROM audit_entry WHERE actor_id = $1 ORDER BY at", account)
    assert [row["act"] for row in rows] == ["upload.begin", "photo.upload", "upload.end"]


async def test_a_piece_from_elsewhere_is_told_the_right_offset(account: UUID) -> None:
    upload = await append(await begin(account), PHOTO[:1000])
    with pytest.raises(Refusal) as caught:
        await append(upload, PHOTO[900:2000], offset=900)
    assert (caught.value.problem, caught.value.params) == (problems.UPLOAD_OFFSET, {"offset": 1000})


async def test_more_than_was_declared_is_refused_before_and_while_it_comes(account: UUID) -> None:
    upload = await append(await begin(account), PHOTO[:1000])
    with pytest.raises(Refusal, match="upload_past_length"):
        await append(upload, PHOTO[1000:], offset=1000, announced=len(PHOTO))
    with pytest.raises(Refusal, match="upload_past_length"):
        await append(upload, PHOTO[1000:], b"one more", offset=1000)
    assert (await append(upload, PHOTO[1000:], offset=1000)).photo_id is not None


async def test_a_photo_that_is_too_large_or_empty_never_begins(account: UUID) -> None:
    with pytest.raises(Refusal, match="photo_too_large"):
        await begin(account, size_bytes=settings().photo_max_bytes + 1)
    with pytest.raises(Refusal, match="photo_empty"):
        await begin(account, size_bytes=0)


@pytest.mark.parametrize(
    ("content", "declared", "code"),
    [
        (PHOTO, "0" * 64, "photo_hash_mismatch"),
        (b"not a photo at all" * 10, None, "photo_not_an_image"),
        (samples.png(12_000, 12_000), None, "photo_too_many_pixels"),
        (samples.SVG, None, "photo_type_unsupported"),
    ],
)
async def test_what_the_checks_refuse_ends_its_upload(
    account: UUID, media_root: Path, content: bytes, declared: str | None, code: str
) -> None:
    upload = await begin(account, content, sha256=declared or hashlib.sha256(content).hexdigest())
    with pytest.raises(Refusal, match=code):
        await append(upload, content)
    with pytest.raises(Refusal, match="upload_gone"):
        await offset_of(upload)
    assert (files_in(media_root, "."), await db.fetch_value("SELECT count(*) FROM photo")) == ([], 0)


async def test_a_disk_that_is_full_at_the_end_keeps_the_upload(account: UUID, monkeypatch: pytest.MonkeyPatch) -> None:
    upload = await begin(account)

    async def full(*_: object, **__: object) -> None:
        raise problems.STORAGE_FULL.at()

    with monkeypatch.context() as patched:
        patched.setattr(uploads, "receive", full)
        with pytest.raises(Refusal, match="storage_full"):
            await append(upload, PHOTO)
    assert await offset_of(upload) == len(PHOTO) - 1
    assert (await append(upload, PHOTO[-1:], offset=len(PHOTO) - 1)).photo_id is not None


async def test_a_process_that_dies_over_the_checks_is_followed_by_the_last_byte(
    account: UUID, monkeypatch: pytest.MonkeyPatch
) -> None:
    upload = await begin(account)
    with monkeypatch.context() as patched:
        patched.setattr(uploads, "_decoder", None)
        with pytest.raises(Unavailable):
            await append(upload, PHOTO)
    assert (await begin(account)).offset_bytes == len(PHOTO) - 1
    assert (await append(upload, PHOTO[-1:], offset=len(PHOTO) - 1)).photo_id is not None


async def test_what_a_silent_line_has_brought_counts_while_it_hangs(account: UUID, hasty: None) -> None:
    upload, line = await begin(account), Line()
    async with asyncio.TaskGroup() as tasks:
        task = tasks.create_task(resumable.append(upload, line.content(), offset=0))
        line.bring(PHOTO[:5000])
        await until(upload, 5000)
        assert task.done() is False
        line.close()
    assert task.result().offset_bytes == 5000


async def test_a_line_that_stays_silent_is_given_up(
    account: UUID, hasty: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(resumable, "SILENT_SECONDS", 0.1)
    line = Line()
    line.bring(PHOTO[:5000])
    upload = await resumable.append(await begin(account), line.content(), offset=0)
    assert upload.offset_bytes == 5000


async def test_the_older_of_two_writers_is_told_where_the_newer_one_stands_and_harms_nothing(
    account: UUID, media_root: Path, hasty: None
) -> None:
    upload, older = await begin(account), Line()
    async with asyncio.TaskGroup() as tasks:
        refused = tasks.create_task(refusal_of(resumable.append(upload, older.content(), offset=0)))
        older.bring(PHOTO[:5000])
        await until(upload, 5000)
        await append(upload, PHOTO[5000:9000], offset=5000)
        older.bring(b"what no photo holds" * 500)
        problem, params = await refused
    # What the newer one had brought by then.
    assert (problem, params["offset"] in {5000, 9000}) == (problems.UPLOAD_OFFSET, True)
    await append(upload, PHOTO[9000:], offset=9000)
    (original,) = files_in(media_root, "original")
    assert original.read_bytes() == PHOTO


async def refusal_of(appending: Any) -> tuple[Any, dict[str, Any]]:
    with pytest.raises(Refusal) as caught:
        await appending
    return caught.value.problem, caught.value.params


async def test_four_writers_of_the_whole_photo_make_one(account: UUID, media_root: Path) -> None:
    upload = await begin(account)
    async with asyncio.TaskGroup() as tasks:
        tries = [
            tasks.create_task(outcome(resumable.append(upload, pieces(PHOTO[:4000], PHOTO[4000:]), offset=0)))
            for _ in range(4)
        ]
    said = {task.result() for task in tries}
    assert (said <= {"stored", "upload_offset"}, "stored" in said) == (True, True)
    assert (len(files_in(media_root, "original")), files_in(media_root, "uploads")) == (1, [])
    assert await db.fetch_value("SELECT count(*) FROM photo") == 1


async def outcome(appending: Any) -> str:
    try:
        await appending
    except Refusal as refusal:
        return refusal.problem.code
    return "stored"


async def test_an_upload_is_its_makers_own(account: UUID) -> None:
    upload = await begin(account)
    with pytest.raises(Refusal, match="upload_gone"):
        await resumable.find(upload.id, await new_account())


async def test_an_ended_upload_is_gone_with_its_bytes_also_for_who_is_still_writing(
    account: UUID, media_root: Path, hasty: None
) -> None:
    upload, line = await begin(account), Line()
    async with asyncio.TaskGroup() as tasks:
        refused = tasks.create_task(refusal_of(resumable.append(upload, line.content(), offset=0)))
        line.bring(PHOTO[:5000])
        await until(upload, 5000)
        await resumable.end(upload)
        assert await refused == (problems.UPLOAD_GONE, {})
    with pytest.raises(Refusal, match="upload_gone"):
        await resumable.end(upload)
    assert files_in(media_root, "uploads") == []


async def test_what_nobody_touched_for_a_week_goes_with_its_bytes_and_the_rest_stays(
    account: UUID, media_root: Path
) -> None:
    old, young = (
        await append(await begin(account), PHOTO[:1000]),
        await append(await begin(account, slot="south_facade"), PHOTO[:2000]),
    )
    await db.execute("UPDATE upload SET touched_at = now() - interval '7.01 days' WHERE id = $1", old.id)
    await db.execute("UPDATE upload SET touched_at = now() - interval '6.99 days' WHERE id = $1", young.id)
    assert await resumable.expire() == 1
    with pytest.raises(Refusal, match="upload_gone"):
        await offset_of(old)
    assert await offset_of(young) == 2000
    # A folder is looked at an hour after it moved last.
    assert len(files_in(media_root, "uploads")) == 2
    await db.execute("UPDATE upload SET touched_at = now() + interval '1 day'")
    await resumable.expire(older_than=NO_TIME)
    assert [path.parent.name for path in files_in(media_root, "uploads")] == [str(young.id)]


async def test_a_photo_that_is_forgotten_takes_its_upload_along(account: UUID) -> None:
    whole = await append(await begin(account), PHOTO)
    await db.execute("UPDATE photo SET created_at = now() - interval '8 days'")
    await uploads.forget_unused()
    assert (await begin(account)).offset_bytes == 0
    with pytest.raises(Refusal, match="upload_gone"):
        await offset_of(whole)


async def test_a_part_that_the_disk_lost_ends_the_upload_with_a_word_to_send_anew(
    account: UUID, media_root: Path
) -> None:
    upload = await append(await begin(account), PHOTO[:1000])
    (part,) = files_in(media_root, "uploads")
    part.write_bytes(PHOTO[:10])
    with pytest.raises(Refusal, match="photo_hash_mismatch"):
        await append(upload, PHOTO[1000:], offset=1000)


async def test_the_upload_never_reads_past_a_newer_turn(account: UUID, media_root: Path) -> None:
    upload = await append(await begin(account), PHOTO[:1000])
    await append(upload, PHOTO[1000:1500], offset=1000)
    older = next(path for path in files_in(media_root, "uploads") if path.name == "1-0")
    older.write_bytes(PHOTO[:1000] + b"late bytes of an older turn")
    assert await read(upload, fence=2) == PHOTO[:1500]


async def test_an_older_turn_reads_nothing_of_a_newer_one(account: UUID) -> None:
    upload = await append(await begin(account), PHOTO[:1000])
    await append(upload, PHOTO[1000:1500], offset=1000)
    assert await read(upload, fence=1) == PHOTO[:1000]


async def read(upload: Upload, *, fence: int) -> bytes:
    pieces = service.storage().read_parts(upload.id, fence=fence, size_bytes=1500)
    return b"".join([piece async for piece in pieces])
