"""Sending a photo in pieces through the whole application: by hand, over lines that break, by a client of others."""

import asyncio
import hashlib
import io
import random
import socket
from base64 import b64encode
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from datetime import UTC, timedelta
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import Any
from uuid import UUID

import httpx
import pytest
import uvicorn
from tusclient.client import TusClient

from backend.core import clock, db, ids
from backend.core.settings import settings
from tests.backend import site as sites
from tests.backend.site import PHONE, Site, headers, refusal
from tests.media import samples

PHOTO = samples.real("iphone_6_plus_rotated_gps")
DIGEST = hashlib.sha256(PHOTO).hexdigest()
UPLOADS = f"{PHONE}/uploads"
PIECE = {"content-type": "application/offset+octet-stream", "tus-resumable": "1.0.0"}


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, redis_url: str, database_url: str) -> Iterator[Path]:
    """A photo store of the test's own."""
    monkeypatch.setenv("SANDTABLE_MEDIA_ROOT", str(tmp_path))
    settings.cache_clear()
    yield tmp_path
    monkeypatch.undo()
    settings.cache_clear()


def declared(site: Site, **changes: str) -> dict[str, str]:
    return {"project_id": str(site.project_id), "purpose": "progress", "slot": "front", "sha256": DIGEST, **changes}


def encoded(values: dict[str, str]) -> str:
    return ",".join(f"{key} {b64encode(value.encode()).decode()}" for key, value in values.items())


async def begin(
    phone: httpx.AsyncClient, site: Site, person: str = "manager", length: int = len(PHOTO), **changes: str
) -> httpx.Response:
    mine = await headers(getattr(site, person))
    said = {"upload-length": str(length), "upload-metadata": encoded(declared(site, **changes))}
    return await phone.post(UPLOADS, headers=mine | said)


async def send(
    phone: httpx.AsyncClient, address: str, mine: dict[str, str], start: int, end: int, **more: str
) -> httpx.Response:
    said = PIECE | {"upload-offset": str(start)} | more
    return await phone.patch(address, content=PHOTO[start:end], headers=mine | said)


async def send_and_break(phone: httpx.AsyncClient, address: str, mine: dict[str, str], start: int, end: int) -> None:
    """Announce the rest of the photo, bring it as far as `end` in two chunks, and be gone."""
    transport = phone._transport
    assert isinstance(transport, httpx.ASGITransport)
    said = mine | PIECE | {"upload-offset": str(start), "content-length": str(len(PHOTO) - start)}
    middle = (start + end) // 2
    came = [
        {"type": "http.request", "body": PHOTO[start:middle], "more_body": True},
        {"type": "http.request", "body": PHOTO[middle:end], "more_body": True},
    ]
    scope = {
        "type": "http",
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "method": "PATCH",
        "scheme": "http",
        "path": address,
        "raw_path": address.encode(),
        "root_path": "",
        "query_string": b"",
        "headers": [(name.encode(), value.encode()) for name, value in said.items()],
        "client": ("127.0.0.1", 1),
        "server": ("test", 80),
        "state": {},
    }

    async def receive() -> dict[str, Any]:
        return came.pop(0) if came else {"type": "http.disconnect"}

    async def nobody(_: Any) -> None:
        """Hear the answer."""

    await transport.app(scope, receive, nobody)


def original_in(folder: Path) -> bytes:
    (path,) = (path for path in (folder / "original").rglob("*") if path.is_file())
    return path.read_bytes()


