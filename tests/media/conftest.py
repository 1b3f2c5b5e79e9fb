"""A photo store of the test's own, and a decoder for it."""

from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from uuid import UUID

import pytest

from backend.core import db, ids
from backend.core.settings import settings
from media import decoder as decoders
from media import uploads
from media.decoder import Decoder
from tests.media.decoding import IMAGE_SECONDS, MAX_PIXELS


@pytest.fixture
def media_root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, database_url: str) -> Iterator[Path]:
    """An empty folder that `settings()` names; after the database, which sets its own variable."""
    monkeypatch.setenv("SANDTABLE_MEDIA_ROOT", str(tmp_path / "media"))
    settings.cache_clear()
    yield tmp_path / "media"
    settings.cache_clear()


@pytest.fixture(autouse=True)
def _patience(monkeypatch: pytest.MonkeyPatch) -> None:
    """A child starts in a fraction of a second, but a machine may be busy with other tests."""
    monkeypatch.setattr(decoders, "_START_SECONDS", 60.0)


@pytest.fixture
async def decoding(media_root: Path) -> AsyncIterator[None]:
    async with uploads.running(processes=1):
        assert uploads._decoder is not None
        uploads._decoder._image_seconds = IMAGE_SECONDS
        yield


async def new_account() -> UUID:
    account_id = ids.new_id()
    await db.execute("INSERT INTO account (id, kind, name) VALUES ($1, 'enterprise', '测试')", account_id)
    return account_id


@pytest.fixture
async def account(database: object, decoding: None) -> UUID:
    return await new_account()


@pytest.fixture
async def decoder() -> AsyncIterator[Decoder]:
    """With more patience than the product's: a machine may be busy with other tests."""
    async with Decoder(processes=2, max_pixels=MAX_PIXELS, image_seconds=IMAGE_SECONDS) as started:
        yield started
