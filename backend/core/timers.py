"""Things to do later, as rows: a restart, a reload or a clock jump changes nothing.

A timer is cancelled by its subject in the transaction that makes it moot, so nothing fires for what is settled.
"""

from collections.abc import Awaitable, Callable, Iterable, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec
import structlog

from backend.core import db, ids, logs

log = structlog.get_logger()

MAX_ATTEMPTS = 20
"""After as many failures a timer is held for an administrator and shows in the metrics; it is never dropped."""


class Timer(msgspec.Struct, frozen=True, kw_only=True):
    """One row that came due."""

    id: UUID
    kind: str
    subject_id: UUID
    key: str
    due_at: datetime
    data: dict[str, Any]


Handler = Callable[[Timer, datetime], Awaitable[None]]
"""Runs in the transaction that removes the timer, so its effect and the removal are one."""


_SET = """
INSERT INTO timer (id, kind, subject_id, key, due_at, not_before, data) VALUES ($1, $2, $3, $4, $5, $5, $6)
ON CONFLICT (subject_id, kind, key)
DO UPDATE SET due_at = excluded.due_at, not_before = excluded.due_at, data = excluded.data, attempts = 0,
              error = NULL
"""


async def set(  # noqa: A001  `timers.set` reads as what it does.
    kind: str, subject_id: UUID, due_at: datetime, *, key: str = "", data: dict[str, Any] | None = None
) -> None:
    """Wake `kind`'s handler at `due_at`; the same (kind, subject, key) is moved, not doubled."""
    await db.execute(_SET, ids.new_id(), kind, subject_id, key, due_at, data or {})


async def set_many(kind: str, rows: Iterable[tuple[UUID, datetime, dict[str, Any]]]) -> None:
    """`set` for many (subject_id, due_at, data) in one statement; a subject comes once."""
    given = list(rows)
    if not given:
        return
    await db.execute(
        """
        INSERT INTO timer (id, kind, subject_id, key, due_at, not_before, data)
        SELECT id, $1, subject_id, '', due_at, due_at, data
        FROM unnest($2::uuid[], $3::uuid[], $4::timestamptz[], $5::jsonb[]) AS row (id, subject_id, due_at, data)
        ON CONFLICT (subject_id, kind, key)
        DO UPDATE SET due_at = excluded.due_at, not_before = excluded.due_at, data = excluded.data, attempts = 0,
                      error = NULL
        """,
        kind, [ids.new_id() for _ in given], [row[0] for row in given], [row[1] for row in given],
        [row[2] for row in given],
    )  # fmt: skip


async def cancel(subject_id: UUID, *, kind: str | None = None) -> int:
    """Remove the subject's timers, of one kind or all; the number removed."""
    return await db.execute(
        "DELETE FROM timer WHERE subject_id = $1 AND ($2::text IS NULL OR kind = $2)", subject_id, kind
    )


async def fire_due(now: datetime, handlers: Mapping[str, Handler], *, limit: int = 100) -> int:
    """Fire up to `limit` timers, each in a transaction of its own; the number fired."""
    fired = 0
    while fired < limit and await _fire_one(now, handlers):
        fired += 1
    return fired


async def _fire_one(now: datetime, handlers: Mapping[str, Handler]) -> bool:
    timer: Timer | None = None
    try:
        async with db.transaction():
            row = await db.fetch_one(
                """
                DELETE FROM timer WHERE id = (
                    SELECT id FROM timer WHERE not_before <= $1 AND attempts < $2 AND kind = ANY($3)
                    ORDER BY not_before LIMIT 1 FOR UPDATE SKIP LOCKED)
                RETURNING id, kind, subject_id, key, due_at, data
                """,
                now, MAX_ATTEMPTS, list(handlers),
            )  # fmt: skip
            if row is None:
                return False
            timer = Timer(**row)
            logs.request_id.set(timer.id.hex)  # What follows from the timer is found under its id.
            await handlers[timer.kind](timer, now)
    except Exception as error:
        if timer is None:
            raise
        log.exception("timer.failed", kind=timer.kind, subject_id=str(timer.subject_id))
        await _postpone(timer.id, now, error)
    return True


async def _postpone(timer_id: UUID, now: datetime, error: Exception) -> None:
    """Back off a failed timer: 2, 4, 8 … seconds, at most an hour."""
    await db.execute(
        "UPDATE timer SET attempts = attempts + 1, error = $3, "
        "not_before = $2::timestamptz + least(interval '1 hour', interval '1 second' * power(2, attempts + 1)) "
        "WHERE id = $1",
        timer_id,
        now,
        f"{type(error).__name__}: {error}"[:500],
    )
