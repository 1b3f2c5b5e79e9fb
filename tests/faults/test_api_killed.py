"""API processes killed while orders are issued: what was answered has its row, and a key has one row at most.

A caller that hears nothing sends the same request with the same key again, to the next process.
"""

import asyncio
import itertools
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any

import httpx
import pytest

from backend.core import db, ids
from tests.backend.supervision import world as worlds
from tests.backend.supervision.doors import signed_in
from tests.backend.supervision.world import due_in
from tests.stack import Stack
from tests.waiting import wait_until

ORDERS, CALLERS, KILLS = 300, 20, 4


class Caller:
    """Somebody who insists: `answers` maps a title to its order's id, `retries` counts what was asked for again."""

    def __init__(self, client: httpx.AsyncClient, stack: Stack, headers: dict[str, str], project_id: Any) -> None:
        self.answers: dict[str, str] = {}
        self.keys: dict[str, str] = {}
        self.retries = 0
        self._client = client
        self._urls = itertools.cycle(stack.api_urls)
        self._headers = headers
        self._project_id = str(project_id)
        self._due_at = due_in(5).isoformat()

    async def issue(self, title: str) -> None:
        """One order, however often it has to be asked for."""
        self.keys[title] = ids.new_id().hex
        answer = await self.insist(title)
        assert answer.status_code == 201, answer.text
        self.answers[title] = answer.json()["item"]["id"]

    async def insist(self, title: str) -> httpx.Response:
        """The answer, from whichever process gives one."""
        async with asyncio.timeout(120):
            while (answer := await self.ask(title)) is None:
                self.retries += 1
                await asyncio.sleep(0.02)
        return answer

    async def ask(self, title: str) -> httpx.Response | None:
        """The answer of the next process; None when it died, or says that it cannot just now."""
        body = {
            "project_id": self._project_id,
            "title": title,
            "findings": [{"text": "东侧裸土未覆盖", "severity": "general"}],
            "due_at": self._due_at,
        }
        headers = self._headers | {"idempotency-key": self.keys[title]}
        url = f"{next(self._urls)}/api/console/v1/orders"
        try:
            answer = await self._client.post(url, json=body, headers=headers)
        except httpx.TransportError:
            return None
        return None if answer.status_code == 503 else answer


async def kill_some(stack: Stack, answered: Callable[[], int]) -> None:
    """Kill a process, start it again, and so on, while orders are issued."""
    for number in range(KILLS):
        until = (number + 1) * ORDERS // (KILLS + 1)
        await asyncio.to_thread(wait_until, lambda until=until: answered() >= until, within_seconds=120)  # type: ignore[misc]
        api = stack.apis[number % len(stack.apis)]
        await asyncio.to_thread(api.kill)
        api.start()


@pytest.mark.timeout(230)
async def test_every_answered_order_has_its_row_and_every_key_one(
    database: ModuleType, redis_url: str, tmp_path: Path
) -> None:
    world = await worlds.build()
    headers = await signed_in(world.regulator)
    titles = [f"限期整改 {number:03}" for number in range(ORDERS)]
    waiting = iter(titles)
    stack = Stack(tmp_path, database_url=db.ENGINE.config["dsn"], redis_url=redis_url, apis=2, workers=0, gateways=0)

    with stack:
        async with httpx.AsyncClient(timeout=30) as client:
            caller = Caller(client, stack, headers, world.project_id)

            async def issue_in_turn() -> None:
                for title in waiting:
                    await caller.issue(title)

            async with asyncio.TaskGroup() as group:
                group.create_task(kill_some(stack, lambda: len(caller.answers)))
                for _ in range(CALLERS):
                    group.create_task(issue_in_turn())
            retries = caller.retries
            stack.wait_ready()
            replayed = [await caller.insist(title) for title in titles[::20]]

    rows = await db.fetch("SELECT title, id::text AS id FROM rectification_order ORDER BY title")
    facts = await db.fetch(
        "SELECT (SELECT count(*) FROM event WHERE kind = 'order.issued' AND subject_id = one.id) AS events,"
        " (SELECT count(*) FROM finding WHERE order_id = one.id) AS findings,"
        " (SELECT count(*) FROM timer WHERE subject_id = one.id AND kind = 'order.overdue') AS timers,"
        " (SELECT count(*) FROM audit_entry WHERE act = 'order.issue' AND subject_id = one.id) AS audited"
        " FROM rectification_order AS one"
    )
    orphans = await db.fetch_value(
        "SELECT count(*) FROM event WHERE kind = 'order.issued'"
        " AND subject_id NOT IN (SELECT id FROM rectification_order)"
    )
    assert retries > 0
    assert sorted(caller.answers) == titles
    assert [tuple(row) for row in rows] == sorted(caller.answers.items())
    assert {tuple(row) for row in facts} == {(1, 1, 1, 1)}
    assert orphans == 0
    assert await db.fetch_value("SELECT count(*) FROM answered_request WHERE status = 201") == ORDERS
    assert [answer.json()["item"]["id"] for answer in replayed] == [caller.answers[title] for title in titles[::20]]
