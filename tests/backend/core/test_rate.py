"""So often and no oftener, over all processes."""

import asyncio
import sys
from collections.abc import AsyncIterator

import pytest
from redis import Redis

from backend.core import rate, redis
from backend.core.rate import Rate

TWO = Rate(2, 3600)

CHILD = """
import asyncio
from backend.core import rate, redis

async def main():
    redis.ANSWER_SECONDS = redis.CONNECT_SECONDS = 60.0
    waits = [await rate.take("child", "a", rate.Rate(10, 3600)) for _ in range(50)]
    await redis.stop()
    print(waits.count(0))

asyncio.run(main())
"""


@pytest.fixture(autouse=True)
async def pool(redis_url: str) -> AsyncIterator[None]:
    yield
    await redis.stop()


async def test_at_the_limit_it_is_free_and_one_past_it_says_how_long_to_wait() -> None:
    waits = [await rate.take("x", "a", TWO) for _ in range(3)]
    assert waits[:2] == [0, 0]
    assert 1700 < waits[2] <= 1800


async def test_each_has_a_limit_of_its_own() -> None:
    assert [await rate.take("x", who, Rate(1, 60)) for who in ("a", "b", "a")][:2] == [0, 0]
    assert await rate.take("y", "a", Rate(1, 60)) == 0
    assert await rate.take("x", "a", Rate(1, 60)) > 0


async def test_after_the_wait_one_more_is_free_and_only_one(redis_url: str) -> None:
    waits = [await rate.take("x", "a", TWO) for _ in range(3)]
    with Redis.from_url(redis_url) as client:
        (key,) = client.keys()
        client.decrby(key, round(waits[2] * 1000))  # As if that time had passed.
    assert await rate.take("x", "a", TWO) == 0
    assert await rate.take("x", "a", TWO) > 0


async def test_what_was_counted_does_not_stay_for_ever(redis_url: str) -> None:
    await rate.take("x", "a", TWO)
    with Redis.from_url(redis_url) as client:
        (key,) = client.keys()
        assert 0 < client.pttl(key) <= 1_800_000


async def test_four_processes_at_once_let_ten_of_two_hundred_through() -> None:
    children = [
        await asyncio.create_subprocess_exec(sys.executable, "-c", CHILD, stdout=asyncio.subprocess.PIPE)
        for _ in range(4)
    ]
    said = await asyncio.gather(*(child.communicate() for child in children))
    assert sum(int(out) for out, _ in said) == 10
