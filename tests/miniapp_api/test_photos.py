"""Sending a photo and seeing it again, through the whole application and its decoding children."""

import hashlib
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from backend.core import db
from backend.core.settings import settings
from tests.backend.site import PHONE, Site, headers, refusal
from tests.media import samples

PHOTO = samples.real("iphone_6_plus_rotated_gps")


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, redis_url: str, database_url: str) -> Iterator[Path]:
    """A photo store of the test's own."""
    monkeypatch.setenv("SANDTABLE_MEDIA_ROOT", str(tmp_path))
    settings.cache_clear()
    yield tmp_path
    monkeypatch.undo()
    settings.cache_clear()


def files_in(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


async def send(
    phone: httpx.AsyncClient, site: Site, content: bytes, person: str = "manager", **more: str
) -> httpx.Response:
    form = {"project_id": str(site.project_id), "purpose": "progress", "slot": "front", **more}
    mine = await headers(getattr(site, person))
    return await phone.post(f"{PHONE}/photos", data=form, files={"file": ("a.jpg", content)}, headers=mine)


async def test_a_photo_is_stored_once_and_shown_by_its_signed_address(phone: httpx.AsyncClient, site: Site) -> None:
    digest = hashlib.sha256(PHOTO).hexdigest()
    first = await send(phone, site, PHOTO, sha256=digest)
    assert first.status_code == 201
    stored = first.json()
    assert stored["sha256"] == digest
    assert (await send(phone, site, PHOTO)).json()["id"] == stored["id"]
    shown = await phone.get(stored["thumbnail"])
    assert (shown.status_code, shown.headers["content-type"]) == (200, "image/jpeg")
    assert shown.content[:3] == b"\xff\xd8\xff"
    known = await phone.get(stored["thumbnail"], headers={"if-none-match": shown.headers["etag"]})
    assert (known.status_code, known.content) == (304, b"")
    forged = await phone.get(stored["thumbnail"].replace("thumbnail", "served"))
    assert refusal(forged) == (403, "photo_address_forged", "s")


async def test_a_picture_is_not_compressed_again(phone: httpx.AsyncClient, site: Site) -> None:
    stored = (await send(phone, site, PHOTO)).json()
    shown = await phone.get(stored["thumbnail"], headers={"accept-encoding": "gzip"})
    assert shown.headers.get("content-encoding") is None
    assert shown.headers["content-length"] == str(len(shown.content))


@pytest.mark.parametrize("person", ["stranger", "applicant"])
async def test_who_does_not_see_the_project_sends_no_photo_of_it(
    phone: httpx.AsyncClient, site: Site, person: str
) -> None:
    assert refusal(await send(phone, site, PHOTO, person)) == (404, "not_found", "project_id")
    assert await db.fetch_value("SELECT count(*) FROM photo") == 0


async def test_what_is_no_photo_is_refused_and_leaves_nothing(
    phone: httpx.AsyncClient, site: Site, folder: Path
) -> None:
    assert refusal(await send(phone, site, b"not a photo at all" * 10)) == (422, "photo_not_an_image", "file")
    assert refusal(await send(phone, site, samples.png(12_000, 12_000))) == (422, "photo_too_many_pixels", "file")
    assert refusal(await send(phone, site, PHOTO, sha256="0" * 64)) == (422, "photo_hash_mismatch", "sha256")
    assert await db.fetch_value("SELECT count(*) FROM photo") == 0
    assert files_in(folder) == []
