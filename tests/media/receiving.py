"""A photo sent, and what is left of it."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any
from uuid import UUID

from backend.core import db, ids
from media import uploads
from media.service import Photo, Purpose
from tests.media import samples

PROJECT = ids.new_id()
OTHER_PROJECT = ids.new_id()
PHONE = samples.real("iphone_6_plus_rotated_gps")


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
