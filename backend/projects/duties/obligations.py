"""What is due from each project: opened, met, opened again, void. `obligations.toml` says what and when.

Every row carries its own next step; `claim` and `advance` hand the due ones to supervision's silence sweep. Projects
may not call supervision: whenever an obligation ceases to be open, the timer `obligation.settled`, due at once, lets
supervision end what silence had caused.

Locks are taken in the order project, pause, obligation, and only then supervision's (warning, draft, order).
"""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Final
from uuid import UUID

import asyncpg

from backend.core import db, timers
from backend.projects.duties import calendar, obligation_rules, past
from backend.projects.duties.obligation_rules import KINDS, ONCE, Action, Kind, Next, State, states_before

SETTLED: Final = "obligation.settled"
"""The timer that tells supervision: this is no longer asked for."""

OPEN_BATCH: Final = 5000
"""Rows opened by one statement, far below the time that one may take."""

_FULFILLED: Final[Mapping[str, str]] = {
    "progress": "EXISTS (SELECT FROM progress_report WHERE progress_report.project_id = project.id "
    "AND progress_report.period = $2 AND progress_report.state <> 'returned')",
    "permit": "EXISTS (SELECT FROM permit WHERE permit.project_id = project.id)",
    "map_point": "project.longitude IS NOT NULL",
    "base_info": "project.confirmed_at IS NOT NULL",
    "dangerous_list": "EXISTS (SELECT FROM dangerous_work WHERE dangerous_work.project_id = project.id "
    "AND dangerous_work.state = 'listed') OR EXISTS (SELECT FROM fact_check WHERE fact_check.project_id = project.id "
    "AND fact_check.fact = 'dangerous_works')",
    "monthly_review": "EXISTS (SELECT FROM monthly_review WHERE monthly_review.project_id = project.id "
    "AND monthly_review.period = $2 AND monthly_review.state = 'passed')",
}
"""What need not be asked for, since it is there already. Whether a device transmits is monitoring's to say."""

_AGAIN: Final = """DO UPDATE SET state = 'open', since = excluded.since, due_at = excluded.due_at,
    next_step = excluded.next_step, next_at = excluded.next_at, closed_reason = NULL WHERE obligation.state = 'void'"""
"""What was void is owed again (`OBLIGATION_STATES`); only where somebody has just changed the project."""

_FIRST: Final = UUID(int=0)


async def open_for_project(project_id: UUID, now: datetime) -> int:
    """Open every kind that the project owes as it is now; what is open, met or paused stays. How many."""
    project = await db.fetch_one(
        "SELECT status, category, is_existing FROM project WHERE id = $1 FOR SHARE", project_id
    )
    if project is None:
        return 0
    void_now = await db.fetch(
        "SELECT id FROM obligation WHERE project_id = $1 AND state = $2 ORDER BY id FOR UPDATE", project_id, State.VOID
    )
    await past.keep([row["id"] for row in void_now])
    opened = 0
    for kind in obligation_rules.expected(**project):
        opened += (await _open(kind, now, project_id=project_id))["opened"]
    await adopt(project_id=project_id)
    return opened


async def open_all(now: datetime) -> int:
    """Open what any project owes now and was not asked for yet: the new month, a new kind. Harmless to repeat.

    Only the current month is opened, even after an outage: what nobody could file is not asked for later.
    """
    opened = 0
    for kind in KINDS.values():
        last: UUID | None = _FIRST
        while last is not None:
            async with db.transaction():
                batch = await _open(kind, now, after=last)
            opened, last = opened + batch["opened"], batch["last"]
    async with db.transaction():
        await adopt()
    return opened


async def _open(kind: Kind, now: datetime, *, project_id: UUID | None = None, after: UUID = _FIRST) -> asyncpg.Record:
    """Open the kind for one project, or for the batch that follows `after`; how many, and the last of the batch.

    A walk by id, not a join with what is open already: it costs the same whatever the planner believes. PostgreSQL 15
    makes no version 7 ids; nothing sorts obligations by theirs.
    """
    period = obligation_rules.period_of(kind, now)
    due = obligation_rules.due_at(kind, period, now, await calendar.overrides())
    row = await db.fetch_one(
        f"""
        WITH batch AS (
            SELECT * FROM project WHERE id > $11 AND ($12::uuid IS NULL OR id = $12) ORDER BY id LIMIT $13
        ), fresh AS (
            INSERT INTO obligation
                (id, project_id, city_code, kind, period, post_kind, due_at, since, next_step, next_at)
            SELECT gen_random_uuid(), project.id, project.city_code, $1, $2, $3, $4, $5, $6, $7 FROM batch AS project
            WHERE project.status = ANY($8) AND project.category = ANY($9) AND (NOT $10 OR project.is_existing)
              AND NOT ({_FULFILLED.get(kind.code, "false")})
            ON CONFLICT (project_id, kind, period) {_AGAIN if project_id else "DO NOTHING"} RETURNING id
        )
        SELECT (SELECT count(*) FROM fresh) AS opened, (SELECT id FROM batch ORDER BY id DESC LIMIT 1) AS last
        """,
        kind.code, period, kind.answers, due, now, *obligation_rules.first_step(kind, due, now), kind.statuses,
        kind.categories, kind.only_existing, after, project_id, OPEN_BATCH,
    )  # fmt: skip
    assert row is not None
    return row


