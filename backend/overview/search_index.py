"""The search's index made anew: the triggers of migration 0014 keep it, this is for what no trigger saw."""

from typing import Final

from backend.core import db

BATCH: Final = 1_000

_BATCH: Final = """
SELECT CASE WHEN EXISTS (SELECT FROM search_project WHERE project_id = ANY($1))
            THEN search_repair($1) ELSE search_refresh($1) END
"""
"""What nothing is noted of is written by the refresh alone; to repair is to try every row of it once more."""


async def rebuild(*, batch: int = BATCH) -> int:
    """Bring the index to what the facts say, a batch of projects at a time, beside the running product; how many.

    For a table that was restored or emptied by hand. What is missing is back with its batch; what stands there
    wrongly goes at the end and has shown nobody anything, since every candidate is compared with the facts.
    """
    await db.execute("SELECT search_repair_organisations()")
    found = await db.fetch("SELECT id FROM project UNION SELECT project_id FROM search_project ORDER BY id")
    ids = [row["id"] for row in found]
    for start in range(0, len(ids), batch):
        await db.execute(_BATCH, ids[start : start + batch])
    for unit in await db.fetch("SELECT id FROM unit"):
        await db.execute("SELECT search_sweep($1)", unit["id"])
    return len(ids)
