"""The whole product, two of each process, for one journey."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from backend import administrator
from tests.stack import Stack


@pytest.fixture
async def stack(tmp_path: Path, database_url: str, redis_url: str) -> AsyncIterator[Stack]:
    """Two API processes, two workers, two gateways; the province's first administrator is there, nobody else."""
    await administrator.add("440000", "housing", "周敏", "zhou.min")
    with Stack(tmp_path, database_url=database_url, redis_url=redis_url, apis=2, workers=2, gateways=2) as running:
        yield running
