"""The phone client's files, as they are served below `/m/`."""

import gzip
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import httpx
import pytest
from litestar import Litestar
from litestar.config.compression import CompressionConfig

from backend.core import http
from backend.core.settings import settings
from backend.pages import phone
from tests.clients import client_of

SCRIPT = b"export const words = 'the same words again and again and again and again';\n" * 40


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    (tmp_path / "assets").mkdir()
    (tmp_path / "assets/index-1a2b.js").write_bytes(SCRIPT)
    (tmp_path / "sw.js").write_text("self.addEventListener('fetch', () => undefined);")
    (tmp_path / "index.html").write_text("<!doctype html><title>工程沙盘</title>")
    monkeypatch.setenv("SANDTABLE_PHONE_ROOT", str(tmp_path))
    settings.cache_clear()
    phone._files.cache_clear()
    yield tmp_path
    settings.cache_clear()
    phone._files.cache_clear()


@pytest.fixture
async def client(root: Path) -> AsyncIterator[httpx.AsyncClient]:
    packing = CompressionConfig(backend="gzip", minimum_size=1024, exclude_opt_key="is_compressed")
    app = Litestar(phone.ROUTES, compression_config=packing, exception_handlers=http.EXCEPTION_HANDLERS)
    async with client_of(app) as opened:
        yield opened


async def test_the_page_lies_below_its_folder_so_that_its_worker_may_serve_it(client: httpx.AsyncClient) -> None:
    answer = await client.get("/m?code=abc")
    assert (answer.status_code, answer.headers["location"]) == (302, "/m/?code=abc")


async def test_a_page_is_asked_for_anew_and_answered_by_its_tag(client: httpx.AsyncClient) -> None:
    page = await client.get("/m/")
    again = await client.get("/m/", headers={"if-none-match": page.headers["etag"]})
    assert (page.status_code, page.headers["cache-control"]) == (200, "no-cache")
    assert (again.status_code, again.content) == (304, b"")


async def test_a_part_named_by_its_content_is_kept_for_ever(client: httpx.AsyncClient) -> None:
    part = await client.get("/m/assets/index-1a2b.js")
    assert part.headers["cache-control"] == "public, max-age=31536000, immutable"
    assert part.headers["content-type"].startswith("text/javascript")


async def test_a_part_is_packed_once_and_arrives_as_it_was(client: httpx.AsyncClient) -> None:
    async with client.stream("GET", "/m/assets/index-1a2b.js") as packed:
        sent = b"".join([chunk async for chunk in packed.aiter_raw()])
    plain = await client.get("/m/assets/index-1a2b.js", headers={"accept-encoding": "identity"})
    assert gzip.decompress(sent) == SCRIPT
    assert plain.content == SCRIPT


async def test_nothing_foreign_may_be_loaded(client: httpx.AsyncClient) -> None:
    policy = (await client.get("/m/")).headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "http" not in policy


async def test_the_policy_is_said_by_documents_and_workers_not_with_each_part(client: httpx.AsyncClient) -> None:
    page, worker = await client.get("/m/"), await client.get("/m/sw.js")
    part = await client.get("/m/assets/index-1a2b.js")
    assert page.headers["content-security-policy"] == worker.headers["content-security-policy"]
    assert "content-security-policy" not in part.headers
    assert part.headers["x-content-type-options"] == "nosniff"


async def test_a_file_outside_the_build_is_not_served(client: httpx.AsyncClient, root: Path) -> None:
    (root.parent / "secret.txt").write_text("no")
    assert (await client.get("/m/..%2fsecret.txt")).status_code == 404


async def test_a_client_that_was_not_built_says_how_to_build_it(client: httpx.AsyncClient, root: Path) -> None:
    (root / "index.html").unlink()
    (root / "assets/index-1a2b.js").unlink()
    (root / "sw.js").unlink()
    phone._files.cache_clear()
    answer = await client.get("/m/")
    assert "make phone" in answer.text