async def test_a_photo_is_begun_sent_in_two_pieces_and_stored(
    phone: httpx.AsyncClient, site: Site, folder: Path
) -> None:
    begun = await begin(phone, site)
    upload_id = begun.json()["id"]
    address = f"{UPLOADS}/{upload_id}"
    assert (begun.status_code, begun.headers["location"], begun.headers["upload-offset"]) == (201, address, "0")
    assert begun.headers["tus-resumable"] == "1.0.0"
    assert begun.json() == {"id": upload_id, "offset": 0, "length": len(PHOTO), "photo": None}
    expires_at = parsedate_to_datetime(begun.headers["upload-expires"]).astimezone(UTC)
    assert abs(expires_at - clock.now() - timedelta(days=7)) < timedelta(minutes=1)
    mine = await headers(site.manager)
    part = await send(phone, address, mine, 0, 1000)
    assert (part.status_code, part.content, part.headers["upload-offset"]) == (204, b"", "1000")
    asked = await phone.head(address, headers=mine)
    assert {name: asked.headers[name] for name in ("upload-offset", "upload-length", "cache-control")} == {
        "upload-offset": "1000",
        "upload-length": str(len(PHOTO)),
        "cache-control": "no-store",
    }
    last = await send(phone, address, mine, 1000, len(PHOTO))
    assert (last.status_code, last.headers["upload-offset"]) == (200, str(len(PHOTO)))
    photo = last.json()["photo"]
    assert (photo["sha256"], photo["width"], original_in(folder)) == (DIGEST, 2448, PHOTO)
    assert (await phone.get(photo["thumbnail"])).status_code == 200
    read = await phone.get(address, headers=mine)
    assert (read.status_code, read.json()) == (200, last.json())
    assert (await begin(phone, site)).json() == last.json()


async def test_a_phone_without_patch_says_it_in_a_post(phone: httpx.AsyncClient, site: Site) -> None:
    address, mine = (await begin(phone, site)).headers["location"], await headers(site.manager)
    said = mine | PIECE | {"upload-offset": "0"}
    plain = await phone.post(address, content=PHOTO[:10], headers=said)
    assert (refusal(plain)[:2], "X-HTTP-Method-Override" in plain.json()["title"]) == ((400, "invalid_input"), True)
    part = await phone.post(address, content=PHOTO[:10], headers=said | {"x-http-method-override": "PATCH"})
    assert (part.status_code, part.headers["upload-offset"]) == (204, "10")
    said |= {"x-http-method-override": "PATCH", "upload-offset": "10"}
    assert (await phone.post(address, content=PHOTO[10:], headers=said)).json()["photo"]["sha256"] == DIGEST


async def test_what_the_upload_speaks_is_told_to_anybody(phone: httpx.AsyncClient) -> None:
    told = await phone.options(UPLOADS, headers={"tus-resumable": "0.2.2"})
    assert (told.status_code, told.content) == (204, b"")
    assert {name: value for name, value in told.headers.items() if name.startswith("tus-")} == {
        "tus-resumable": "1.0.0",
        "tus-version": "1.0.0",
        "tus-extension": "creation,expiration,termination",
        "tus-max-size": str(20 * 1024 * 1024),
    }


async def test_another_version_of_tus_is_refused_and_told_ours(phone: httpx.AsyncClient, site: Site) -> None:
    said = await headers(site.manager) | {"tus-resumable": "0.2.2"}
    answer = await phone.get(f"{UPLOADS}/{ids.new_id()}", headers=said)
    assert refusal(answer) == (412, "upload_version", "Tus-Resumable")
    assert (answer.headers["tus-version"], answer.headers["tus-resumable"]) == ("1.0.0", "1.0.0")


async def test_a_line_that_breaks_sixty_times_costs_no_byte_that_came(
    phone: httpx.AsyncClient, site: Site, folder: Path
) -> None:
    address, mine = (await begin(phone, site)).headers["location"], await headers(site.manager)
    cuts = sorted(random.Random(4).sample(range(2, len(PHOTO)), 60))
    offsets = []
    for start, end in zip([0, *cuts], cuts, strict=False):
        await send_and_break(phone, address, mine, start, end)
        offsets.append(int((await phone.head(address, headers=mine)).headers["upload-offset"]))
    assert offsets == cuts
    last = await send(phone, address, mine, cuts[-1], len(PHOTO))
    assert (last.json()["photo"]["sha256"], original_in(folder)) == (DIGEST, PHOTO)


async def test_a_server_that_starts_anew_goes_on_where_the_old_one_stopped(folder: Path) -> None:
    async with sites.opened() as old:
        site = await sites.build()
        address, mine = (await begin(old, site)).headers["location"], await headers(site.manager)
        await send_and_break(old, address, mine, 0, 300_000)
    async with sites.opened() as new:
        assert (await begin(new, site)).json()["offset"] == 300_000
        last = await send(new, address, mine, 300_000, len(PHOTO))
    assert (last.json()["photo"]["sha256"], original_in(folder)) == (DIGEST, PHOTO)


