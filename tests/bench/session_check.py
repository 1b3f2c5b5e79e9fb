"""What every request of a person costs before it is looked at: whose token is this, and may it still be used."""

import math
import time
from uuid import UUID

import asyncpg

from backend.core import db, ids
from backend.core.errors import Refusal
from backend.identity import sessions
from backend.identity.scope import Door
from tests.bench.figures import Figure, percentile
from tests.stack import Stack

PEOPLE = 200
SESSIONS_EACH = 50
CHECKS = 5000
WARM_UP = 500
ENDED = 200


async def measure(running: Stack) -> list[Figure]:
    """One check after the other through the pool, each of another person; then sessions that another process ends."""
    url = running.environment["SANDTABLE_DATABASE_URL"]
    await db.start(url, size=4)
    replica = await asyncpg.connect(url)
    try:
        tokens = [token for account_id in await _people() for token in await _sessions(account_id)]
        milliseconds = [await _check(tokens[turn * 7 % len(tokens)]) for turn in range(WARM_UP + CHECKS)][WARM_UP:]
        dead_after = [await _dead_after(token, replica) for token in tokens[:ENDED]]
    finally:
        await replica.close()
        await db.stop()
    return [_figure(milliseconds, len(tokens)), _end_figure(dead_after)]


async def _people() -> list[UUID]:
    made = [ids.new_id() for _ in range(PEOPLE)]
    async with db.transaction():
        await db.execute_many(
            "INSERT INTO account (id, kind, name) VALUES ($1, 'enterprise', 'bench')", [(each,) for each in made]
        )
    return made


async def _sessions(account_id: UUID) -> list[str]:
    async with db.transaction():
        return [
            (await sessions.open_session(account_id, Door.PHONE, user_agent="bench", address="127.0.0.1")).token
            for _ in range(SESSIONS_EACH)
        ]


async def _check(token: str) -> float:
    began = time.perf_counter()
    await sessions.scope_of(token)
    return (time.perf_counter() - began) * 1000


async def _dead_after(token: str, replica: asyncpg.Connection) -> float:
    """From the commit by which another process ends a session to the refusal of the next request; inf: accepted."""
    scope = await sessions.scope_of(token)
    await replica.execute("UPDATE session SET revoked_at = now() WHERE id = $1", scope.session_id)
    began = time.perf_counter()
    try:
        await sessions.scope_of(token)
    except Refusal:
        return (time.perf_counter() - began) * 1000
    return math.inf


def _figure(milliseconds: list[float], sessions_there: int) -> Figure:
    p50, p99 = percentile(milliseconds, 0.5), percentile(milliseconds, 0.99)
    return Figure(
        what="session check ≤ 0.3 ms",
        measured=f"p50 {p50:.2f} ms, p99 {p99:.2f} ms",
        bar="p50 ≤ 0.3 ms",
        is_reached=p50 <= 0.3,
        note=f"{CHECKS:,} calls of `sessions.scope_of`, one after the other, over {sessions_there:,} live sessions: "
        "the token's hash, a connection of the pool, one indexed read of PostgreSQL, the scope. Nothing is kept in "
        "the process.",
    )


def _end_figure(milliseconds: list[float]) -> Figure:
    longest = max(milliseconds)
    return Figure(
        what="session ended elsewhere → refused here",
        measured=f"max {longest:.1f} ms ({len(milliseconds)} sessions)",
        bar="≤ 1 s on every replica",
        is_reached=longest <= 1000,
        note="From the commit by which another process ends a session to the refusal of its next request here: every "
        "replica asks PostgreSQL at every request.",
    )
