"""Whether the map says what the facts say; what does not is put right.

Triggers miss nothing that goes through the database's tables; this is for what was restored, repaired by hand or
changed in the reference data, and to know of a fault in the map before its readers do.
"""

from datetime import datetime
from typing import Final
from uuid import UUID

import msgspec
import structlog

from backend.core import clock, db
from backend.overview import map_fold
from backend.overview.map_rules import ANY, CELL

log = structlog.get_logger()

BATCH: Final = 2_000


class Reconciled(msgspec.Struct, frozen=True):
    """How many rows differed from the facts and were queued again, how many counts from the rows and were set."""

    rows: int
    cells: int


async def nightly() -> Reconciled:
    """`reconcile` as a job, which tells of what it found."""
    found = await reconcile(clock.now())
    if found != Reconciled(rows=0, cells=0):
        log.warning("map.put_right", rows=found.rows, cells=found.cells)
    return found


async def reconcile(now: datetime, *, batch: int = BATCH) -> Reconciled:
    """Compare every row with its facts and every count with the rows; the fold then writes what was wrong."""
    found = await db.fetch("SELECT id FROM project UNION SELECT project_id FROM map_project ORDER BY id")
    ids = [row["id"] for row in found]
    rows = 0
    for start in range(0, len(ids), batch):
        rows += await _requeue(ids[start : start + batch], now)
    return Reconciled(rows=rows, cells=await _recount())


async def _requeue(projects: list[UUID], now: datetime) -> int:
    """Queue those that differ, unless they are about to be folded anyway."""
    async with db.transaction():
        await db.execute("SELECT pg_advisory_xact_lock($1)", map_fold.LOCK)
        period = await db.fetch_value("SELECT period FROM map_state")
        if period is None:
            return 0
        differing = await map_fold.compare(projects, now, period)
        return await db.execute(
            """
            INSERT INTO map_dirty (project_id) SELECT id FROM unnest($1::uuid[]) AS wrong (id)
            WHERE NOT EXISTS (SELECT FROM map_dirty WHERE map_dirty.project_id = wrong.id)
            """,
            [row["project_id"] for before, after in differing if (row := before or after) is not None],
        )


RECOUNT: Final = f"""
WITH counted AS (
    SELECT CASE WHEN any_stage THEN '{ANY}' ELSE stage END AS stage,
           CASE WHEN any_status THEN '{ANY}' ELSE status END AS status, {", ".join(CELL[2:])},
           count(*) AS n, sum(raised) AS raised
    FROM map_project CROSS JOIN (VALUES (true), (false)) AS one (any_stage)
    CROSS JOIN (VALUES (true), (false)) AS two (any_status) GROUP BY 1, 2, {", ".join(CELL[2:])}
), wrong AS (
    SELECT {", ".join(CELL)}, coalesce(counted.n, 0) AS n, coalesce(counted.raised, 0) AS raised
    FROM counted FULL JOIN map_tally USING ({", ".join(CELL)})
    WHERE (counted.n, counted.raised) IS DISTINCT FROM (map_tally.n::bigint, map_tally.raised::bigint)
)
INSERT INTO map_tally SELECT * FROM wrong
ON CONFLICT ({", ".join(CELL)}) DO UPDATE SET n = excluded.n, raised = excluded.raised
"""


async def _recount() -> int:
    async with db.transaction():
        await db.execute("SELECT pg_advisory_xact_lock($1)", map_fold.LOCK)
        wrong = await db.execute(RECOUNT)
        await db.execute("DELETE FROM map_tally WHERE n = 0")
        return wrong
