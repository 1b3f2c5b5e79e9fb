"""Devices of a project, as a regulator sees and registers them."""

from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

import msgspec
from litestar import Request, get, post
from litestar.params import FromPath, JSONBody

from backend.core.idempotency import once
from backend.identity.authentication import person
from backend.monitoring import devices


class DeviceIn(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """A dust and noise monitor, as printed on its plate."""

    mn: Annotated[
        str, msgspec.Meta(max_length=24, description="MN that the device sends", examples=["010000A8900016F000169DC0"])
    ]
    name: Annotated[
        str, msgspec.Meta(min_length=1, max_length=40, description="Where it stands", examples=["1#扬尘噪声"])
    ]
    password: Annotated[
        str,
        msgspec.Meta(
            min_length=6,
            max_length=24,
            description="PW that the device sends; stored as a keyed hash",
            examples=["123456"],
        ),
    ]


class DeviceCreated(msgspec.Struct):
    """The new device."""

    id: UUID


class DeviceOut(msgspec.Struct):
    """A device; `state` becomes `transmitting` with its first good packet."""

    id: UUID
    mn: str
    kind: str
    name: str
    state: str
    last_seen_at: datetime | None


@post(
    "/projects/{project_id:uuid}/devices",
    operation_id="console_register_device",
    summary="Register a dust and noise monitor",
    description="Binds the MN to the project. The gateway answers its packets from the next one on.",
)
@once
async def register_device(
    request: Request[Any, Any, Any], project_id: FromPath[UUID], data: JSONBody[DeviceIn]
) -> DeviceCreated:
    """The new device's id."""
    scope = person(request)
    return DeviceCreated(await devices.register(scope, project_id, mn=data.mn, name=data.name, password=data.password))


@get(
    "/projects/{project_id:uuid}/devices",
    operation_id="console_list_devices",
    summary="Devices of a project",
    description="Each with its state and when it was last heard.",
)
async def list_devices(request: Request[Any, Any, Any], project_id: FromPath[UUID]) -> list[DeviceOut]:
    """All live devices of the project."""
    return [DeviceOut(**row) for row in await devices.of_project(person(request), project_id)]


ROUTES = [register_device, list_devices]
