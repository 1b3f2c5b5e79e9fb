"""Every step of a warning or an order: what the detail pages show and the property tests compare."""

from datetime import datetime
from uuid import UUID

import msgspec

from backend.core import db, ids


class Step(msgspec.Struct, frozen=True, kw_only=True):
    """One step; `by_name` is null where the platform itself acted, `said_at` where it was said when it came."""

    at: datetime
    action: str
    by_name: str | None
    from_state: str | None
    to_state: str
    level: str | None
    note: str | None
    said_at: datetime | None = None


async def write(
    subject_id: UUID,
    action: str,
    at: datetime,
    *,
    to_state: str,
    from_state: str | None = None,
    actor_id: UUID | None = None,
    level: str | None = None,
    note: str | None = None,
    said_at: datetime | None = None,
) -> None:
    """Add a step; call it in the transaction of the step."""
    await db.execute(
        """
        INSERT INTO matter_step (id, subject_id, at, actor_id, action, from_state, to_state, level, note, said_at)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
        """,
        ids.new_id(), subject_id, at, actor_id, action, from_state, to_state, level, note, said_at,
    )  # fmt: skip


async def read(subject_id: UUID) -> list[Step]:
    """All steps, oldest first; whoever calls has checked that the reader may see the subject."""
    rows = await db.fetch(
        """
        SELECT matter_step.at, matter_step.action, account.name AS by_name, matter_step.from_state,
               matter_step.to_state, matter_step.level, matter_step.note, matter_step.said_at
        FROM matter_step LEFT JOIN account ON account.id = matter_step.actor_id
        WHERE matter_step.subject_id = $1 ORDER BY matter_step.id
        """,
        subject_id,
    )
    return [Step(**row) for row in rows]
