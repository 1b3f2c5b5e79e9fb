"""Devices of my project, registered by the site."""

from typing import Annotated, Any
from uuid import UUID

from litestar import Request, post
from litestar.params import FromPath

from backend.both_doors import devices as at_both_doors
from backend.core.examples import answer, body
from backend.core.idempotency import once
from backend.identity.authentication import person
from backend.monitoring import devices
from backend.monitoring.devices import DeviceCreated, NewDevice

_NEW = NewDevice(mn="010000A8900016F000169DC0", name="1#扬尘噪声", password="123456")  # noqa: S106  An example.


@post(
    "/projects/{project_id:uuid}/devices",
    operation_id="miniapp_register_device",
    summary="Register a dust and noise monitor",
    description="Binds the MN to the project; its packets are answered from the next one on. "
    "By project manager or safety officer of the project.",
    responses=answer(DeviceCreated, DeviceCreated(UUID(int=1)), status=201),
)
@once
async def register_device(
    request: Request[Any, Any, Any], project_id: FromPath[UUID], data: Annotated[NewDevice, body(_NEW)]
) -> DeviceCreated:
    """The new device's id."""
    return await devices.register(person(request), project_id, data)


ROUTES = [register_device, *at_both_doors.ROUTES]
