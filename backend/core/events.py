"""Facts that others may act upon, written in the transaction of the fact.

`notifications` expands each event into deliveries; `overview` reads them as a project's time line.
"""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

import msgspec

from backend.core import clock, db, ids, logs

CHANNEL = "sandtable_event"
"""The NOTIFY channel: a hint that saves waiting for the next poll, never a promise. It says a `Hint`."""


class Hint(msgspec.Struct, frozen=True):
    """What NOTIFY says of an event, once it is committed."""

    kind: str
    subject_id: UUID
    project_id: UUID | None

    @classmethod
    def of(cls, payload: str) -> "Hint":
        """The hint that a payload says."""
        kind, subject, project = payload.split(" ")
        return cls(kind, UUID(subject), None if project == "-" else UUID(project))


class Event(msgspec.Struct, frozen=True, kw_only=True):
    """What happened. `kind` is `noun.past_participle`; `data` holds what the message will say."""

    id: UUID
    kind: str
    city_code: str
    subject_id: UUID
    project_id: UUID | None
    actor_id: UUID | None
    level: str | None
    data: dict[str, Any]
    request_id: str
    occurred_at: Any


async def record(
    kind: str,
    *,
    subject_id: UUID,
    city_code: str,
    project_id: UUID | None = None,
    actor_id: UUID | None = None,
    level: str | None = None,
    data: dict[str, Any] | None = None,
) -> UUID:
    """Write the event and its place in the queue; must run inside the fact's own transaction."""
    if not db.is_in_transaction():
        raise db.NestedTransactionError("an event belongs into the transaction of its fact")
    event_id = ids.new_id()
    await db.execute(
        """
        WITH fact AS (
            INSERT INTO event
                (id, city_code, occurred_at, kind, subject_id, project_id, actor_id, level, data, request_id)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
        ), queued AS (
            INSERT INTO event_pending (event_id, city_code, occurred_at) VALUES ($1, $2, $3)
        )
        SELECT pg_notify($11, concat_ws(' ', $4, $5, coalesce($6::text, '-')))
        """,
        event_id, city_code, clock.now(), kind, subject_id, project_id, actor_id, level, data or {},
        logs.request_id.get(), CHANNEL,
    )  # fmt: skip
    return event_id


async def hint(kind: str, subject_id: UUID) -> None:
    """Say at the end of the transaction that something happened which is no event: nobody is told of it later."""
    await db.execute("SELECT pg_notify($1, $2)", CHANNEL, f"{kind} {subject_id} -")


class Draft(msgspec.Struct, frozen=True, kw_only=True):
    """One of many events that are recorded together; the fields are those of `record`."""

    kind: str
    subject_id: UUID
    city_code: str
    project_id: UUID | None
    level: str | None = None
    data: dict[str, Any]


async def record_many(drafts: Sequence[Draft]) -> None:
    """`record` for many facts of one moment that nobody did, in one statement; in their order."""
    if not db.is_in_transaction():
        raise db.NestedTransactionError("events belong into the transaction of their facts")
    if not drafts:
        return
    await db.execute(
        """
        WITH given AS (
            SELECT * FROM unnest($1::uuid[], $2::text[], $3::text[], $4::uuid[], $5::uuid[], $6::text[], $7::jsonb[])
                          AS row (id, kind, city_code, subject_id, project_id, level, data)
        ), fact AS (
            INSERT INTO event (id, city_code, occurred_at, kind, subject_id, project_id, level, data, request_id)
            SELECT id, city_code, $8, kind, subject_id, project_id, level, data, $9 FROM given
        ), queued AS (
            INSERT INTO event_pending (event_id, city_code, occurred_at) SELECT id, city_code, $8 FROM given
        )
        SELECT pg_notify($10, concat_ws(' ', kind, subject_id, coalesce(project_id::text, '-'))) FROM given
        """,
        [ids.new_id() for _ in drafts],
        [draft.kind for draft in drafts],
        [draft.city_code for draft in drafts],
        [draft.subject_id for draft in drafts],
        [draft.project_id for draft in drafts],
        [draft.level for draft in drafts],
        [draft.data for draft in drafts],
        clock.now(),
        logs.request_id.get(),
        CHANNEL,
    )


async def take_pending(limit: int) -> list[Event]:
    """The oldest events nobody has expanded, removed from the queue by the caller's transaction."""
    rows = await db.fetch(
        """
        WITH taken AS (
            DELETE FROM event_pending WHERE event_id IN (
                SELECT event_id FROM event_pending ORDER BY event_id LIMIT $1 FOR UPDATE SKIP LOCKED)
            RETURNING event_id, city_code, occurred_at
        )
        SELECT event.id, event.kind, event.city_code, event.subject_id, event.project_id, event.actor_id, event.level,
               event.data, event.request_id, event.occurred_at
        FROM taken JOIN event ON event.id = taken.event_id AND event.city_code = taken.city_code
                             AND event.occurred_at = taken.occurred_at
        ORDER BY event.id
        """,
        limit,
    )
    return [Event(**row) for row in rows]
