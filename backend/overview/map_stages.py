"""The stages by which the map can be narrowed."""

import msgspec

from backend.core import clock, db
from backend.core.i18n import Text


class MapStage(msgspec.Struct, frozen=True):
    """A stage that a report of a project of this category may name."""

    code: str
    category: str
    name: Text


async def stages() -> list[MapStage]:
    """Those of today, a category after the other, in the order of building."""
    rows = await db.fetch(
        """
        SELECT code, category, name_zh, name_en FROM progress_stage
        WHERE valid_from <= $1 AND (valid_to IS NULL OR valid_to >= $1) ORDER BY category, position
        """,
        clock.now().astimezone(clock.SHANGHAI).date(),
    )
    return [MapStage(row["code"], row["category"], Text(row["name_zh"], row["name_en"])) for row in rows]
