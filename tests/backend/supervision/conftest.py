from types import ModuleType

import pytest

from tests.backend.supervision import world as worlds
from tests.backend.supervision.world import World


@pytest.fixture
async def world(database: ModuleType) -> World:
    """A project with its people; see `world.py`."""
    return await worlds.build()
