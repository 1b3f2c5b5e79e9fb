"""Requests of the routes in `rights/overview.csv`; see `policy_requests`."""

from backend.core import db
from tests.contracts import policy_site as on_site
from tests.contracts.policy_case import Builder, Call, Case

M, C = "/api/miniapp/v1", "/api/console/v1"


async def _search(case: Case) -> Call:
    """Two words of the project's name, and the whole of it."""
    project_id = case.place.project_id
    name: str = await db.fetch_value("SELECT name FROM project WHERE id = $1", project_id)
    return Call(queries=(f"q={name}&limit=50", f"q={name[:2]}&limit=50"), trace=str(project_id))


REQUESTS: dict[str, Builder] = {
    f"GET {C}/projects/{{project_id}}/timeline": on_site.project,
    f"GET {C}/search": _search,
    f"GET {M}/projects/{{project_id}}/timeline": on_site.project,
    f"GET {M}/search": _search,
}
