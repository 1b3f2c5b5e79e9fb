"""Photos attached to what they show, and read by their signed address."""

import asyncio
from pathlib import Path
from urllib.parse import parse_qs, urlsplit
from uuid import UUID

import pytest

from backend.core import db, ids
from backend.core.errors import Refusal, Unavailable
from media import service
from media.storage import Variant
from tests.media.conftest import new_account
from tests.media.receiving import OTHER_PROJECT, PROJECT, receive

pytestmark = pytest.mark.usefixtures("database", "media_root")


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