async def adopt(*, project_id: UUID | None = None) -> int:
    """Give what is open to the live pause that covers it: what opened during a pause, or beside its beginning."""
    return await db.execute(
        """
        WITH live AS (SELECT id, project_id, kind FROM obligation_pause
                      WHERE ended_at IS NULL AND ($1::uuid IS NULL OR project_id = $1) ORDER BY id FOR SHARE)
        UPDATE obligation SET state = $3, pause_id = live.id, next_step = NULL, next_at = NULL FROM live
        WHERE obligation.project_id = live.project_id AND (live.kind IS NULL OR live.kind = obligation.kind)
          AND obligation.state = ANY($2)
        """,
        project_id, states_before(Action.PAUSE), State.PAUSED,
    )  # fmt: skip


async def meet(project_id: UUID, kind: str, now: datetime, *, period: str = ONCE) -> None:
    """It was done, perhaps while it was paused; part of the transaction of the deed."""
    met = await db.fetch(
        """
        UPDATE obligation SET state = $6, met_at = $4, next_step = NULL, next_at = NULL, pause_id = NULL
        WHERE project_id = $1 AND kind = $2 AND period = $3 AND state = ANY($5) RETURNING id
        """,
        project_id, kind, period, now, states_before(Action.MEET), State.MET,
    )  # fmt: skip
    await settle(met, now)


async def reopen(project_id: UUID, kind: str, now: datetime, *, period: str = ONCE, reason: str = "") -> None:
    """What was done went back: due again, never sooner than the days that a correction needs."""
    row = await db.fetch_one(
        "SELECT id, due_at FROM obligation WHERE project_id = $1 AND kind = $2 AND period = $3 AND state = ANY($4) "
        "FOR UPDATE",
        project_id, kind, period, states_before(Action.REOPEN),
    )  # fmt: skip
    if row is None:
        return
    await past.keep([row["id"]])
    due = obligation_rules.due_again_at(KINDS[kind], row["due_at"], now)
    await db.execute(
        "UPDATE obligation SET state = $2, met_at = NULL, due_at = $3, next_step = $4, next_at = $5, "
        "closed_reason = NULLIF($6, ''), since = $7 WHERE id = $1",
        row["id"], State.OPEN, due, *obligation_rules.first_step(KINDS[kind], due, now), reason, now,
    )  # fmt: skip
    await adopt(project_id=project_id)


async def void(project_id: UUID, now: datetime, reason: str, *, kinds: Collection[str] | None = None) -> int:
    """What is still due from the project is not asked for any more: all of it, or some kinds. How many."""
    ended = await db.fetch(
        "SELECT id FROM obligation WHERE project_id = $1 AND ($2::text[] IS NULL OR kind = ANY($2)) "
        "AND state = ANY($3) ORDER BY id FOR UPDATE",
        project_id, list(kinds) if kinds is not None else None, states_before(Action.VOID),
    )  # fmt: skip
    await past.keep([row["id"] for row in ended])
    await db.execute(
        "UPDATE obligation SET state = $2, closed_reason = $3, next_step = NULL, next_at = NULL, pause_id = NULL "
        "WHERE id = ANY($1)",
        [row["id"] for row in ended], State.VOID, reason,
    )  # fmt: skip
    await settle(ended, now)
    return len(ended)


async def settle(obligations: Sequence[asyncpg.Record], now: datetime) -> None:
    """Let supervision end what silence had caused."""
    await timers.set_many(SETTLED, [(row["id"], now, {}) for row in obligations])


async def claim(now: datetime, limit: int) -> list[asyncpg.Record]:
    """Up to `limit` open obligations whose next step has come, locked by the caller's transaction.

    Rows that another worker or an act of a person holds are left for later; so is what a live pause covers.
    """
    return await db.fetch(
        """
        SELECT obligation.id, obligation.project_id, obligation.city_code, obligation.kind, obligation.period,
               obligation.post_kind, obligation.due_at, obligation.next_step, project.name AS project_name
        FROM obligation JOIN project ON project.id = obligation.project_id
        WHERE obligation.state = 'open' AND obligation.next_at <= $1 AND NOT EXISTS (
            SELECT FROM obligation_pause AS live WHERE live.project_id = obligation.project_id
            AND live.ended_at IS NULL AND (live.kind IS NULL OR live.kind = obligation.kind))
        ORDER BY obligation.next_at LIMIT $2 FOR UPDATE OF obligation SKIP LOCKED
        """,
        now,
        limit,
    )


async def advance(steps: Mapping[UUID, Next]) -> None:
    """Set what comes next for rows that the caller has claimed."""
    await db.execute(
        """
        UPDATE obligation SET next_step = following.step, next_at = following.at
        FROM unnest($1::uuid[], $2::text[], $3::timestamptz[]) AS following (id, step, at)
        WHERE obligation.id = following.id
        """,
        list(steps),
        [step for step, _ in steps.values()],
        [at for _, at in steps.values()],
    )


async def postpone(obligation_id: UUID, until: datetime) -> None:
    """Leave one that cannot be handled for a while, so that it holds back no other."""
    await db.execute("UPDATE obligation SET next_at = $2 WHERE id = $1 AND next_at IS NOT NULL", obligation_id, until)
