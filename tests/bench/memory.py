"""What an API process holds after many requests."""

import asyncio
from pathlib import Path

import httpx

from backend.core import db
from backend.identity import sessions
from backend.identity.scope import Door
from tests.bench.figures import Figure
from tests.stack import Stack

FIRST = 10_000
FURTHER = 50_000
CLIENTS = 20


async def measure(stack: Stack) -> list[Figure]:
    """Signed-in reads, refused reads and health checks, in turn."""
    headers = {"Authorization": f"Bearer {await _token(stack)}"}
    async with httpx.AsyncClient(base_url=stack.api_url, timeout=30, headers=headers) as client:
        await _ask(client, FIRST)
        first = _resident_mib(stack.apis[0].pid)
        await _ask(client, FURTHER)
        growth = _resident_mib(stack.apis[0].pid) - first
    return [
        Figure(
            what="API process, resident after 10,000 requests",
            measured=f"{first:.0f} MiB",
            bar="≤ 150 MiB",
            is_reached=first <= 150,
        ),
        Figure(
            what="API process, growth over 50,000 further requests",
            measured=f"{growth:+.1f} MiB",
            bar="≤ 5 MiB",
            is_reached=growth <= 5,
            note="the phone's first page, its warnings, a door that refuses the session, readiness; 20 at a time.",
        ),
    ]


async def _token(stack: Stack) -> str:
    """A session of a project manager."""
    await db.start(stack.environment["SANDTABLE_DATABASE_URL"], size=1)
    try:
        account_id = await db.fetch_value("SELECT account_id FROM post LIMIT 1")
        async with db.transaction():
            opened = await sessions.open_session(account_id, Door.PHONE, user_agent="bench", address="127.0.0.1")
        return opened.token
    finally:
        await db.stop()


async def _ask(client: httpx.AsyncClient, count: int) -> None:
    paths = ["/api/miniapp/v1/home", "/api/miniapp/v1/warnings", "/api/console/v1/warnings", "/readyz"]

    async def some(number: int) -> None:
        for index in range(count // CLIENTS):
            await client.get(paths[(index + number) % len(paths)])

    async with asyncio.TaskGroup() as group:
        for number in range(CLIENTS):
            group.create_task(some(number))


def _resident_mib(pid: int) -> float:
    for line in Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1]) / 1024
    raise LookupError(pid)
