"""The search's index made anew: the triggers of migration 0014 keep it, this is for what no trigger saw."""

from typing import Final

from backend.core import db

BATCH: Final = 1_000


async def rebuild(*, batch: int = BATCH) -> int:
    """Bring the index to what the facts say, a batch of projects at a time, beside the running product; how many.

    For a table that was restored or emptied by hand. What is missing is back with its batch; what stands there
    wrongly goes at the end and has shown nobody anything, since every candidate is compared with the facts.
    """
    await db.execute("SELECT search_repair_organisations()")
    ids = [row["id"] for row in await db.fetch("SELECT id FROM project UNION SELECT project_id FROM search_project")]
    for start in range(0, len(ids), batch):
        await db.execute("SELECT search_repair($1)", ids[start : start + batch])
    for unit in await db.fetch("SELECT id FROM unit"):
        await db.execute("SELECT search_sweep($1)", unit["id"])
    return len(ids)
