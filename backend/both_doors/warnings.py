"""What stands behind a warning, for the site and for its regulators alike."""

from typing import Any
from uuid import UUID

from litestar import Request, get
from litestar.params import FromPath

from backend.both_doors import id_at_door
from backend.core.examples import answer
from backend.core.i18n import Text
from backend.identity.authentication import person
from backend.monitoring import readings
from backend.monitoring.readings import Chart
from backend.supervision import samples

_CHART = Chart(
    metric=Text("可吸入颗粒物 PM10", "PM10"),
    unit="µg/m³",
    limit=150,
    raised_at=samples.WARNING_ITEM.raised_at,
    points=[(1772688600, 121.0), (1772689200, 187.0)],
    gap_seconds=1200,
)


@get(
    "/warnings/{warning_id:uuid}/readings",
    operation_id=id_at_door("read_warning_readings"),
    summary="What the device measured",
    description="At most 120 points from six hours before the first occurrence to six after the last, each the highest "
    "value of its time; no points where the warning is not about a device.",
    responses=answer(Chart, _CHART),
)
async def read_readings(request: Request[Any, Any, Any], warning_id: FromPath[UUID]) -> Chart:
    """The chart."""
    return await readings.of_warning(person(request), warning_id)


ROUTES = [read_readings]
