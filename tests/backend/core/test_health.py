"""Alive, and ready for traffic."""

import asyncio
from collections.abc import AsyncIterator

import httpx
import pytest

from backend.app import create_app
from backend.core import db, redis
from backend.core.settings import settings
from tests.clients import client_of

NOBODY = "redis://127.0.0.1:1/0"


@pytest.fixture
async def client(database_url: str, redis_url: str) -> AsyncIterator[httpx.AsyncClient]:
    app = create_app()
    async with app.lifespan(), client_of(app) as opened:
        yield opened


@pytest.fixture
async def without_redis(client: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[None]:
    with monkeypatch.context() as changed:
        changed.setenv("SANDTABLE_REDIS_URL", NOBODY)
        settings.cache_clear()
        await redis.stop()
        yield
        await redis.stop()
    settings.cache_clear()


async def test_a_second_application_in_one_process_is_ready_too(database_url: str, redis_url: str) -> None:
    async with create_app().lifespan():
        pass
    app = create_app()
    async with app.lifespan(), client_of(app) as client:
        answer = await client.get("/readyz")
    assert (answer.status_code, answer.json()) == (
        200,
        {"status": "ok", "database": True, "schema": True, "redis": True},
    )


async def test_an_application_that_closes_takes_no_traffic(database_url: str, redis_url: str) -> None:
    app = create_app()
    async with app.lifespan():
        pass
    async with client_of(app) as client:
        answer = await client.get("/readyz")
    await redis.stop()  # The question opened it anew.
    assert (answer.status_code, answer.json()["status"]) == (503, "unready")


async def test_without_the_database_it_is_alive_and_not_ready(client: httpx.AsyncClient) -> None:
    await db.stop()
    alive, ready = await asyncio.gather(client.get("/livez"), client.get("/readyz"))
    assert (alive.status_code, ready.status_code) == (200, 503)
    assert ready.json() == {"status": "unready", "database": False, "schema": False, "redis": True}


async def test_on_an_older_schema_it_is_not_ready(client: httpx.AsyncClient) -> None:
    await db.execute("DELETE FROM migration WHERE name = (SELECT max(name) FROM migration)")
    answer = await client.get("/readyz")
    assert (answer.status_code, answer.json()) == (
        503,
        {"status": "unready", "database": True, "schema": False, "redis": True},
    )


async def test_on_a_newer_schema_the_previous_release_stays_ready(client: httpx.AsyncClient) -> None:
    await db.execute(
        "INSERT INTO migration (id, name, app_name, ran_on) VALUES (999, '2099-01-01T00:00:00', 'sandtable', now())"
    )
    assert (await client.get("/readyz")).status_code == 200


async def test_without_redis_it_is_degraded_and_takes_traffic(client: httpx.AsyncClient, without_redis: None) -> None:
    answer = await client.get("/readyz")
    assert (answer.status_code, answer.json()["status"], answer.json()["redis"]) == (200, "degraded", False)


async def test_the_metrics_count_requests_by_route_and_not_by_id(client: httpx.AsyncClient) -> None:
    await client.get("/api/miniapp/v1/projects/00000000-0000-7000-8000-000000000001")
    text = (await client.get("/metrics")).text
    assert 'http_requests_total{app_name="sandtable",method="GET",path="/api/miniapp/v1/projects/{project_id}' in text
    assert "00000000-0000-7000-8000-000000000001" not in text
