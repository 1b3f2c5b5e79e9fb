"""What an obligation was before it was changed in a way that its row forgets: the month page reads it again.

Kept as an event that nobody is told of and no time line shows, in the transaction of the change.
"""

from collections.abc import Sequence
from typing import Final

import asyncpg

from backend.core import db, events
from backend.projects.duties.obligation_rules import State

FORGOTTEN: Final = "obligation.forgotten"
"""The event's kind; its subject is the obligation, its data what the page shows."""


async def keep(obligation_ids: Sequence[object]) -> None:
    """Keep how the rows are now, before they lose a due moment, a deed, or that they were asked for."""
    rows = await db.fetch(
        "SELECT id, city_code, due_at, since, met_at, state, changed_at FROM obligation WHERE id = ANY($1) ORDER BY id",
        list(obligation_ids),
    )
    await events.record_many([_draft(row) for row in rows])


def _draft(row: asyncpg.Record) -> events.Draft:
    return events.Draft(
        kind=FORGOTTEN,
        subject_id=row["id"],
        city_code=row["city_code"],
        project_id=None,
        data={
            "due_at": row["due_at"],
            "since": row["since"],
            "met_at": row["met_at"],
            "void_at": row["changed_at"] if row["state"] == State.VOID else None,
        },
    )
