"""Requests of the routes in `rights/project_page.csv`; see `policy_requests`."""

from backend.core import db
from tests.contracts import policy_site as on_site
from tests.contracts.policy_case import Builder, Call, Case

C = "/api/console/v1"


async def _readings(case: Case) -> Call:
    """A day of a monitor of the project."""
    call = await on_site.listed_devices(case)
    device_id = await db.fetch_value(
        "SELECT id FROM device WHERE project_id = $1 ORDER BY registered_at DESC LIMIT 1", case.place.project_id
    )
    span = "from_at=2026-11-20T00:00:00Z&until_at=2026-11-21T00:00:00Z"
    return Call(ids=call.ids | {"device_id": device_id}, queries=(f"factor=a34002&{span}",))


REQUESTS: dict[str, Builder] = {
    f"GET {C}/projects/{{project_id}}/devices/{{device_id}}/readings": _readings,
    f"GET {C}/projects/{{project_id}}/progress": on_site.project,
}
