"""Requests of the routes in `rights/overview.csv`; see `policy_requests`."""

from uuid import UUID

from backend.core import clock, db, ids
from backend.overview import map_fold
from backend.projects.rules import period_of
from tests.backend.supervision.world import raise_dust
from tests.contracts import policy_site as on_site
from tests.contracts.policy_case import Builder, Call, Case

M, C = "/api/miniapp/v1", "/api/console/v1"


async def _search(case: Case) -> Call:
    """Two words of the project's name, and the whole of it."""
    project_id = case.place.project_id
    name: str = await db.fetch_value("SELECT name FROM project WHERE id = $1", project_id)
    return Call(queries=(f"q={name}&limit=50", f"q={name[:2]}&limit=50"), trace=str(project_id))


async def _home(case: Case) -> Call:
    """The project's only open warning in the province: the page names the project whoever sees it."""
    await db.execute("UPDATE warning SET state = 'closed', closed_at = now() WHERE state <> 'closed'")
    await raise_dust(case.place.project_id, fingerprint=f"ENV-EXC:{case.world.count()}")
    return Call(trace=str(case.place.project_id))


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


async def _map_project(case: Case) -> tuple[UUID, str]:
    """Another project like the scope's, on the map, alone in a sector of its own."""
    project_id, sector = ids.new_id(), f"sector-{case.world.count()}"
    await db.execute(
        """
        INSERT INTO project (id, city_code, region_code, sector, name, category, status, supervising_unit_id,
                             created_by, longitude, latitude)
        SELECT $1, city_code, region_code, $2, name, category, status, supervising_unit_id, created_by, 113.3, 23.1
        FROM project WHERE id = $3
        """,
        project_id, sector, case.place.project_id,
    )  # fmt: skip
    await map_fold.fold_all(clock.now())
    return project_id, sector


async def _map_number(case: Case) -> Call:
    """The project's sector holds one project for who may see it, and none for others."""
    _, sector = await _map_project(case)
    return Call(queries=(f"sector={sector}",), trace='"projects":1,')


async def _map_points(case: Case) -> Call:
    """Its sector is among the looks; asked for as a whole and as what has changed."""
    version = await db.fetch_value("SELECT coalesce(max(version), 0) FROM map_state")
    _, sector = await _map_project(case)
    return Call(queries=("", f"since={version}"), trace=sector)


async def _map_list(case: Case) -> Call:
    """The project itself."""
    project_id, sector = await _map_project(case)
    return Call(queries=(f"sector={sector}",), trace=str(project_id))


async def _map_card(case: Case) -> Call:
    """The project's number."""
    project_id, _ = await _map_project(case)
    number = await db.fetch_value("SELECT number FROM map_project WHERE project_id = $1", project_id)
    return Call(ids={"number": number})


async def _nothing(_: Case) -> Call:
    """The question itself."""
    return Call()


REQUESTS: dict[str, Builder] = {
    f"GET {C}/adoption": _adoption,
    f"GET {C}/adoption.csv": _adoption_table,
    f"GET {C}/map": _map_number,
    f"GET {C}/map/outline": _nothing,
    f"GET {C}/map/points": _map_points,
    f"GET {C}/map/projects": _map_list,
    f"GET {C}/map/projects/{{number}}": _map_card,
    f"GET {C}/map/stages": _nothing,
    f"GET {C}/map/trend": _map_number,
    f"GET {C}/projects/{{project_id}}/months/{{period}}": _month,
    f"GET {C}/projects/{{project_id}}/timeline": on_site.project,
    f"GET {C}/search": _search,
    f"GET {M}/projects/{{project_id}}/timeline": on_site.project,
    f"GET {M}/home": _home,
    f"GET {M}/projects/{{project_id}}/progress/next": on_site.project,
    f"GET {M}/search": _search,
}
