"""Devices of a project, as a regulator sees them; the site registers them on the phone."""

from typing import Any
from uuid import UUID

from litestar import Request, get
from litestar.params import FromPath

from backend.core.examples import answer
from backend.identity.authentication import person
from backend.monitoring import devices
from backend.monitoring.devices import DeviceState

_KNOWN = DeviceState(UUID(int=1), "010000A8900016F000169DC0", "dust_noise", "1#扬尘噪声", "registered", None)


@get(
    "/projects/{project_id:uuid}/devices",
    operation_id="console_list_devices",
    summary="Devices of a project",
    description="Each with its state and when it was last heard.",
    responses=answer(list[DeviceState], [_KNOWN]),
)
async def list_devices(request: Request[Any, Any, Any], project_id: FromPath[UUID]) -> list[DeviceState]:
    """All live devices of the project."""
    return await devices.of_project(person(request), project_id)


ROUTES = [list_devices]
