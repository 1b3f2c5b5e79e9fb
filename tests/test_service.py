"""The oldest servers that we promise to run on are those of the service leg: this part of the suite must meet them."""

import os

import asyncpg
import pytest
from redis import Redis

from backend import doctor
from backend.core.settings import Settings

pytestmark = pytest.mark.service


def test_the_service_leg_runs_on_the_servers_that_the_environment_names(database_url: str, redis_url: str) -> None:
    assert database_url.startswith(os.environ["SANDTABLE_TEST_DATABASE_URL"].rpartition("/")[0])
    assert redis_url.startswith(os.environ["SANDTABLE_TEST_REDIS_URL"].rpartition("/")[0])


async def test_the_schema_and_the_reference_data_load_on_the_services_postgres(database_url: str) -> None:
    found = await doctor.look_at_database(Settings(database_url=database_url))
    assert [finding.part for finding in found if finding.is_wrong] == []


async def test_the_services_postgres_is_15(database_url: str) -> None:
    connection = await asyncpg.connect(database_url)
    try:
        assert connection.get_server_version().major == 15
    finally:
        await connection.close()


def test_the_services_redis_is_new_enough(redis_url: str) -> None:
    with Redis.from_url(redis_url) as client:
        version = client.info("server")["redis_version"]
    assert tuple(int(part) for part in version.split(".")[:2]) >= (6, 2)
