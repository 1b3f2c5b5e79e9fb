"""The history of a project: what was before, what after, why and by whom; append-only."""

from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec

from backend.core import clock, db, ids


class Change(msgspec.Struct, frozen=True, kw_only=True):
    """One change; `by` is empty where the platform saw it itself."""

    fact: str
    before: Any
    after: Any
    reason: str
    by: str
    at: datetime


async def note(project_id: UUID, fact: str, *, before: Any, after: Any, reason: str, actor_id: UUID | None) -> datetime:
    """Write the change down in the transaction that makes it; when that was."""
    now = clock.now()
    await db.execute(
        """
        INSERT INTO project_change (id, project_id, fact, before, after, reason, changed_by, changed_at)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
        """,
        ids.new_id(), project_id, fact, db.encoded(before), db.encoded(after), reason, actor_id, now,
    )  # fmt: skip
    return now


async def between(project_id: UUID, from_at: datetime, until_at: datetime) -> list[Change]:
    """What changed in a span of time, the oldest first; for a caller who has checked that the person may see it."""
    rows = await db.fetch(
        """
        SELECT change.fact, change.before, change.after, change.reason, coalesce(account.name, '') AS by,
               change.changed_at AS at
        FROM project_change AS change LEFT JOIN account ON account.id = change.changed_by
        WHERE change.project_id = $1 AND change.changed_at >= $2 AND change.changed_at < $3
        ORDER BY change.changed_at, change.id LIMIT 500
        """,
        project_id, from_at, until_at,
    )  # fmt: skip
    return [Change(**row) for row in rows]
