"""What every other database test relies on."""

from types import ModuleType

import pytest
from redis import Redis

from backend.core import ids
from backend.core.settings import settings


@pytest.mark.parametrize("round_number", [1, 2])
async def test_a_test_sees_no_row_of_another_test(database: ModuleType, round_number: int) -> None:
    assert await database.fetch_value("SELECT count(*) FROM event") == 0
    await database.execute(
        "INSERT INTO event (id, city_code, occurred_at, kind, subject_id, data, request_id)"
        " VALUES ($1, '440100', clock_timestamp(), 'test', $1, '{}', 'r')",
        ids.new_id(),
    )


@pytest.mark.parametrize("round_number", [1, 2])
async def test_reference_data_is_put_back_after_a_test_that_removed_it(database: ModuleType, round_number: int) -> None:
    assert await database.execute("DELETE FROM migration") > 0


@pytest.mark.parametrize("round_number", [1, 2])
def test_a_test_finds_an_empty_redis(redis_url: str, round_number: int) -> None:
    with Redis.from_url(redis_url) as client:
        assert client.dbsize() == 0
        client.set("key", "value")


async def test_settings_name_the_servers_of_the_test(database_url: str, redis_url: str) -> None:
    assert (settings().database_url, settings().redis_url) == (database_url, redis_url)
