"""Devices of a project and what each measured last, for the site and for regulators."""

from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from litestar import Request, get
from litestar.params import FromPath

from backend.both_doors import id_at_door
from backend.core.examples import answer
from backend.core.i18n import Text
from backend.identity.authentication import person
from backend.monitoring import devices
from backend.monitoring.devices import DeviceState, Hearing
from backend.monitoring.readings import LastValue

_AT = datetime(2026, 11, 21, 2, 30, tzinfo=UTC)
KNOWN = DeviceState(
    id=UUID(int=1),
    mn="010000A8900016F000169DC0",
    kind="dust_noise",
    name="1#扬尘噪声",
    state="transmitting",
    hearing=Hearing.TRANSMITTING,
    last_seen_at=_AT,
    values=[
        LastValue(
            factor="a34002",
            metric=Text("可吸入颗粒物 PM10", "PM10"),
            unit="µg/m³",
            value=87,
            at=_AT,
            limit=150,
            fault=None,
        )
    ],
)


@get(
    "/projects/{project_id:uuid}/devices",
    operation_id=id_at_door("list_devices"),
    summary="Devices of a project",
    description="Each with its state, whether it is heard (`silent` after 24 hours without a word), "
    "and the last value of each quantity with its limit.",
    responses=answer(list[DeviceState], [KNOWN]),
)
async def list_devices(request: Request[Any, Any, Any], project_id: FromPath[UUID]) -> list[DeviceState]:
    """All live devices of the project."""
    return await devices.of_project(person(request), project_id)


ROUTES = [list_devices]
