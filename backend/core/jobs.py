"""Jobs that are neither messages nor timers: by the clock, once for all workers, on pgqueuer.

A schedule only enqueues; the job itself is a row, held when it fails, and held as well when it has taken its worker
down a few times: pgqueuer picks a job up again after a crash without counting that.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence
from datetime import timedelta
from typing import Any, Final

import asyncpg
import msgspec
import structlog
from pgqueuer import PgQueuer
from pgqueuer.models import Job as Row
from pgqueuer.models import Schedule

from backend.core import db

log = structlog.get_logger()

MAX_ATTEMPTS: Final = 5
POLL_SECONDS: Final = 5
RECONNECT_SECONDS: Final = 2.0

logging.getLogger("pgqueuer").setLevel(logging.WARNING)


class PoisonedJobError(RuntimeError):
    """The job was begun too often without an end."""


class Job(msgspec.Struct, frozen=True):
    """`cron` in UTC; `work` must be harmless to repeat."""

    name: str
    cron: str
    work: Callable[[], Awaitable[object]]


async def run(jobs: Sequence[Job], stop: asyncio.Event) -> None:
    """Take part in the jobs until `stop`; a lost connection is made anew."""
    while not stop.is_set():
        try:
            await _run_connected(jobs, stop)
        except (*db.AWAY, asyncpg.InterfaceError, asyncpg.PostgresError):
            log.warning("jobs.disconnected", exc_info=True)
            await _rest(stop)


async def _run_connected(jobs: Sequence[Job], stop: asyncio.Event) -> None:
    connection = await asyncpg.connect(db.ENGINE.config["dsn"], timeout=db.CONNECT_SECONDS)
    try:
        queue = PgQueuer.from_asyncpg_connection(connection)
        for job in jobs:
            _register(queue, job)
        connection.add_termination_listener(lambda *_: queue.shutdown.set())
        async with asyncio.TaskGroup() as group:
            watching = group.create_task(_pass_on(stop, queue.shutdown))
            try:
                await queue.run(dequeue_timeout=timedelta(seconds=POLL_SECONDS))
            finally:
                watching.cancel()
        if connection.is_closed() and not stop.is_set():
            await _rest(stop)
    finally:
        connection.terminate()


def _register(queue: PgQueuer, job: Job) -> None:
    @queue.entrypoint(job.name, on_failure="hold", concurrency_limit=1, accepts_context=False)
    async def work(row: Row) -> None:
        await _guard(row)
        await job.work()

    @queue.schedule(f"{job.name}.schedule", job.cron, accepts_context=False)
    async def enqueue(_: Schedule) -> None:
        # One of a kind at a time: a second tick finds the first still there.
        await queue.qm.queries.enqueue(job.name, None, dedupe_key=job.name, on_conflict="skip")


async def _guard(row: Row) -> None:
    attempts: Any = await db.fetch_value(
        "UPDATE pgqueuer SET attempts = attempts + 1 WHERE id = $1 RETURNING attempts", row.id
    )
    if attempts is not None and attempts > MAX_ATTEMPTS:
        raise PoisonedJobError(row.entrypoint)


async def _pass_on(stop: asyncio.Event, shutdown: asyncio.Event) -> None:
    await stop.wait()
    shutdown.set()


async def _rest(stop: asyncio.Event) -> None:
    try:
        async with asyncio.timeout(RECONNECT_SECONDS):
            await stop.wait()
    except TimeoutError:
        return
