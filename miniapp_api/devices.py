"""Devices of my project: registered by the site, and since when each is silent."""

from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

import msgspec
from litestar import Request, get, post
from litestar.params import FromPath, JSONBody

from backend.core.idempotency import once
from backend.identity.authentication import person
from backend.monitoring import devices


class SiteDeviceIn(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """A dust and noise monitor, as printed on its plate."""

    mn: Annotated[str, msgspec.Meta(max_length=24, description="MN that the device sends")]
    name: Annotated[str, msgspec.Meta(min_length=1, max_length=40, description="Where it stands")]
    password: Annotated[str, msgspec.Meta(min_length=6, max_length=24, description="PW that the device sends")]


class SiteDeviceCreated(msgspec.Struct):
    """The new device."""

    id: UUID


class SiteDevice(msgspec.Struct):
    """A device; `last_seen_at` is null until its first good packet."""

    id: UUID
    mn: str
    kind: str
    name: str
    state: str
    last_seen_at: datetime | None


@post(
    "/projects/{project_id:uuid}/devices",
    operation_id="miniapp_register_device",
    summary="Register a dust and noise monitor",
    description="By project manager, safety officer or chief engineer of the project.",
)
@once
async def register_device(
    request: Request[Any, Any, Any], project_id: FromPath[UUID], data: JSONBody[SiteDeviceIn]
) -> SiteDeviceCreated:
    """The new device's id."""
    scope = person(request)
    return SiteDeviceCreated(
        await devices.register(scope, project_id, mn=data.mn, name=data.name, password=data.password)
    )


@get(
    "/projects/{project_id:uuid}/devices",
    operation_id="miniapp_list_devices",
    summary="Devices of a project",
    description="Each with its state and when it was last heard.",
)
async def list_devices(request: Request[Any, Any, Any], project_id: FromPath[UUID]) -> list[SiteDevice]:
    """All live devices of the project."""
    return [SiteDevice(**row) for row in await devices.of_project(person(request), project_id)]


ROUTES = [register_device, list_devices]
