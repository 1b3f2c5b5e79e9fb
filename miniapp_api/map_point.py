"""A project's point on the map."""

from typing import Annotated, Any
from uuid import UUID

import msgspec
from litestar import Request, get, put
from litestar.params import FromPath

from backend.core.examples import answer, body
from backend.core.geo import Datum, Point
from backend.core.idempotency import once
from backend.identity.authentication import person
from backend.projects import samples
from backend.projects.base import map_points
from backend.projects.base.map_points import Outline, Placed

Degrees = Annotated[float, msgspec.Meta(ge=-180, le=180)]


class MapPoint(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A point in the datum of the map on which it was chosen: WeChat's map gives `gcj02`."""

    longitude: Degrees
    latitude: Degrees
    datum: Datum
    reason: Annotated[str, msgspec.Meta(max_length=300)] = ""


@get(
    "/projects/{project_id:uuid}/outline",
    operation_id="miniapp_outline",
    summary="The outline of the project's city",
    description="For the map on which the point is set: no map server is asked. A few kilobytes, the same for every "
    "project of a city. It carries no map-approval number.",
    responses=answer(Outline, samples.OUTLINE),
)
async def city_outline(request: Request[Any, Any, Any], project_id: FromPath[UUID]) -> Outline:
    """The rings."""
    return await map_points.outline(person(request), project_id)


@put(
    "/projects/{project_id:uuid}/map-point",
    operation_id="miniapp_set_map_point",
    summary="Set the project's point",
    description="By the project manager or the developer's lead; kept in WGS-84 beside the point as given. A point "
    "outside the project's city is refused, longitude and latitude the wrong way round are named; one far from the "
    "point before is taken and remarked.",
    responses=answer(Placed, samples.POINT),
)
@once
async def set_map_point(
    request: Request[Any, Any, Any],
    project_id: FromPath[UUID],
    data: Annotated[MapPoint, body(MapPoint(longitude=113.95, latitude=22.54, datum=Datum.GCJ02))],
) -> Placed:
    """The point in WGS-84."""
    given = Point(data.longitude, data.latitude)
    return await map_points.set_point(person(request), project_id, given, data.datum, reason=data.reason)


ROUTES = [city_outline, set_map_point]
