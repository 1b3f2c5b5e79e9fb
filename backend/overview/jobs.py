"""Background jobs and what the platform holds back for a person, for the province's administrators."""

import datetime as dt
from enum import StrEnum
from typing import Final
from uuid import UUID, uuid5

import msgspec

from backend.core import audit, db
from backend.core.errors import NOT_FOUND
from backend.identity import accounts
from backend.identity.scope import Scope
from backend.identity.units import Level
from backend.overview.problems import JOB_NOT_FAILED, PLATFORM_ONLY

_JOBS: Final = UUID("00000000-0000-7000-8000-000000000003")
"""The name space of a job's id in the audit, which has no key of its own but its name."""


class JobStanding(StrEnum):
    """What a job is doing. Failed: an attempt is held until somebody repeats it."""

    IDLE = "idle"
    WAITING = "waiting"
    RUNNING = "running"
    FAILED = "failed"


class JobState(msgspec.Struct, frozen=True, kw_only=True):
    """A job by the clock: `cron` in UTC, how many of its runs are held, how the last one ended and why it failed."""

    name: str
    cron: str
    standing: JobStanding
    held: int
    next_run_at: dt.datetime
    last_ended_at: dt.datetime | None
    is_last_good: bool | None
    error: str | None


class Backlog(msgspec.Struct, frozen=True, kw_only=True):
    """What waits for a person because it failed again and again: how much, since when, why the last of it."""

    count: int
    oldest_at: dt.datetime | None
    error: str | None


class Background(msgspec.Struct, frozen=True, kw_only=True):
    """The whole: jobs, facts that could not be turned into messages, answers from chats that could not be worked off,
    timers that are late.
    """

    jobs: list[JobState]
    events: Backlog
    callbacks: Backlog
    timers: Backlog


_STATES: Final = """
SELECT left(schedule.entrypoint, -9) AS name, schedule.expression AS cron, schedule.next_run AS next_run_at,
       CASE WHEN row.running > 0 THEN 'running' WHEN row.waiting > 0 THEN 'waiting' WHEN row.held > 0 THEN 'failed'
            ELSE 'idle' END AS standing,
       row.held, last.created AS last_ended_at, last.status = 'successful' AS is_last_good,
       CASE WHEN last.status = 'failed' THEN
           (last.traceback ->> 'exception_type') || ': ' || (last.traceback ->> 'exception_message') END AS error
FROM pgqueuer_schedules AS schedule
CROSS JOIN LATERAL (
    SELECT count(*) FILTER (WHERE status = 'picked') AS running, count(*) FILTER (WHERE status = 'queued') AS waiting,
           count(*) FILTER (WHERE status = 'failed') AS held
    FROM pgqueuer WHERE pgqueuer.entrypoint = left(schedule.entrypoint, -9)) AS row
LEFT JOIN LATERAL (
    SELECT log.created, log.status, log.traceback FROM pgqueuer_log AS log
    WHERE log.entrypoint = left(schedule.entrypoint, -9) AND log.status IN ('successful', 'failed')
    ORDER BY log.id DESC LIMIT 1) AS last ON true
WHERE schedule.entrypoint LIKE '%.schedule' ORDER BY schedule.entrypoint
"""

_EVENTS: Final = """
SELECT count(*) AS count, min(held_at) AS oldest_at, (array_agg(error ORDER BY held_at DESC))[1] AS error
FROM event_held
"""
_CALLBACKS: Final = """
SELECT count(*) AS count, min(received_at) AS oldest_at, (array_agg(error ORDER BY received_at DESC))[1] AS error
FROM callback_inbox WHERE state = 'held'
"""
_TIMERS: Final = """
SELECT count(*) AS count, min(due_at) AS oldest_at, (array_agg(error ORDER BY due_at DESC))[1] AS error
FROM timer WHERE due_at < clock_timestamp() - interval '5 minutes'
"""


async def background(scope: Scope) -> Background:
    """How all of it stands now."""
    await require_platform(scope)
    return Background(
        jobs=[msgspec.convert(dict(row), JobState) for row in await db.fetch(_STATES)],
        events=await _held(_EVENTS),
        callbacks=await _held(_CALLBACKS),
        timers=await _held(_TIMERS),
    )


async def _held(sql: str) -> Backlog:
    row = await db.fetch_one(sql)
    assert row is not None
    return Backlog(**row)


async def repeat(scope: Scope, name: str) -> None:
    """Run a job again whose last run is held; further held runs of it are forgotten, one does their work.

    Where a run waits already, that is the one.
    """
    async with db.transaction():
        await require_platform(scope)
        if not await db.fetch_value("SELECT 1 FROM pgqueuer_schedules WHERE entrypoint = $1", f"{name}.schedule"):
            raise NOT_FOUND.at("name")
        held = await db.fetch(
            "SELECT id FROM pgqueuer WHERE entrypoint = $1 AND status = 'failed' ORDER BY id DESC FOR UPDATE", name
        )
        if not held:
            raise JOB_NOT_FAILED.at("name")
        is_under_way = await db.fetch_value(
            "SELECT 1 FROM pgqueuer WHERE entrypoint = $1 AND status IN ('queued', 'picked')", name
        )
        kept = [] if is_under_way else [held[0]["id"]]
        await db.execute(
            "DELETE FROM pgqueuer WHERE entrypoint = $1 AND status = 'failed' AND id <> ALL($2)", name, kept
        )
        await db.execute(
            "UPDATE pgqueuer SET status = 'queued', execute_after = now(), updated = now(), attempts = 0, "
            "queue_manager_id = NULL WHERE id = ANY($1)",
            kept,
        )
        await audit.write(scope.account_id, "job.repeat", subject_id=uuid5(_JOBS, name), detail={"name": name})


async def require_platform(scope: Scope) -> None:
    """`PLATFORM_ONLY` for everybody but the province's administrators."""
    if not scope.is_unit_administrator or await accounts.level_of(scope) is not Level.PROVINCE:
        raise PLATFORM_ONLY.at()
