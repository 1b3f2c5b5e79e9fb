"""Photos for a year: each picture is drawn and stored once, and every report that shows it has a row of its own."""

from collections.abc import AsyncIterator
from typing import Final
from uuid import UUID

from backend.core import clock, db, ids
from backend.demo import pictures
from backend.identity.scope import Scope
from media import uploads
from media.service import Purpose

SIDES: Final = ("front", "side", "overall")


class Gallery:
    """The pictures that were drawn so far; the painter's rows keep their files."""

    def __init__(self, painter: Scope) -> None:
        self._painter = painter
        self._drawn: dict[tuple[str, int], UUID] = {}
        self._shown: dict[tuple[UUID, UUID, str], int] = {}

    async def building(self, person: Scope, project_id: UUID, floors: int, side: str) -> UUID:
        """A photo of the building as high as it is, sent by the person for a report."""
        key = (project_id, person.account_id, f"{side}{floors}")
        turn = self._shown[key] = self._shown.get(key, -1) + 1
        shot = f"{side}{turn}"
        drawn = await self._draw((shot, floors), pictures.building(floors, side=side) if turn == 0 else None)
        return await self._show(drawn, person, project_id, Purpose.PROGRESS, side)

    async def soil(self, person: Scope, project_id: UUID, *, is_covered: bool) -> UUID:
        """A photo of bare or covered soil, sent by the person with a reply."""
        drawn = await self._draw(("soil", int(is_covered)), pictures.soil(is_covered=is_covered))
        purpose = Purpose.ORDER_AFTER if is_covered else Purpose.ORDER_BEFORE
        slot = f"finding-{ids.short_code()}"
        return await self._show(drawn, person, project_id, purpose, slot)

    async def _draw(self, key: tuple[str, int], picture: bytes | None) -> UUID:
        if key not in self._drawn:
            shot, floors = key
            content = picture or pictures.building(floors, side=shot)
            photo = await uploads.receive(
                _once(content), uploaded_by=self._painter.account_id, project_id=None, purpose=Purpose.SITE,
                slot=f"{shot}-{floors}",
            )  # fmt: skip
            await db.execute(
                "UPDATE photo SET attached_to = $2, attached_at = clock_timestamp() WHERE id = $1 "
                "AND attached_to IS NULL",
                photo.id, self._painter.account_id,
            )  # fmt: skip
            self._drawn[key] = photo.id
        return self._drawn[key]

    async def _show(self, drawn: UUID, person: Scope, project_id: UUID, purpose: Purpose, slot: str) -> UUID:
        photo_id = ids.new_id()
        await db.execute(
            """
            INSERT INTO photo (id, uploaded_by, project_id, purpose, slot, sha256, size_bytes, media_type, width,
                               height, pixel_sha256, exif, original_path, served_path, thumbnail_path, created_at)
            SELECT $1, $2, $3, $4, $5, sha256, size_bytes, media_type, width, height, pixel_sha256, exif, original_path,
                   served_path, thumbnail_path, $7 FROM photo WHERE id = $6
            """,
            photo_id, person.account_id, project_id, purpose, slot, drawn, clock.now(),
        )  # fmt: skip
        return photo_id


async def _once(content: bytes) -> AsyncIterator[bytes]:
    yield content
