"""Requests of the routes in `rights/area.csv`; see `policy_requests`."""

from backend.core import db, ids
from tests.contracts import policy_site as on_site
from tests.contracts import policy_world as worlds
from tests.contracts.policy_case import Builder, Call, Case

C = "/api/console/v1"


async def _organisation(case: Case) -> Call:
    """A firm that works on the scope's project alone."""
    organisation_id = ids.new_id()
    await db.execute("INSERT INTO organisation (id, uscc, name) VALUES ($1, $1::uuid::text, '测量队')", organisation_id)
    await db.execute(
        "INSERT INTO party (id, project_id, organisation_id, role, from_on) VALUES ($1, $2, $1, 'survey', now())",
        organisation_id, case.place.project_id,
    )  # fmt: skip
    return Call(queries=("limit=100",), trace=str(organisation_id))


async def _person(case: Case) -> Call:
    """Somebody with an application on the scope's project alone."""
    person = await worlds.other_person()
    await worlds.post(case.place.project_id, person, "applied")
    return Call(queries=("limit=100", "name=别人"), trace=str(person))


async def _vacancy(case: Case) -> Call:
    """The scope's project has no safety officer."""
    await db.execute(
        "UPDATE post SET state = 'ended' WHERE project_id = $1 AND kind = 'safety_officer'", case.place.project_id
    )
    return Call(queries=("limit=100", "kind=safety_officer&limit=100"), trace=str(case.place.project_id))


REQUESTS: dict[str, Builder] = {
    f"GET {C}/organisations": _organisation,
    f"GET {C}/people": _person,
    f"GET {C}/posts": on_site.post_in("active"),
    f"GET {C}/vacant-posts": _vacancy,
}
