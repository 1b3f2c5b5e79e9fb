"""The people of a project, one monitor and the limits in force."""

from types import ModuleType

import pytest

from backend.monitoring import devices
from backend.monitoring import reference as monitoring_reference
from backend.monitoring.devices import NewDevice
from tests.backend.monitoring.dust_monitor import MN
from tests.backend.supervision import world as worlds
from tests.backend.supervision.world import World


@pytest.fixture
async def world(database: ModuleType) -> World:
    """A project with a registered monitor."""
    built = await worlds.build()
    await monitoring_reference.load()
    await devices.register(built.safety, built.project_id, NewDevice(mn=MN, name="1#扬尘噪声", password="123456"))
    return built
