"""Requests of the routes in `rights/overview.csv`; see `policy_requests`."""

from backend.core import clock, db
from backend.projects.rules import period_of
from tests.contracts import policy_site as on_site
from tests.contracts.policy_case import Builder, Call, Case

M, C = "/api/miniapp/v1", "/api/console/v1"


async def _search(case: Case) -> Call:
    """Two words of the project's name, and the whole of it."""
    project_id = case.place.project_id
    name: str = await db.fetch_value("SELECT name FROM project WHERE id = $1", project_id)
    return Call(queries=(f"q={name}&limit=50", f"q={name[:2]}&limit=50"), trace=str(project_id))


async def _month(case: Case) -> Call:
    """The present month of the project."""
    return Call(ids={"project_id": case.place.project_id, "period": period_of(clock.now())})


async def _adoption(case: Case) -> Call:
    """The scope's unit among the rows."""
    return Call(queries=("by=unit",), trace=f'"unit_id":"{case.place.unit_id}"')


async def _adoption_table(case: Case) -> Call:
    """The scope's unit among the rows, by its name."""
    name = await db.fetch_value("SELECT name_zh FROM unit WHERE id = $1", case.place.unit_id)
    return Call(queries=("by=unit",), trace=name)


REQUESTS: dict[str, Builder] = {
    f"GET {C}/adoption": _adoption,
    f"GET {C}/adoption.csv": _adoption_table,
    f"GET {C}/projects/{{project_id}}/months/{{period}}": _month,
    f"GET {C}/projects/{{project_id}}/timeline": on_site.project,
    f"GET {C}/search": _search,
    f"GET {M}/projects/{{project_id}}/timeline": on_site.project,
    f"GET {M}/search": _search,
}
