"""The background process: messages, timers, callbacks' work, the audit chain, jobs. Any number may run side by side."""

import asyncio
import contextlib
import signal
from collections.abc import Mapping
from typing import Final

import structlog
from prometheus_client import start_http_server

from backend import housekeeping
from backend.core import audit, clock, db, jobs, logs, loops, redis, timers
from backend.core.settings import settings
from backend.core.timers import Handler
from backend.identity import partner_keys
from backend.monitoring import connecting
from backend.overview import map_fold
from backend.projects import rules
from backend.projects.duties import obligations, pauses
from backend.supervision import silence
from backend.supervision import timers as supervision
from bot import channels, replies
from notifications import engine

log = structlog.get_logger()

TIMER_HANDLERS: Final[Mapping[str, Handler]] = {**partner_keys.TIMER_HANDLERS, **supervision.TIMER_HANDLERS}
"""Every kind of timer; supervision has all but those of keys."""

AUDIT_POLL_SECONDS: Final = 0.5
"""Entries are chained within a second."""

CALENDAR_SECONDS: Final = 3600
"""How often the calendar is looked through for what nobody opened."""


async def main() -> None:
    """Work until SIGTERM or SIGINT: then nothing new is taken, and what is on its way is finished and recorded."""
    logs.configure()
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop.set)
    await db.start()
    try:
        with contextlib.ExitStack() as stack:
            if settings().metrics_port:
                server, thread = start_http_server(settings().metrics_port)
                stack.callback(thread.join)
                stack.callback(server.shutdown)
            await run(stop)
    finally:
        await redis.stop()
        await db.stop()


async def run(stop: asyncio.Event) -> None:
    """Every loop, until `stop`; a lost database is waited for, not died of."""
    async with channels.opened(redis.client()) as ways, asyncio.TaskGroup() as group:
        log.info("worker.started")
        group.create_task(engine.run(ways, stop))
        group.create_task(replies.run(stop))
        group.create_task(loops.run("timers", _fire_timers, stop=stop))
        group.create_task(loops.run("audit", audit.link_pending, stop=stop, poll_seconds=AUDIT_POLL_SECONDS))
        group.create_task(loops.run("calendar", calendar_step(), stop=stop))
        group.create_task(loops.run("silence", _sweep, stop=stop))
        group.create_task(map_fold.run(stop))
        group.create_task(loops.run("schedule", _schedule_once(stop), stop=stop))
        group.create_task(jobs.run(housekeeping.JOBS, stop))
    log.info("worker.stopped")


async def _fire_timers() -> int:
    return await timers.fire_due(clock.now(), TIMER_HANDLERS)


async def _sweep() -> int:
    return await silence.sweep(clock.now())


def calendar_step() -> loops.Step:
    """A step that ends pauses in time and opens what is due: at the start, each hour, and with the month."""
    opened_for: tuple[str, int] | None = None

    async def step() -> int:
        nonlocal opened_for
        now = clock.now()
        ended = await pauses.end_due(now)
        current = rules.period_of(now), int(now.timestamp()) // CALENDAR_SECONDS
        if current != opened_for:
            await obligations.open_all(now)
            await connecting.meet_all(now)
            opened_for = current
        return ended

    return step


def _schedule_once(stop: asyncio.Event) -> loops.Step:
    """A step that sets what must always be set, tried until it has worked."""
    is_done = False

    async def step() -> int:
        nonlocal is_done
        if not is_done and not stop.is_set():
            await housekeeping.make_partitions()
            is_done = True
        return 0

    return step


if __name__ == "__main__":
    asyncio.run(main())
