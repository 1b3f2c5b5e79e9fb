"""A project whose devices transmit has what it owed: the obligation `devices` is met at the first good packet."""

from collections.abc import Collection
from datetime import datetime
from typing import Final
from uuid import UUID

from backend.core import db
from backend.projects.duties import obligations

KIND: Final = "devices"
BATCH: Final = 500


async def transmits(project_ids: Collection[UUID], now: datetime) -> None:
    """A device of each has just begun to transmit; in the transaction of its packet, in the order of the projects."""
    for project_id in sorted(project_ids):
        await obligations.meet(project_id, KIND, now)


async def meet_all(now: datetime) -> int:
    """Meet what opened after a device had begun to transmit, as it should: before the works start. How many."""
    met = 0
    while True:
        async with db.transaction():
            waiting = await db.fetch(
                """
                SELECT project_id FROM obligation WHERE kind = $1 AND state IN ('open', 'paused') AND EXISTS (
                    SELECT FROM device
                    WHERE device.project_id = obligation.project_id AND device.state = 'transmitting')
                ORDER BY project_id LIMIT $2
                """,
                KIND,
                BATCH,
            )
            await transmits([row["project_id"] for row in waiting], now)
        met += len(waiting)
        if len(waiting) < BATCH:
            return met
