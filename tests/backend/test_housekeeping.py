"""What keeps the house tidy, and the jobs that run it."""

import asyncio
from types import ModuleType

import time_machine

from backend import housekeeping
from backend.core import clock, ids, jobs
from backend.core.jobs import Job


async def test_the_coming_months_get_their_partitions_once(database: ModuleType) -> None:
    await housekeeping.make_partitions()

    made_again = await housekeeping.make_partitions()

    names = await database.fetch(
        "SELECT inhrelid::regclass::text AS name FROM pg_inherits WHERE inhparent = 'delivery'::regclass"
    )
    assert made_again == 0
    assert len(names) == 1 + housekeeping.MONTHS_AHEAD


def test_months_follow_each_other_over_the_turn_of_the_year() -> None:
    with time_machine.travel("2026-12-31T23:59:59Z", tick=False):
        months = housekeeping._months(clock.now())

    assert [(start.strftime("%Y-%m"), end.strftime("%Y-%m")) for start, end in months] == [
        ("2027-01", "2027-02"),
        ("2027-02", "2027-03"),
    ]


async def test_keys_older_than_a_week_are_forgotten_and_younger_ones_kept(database: ModuleType) -> None:
    for days in (6, 8):
        await database.execute(
            "INSERT INTO answered_request (actor_id, key, fingerprint, created_at)"
            " VALUES ($1, 'k', '', now() - $2 * interval '1 day')",
            ids.new_id(), days,
        )  # fmt: skip

    assert await housekeeping.forget_answers() == 1
    assert await database.fetch_value("SELECT count(*) FROM answered_request") == 1


async def test_done_callbacks_are_forgotten_after_a_month_and_held_ones_never(database: ModuleType) -> None:
    for state, days in (("done", 31), ("done", 29), ("held", 400)):
        await database.execute(
            "INSERT INTO callback_inbox (id, platform, unique_key, user_id, payload, request_id, state, done_at)"
            " VALUES ($1, 'wecom', $1::uuid::text, 'u', '', 'r', $2, now() - $3 * interval '1 day')",
            ids.new_id(), state, days,
        )  # fmt: skip

    assert await housekeeping.forget_callbacks() == 1


async def run_until(work: list[Job], is_done: asyncio.Event) -> None:
    stop = asyncio.Event()
    async with asyncio.timeout(30), asyncio.TaskGroup() as group:
        group.create_task(jobs.run(work, stop))
        await is_done.wait()
        stop.set()


async def enqueue(database: ModuleType, name: str, attempts: int = 0) -> None:
    await database.execute(
        "INSERT INTO pgqueuer (priority, status, entrypoint, attempts) VALUES (0, 'queued', $1, $2)", name, attempts
    )


async def test_a_job_runs_and_is_gone(database: ModuleType) -> None:
    is_done = asyncio.Event()

    async def work() -> None:
        is_done.set()

    await enqueue(database, "tidy")
    await run_until([Job("tidy", "0 0 1 1 *", work)], is_done)

    assert await database.fetch_value("SELECT count(*) FROM pgqueuer") == 0


async def test_a_job_that_fails_is_held(database: ModuleType) -> None:
    is_done = asyncio.Event()

    async def work() -> None:
        is_done.set()
        raise RuntimeError("on purpose")

    await enqueue(database, "tidy")
    await run_until([Job("tidy", "0 0 1 1 *", work)], is_done)

    assert await database.fetch_value("SELECT status::text FROM pgqueuer") == "failed"


async def test_a_job_that_has_taken_its_worker_down_five_times_is_held_unrun(database: ModuleType) -> None:
    is_done, ran = asyncio.Event(), []

    async def poison() -> None:
        ran.append("poison")

    async def after() -> None:
        is_done.set()

    await enqueue(database, "poison", attempts=5)
    await enqueue(database, "after")
    await run_until([Job("poison", "0 0 1 1 *", poison), Job("after", "0 0 1 1 *", after)], is_done)

    assert (ran, await database.fetch_value("SELECT status::text FROM pgqueuer")) == ([], "failed")