async def test_a_piece_from_elsewhere_is_told_the_right_offset(phone: httpx.AsyncClient, site: Site) -> None:
    address, mine = (await begin(phone, site)).headers["location"], await headers(site.manager)
    await send(phone, address, mine, 0, 1000)
    answer = await send(phone, address, mine | {"accept-language": "en"}, 2000, 3000)
    assert refusal(answer) == (409, "upload_offset", "Upload-Offset")
    assert (answer.headers["upload-offset"], answer.json()["next"]) == ("1000", "Go on from byte 1000")


async def test_more_bytes_than_declared_are_refused(phone: httpx.AsyncClient, site: Site) -> None:
    begun = await begin(phone, site, length=1000)
    answer = await send(phone, begun.headers["location"], await headers(site.manager), 0, 1001)
    assert refusal(answer) == (413, "upload_past_length", "Content-Length")


async def test_bytes_that_are_not_the_declared_ones_end_the_upload(phone: httpx.AsyncClient, site: Site) -> None:
    begun, mine = await begin(phone, site, sha256="0" * 64), await headers(site.manager)
    answer = await send(phone, begun.headers["location"], mine, 0, len(PHOTO))
    assert refusal(answer) == (422, "photo_hash_mismatch", "sha256")
    assert refusal(await phone.get(begun.headers["location"], headers=mine)) == (404, "upload_gone", "upload_id")


async def test_nobody_else_sees_sends_or_ends_ones_upload(phone: httpx.AsyncClient, site: Site) -> None:
    address, theirs = (await begin(phone, site)).headers["location"], await headers(site.chief)
    gone = (404, "upload_gone", "upload_id")
    assert refusal(await phone.get(address, headers=theirs)) == gone
    assert refusal(await send(phone, address, theirs, 0, 1000)) == gone
    assert refusal(await phone.delete(address, headers=theirs)) == gone
    assert (await phone.head(address, headers=theirs)).status_code == 404
    assert (await begin(phone, site, "chief")).headers["location"] != address


@pytest.mark.parametrize("person", ["stranger", "applicant"])
async def test_who_does_not_see_the_project_begins_no_upload_of_it(
    phone: httpx.AsyncClient, site: Site, person: str
) -> None:
    assert refusal(await begin(phone, site, person)) == (404, "not_found", "project_id")
    assert await db.fetch_value("SELECT count(*) FROM upload") == 0


async def test_an_upload_that_is_ended_or_expired_is_gone(phone: httpx.AsyncClient, site: Site) -> None:
    begun, mine = await begin(phone, site), await headers(site.manager)
    assert (await phone.delete(begun.headers["location"], headers=mine)).status_code == 204
    gone = (404, "upload_gone", "upload_id")
    assert refusal(await phone.delete(begun.headers["location"], headers=mine)) == gone
    assert refusal(await send(phone, begun.headers["location"], mine, 0, 1000)) == gone


BAD: dict[str, tuple[dict[str, str], tuple[int, str, str]]] = {
    "no project": ({"project_id": ""}, (400, "upload_metadata", "Upload-Metadata")),
    "unknown purpose": ({"purpose": "holiday"}, (400, "upload_metadata", "Upload-Metadata")),
    "no slot": ({"slot": ""}, (400, "upload_metadata", "Upload-Metadata")),
    "not a hash": ({"sha256": "g" * 64}, (400, "photo_hash_malformed", "sha256")),
}


@pytest.mark.parametrize(("changes", "expected"), BAD.values(), ids=BAD)
async def test_a_declaration_that_does_not_fit_is_refused(
    phone: httpx.AsyncClient, site: Site, changes: dict[str, Any], expected: tuple[int, str, str]
) -> None:
    assert refusal(await begin(phone, site, **changes)) == expected


