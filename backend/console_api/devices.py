"""Devices of a project, as a regulator sees and registers them."""

from typing import Any
from uuid import UUID

from litestar import Request, get, post
from litestar.params import FromPath, JSONBody

from backend.core.idempotency import once
from backend.identity.authentication import person
from backend.monitoring import devices
from backend.monitoring.devices import DeviceCreated, DeviceState, NewDevice


@post(
    "/projects/{project_id:uuid}/devices",
    operation_id="console_register_device",
    summary="Register a dust and noise monitor",
    description="Binds the MN to the project; its packets are answered from the next one on. "
    "By a regulator in whose area the project lies.",
)
@once
async def register_device(
    request: Request[Any, Any, Any], project_id: FromPath[UUID], data: JSONBody[NewDevice]
) -> DeviceCreated:
    """The new device's id."""
    return await devices.register(person(request), project_id, data)


@get(
    "/projects/{project_id:uuid}/devices",
    operation_id="console_list_devices",
    summary="Devices of a project",
    description="Each with its state and when it was last heard.",
)
async def list_devices(request: Request[Any, Any, Any], project_id: FromPath[UUID]) -> list[DeviceState]:
    """All live devices of the project."""
    return await devices.of_project(person(request), project_id)


ROUTES = [register_device, list_devices]
