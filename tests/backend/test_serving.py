"""A web process that is told to stop: the balancer hears of it first, and nobody waits for nothing."""

import os
import signal
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
import redis

from tests.stack import Child, free_port
from tests.waiting import wait_until

DRAIN_SECONDS = 12
"""Longer than a machine under load may stand still: what is answered within it must be seen within it."""
ASK = "/api/console/v1/qr-sign-in"


@pytest.fixture
def port() -> int:
    return free_port()


@pytest.fixture
def api(tmp_path: Path, database_url: str, redis_url: str, port: int) -> Iterator[Child]:
    child = Child(
        "api",
        [sys.executable, "-m", "backend.cli", "api"],
        log=tmp_path / "api.log",
        environment={
            "SANDTABLE_DATABASE_URL": database_url,
            "SANDTABLE_REDIS_URL": redis_url,
            "SANDTABLE_API_PORT": str(port),
            "SANDTABLE_DRAIN_SECONDS": str(DRAIN_SECONDS),
        },
    )
    child.start()
    yield child
    child.kill()


def _status(client: httpx.Client, path: str) -> int:
    """0 where nobody listens."""
    try:
        return client.get(path).status_code
    except httpx.ConnectError:
        return 0


def test_told_to_stop_it_is_unready_and_serves_on_and_who_waits_for_a_scan_is_answered_at_once(
    api: Child, port: int, redis_url: str
) -> None:
    base = f"http://127.0.0.1:{port}"
    with httpx.Client(base_url=base, timeout=30) as client, httpx.Client(base_url=base, timeout=60) as browser:
        wait_until(lambda: _status(client, "/readyz") == 200, within_seconds=60)
        asked = browser.post(ASK).json()
        answers: list[dict[str, Any]] = []

        def wait() -> None:
            answers.append(browser.get(f"{ASK}/{asked['ticket_id']}", params={"known": asked["version"]}).json())

        waiting = threading.Thread(target=wait)
        waiting.start()
        key = "sandtable:qr:{" + asked["ticket_id"].replace("-", "") + "}"
        with redis.Redis.from_url(redis_url) as store:
            wait_until(lambda: bool(store.hget(key, "polled_at")), within_seconds=30)
        told_at = time.monotonic()
        os.kill(api.pid, signal.SIGTERM)
        waiting.join()
        assert [answer["state"] for answer in answers] == ["waiting"]
        # Still served: so that answer has not waited for the end of the drain.
        assert (_status(client, "/readyz"), _status(client, "/livez")) == (503, 200)
        api.stop(60)
        # The whole drain, and not the grace of 25 s after it, which is for requests that still run.
        assert DRAIN_SECONDS - 0.5 <= time.monotonic() - told_at < DRAIN_SECONDS + 20