async def test_headers_that_are_missing_or_malformed_are_named(phone: httpx.AsyncClient, site: Site) -> None:
    mine, metadata = await headers(site.manager), encoded(declared(site))
    no_length = await phone.post(UPLOADS, headers=mine | {"upload-metadata": metadata})
    assert (refusal(no_length)[:2], "Upload-Length" in no_length.json()["title"]) == ((400, "invalid_input"), True)
    said = mine | {"upload-length": "10", "upload-metadata": "slot not-base64!"}
    assert refusal(await phone.post(UPLOADS, headers=said)) == (400, "upload_metadata", "Upload-Metadata")
    latin = httpx.Headers(said | {"upload-metadata": "slot é"}, encoding="latin-1")
    assert refusal(await phone.post(UPLOADS, headers=latin)) == (400, "upload_metadata", "Upload-Metadata")
    too_large = await begin(phone, site, length=20 * 1024 * 1024 + 1)
    assert refusal(too_large) == (413, "photo_too_large", "file")
    address = (await begin(phone, site)).headers["location"]
    assert refusal(await send(phone, address, mine, 0, 10, **{"upload-offset": "-1"}))[:2] == (400, "invalid_input")
    as_form = await send(phone, address, mine, 0, 10, **{"content-type": "application/octet-stream"})
    assert refusal(as_form) == (415, "upload_content_type", "Content-Type")


@asynccontextmanager
async def listening(phone: httpx.AsyncClient) -> AsyncIterator[str]:
    """The running application on a real port, in this test's loop; gives the base address."""
    transport = phone._transport
    assert isinstance(transport, httpx.ASGITransport)
    server = uvicorn.Server(uvicorn.Config(transport.app, lifespan="off", log_level="critical"))
    with socket.create_server(("127.0.0.1", 0)) as door:
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(server._serve([door]))
            yield f"http://127.0.0.1:{door.getsockname()[1]}"
            server.should_exit = True


@asynccontextmanager
async def silent_line(base: str, address: str, mine: dict[str, str], content: bytes) -> AsyncIterator[None]:
    """A request over a real socket that announces the whole photo, falls silent, and breaks with the block."""
    host, port = base.removeprefix("http://").split(":")
    _, writer = await asyncio.open_connection(host, int(port))
    said = mine | PIECE | {"host": host, "upload-offset": "0", "content-length": str(len(PHOTO))}
    lines = "".join(f"{name}: {value}\r\n" for name, value in said.items())
    writer.write(f"PATCH {address} HTTP/1.1\r\n{lines}\r\n".encode() + content)
    yield
    writer.close()
    await writer.wait_closed()


async def test_a_client_that_others_wrote_goes_on_after_a_broken_line(
    phone: httpx.AsyncClient, site: Site, folder: Path
) -> None:
    mine = await headers(site.manager)
    address = (await begin(phone, site)).headers["location"]
    async with listening(phone) as base:
        async with silent_line(base, address, mine, PHOTO[:20_000]), asyncio.timeout(60):
            # They may come, and be recorded, in more than one piece.
            while (await phone.head(address, headers=mine)).headers["upload-offset"] != "20000":  # noqa: ASYNC110  As in life.
                await asyncio.sleep(0.01)
        client = TusClient(base + UPLOADS, headers=mine)
        uploader = await asyncio.to_thread(
            client.uploader, file_stream=io.BytesIO(PHOTO), url=base + address, chunk_size=200_000
        )
        resumed_at = uploader.offset
        await asyncio.to_thread(uploader.upload)
    assert (resumed_at, uploader.offset, original_in(folder)) == (20_000, len(PHOTO), PHOTO)


async def test_a_client_that_others_wrote_begins_and_sends_a_photo(
    phone: httpx.AsyncClient, site: Site, folder: Path
) -> None:
    mine = await headers(site.manager)
    async with listening(phone) as base:
        client = TusClient(base + UPLOADS, headers=mine)
        uploader = client.uploader(
            file_stream=io.BytesIO(PHOTO), chunk_size=100_000, metadata=declared(site, filename="photo.jpg")
        )
        await asyncio.to_thread(uploader.upload)
    read = await phone.get(str(uploader.url).removeprefix(base), headers=mine)
    assert (UUID(read.json()["photo"]["id"]).version, original_in(folder)) == (7, PHOTO)
