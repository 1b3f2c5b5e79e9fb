"""What is due from each project in each month, and the timers that remember it.

`obligation.remind` is handled here, `obligation.overdue` and `obligation.met` by supervision. Filing meets an
obligation, removes its timers and sets `obligation.met` in the same transaction; a return opens it again.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final
from uuid import UUID

import asyncpg

from backend.core import db, events, timers
from backend.core.timers import Handler, Timer
from backend.projects import rules
from backend.projects.rules import PostKind

KIND: Final = "progress"
REMIND: Final = "obligation.remind"
OVERDUE: Final = "obligation.overdue"
MET: Final = "obligation.met"
OPEN_MONTH: Final = "obligations.open_month"
MONTHS: Final = UUID("00000000-0000-7000-8000-000000000001")
"""The subject of the recurring timer: the calendar itself."""


async def schedule(now: datetime) -> None:
    """See that the recurring timer is there; one that is set already stays as it is. For a worker's start."""
    is_set = await db.fetch_value("SELECT 1 FROM timer WHERE subject_id = $1 AND kind = $2", MONTHS, OPEN_MONTH)
    if is_set is None:
        await timers.set(OPEN_MONTH, MONTHS, rules.month_starts_at(rules.period_of(now)))


async def open_month(period: str, now: datetime, *, project_id: UUID | None = None) -> int:
    """Open the month's obligation of every project under construction, or of one; those there are stay. How many.

    PostgreSQL 15 makes no version 7 ids; nothing sorts obligations by theirs.
    """
    due_at = rules.due_at(period)
    opened = await db.fetch(
        """
        INSERT INTO obligation (id, project_id, city_code, kind, period, post_kind, due_at)
        SELECT gen_random_uuid(), project.id, project.city_code, $1, $2, $3, $4 FROM project
        WHERE project.status = 'under_construction' AND ($5::uuid IS NULL OR project.id = $5)
        ON CONFLICT (project_id, kind, period) DO NOTHING
        RETURNING id, project_id, period
        """,
        KIND, period, PostKind.PROJECT_MANAGER, due_at, project_id,
    )  # fmt: skip
    await _set_timers(opened, due_at, now)
    return len(opened)


async def _set_timers(obligations: Sequence[asyncpg.Record], due_at: datetime, now: datetime) -> None:
    remind_at = rules.remind_at(due_at)
    if remind_at > now:
        await timers.set_many(REMIND, [(row["id"], remind_at, _timer_data(row)) for row in obligations])
    await timers.set_many(OVERDUE, [(row["id"], due_at, _timer_data(row)) for row in obligations])


def _timer_data(row: asyncpg.Record) -> dict[str, Any]:
    return {"project_id": str(row["project_id"]), "kind": KIND, "period": row["period"]}


async def meet(project_id: UUID, period: str, now: datetime) -> None:
    """The report is there: the obligation is met, its timers go; part of the filing's transaction."""
    met = await db.fetch(
        "UPDATE obligation SET state = 'met', met_at = $4 "
        "WHERE project_id = $1 AND kind = $2 AND period = $3 AND state = 'open' RETURNING id",
        project_id, KIND, period, now,
    )  # fmt: skip
    for row in met:
        await timers.cancel(row["id"])
        await timers.set(MET, row["id"], now)


async def reopen(project_id: UUID, period: str, now: datetime) -> None:
    """The report went back: due again, never sooner than the days that a correction needs."""
    due_at = rules.due_again_at(period, now)
    opened = await db.fetch(
        "UPDATE obligation SET state = 'open', met_at = NULL, due_at = $4 "
        "WHERE project_id = $1 AND kind = $2 AND period = $3 AND state = 'met' RETURNING id, project_id, period",
        project_id, KIND, period, due_at,
    )  # fmt: skip
    await _set_timers(opened, due_at, now)


async def _remind(timer: Timer, _: datetime) -> None:
    row = await db.fetch_one(
        """
        SELECT obligation.project_id, obligation.city_code, obligation.kind, obligation.period, obligation.due_at,
               obligation.post_kind, project.name
        FROM obligation JOIN project ON project.id = obligation.project_id
        WHERE obligation.id = $1 AND obligation.state = 'open'
        """,
        timer.subject_id,
    )
    if row is None:
        return
    data = {
        "project_name": row["name"],
        "obligation_kind": row["kind"],
        "period": row["period"],
        "due_at": row["due_at"],
        "posts": [row["post_kind"]],
    }
    await events.record(
        "obligation.reminder", subject_id=timer.subject_id, city_code=row["city_code"], project_id=row["project_id"],
        data=data,
    )  # fmt: skip


async def _open_month(timer: Timer, now: datetime) -> None:
    """Open the current month and no other, even after an outage: what nobody could file is not asked for later."""
    period = rules.period_of(now)
    await open_month(period, now)
    await timers.set(OPEN_MONTH, timer.subject_id, rules.month_starts_at(rules.next_period(period)))


TIMER_HANDLERS: Final[dict[str, Handler]] = {REMIND: _remind, OPEN_MONTH: _open_month}
